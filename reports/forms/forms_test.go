package forms

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden are the forms that are compared with testdata, each blank and filled.
func golden() map[string]Wanted {
	out := map[string]Wanted{
		"talk": {Talk, Options{ID: id(20)}}, "talk-named": {Talk, Options{ID: id(20), Names: true}}, "talk-panel": {Talk, Options{ID: id(21)}}, "talk-panel-blank": {Talk, Options{Blank: true, Panel: true}},
		"materials": {Materials, Options{}}, "materials-batch": {Materials, Options{Batch: 2, Rows: 3}},
		"materials-overdue": {Materials, Options{View: Overdue, Today: on("2026-04-29")}}, "materials-missing": {Materials, Options{View: Missing, Today: on("2026-04-29")}}, "materials-read": {Materials, Options{View: Read}}, "visit": {Visit, Options{ID: id(27)}}, "stocktake": {Stocktake, Options{ID: id(28)}},
		"sheet": {Sheet, Options{ID: id(40)}}, "paper": {Paper, Options{ID: id(51)}}, "trace": {Trace, Options{}}, "trace-audit": {Trace, Options{Strand: app.Audit}}, "evidence": {Evidence, Options{}},
		"heard": {Heard, Options{}}, "daylog": {DayLog, Options{Days: days}}, "checklist": {Checklist, Options{Strand: app.Review}},
	}
	for _, k := range Kinds {
		out[string(k)+"-blank"] = Wanted{k, Options{Blank: true, Strand: app.Review}}
	}
	for _, s := range []app.Strand{app.Verification, app.Audit, ""} {
		out["sheet-blank-"+string(s)] = Wanted{Sheet, Options{Blank: true, Strand: s}}
		out["paper-blank-"+string(s)] = Wanted{Paper, Options{Blank: true, Strand: s}}
	}
	return out
}

func TestFormsReadAsTheGoldenFilesSay(t *testing.T) {
	for name, w := range golden() {
		t.Run(name, func(t *testing.T) {
			doc, err := Compose(w.Kind, site(), w.Options)
			if err != nil {
				t.Fatal(err)
			}
			res, err := pdf.Render(doc)
			if err != nil {
				t.Fatal(err)
			}
			if dir := os.Getenv("FORMS_OUT"); dir != "" {
				if err := pdf.WriteFile(filepath.Join(dir, name+".pdf"), res); err != nil {
					t.Fatal(err)
				}
			}
			got, path := doc.Text(), filepath.Join("testdata", name+".txt")
			if doc.Foot != "" {
				got += "［每页］" + doc.Foot + "\n"
			}
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s says something else:\n%s", name, got)
			}
			if w.Options.Blank && res.Pages != 1 && w.Kind != Talk && w.Kind != Visit && w.Kind != Materials && w.Kind != Stocktake {
				t.Errorf("the blank form has %d pages", res.Pages)
			}
			for _, l := range res.Lines {
				if l.BreaksRule() {
					t.Errorf("page %d: %q begins or ends with a mark that must not stand there", l.Page, l.Text)
				}
			}
		})
	}
}

// The record of a talk names nobody who did not ask to be named.
func TestNamesOfThoseTalkedToStayInTheVault(t *testing.T) {
	d := site()
	for name, w := range golden() {
		doc, err := Compose(w.Kind, d, w.Options)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range d.Aliases {
			if a.Name != "" && strings.Contains(doc.Text(), a.Name) != (w.Options.Names && a.ID == id(70)) {
				t.Errorf("%s: the name behind %s stands there or is missed", name, a.Code)
			}
			if a.Phone != "" && strings.Contains(doc.Text(), a.Phone) != w.Options.Names {
				t.Errorf("%s: the telephone behind %s stands there or is missed", name, a.Code)
			}
		}
	}
	veiled := d
	veiled.Veiled = set(20)
	if _, err := Compose(Talk, veiled, Options{ID: id(20)}); app.CodeOf(err) != "forms.veiled" {
		t.Errorf("a talk whose words are withheld was printed: %v", err)
	}
}

func TestTextLongerThanABoxGoesOnOverPages(t *testing.T) {
	d := site()
	long := strings.Repeat("经查，该县2024年土地出让收入未及时缴入国库，涉及金额较大，需逐笔核对。\n", 90)
	d.Sheets[0].Summary, d.Papers[1].Process, d.Papers[1].Conclusion = long, long, long
	d.Sheets[0].Opinion = strings.Repeat("情况部分属实。", 300)
	d.Talks[0].QA = map[string]app.QA{"001": {Question: "请说明经过。", Answer: long}}
	d.Visits[0].Text = long
	for i := range 120 {
		m := d.Materials[0]
		m.ID = id(1000 + i)
		d.Materials = append(d.Materials, m)
	}
	for _, w := range []Wanted{{Sheet, Options{ID: id(40)}}, {Paper, Options{ID: id(51)}}, {Talk, Options{ID: id(20)}}, {Visit, Options{ID: id(27)}}, {Materials, Options{}}} {
		doc, err := Compose(w.Kind, d, w.Options)
		if err != nil {
			t.Fatal(err)
		}
		res, err := pdf.Render(doc)
		if err != nil {
			t.Fatalf("%s: %v", w.Kind, err)
		}
		if dir := os.Getenv("FORMS_OUT"); dir != "" {
			if err := pdf.WriteFile(filepath.Join(dir, "long-"+string(w.Kind)+".pdf"), res); err != nil {
				t.Fatal(err)
			}
		}
		if res.Pages < 4 {
			t.Errorf("%s: %d pages cannot hold the text", w.Kind, res.Pages)
		}
		for i, text := range res.PageText {
			if n := len([]rune(text)); n < 60 {
				t.Errorf("%s: page %d of %d bears %d characters: %s", w.Kind, i+1, res.Pages, n, text)
			}
		}
	}
}

