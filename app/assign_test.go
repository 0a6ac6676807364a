package app

import (
	"context"
	"slices"
	"testing"
)

func TestItemsAreGivenToWhoCanCheckThem(t *testing.T) {
	x := newStaff(t)
	x.must(x.leader.Recuse(x.ctx, x.id, x.person(x.next), true))
	give := func(d Desk, to ID, items ...string) error {
		_, err := d.AssignItems(x.ctx, x.id, items, to)
		return err
	}
	inspector := x.person(x.inspector)
	for _, c := range []struct {
		name string
		err  error
		code string
	}{
		{"the leader of the group", give(x.leader, inspector, "JJ-1-01"), ""},
		{"the lead of the strand", give(x.lead, inspector, "JJ-1-02"), ""},
		{"the lead, an item of another strand", give(x.lead, x.person(x.leader), "XR-1-01"), "role.strand"},
		{"the office", give(x.Desk, x.person(x.lead), "JJ-1-01"), ""},
		{"an inspector", give(x.inspector, inspector, "JJ-1-01"), "role.verb"},
		{"to a member of another group", give(x.leader, x.person(x.stranger), "JJ-1-01"), "assign.member"},
		{"to who is recused", give(x.leader, x.person(x.next), "JJ-1-01"), "assign.recused"},
		{"to who works on another strand", give(x.leader, inspector, "XR-1-01"), "assign.strand"},
		{"to who checks nothing", give(x.leader, x.person(x.materials), "JJ-1-01"), "assign.role"},
		{"to nobody there is", give(x.leader, testID(996), "JJ-1-01"), "reference.missing"},
		{"an item there is not", give(x.leader, inspector, "JJ-9-99"), "item.unknown"},
		{"an item twice", give(x.leader, inspector, "JJ-1-01", "JJ-1-01"), "item.double"},
		{"one wrong among right ones", give(x.leader, inspector, "JJ-1-01", "XR-1-01"), "assign.strand"},
	} {
		if got := CodeOf(c.err); got != c.code || c.err != nil && c.code == "" {
			t.Errorf("%s: got %v %v, want %q", c.name, c.err, detail(c.err), c.code)
		}
	}
	if got := x.dossier(x.id).Answers["JJ-1-01"].Person; got != x.person(x.lead) {
		t.Errorf("what was refused changed something: %q", got)
	}
	var names []string
	for _, p := range Checkers(x.dossier(x.id), Audit) {
		names = append(names, p.Name)
	}
	if !slices.Equal(names, []string{"严核账", "许示范", "金底稿"}) {
		t.Errorf("offered are %v", names)
	}
}

func TestAnAssignmentIsNoAnswer(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	was := ProgressOf(b.dossier(id), Audit)
	p := Person{ID: b.NewID(), Name: "金底稿"}
	b.must(b.SavePerson(b.ctx, p))
	b.must(b.SaveCase(b.ctx, VerbSaveCase, id, func(c *Case) error {
		st := c.Strands[Audit]
		st.Lead = p.ID
		c.Strands[Audit] = st
		return nil
	}))
	n, err := b.AssignItems(b.ctx, id, []string{"JJ-1-01", "JJ-1-02"}, p.ID)
	b.must(err)
	deed := b.mem.deeds[len(b.mem.deeds)-1]
	if n != 2 || deed.Verb != VerbAssignItem || len(deed.Changes) != 2 {
		t.Errorf("%d changed, %+v", n, deed)
	}
	d := b.dossier(id)
	if is := ProgressOf(d, Audit); is != was {
		t.Errorf("%+v, was %+v", is, was)
	}
	if a := d.Answers["JJ-1-01"]; a.Said() || a.Person != p.ID {
		t.Errorf("%+v", a)
	}
	if u := PlanUpgrade(d, Template{Strand: Audit, Version: "2027.1"}); len(u.Removed) > 0 || u.Kept > 0 {
		t.Errorf("an upgrade takes it for an answer: %+v", u)
	}
	b.refused(Discard[Person](b.ctx, b.Desk, VerbDropPerson, p.ID), "noun.used")

	b.must(b.AnswerItem(b.ctx, id, "JJ-1-01", AnswerInput{Conclusion: ptr(NoProblem)}))
	n, err = b.AssignItems(b.ctx, id, []string{"JJ-1-01", "JJ-1-02"}, p.ID)
	if err != nil || n != 0 || b.mem.deeds[len(b.mem.deeds)-1].Verb == VerbAssignItem {
		t.Errorf("the same again is no deed: %d, %v", n, err)
	}
	_, err = b.AssignItems(b.ctx, id, []string{"JJ-1-01"}, "")
	b.must(err)
	if a := b.dossier(id).Answers["JJ-1-01"]; a.Person != "" || a.Conclusion != NoProblem {
		t.Errorf("taken away: %+v", a)
	}
}

// TestSignedStageOutlivesAnAssignment: who is to check an item is no part of what was found.
func TestSignedStageOutlivesAnAssignment(t *testing.T) {
	id := testID(1)
	d := Dossier{Case: Case{ID: id}, Answers: map[string]Answer{"JJ-1-01": {ID: AnswerID(id, "JJ-1-01"), Case: id, Item: "JJ-1-01", Conclusion: NoProblem}}}
	was := covers(d, Signoff{Kind: SignStage, Stage: Inspection})
	for _, item := range []string{"JJ-1-01", "JJ-1-02"} {
		a := d.Answers[item]
		a.ID, a.Case, a.Item, a.Person = AnswerID(id, item), id, item, testID(2)
		d.Answers[item] = a
	}
	is := covers(d, Signoff{Kind: SignStage, Stage: Inspection})
	if len(is) != 1 || is[string(AnswerID(id, "JJ-1-01"))] != was[string(AnswerID(id, "JJ-1-01"))] {
		t.Errorf("covered was %v, is %v", was, is)
	}
}

func TestOnlyAssigningChangesWhoChecks(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	a := Answer{ID: AnswerID(id, "JJ-1-01"), Case: id, Item: "JJ-1-01", Conclusion: NoProblem}
	b.must(b.AnswerItem(b.ctx, id, "JJ-1-01", AnswerInput{Conclusion: ptr(NoProblem)}))
	a.Person = testID(7)
	err := b.do(context.Background(), VerbAnswerItem, id, func(w *work) error { return putChecked(w, a) })
	if err == nil || CodeOf(err) != "" {
		t.Errorf("an answer gave the item to somebody: %v", err)
	}
	a.Person, a.Conclusion = "", Problem
	if err = b.do(context.Background(), VerbAssignItem, id, func(w *work) error { return putChecked(w, a) }); err == nil || CodeOf(err) != "" {
		t.Errorf("an assignment answered the item: %v", err)
	}
}
