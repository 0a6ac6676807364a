package exchange

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/kit"
)

// oneCase is a case that can be chosen.
type oneCase struct {
	id   app.ID
	text string
}

// casesOf gives the cases by number, each with its unit.
func casesOf(ctx context.Context, s Store) ([]oneCase, error) {
	units, err := app.List[app.Unit](ctx, s, "")
	if err != nil {
		return nil, err
	}
	name := map[app.ID]string{}
	for _, u := range units {
		name[u.ID] = u.Name
	}
	cases, err := app.List[app.Case](ctx, s, "")
	if err != nil {
		return nil, err
	}
	out := make([]oneCase, 0, len(cases))
	for _, c := range cases {
		out = append(out, oneCase{c.ID, c.Number + " " + name[c.Unit]})
	}
	slices.SortFunc(out, func(a, b oneCase) int { return strings.Compare(a.text, b.text) })
	return out, nil
}

// chips is a row of small buttons of which one is chosen.
type chips struct {
	row     *fyne.Container
	buttons []*kit.Button
	picked  func(int)
}

func newChips(words []string, picked func(int)) chips {
	c := chips{row: kit.Flow(6)}
	c.picked = picked
	for _, w := range words {
		b := kit.NewChipButton(w, false, nil)
		c.buttons = append(c.buttons, b)
		c.row.Add(b)
	}
	for i, b := range c.buttons {
		b.OnTapped = func() {
			c.set(i)
			picked(i)
		}
	}
	return c
}

func (c chips) set(chosen int) {
	for i, b := range c.buttons {
		b.SetChosen(i == chosen)
	}
}