func TestSetIsOneFileWithPageNumbersOfEachForm(t *testing.T) {
	res, err := Print(site(), Wanted{Talk, Options{}}, Wanted{Sheet, Options{Strand: app.Audit}}, Wanted{Paper, Options{Blank: true, Strand: app.Audit, Copies: 3}}, Wanted{Trace, Options{}})
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("FORMS_OUT"); dir != "" {
		if err := pdf.WriteFile(filepath.Join(dir, "set.pdf"), res); err != nil {
			t.Fatal(err)
		}
	}
	pages, err := pdf.ReadText(res.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	single := 0
	for _, p := range pages {
		if strings.Contains(document.Ink(string(p.Artifacts)), "第1页（共1页）") {
			single++
		}
	}
	if single < 5 { // the sheet, three papers, the trace table
		t.Errorf("%d of %d pages are the only one of their form", single, len(pages))
	}
	if _, err := Print(app.Dossier{}, Wanted{Talk, Options{}}); app.CodeOf(err) != "forms.none" {
		t.Errorf("a set of nothing: %v", err)
	}
}

func TestComposeRefusesWhatItCannotPrint(t *testing.T) {
	for code, w := range map[string]Wanted{"forms.kind": {"nothing", Options{}}, "forms.which": {Sheet, Options{}}, "notfound": {Sheet, Options{ID: id(999)}}, "forms.rows": {Trace, Options{Rows: 201}}, "forms.none": {DayLog, Options{}}} {
		if _, err := Compose(w.Kind, site(), w.Options); app.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func TestFormsNeedNoCaseToBeBlank(t *testing.T) {
	for _, k := range Kinds {
		_, err := Compose(k, app.Dossier{}, Options{Blank: true})
		if code := app.CodeOf(err); err != nil && !(k == Checklist && code == "forms.none") {
			t.Errorf("%s: %v", k, err)
		}
	}
}

func TestFileNamesTellFormsApart(t *testing.T) {
	for want, w := range map[string]Wanted{
		"LS2026-001_青禾县_审计取证单_JJ001-Q-07.pdf":  {Sheet, Options{ID: id(40)}},
		"LS2026-001_青禾县_审核工作底稿_空白表.pdf":        {Paper, Options{Blank: true, Strand: app.Verification}},
		"LS2026-001_青禾县_谈话记录_T-03.pdf":         {Talk, Options{ID: id(20)}},
		"LS2026-001_青禾县_证据目录.pdf":              {Evidence, Options{}},
		"LS2026-001_青禾县_审计工作底稿_JJ001-3-07.pdf": {Paper, Options{ID: id(51)}},
	} {
		if got := FileName(w.Kind, site(), w.Options); got != want {
			t.Errorf("%s instead of %s", got, want)
		}
	}
}

func TestSingleFormsAreFoundByWhatPeopleCallThem(t *testing.T) {
	for _, c := range []struct {
		kind   Kind
		called string
		want   app.ID
	}{
		{Sheet, "jj001-q-07", id(40)}, {Paper, "JJ001-3-07", id(51)}, {Talk, " T-03 ", id(20)}, {Visit, "2", id(27)}, {Stocktake, string(id(28)), id(28)},
		{Sheet, "JJ001-Q-99", ""}, {Sheet, "", ""}, {Trace, "1", ""},
	} {
		if got, ok := Find(c.kind, site(), c.called); got != c.want || ok != (c.want != "") {
			t.Errorf("%s %q: %s %v", c.kind, c.called, got, ok)
		}
	}
}

// Poppler, which knows nothing of us, finds on every page of every form what was composed.
func TestAnotherReaderFindsWhatWasComposed(t *testing.T) {
	var wanted []Wanted
	for _, w := range golden() {
		wanted = append(wanted, w)
	}
	res, err := Print(site(), wanted...)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "forms.pdf")
	if err := pdf.WriteFile(path, res); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-raw", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	pages := strings.Split(string(out), "\f")
	for i, want := range res.PageText {
		if got := document.Ink(pages[i]); got != want {
			t.Errorf("page %d says\n%s\ninstead of\n%s", i+1, got, want)
		}
	}
}
