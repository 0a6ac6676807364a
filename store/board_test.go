package store

import (
	"reflect"
	"testing"

	"lianshen/app"
)

// The brief board tells the same as the whole one but for what it leaves open, and the whole one is not made of it.
func TestTheBriefBoardLeavesOnlyStepAndDeadlineOpen(t *testing.T) {
	w := fresh(t)
	if err := w.Load(ctx, someRound(t), app.VerbLoad); err != nil {
		t.Fatal(err)
	}
	today := app.MustDate("2026-05-06")
	brief, err := w.Board(ctx, BoardQuery{Brief: true}, today)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := w.Board(ctx, BoardQuery{}, today)
	if err != nil {
		t.Fatal(err)
	}
	if len(whole.Rows) == 0 || whole.Rows[0].Next.Code == "" {
		t.Fatalf("the whole board was made of the brief one: %+v", whole.Rows)
	}
	for i, row := range whole.Rows {
		row.Next, row.Deadline = app.Step{}, app.Deadline{}
		if !reflect.DeepEqual(brief.Rows[i], row) {
			t.Errorf("row %d is brief %+v, whole %+v", i, brief.Rows[i], row)
		}
	}
	if !reflect.DeepEqual(brief.Findings, whole.Findings) || brief.Amount != whole.Amount || !reflect.DeepEqual(brief.Stages, whole.Stages) {
		t.Errorf("sums differ: %+v, %+v", brief, whole)
	}
	again, err := w.Board(ctx, BoardQuery{Brief: true}, today)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(again.Rows, whole.Rows) {
		t.Error("what is known is left out")
	}
}
