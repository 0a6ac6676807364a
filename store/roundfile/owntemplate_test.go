package roundfile_test

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"lianshen/app"
	"lianshen/store/roundfile"
)

// withOwnChecklist gives the sample with a checklist of the office's own, which its last case pins for the review, and
// the text of the file.
func withOwnChecklist(t *testing.T, id app.ID) (*roundfile.File, []byte) {
	t.Helper()
	f, err := roundfile.Sample(roundfile.SampleToday)
	if err != nil {
		t.Fatal(err)
	}
	f.Templates = []app.Template{{ID: id, Strand: app.Review, Version: "qinghe.1", Title: "青禾县选人用人检查表",
		Sections: []app.Section{{Code: "XR-1", Name: "选人用人", Items: []app.Item{{Code: "XR-1-01", Check: "本县重点岗位任职回避情况", Methods: []app.Method{app.MethodDocuments}}}}}}}
	c := &f.Cases[len(f.Cases)-1]
	*c = roundfile.Case{Case: c.Case, Principals: c.Principals}
	s := c.Case.Strands[app.Review]
	s.Template = "qinghe.1"
	c.Case.Strands[app.Review] = s
	var b bytes.Buffer
	if err := roundfile.Write(&b, f); err != nil {
		t.Fatal(err)
	}
	return f, b.Bytes()
}

func TestOwnChecklistIsFoundByTheCaseThatPinsIt(t *testing.T) {
	_, data := withOwnChecklist(t, app.TemplateID(app.Review, "qinghe.1"))
	f, err := roundfile.Read(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	w := loaded(t, f)
	d, err := w.Dossier(context.Background(), f.Cases[len(f.Cases)-1].Case.ID)
	if err != nil || d.Templates[app.Review].Title != "青禾县选人用人检查表" {
		t.Errorf("%q, %v", d.Templates[app.Review].Title, err)
	}
	if again := dumped(t, w); !bytes.Equal(again, data) {
		t.Errorf("dump differs: %s", firstDifference(again, data))
	}
}

func TestOwnChecklistUnderAnotherIdentityIsRefused(t *testing.T) {
	_, data := withOwnChecklist(t, "019c98a0-0045-7f14-ad0e-118f53cbffff")
	_, err := roundfile.Read(bytes.NewReader(data))
	var e *app.Error
	if !errors.As(err, &e) || e.Code != "roundfile.identity" || e.Args["path"] != "templates[0].id" || e.Args["want"] != string(app.TemplateID(app.Review, "qinghe.1")) {
		t.Errorf("refused as %v", err)
	}
}
