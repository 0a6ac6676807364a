package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Draft says whether the checklist is still being written: it can be changed, and no case can be pinned to it. What came
// with the program never is one.
func (n Template) Draft() bool { return n.MadeBy != "" && n.UsedFrom.IsZero() }

// Offered says whether new cases and upgrades can be pinned to the checklist.
func (n Template) Offered() bool { return !n.Draft() && n.Retired.IsZero() }

// ListState is how far a checklist has come.
type ListState string

// The states of a checklist, see [Template.State].
const (
	ListDraft   ListState = "draft"   // 编辑中
	ListInUse   ListState = "inuse"   // 启用
	ListRetired ListState = "retired" // 停用
)

// ListStates lists all.
var ListStates = []ListState{ListDraft, ListInUse, ListRetired}

// State says how far the checklist has come.
func (n Template) State() ListState {
	switch {
	case !n.Retired.IsZero():
		return ListRetired
	case n.Draft():
		return ListDraft
	}
	return ListInUse
}

// NewList is what a new version of a checklist is made from.
type NewList struct {
	From    ID     // checklist to begin with; "" begins an empty one
	Strand  Strand // without From
	Version string // what people call it, such as 2027.1; free within the strand
	Title   string // blank: that of From
}

// NewTemplate begins a draft: an own checklist, or a new version of one that is there. It gives the ID of the draft.
// Refused: a version that the strand has already ("checklist.taken"), one that says nothing, and an unknown From.
func (d Desk) NewTemplate(ctx context.Context, in NewList) (ID, error) {
	var id ID
	err := d.do(ctx, VerbSaveTemplate, "", func(w *work) error {
		t, err := w.begin(d, in)
		if err != nil {
			return err
		}
		id = t.ID
		return put(w, t)
	})
	return id, err
}

// begin gives the draft that a new version starts with.
func (w *work) begin(d Desk, in NewList) (Template, error) {
	t := Template{Strand: in.Strand}
	if in.From != "" {
		from, err := Get[Template](w.ctx, w.r, in.From)
		if err != nil {
			return t, fmt.Errorf("read the checklist a version is made from: %w", err)
		}
		t = Template{Strand: from.Strand, Title: from.Title, TitleEn: from.TitleEn, Sections: from.Sections, BasedOn: from.Version}
	}
	t.Version = strings.TrimSpace(in.Version)
	if !blank(in.Title) {
		t.Title = strings.TrimSpace(in.Title)
	}
	if err := firstOf(required("strand", string(t.Strand)), required("version", t.Version), required("title", t.Title)); err != nil {
		return t, err
	}
	t.ID, t.MadeBy, t.MadeOn = TemplateID(t.Strand, t.Version), d.Who, d.Today()
	there, err := has(w, KindTemplate, t.ID)
	if err == nil && there {
		err = refuseField("checklist.taken", "version", "version", t.Version)
	}
	return t, err
}

// EditTemplate lets f change a draft and saves the difference as one deed. Strand, version and what tells where it came
// from stay. Refused: a checklist that was put to use ("checklist.used"): a new version is made of it instead, and what
// CheckAlone refuses.
func (d Desk) EditTemplate(ctx context.Context, id ID, f func(*Template) error) error {
	return Amend(ctx, d, VerbSaveTemplate, id, func(t *Template) error {
		if !t.Draft() {
			return Refuse("checklist.used", "version", t.Version)
		}
		is := t.clone()
		if err := f(&is); err != nil {
			return err
		}
		is.ID, is.Strand, is.Version, is.BasedOn = t.ID, t.Strand, t.Version, t.BasedOn
		is.MadeBy, is.MadeOn, is.UsedFrom, is.Retired = t.MadeBy, t.MadeOn, t.UsedFrom, t.Retired
		*t = is
		return nil
	})
}

// UseTemplate puts a draft to use: from now on cases can be pinned to it and it is never changed again. Refused: one that
// is no draft ("checklist.used"), and one with faults ("checklist.faults", see TemplateFaults).
func (d Desk) UseTemplate(ctx context.Context, id ID) error {
	return d.do(ctx, VerbSaveTemplate, "", func(w *work) error {
		t, err := Get[Template](ctx, w.r, id)
		if err != nil {
			return err
		}
		if !t.Draft() {
			return Refuse("checklist.used", "version", t.Version)
		}
		laws, err := lawsByCode(ctx, w.r)
		if err != nil {
			return err
		}
		if faults := TemplateFaults(t, laws); len(faults) > 0 {
			return Refuse("checklist.faults", "count", len(faults), "item", faults[0].Place())
		}
		t.UsedFrom = d.Today()
		return put(w, t)
	})
}

// RetireTemplate takes a checklist out of use for new cases, or back into it. Cases that are pinned to it keep it.
// Refused: the version that a round gives to its new cases ("checklist.round").
func (d Desk) RetireTemplate(ctx context.Context, id ID, retire bool) error {
	return d.do(ctx, VerbSaveTemplate, "", func(w *work) error {
		t, err := Get[Template](ctx, w.r, id)
		if err != nil {
			return err
		}
		if retire == !t.Retired.IsZero() {
			return nil
		}
		rounds, err := List[Round](ctx, w.r, "")
		if err != nil {
			return fmt.Errorf("look which rounds give the checklist: %w", err)
		}
		for _, r := range rounds {
			if retire && r.Templates[t.Strand] == t.Version {
				return Refuse("checklist.round", "version", t.Version, "name", r.Name)
			}
		}
		t.Retired = Date{}
		if retire {
			t.Retired = d.Today()
		}
		return putChecked(w, t)
	})
}

// clone gives a copy that shares no list with the checklist.
func (n Template) clone() Template {
	n.Sections = slices.Clone(n.Sections)
	for i := range n.Sections {
		s := &n.Sections[i]
		s.Items = slices.Clone(s.Items)
		for j := range s.Items {
			s.Items[j] = s.Items[j].clone()
		}
	}
	return n
}

func (i Item) clone() Item {
	i.Materials, i.Methods, i.Problems = slices.Clone(i.Materials), slices.Clone(i.Methods), slices.Clone(i.Problems)
	i.Bases, i.AppliesTo = slices.Clone(i.Bases), slices.Clone(i.AppliesTo)
	return i
}

// lawsByCode gives the list of laws.
func lawsByCode(ctx context.Context, r Reader) (map[string]Law, error) {
	all, err := List[Law](ctx, r, "")
	if err != nil {
		return nil, fmt.Errorf("read the list of laws: %w", err)
	}
	out := make(map[string]Law, len(all))
	for _, l := range all {
		out[l.Code] = l
	}
	return out, nil
}
