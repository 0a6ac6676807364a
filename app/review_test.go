package app

import "testing"

// TestReviewIsWrittenByReviewingAlone: who may write a paper may not write that it was reviewed.
func TestReviewIsWrittenByReviewingAlone(t *testing.T) {
	x := newStaff(t)
	id, err := x.inspector.WritePaper(x.ctx, Paper{Case: x.id, Title: "t", Item: "JJ-1-01", Process: "p", Conclusion: "c",
		Reviewer: "戚复核", ReviewedOn: x.Today(), Review: "同意"})
	x.must(err)
	if p := x.dossier(x.id).Papers[0]; p.Reviewer != "" || !p.ReviewedOn.IsZero() || p.Review != "" {
		t.Errorf("a new paper comes with a review: %+v", p)
	}
	write := func(f func(*Paper)) Paper {
		p := x.dossier(x.id).Papers[0]
		f(&p)
		_, err := x.inspector.WritePaper(x.ctx, p)
		x.must(err)
		return x.dossier(x.id).Papers[0]
	}
	if p := write(func(p *Paper) { p.Reviewer, p.ReviewedOn, p.Review = "戚复核", x.Today(), "同意" }); p.Reviewer != "" || !p.ReviewedOn.IsZero() || p.Review != "" {
		t.Errorf("its author wrote a review: %+v", p)
	}
	x.must(x.reviewer.ReviewPaper(x.ctx, id, "", "补证后同意"))
	if p := write(func(p *Paper) { p.Title, p.Reviewer, p.Review = "新题", "谢审理", "同意" }); p.Title != "新题" || p.Reviewer != "戚复核" || p.Review != "补证后同意" {
		t.Errorf("its author changed the review: %+v", p)
	}
	if p := write(func(p *Paper) { p.Conclusion = "另论" }); p.Reviewer != "" || !p.ReviewedOn.IsZero() || p.Review != "" {
		t.Errorf("the review of another text stays: %+v", p)
	}
	p := x.dossier(x.id).Papers[0]
	p.Reviewer, p.ReviewedOn = "戚复核", x.Today()
	for name, err := range map[string]error{
		"saved past its use case": Keep(x.ctx, x.inspector, VerbWritePaper, p),
		"new past its use case":   Keep(x.ctx, x.inspector, VerbWritePaper, with(p, func(p *Paper) { p.ID = x.NewID() })),
	} {
		if err == nil || CodeOf(err) != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
