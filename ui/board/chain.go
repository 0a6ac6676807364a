package board

import (
	"slices"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// chain edits the approval chain of the round as lines: name；roles；working days.
func (p *roundPage) chain(f *kit.Form) {
	text := chainText(p.round.Settings.Chain)
	e := f.Lines("chain", i18n.T("board.f.chain"), 4, &text)
	save := f.Save
	f.Save = func() {
		if text != chainText(p.round.Settings.Chain) {
			chain, err := readChain(text)
			if err != nil {
				f.Refused(err)
				return
			}
			p.round.Settings.Chain = chain
		}
		save()
	}
	b := kit.NewButton(i18n.T("board.chain.county"), func() {
		p.round.Settings.Chain = app.CountyChain()
		save()
		p.show()
	})
	b.Small = true
	f.Add("chain/county", " ", kit.Row(8, b), true)
	e.Whole()
}

// chainText writes a chain as the lines in which it is edited.
func chainText(chain []app.ChainStep) string {
	var out []string
	for _, s := range chain {
		var roles []string
		for _, r := range app.StepRoles {
			if s.Roles.Has(string(r)) {
				roles = append(roles, i18n.Enum("role", r))
			}
		}
		out = append(out, s.Name+"；"+strings.Join(roles, "，")+"；"+strconv.Itoa(s.Days))
	}
	return strings.Join(out, "\n")
}

// readChain reads the lines of a chain. Parts are set apart by ； or ;, roles by commas; a step without roles may be answered by
// any of the roles of the approval. Refused: a role that does not exist ("chain.role"), a term that is no number
// ("chain.days"), each with its line.
func readChain(text string) ([]app.ChainStep, error) {
	var out []app.ChainStep
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		fields := strings.Split(strings.ReplaceAll(line, "；", ";"), ";")
		step := app.ChainStep{Name: strings.TrimSpace(fields[0])}
		if len(fields) > 1 {
			for _, word := range strings.FieldsFunc(fields[1], func(r rune) bool { return strings.ContainsRune(",，", r) }) {
				at := slices.IndexFunc(app.StepRoles, func(r app.Role) bool {
					return strings.EqualFold(i18n.Enum("role", r), strings.TrimSpace(word)) || string(r) == strings.TrimSpace(word)
				})
				if at < 0 {
					return nil, app.Refuse("chain.role", "line", i+1, "role", word, "roles", roleWords())
				}
				if step.Roles == nil {
					step.Roles = app.Set{}
				}
				step.Roles[string(app.StepRoles[at])] = true
			}
		}
		if len(fields) > 2 {
			if n := strings.TrimSpace(fields[2]); n != "" {
				days, err := strconv.Atoi(n)
				if err != nil {
					return nil, app.Refuse("chain.days", "line", i+1, "text", n)
				}
				step.Days = days
			}
		}
		out = append(out, step)
	}
	return out, nil
}

func roleWords() string {
	var out []string
	for _, r := range app.StepRoles {
		out = append(out, i18n.Enum("role", r))
	}
	return strings.Join(out, "，")
}
