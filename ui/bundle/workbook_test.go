package bundle

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
)

// What was taken in of a workbook goes back as one deed, with the entry of the file.
func TestTakingInAWorkbookIsUndoneAsOneDeed(t *testing.T) {
	ctx := context.Background()
	ws := storetest.Sample(t, noon)
	c, err := ws.CaseByNumber(ctx, "LS2026-009")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.xlsx")
	made, err := WriteWorkbook(ctx, ws, ws.Desk(), c.ID, path, false)
	if err != nil || made.Items != 104 {
		t.Fatalf("%+v, %v", made, err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cell, text := range map[string]string{"E4": "发现问题", "G4": "学习不够", "E5": "未发现问题"} {
		if err := f.SetCellValue("选人用人", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	f.Close()
	in, err := ReadWorkbook(ctx, ws, c.ID, path)
	if err != nil || in.Taken != 2 || in.File != "a.xlsx" || len(in.SHA256) != 64 {
		t.Fatalf("%+v, %v", in, err)
	}
	if plan, err := in.Take(ctx, ws.Desk(), app.StopExisting); err != nil || len(plan.New) != 2 {
		t.Fatalf("%+v, %v", plan, err)
	}
	events, _, err := ws.TimelinePage(ctx, store.TimelineQuery{Case: c.ID, Verb: app.VerbTakeSelfCheck})
	if err != nil || len(events) == 0 {
		t.Fatalf("%d events, %v", len(events), err)
	}
	for _, e := range events {
		if e.Record != events[0].Record {
			t.Error("taking in was more than one deed")
		}
	}
	if err := ws.Undo(ctx, events[0].Record); err != nil {
		t.Fatal(err)
	}
	d, err := ws.Dossier(ctx, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, said := d.Answers["XR-1-01"].Self(); said || d.Case.SelfCheck.Workbook.SHA256 != "" {
		t.Errorf("after the undo: %+v, %+v", d.Answers["XR-1-01"], d.Case.SelfCheck.Workbook)
	}
	if again, err := ReadWorkbook(ctx, ws, c.ID, path); err != nil || len(again.Plan(app.StopExisting).New) != 2 {
		t.Errorf("taking in again: %v", err)
	}
}

func TestNothingIsWrittenOrNotedOfACaseWithoutChecklists(t *testing.T) {
	ctx := context.Background()
	ws := storetest.Sample(t, noon)
	c, err := ws.CaseByNumber(ctx, "LS2026-009")
	if err != nil {
		t.Fatal(err)
	}
	err = ws.Desk().SaveCase(ctx, app.VerbSaveCase, c.ID, func(c *app.Case) error {
		st := c.Strands[app.Review]
		st.Template = "1999.9"
		c.Strands[app.Review] = st
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	_, before, _ := ws.Tip()
	path := filepath.Join(t.TempDir(), "a.xlsx")
	if _, err := WriteWorkbook(ctx, ws, ws.Desk(), c.ID, path, false); app.CodeOf(err) != "selfcheck.nochecklist" {
		t.Error(err)
	}
	if _, after, _ := ws.Tip(); after != before {
		t.Error("an export was noted that was none")
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a file was written")
	}
}
