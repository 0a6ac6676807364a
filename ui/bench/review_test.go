package bench_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/kit"
)

func TestAReviewIsMadeAnsweredAndGivenByKeysAndWhatWasOnlyTypedIsNotLost(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-01")
	ctx := context.Background()
	p := app.PaperFrom(dossier(t, ws, "LS2026-005"), "XR-7-01", "")
	p.Author = "魏调阅"
	id, err := ws.Desk().WritePaper(ctx, p)
	if err != nil {
		t.Fatal(err)
	}
	kept := func() app.Paper {
		t.Helper()
		p, err := app.Get[app.Paper](ctx, ws, id)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	room.Changed(app.Deed{})

	press(host, "r")
	press(host, "请补充依据")
	kit.Confirm(host.Win.Canvas()) // a remark stands in its field: that is made, and nothing is signed
	if p := kept(); p.Notes["01"].Text != "请补充依据" || !p.ReviewedOn.IsZero() {
		t.Fatalf("after Ctrl+Enter over a remark: %+v", p)
	}
	kit.Confirm(host.Win.Canvas())
	if p := kept(); !p.ReviewedOn.IsZero() || len(p.Notes) != 1 {
		t.Fatalf("reviewed over an open remark: %+v", p)
	}
	kit.CloseAll(host.Win)

	press(host, "p")
	press(host, "已补附件")
	kit.Confirm(host.Win.Canvas())
	if n := kept().Notes["01"]; n.Answer != "已补附件" || n.Settled {
		t.Fatalf("the answer that was typed: %+v", n)
	}

	press(host, "r")
	press(host, "第二条")
	key(host, fyne.KeyReturn)
	if n := kept().Notes["02"]; n.Text != "第二条" {
		t.Fatalf("Enter makes no remark: %+v", kept().Notes)
	}
	kit.CloseAll(host.Win)
	if err := ws.Desk().AnswerNote(ctx, id, "02", "", "已改"); err != nil {
		t.Fatal(err)
	}
	room.Changed(app.Deed{})
	press(host, "r")
	kit.Confirm(host.Win.Canvas())
	if p := kept(); p.ReviewedOn.IsZero() || !p.Notes["01"].Settled || !p.Notes["02"].Settled {
		t.Fatalf("not reviewed: %+v", p)
	}
}
