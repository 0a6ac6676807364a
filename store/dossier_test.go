package store

import (
	"fmt"
	"reflect"
	"testing"

	"lianshen/app"
)

// someRound gives a small round with a case in every stage, a talk and a meeting each.
func someRound(tb testing.TB) []app.Noun {
	nouns := nounsOf(tb, len(app.Stages))
	round := nouns[0].NounID()
	for i, n := range nouns {
		switch n := n.(type) {
		case app.Case:
			n.Notice = app.Notice{Number: "联审〔2026〕1号", ReceivedOn: app.MustDate("2026-03-05")}
			nouns[i] = n
			nouns = append(nouns, app.Talk{ID: app.DeriveID(app.KindTalk, n.ID, "1"), Case: n.ID, Number: "1", On: app.MustDate("2026-04-02")},
				app.Meeting{ID: app.DeriveID(app.KindMeeting, n.ID, "1"), Round: round, Type: app.Entry, Cases: app.NewSet(string(n.ID)), On: app.MustDate("2026-04-01")})
		case app.Answer:
			if n.Item == "XR-1-02" { // the reason is missing
				n.Conclusion, n.Note = app.NotApplicable, " "
			}
			if n.Item == "BZ-1-01" {
				n.Conclusion, n.Note = app.NotChecked, "未提供"
			}
			nouns[i] = n
		}
	}
	return nouns
}

func TestADossierIsWhatAppLoads(t *testing.T) {
	w := fresh(t)
	if err := w.Load(ctx, someRound(t), app.VerbLoad); err != nil {
		t.Fatal(err)
	}
	cases, err := app.List[app.Case](ctx, w, "")
	if err != nil || len(cases) != 7 {
		t.Fatal(len(cases), err)
	}
	today := app.MustDate("2026-05-06")
	board, err := w.Board(ctx, BoardQuery{}, today)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		want, err := app.LoadDossier(ctx, w, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		got, err := w.Dossier(ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("case %d: the dossier differs", i)
		}
		if len(got.Answers) != 104 || len(got.Meetings) != 1 || len(got.Talks) != 1 || len(got.Templates) != 3 {
			t.Errorf("case %d: %d answers, %d meetings, %d talks, %d templates", i, len(got.Answers), len(got.Meetings), len(got.Talks), len(got.Templates))
		}
		line := lineOf(want, today).row
		for _, row := range board.Rows {
			if row.ID == c.ID && !reflect.DeepEqual(row, line) {
				t.Errorf("case %d on the board:\n%+v\nfrom its dossier:\n%+v", i, row, line)
			}
		}
	}
	if _, err := w.Dossier(ctx, newID()); app.CodeOf(err) != "notfound" {
		t.Errorf("no such case: %v", err)
	}
}

