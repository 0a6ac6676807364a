package app

import (
	"slices"
	"strings"
)

// permitted refuses the deed when the person at work may not do it in a case it turned out to be about, or on a strand.
func (w *work) permitted() error {
	if err := w.guarded(); err != nil {
		return err
	}
	if err := w.ownDay(); err != nil {
		return err
	}
	if err := w.fits(); err != nil {
		return err
	}
	return w.reaches()
}

// reaches refuses the deed when a case or a strand it is about is not the person's.
func (w *work) reaches() error {
	cases := []ID{w.deed.Case}
	for _, n := range w.touched {
		if m, ok := n.(Meeting); ok { // it may cover many cases and belong to the timeline of none
			for _, id := range m.Cases.Sorted() {
				if !slices.Contains(cases, ID(id)) {
					cases = append(cases, ID(id))
				}
			}
		}
	}
	if len(cases) > 1 {
		cases = slices.DeleteFunc(cases, func(id ID) bool { return id == "" })
	}
	needs, err := w.needs()
	if err != nil {
		return err
	}
	for _, id := range cases {
		if err := w.permit(w.deed.Verb, id, needs); err != nil {
			return err
		}
	}
	return nil
}

// needs gives, for every noun that changes, the strands of which the person must work on one.
func (w *work) needs() ([]Set, error) {
	if w.actor.Alone || rules[w.deed.Verb].Strand == AnyStrand {
		return nil, nil
	}
	var out []Set
	for _, n := range w.touched {
		if c, ok := n.(Case); ok {
			out = append(out, w.strandsOfCase(c)...)
			continue
		}
		strands, err := w.strandsOf(n)
		if err != nil {
			return nil, err
		}
		if len(strands) == 0 {
			strands = NewSet("")
		}
		out = append(out, strands)
	}
	return out, nil
}

// strandsOf gives the strands a noun belongs to, none for what is common to all three. A talk belongs to those who held
// it, see TalkStrands.
func (w *work) strandsOf(n Noun) (Set, error) {
	t, ok := n.(Talk)
	if !ok {
		return StrandsOf(n), nil
	}
	people := map[ID]Person{}
	for _, id := range t.Talkers.Sorted() {
		p, err := Get[Person](w.ctx, w.r, ID(id))
		if err != nil && CodeOf(err) != ErrNotFound.Code {
			return nil, err
		}
		people[ID(id)] = p
	}
	return TalkStrands(t, people), nil
}

// StrandsOf gives the strands a noun belongs to by itself: an answer by its item, evidence and materials by the items
// they are for, most others by their strand; none for what is common to all three.
func StrandsOf(n Noun) Set {
	switch n := n.(type) {
	case Answer:
		return strandSet(StrandOfItem(n.Item))
	case Finding:
		return strandSet(n.Strand)
	case Paper:
		return strandSet(n.Strand)
	case Opinion:
		return strandSet(n.Strand)
	case ReportText:
		return strandSet(n.Strand)
	case Report:
		return strandSet(n.Strand)
	case Approval:
		return strandSet(n.Strand)
	case Delivery:
		return strandSet(n.Strand)
	case Signoff:
		return strandSet(n.Strand)
	case Template:
		return strandSet(n.Strand)
	case Evidence:
		return itemStrands(n.Items)
	case Material:
		return itemStrands(n.Items)
	case Alias:
		return n.Strands
	case Visit:
		return n.Strands
	case Stocktake:
		return strandSet(n.Strand)
	case Heard:
		return strandSet(n.Strand)
	case Sheet:
		return strandSet(n.Strand)
	}
	return Set{}
}

// TalkStrands gives the strands a talk belongs to: those it says it was held for, else those of the people who held it,
// or none, that is all three, when they are not known.
func TalkStrands(t Talk, people map[ID]Person) Set {
	if len(t.Strands.Sorted()) > 0 {
		return t.Strands
	}
	out := Set{}
	for _, id := range t.Talkers.Sorted() {
		for _, s := range people[ID(id)].Strands.Sorted() {
			out[s] = true
		}
	}
	return out
}

func strandSet(s Strand) Set {
	if s == "" {
		return Set{}
	}
	return NewSet(string(s))
}

func itemStrands(items Set) Set {
	out := Set{}
	for _, item := range items.Sorted() {
		if s := StrandOfItem(item); s != "" {
			out[string(s)] = true
		}
	}
	return out
}

// strandsOfCase gives for each field of the case that changes the strand it stands under. Under a deed that is within a
// strand only the assessment is the strand's own; who leads it and which departments it lies with is common.
func (w *work) strandsOfCase(c Case) []Set {
	var out []Set
	for _, ch := range w.deed.Changes {
		if ch.Entity != c.ID {
			continue
		}
		path := strings.Split(ch.Field, "/")
		own := len(path) == 3 && path[0] == "strands" && (path[2] == "assessment" || rules[w.deed.Verb].Strand == OwnStrand)
		if own {
			out = append(out, NewSet(path[1]))
		} else {
			out = append(out, NewSet(""))
		}
	}
	return out
}