func TestTheBoardFollowsEveryDeedAtOnce(t *testing.T) {
	w := fresh(t)
	if err := w.Load(ctx, someRound(t), app.VerbLoad); err != nil {
		t.Fatal(err)
	}
	desk := deskOf(w, "李强")
	today := app.MustDate("2026-05-06")
	board := func(q BoardQuery) Board {
		t.Helper()
		b, err := w.Board(ctx, q, today)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	first := board(BoardQuery{}).Rows[0]
	for _, step := range []struct {
		name string
		do   func() error
		see  func(r BoardRow) bool
	}{
		{"an answer", func() error {
			return amendAny(desk, app.AnswerID(first.ID, "XR-1-03"), func(a *app.Answer) { a.Conclusion = app.Problem })
		}, func(r BoardRow) bool { return r.Problems == first.Problems+1 }},
		{"a finding", func() error {
			return keepAny(desk, "finding.record", app.Finding{ID: newID(), Case: first.ID, Number: 9, Strand: app.Audit, Amount: 500, State: app.FindingDraft})
		}, func(r BoardRow) bool { return r.Findings == first.Findings+1 && r.Amount == first.Amount+500 }},
		{"the unit's name", func() error {
			return amendAny(desk, first.Unit, func(u *app.Unit) { u.Name = "云岭市财政局" })
		}, func(r BoardRow) bool { return r.UnitName == "云岭市财政局" }},
		{"the stage", func() error { return amendAny(desk, first.ID, func(c *app.Case) { c.Stage = app.Closed }) },
			func(r BoardRow) bool { return r.Stage == app.Closed && r.Next.Code == "done" }},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		if r := board(BoardQuery{}).Rows[0]; !step.see(r) {
			t.Errorf("after %s: %+v", step.name, r)
		}
	}
	if n := len(board(BoardQuery{Text: "ylsczj"}).Rows); n != 1 {
		t.Errorf("by initials: %d rows", n)
	}
	closed := board(BoardQuery{Stage: app.Closed})
	if len(closed.Rows) != closed.Stages[app.Closed] || len(closed.Rows) == 0 || closed.Stages[app.Inspection] == 0 {
		t.Errorf("%d rows closed, stages %v", len(closed.Rows), closed.Stages)
	}
	byAmount := board(BoardQuery{Sort: "amount", Desc: true}).Rows
	for i := 1; i < len(byAmount); i++ {
		if byAmount[i].Amount > byAmount[i-1].Amount {
			t.Errorf("row %d has more than the one before", i)
		}
	}
	if err := w.Load(ctx, []app.Noun{app.Case{ID: newID(), Number: "LS2026-900", Stage: app.Planned}}, "case.add"); err != nil {
		t.Fatal(err)
	}
	rows := board(BoardQuery{}).Rows
	if got := rows[len(rows)-1].Number; got != "LS2026-900" {
		t.Errorf("last row is %s", got)
	}
}

func TestListsAreFilteredSortedAndPaged(t *testing.T) {
	w := fresh(t)
	if err := w.Load(ctx, someRound(t), app.VerbLoad); err != nil {
		t.Fatal(err)
	}
	c, err := w.CaseByNumber(ctx, "LS2026-003")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.CaseByNumber(ctx, "LS1999-003"); app.CodeOf(err) != "case.unknown" {
		t.Errorf("no such number: %v", err)
	}
	for _, x := range []struct {
		q           ItemQuery
		total, rows int
		first       string
	}{
		{ItemQuery{}, 728, 728, "LS2026-001 XR-1-01"},
		{ItemQuery{Limit: 10, Offset: 104}, 728, 10, "LS2026-002 XR-1-01"},
		{ItemQuery{Desc: true, Limit: 1}, 728, 1, "LS2026-007 XR-1-01"},
		{ItemQuery{Case: c.ID, Strand: app.Audit}, 40, 40, "LS2026-003 JJ-1-01"},
		{ItemQuery{Conclusion: app.NotChecked}, 7, 7, "LS2026-001 BZ-1-01"},
		{ItemQuery{Sort: "item", Desc: true, Limit: 2}, 728, 2, "LS2026-001 JJ-8-03"},
		{ItemQuery{Text: "未提供"}, 7, 7, "LS2026-001 BZ-1-01"},
		{ItemQuery{Text: "xr-1-0", Case: c.ID, Limit: 1}, 0, 1, "LS2026-003 XR-1-01"},
		{ItemQuery{Sort: "conclusion", Desc: true, Limit: 1}, 728, 1, "LS2026-001 BZ-1-01"},
	} {
		rows, total, err := w.ItemRows(ctx, x.q)
		if err != nil {
			t.Fatal(err)
		}
		if x.total > 0 && total != x.total || len(rows) != x.rows {
			t.Errorf("%+v: %d rows of %d", x.q, len(rows), total)
			continue
		}
		if got := rows[0].CaseNumber + " " + rows[0].Item; got != x.first && x.q.Sort != "item" {
			t.Errorf("%+v: first is %s, want %s", x.q, got, x.first)
		}
		if rows[0].Check == "" || rows[0].Section == "" || rows[0].UnitName == "" {
			t.Errorf("%+v: %+v", x.q, rows[0])
		}
	}
	rows, total, err := w.FindingRows(ctx, FindingQuery{Strand: app.Verification, Sort: "amount", Desc: true, Limit: 3, Text: "附件"})
	if err != nil || total != 7 || len(rows) != 3 || rows[0].Amount < rows[1].Amount || rows[0].Strand != app.Verification {
		t.Errorf("%d of %d, %v: %s", len(rows), total, err, fmt.Sprint(rows))
	}
	if _, total, err := w.FindingRows(ctx, FindingQuery{Case: c.ID}); err != nil || total != 3 {
		t.Errorf("%d findings of the case, %v", total, err)
	}
}
