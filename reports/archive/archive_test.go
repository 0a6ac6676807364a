package archive

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/assets"
)

func id(n int) app.ID { return app.ID(fmt.Sprintf("019c98a0-0000-7000-8000-%012x", n)) }

func hash(data string) string {
	sum := sha256.Sum256([]byte(data))
	return hex.EncodeToString(sum[:])
}

// hostile is what somebody may have typed or called a file.
const hostile = `<script>alert("x")</script>'&amp;` + "\x00\x07\u202e\u2028𬭎 javascript:"

// source is a small case with something hostile in every text.
func source() Source {
	on := app.MustDate("2026-04-08")
	p := app.Person{ID: id(20), Name: "华取证" + hostile, Dept: "审计局"}
	stranger := app.Person{ID: id(21), Name: "与本案无关的人"}
	files := map[string]string{hash("one"): "one", hash("two"): "two"}
	d := app.Dossier{
		Round: app.Round{ID: id(1), Name: "2026年度“三责联审”", Year: 2026, Settings: app.DefaultSettings()},
		Unit:  app.Unit{ID: id(2), Name: "示例市青禾县" + hostile, ShortName: "青禾县", Kind: app.County},
		Group: app.Group{ID: id(5), Name: "第一联审组", Leader: p.ID},
		Case: app.Case{ID: id(3), Round: id(1), Number: "LS2026-001", Unit: id(2), Group: id(5), Stage: app.Summary, Waivers: map[string]app.Waiver{"survey.closed": {Reason: hostile, On: on}},
			Strands: map[app.Strand]app.CaseStrand{app.Review: {Lead: p.ID, Assessment: hostile}}, Facts: app.UnitFacts{Finances: map[string]app.FinanceYear{"2025": {Income: 123_456_700}}}},
		Principals: []app.Principal{{ID: id(4), Case: id(3), Name: "桑县长", Post: "县长", From: app.Month{Year: 2021, Month: 3}}},
		Templates: map[app.Strand]app.Template{app.Review: {ID: id(6), Strand: app.Review, Version: "2026.1", Title: "选人用人责任审查检查表",
			Sections: []app.Section{{Code: "XR-1", Name: "组织领导", Items: []app.Item{{Code: "XR-1-01", Check: "是否学习" + hostile}}}}}},
		Answers: map[string]app.Answer{
			"XR-1-01": {ID: id(7), Item: "XR-1-01", Conclusion: app.Problem, Note: hostile, Methods: app.NewSet("talk"), SelfCheck: app.NoProblem, SelfNote: "自查没有问题", By: "华取证", On: on},
			"XR-9-99": {ID: id(8), Item: "XR-9-99", Conclusion: app.NoProblem},
		},
		Evidence: []app.Evidence{
			{ID: id(30), Case: id(3), Number: 1, Title: "会议记录" + hostile, Kind: "document", Items: app.NewSet("XR-1-01"), Findings: app.NewSet(string(id(40))), FileName: `..\..\etc/passwd` + hostile + ".pdf", FileHash: hash("one"), FileSize: 3},
			{ID: id(31), Case: id(3), Number: 2, Title: "同一文件", Kind: "photo", FileName: "NUL.jpg", FileHash: hash("one")},
			{ID: id(32), Case: id(3), Number: 3, Title: "没有到的原件", FileName: "a.jpg", FileHash: hash("absent")},
			{ID: id(33), Case: id(3), Number: 4, Title: "变了的原件", FileName: "b.txt", FileHash: hash("other")},
			{ID: id(34), Case: id(3), Number: 5, Title: "纸质"},
			{ID: id(35), Case: id(3), Number: 1, Title: "编号相同", FileName: "", FileHash: hash("two")},
		},
		Findings: []app.Finding{{ID: id(40), Case: id(3), Number: 1, Strand: app.Review, Item: "XR-1-01", Title: "越权任免", Fact: hostile, Amount: 123_45,
			Responsible: map[app.ID]app.Responsibility{id(4): app.Direct}, Bases: []app.Basis{{Law: "RYTL", Article: "第七条", Mark: app.Unverified}}}},
		Papers:   []app.Paper{{ID: id(41), Case: id(3), Index: "XR001", Title: "底稿", Strand: app.Review, Item: "XR-1-01", Findings: app.NewSet(string(id(40)))}},
		Talks:    []app.Talk{{ID: id(42), Case: id(3), Type: "single", On: on, Talkers: app.NewSet(string(p.ID)), People: 1}},
		Meetings: []app.Meeting{{ID: id(43), Type: app.Entry, Cases: app.NewSet(string(id(3)), string(id(99))), On: on, Agenda: app.NewSet("mobilise")}},
		People:   map[app.ID]app.Person{p.ID: p, stranger.ID: stranger},
		Laws:     map[string]app.Law{"RYTL": {ID: id(50), Code: "RYTL", Name: "党政领导干部选拔任用工作条例"}},
		Veiled:   app.NewSet(string(id(42))),
	}
	return Source{Dossier: d, Lang: "zh-Hans", Data: []byte(`{"format":"x"}`), Made: time.Date(2026, 10, 12, 9, 30, 0, 0, time.UTC), By: "归档人" + hostile, Program: "0.1.0", Tip: "7K2M-Q9XD",
		Reports: []PDF{{Name: "LS2026-001_" + hostile + ".pdf", Strand: app.Review, Draft: true, Pages: 3, Bytes: []byte("%PDF-1.7 x")}},
		History: []Entry{{At: time.Date(2026, 4, 8, 9, 0, 0, 0, time.UTC), Who: "华取证", Deed: "答复", What: hostile, From: "甲", Until: "乙"}},
		Open: func(_ context.Context, h string) (io.ReadCloser, error) {
			switch h {
			case hash("absent"):
				return nil, app.Refuse("attachment.missing", "hash", h)
			case hash("other"):
				return nil, app.Refuse("attachment.changed", "hash", h)
			}
			return io.NopCloser(strings.NewReader(files[h])), nil
		}}
}

// unpacked gives the files of an archive by name, in their order.
func unpacked(t testing.TB, data []byte) (map[string]string, []string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	var names []string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := out[f.Name]; twice {
			t.Errorf("%s is in the archive twice", f.Name)
		}
		out[f.Name], names = string(raw), append(names, f.Name)
	}
	return out, names
}

func archived(t testing.TB, s Source) ([]byte, Made) {
	t.Helper()
	var out bytes.Buffer
	made, err := Write(context.Background(), &out, s, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), made
}

func TestArchiveIsWholeAndSaysWhatIsMissing(t *testing.T) {
	data, made := archived(t, source())
	files, names := unpacked(t, data)
	for _, want := range []string{"index.html", "pages/findings.html", "pages/style.css", "data/case.json", "目录.txt", "核对说明.txt", "SHA256SUMS", "originals/001_script", "originals/001_编号相同"} {
		if !slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, want) }) {
			t.Errorf("%s is not in the archive: %q", want, names)
		}
	}
	if made.Files != len(names) || made.Originals != 3 || len(made.Lacking) != 2 {
		t.Errorf("made %+v of %d files", made, len(names))
	}
	sums := 0
	for _, line := range strings.Split(strings.TrimSuffix(files["SHA256SUMS"], "\n"), "\n") {
		sum, name, _ := strings.Cut(line, "  ")
		if content, ok := files[name]; !ok || hash(content) != sum {
			t.Errorf("%q has the sum %s", name, sum)
		}
		sums++
	}
	if sums != len(names)-1 {
		t.Errorf("%d sums of %d files", sums, len(names))
	}
	for _, page := range []string{"index.html", "pages/evidence.html", "目录.txt"} {
		if !strings.Contains(files[page], "没有到的原件") || !strings.Contains(files[page], "变了的原件") {
			t.Errorf("%s does not name the missing originals", page)
		}
	}
	if strings.Count(strings.Join(names, "\n"), "originals/") != 2 {
		t.Errorf("the same contents are there twice: %q", names)
	}
	for _, n := range names {
		if strings.Contains(n, "..") || strings.ContainsAny(n, "\\:*?\"<>|\x00\u202e") || strings.HasPrefix(n, "/") {
			t.Errorf("%q is no name for a stick", n)
		}
	}
	again, _ := archived(t, source())
	if !bytes.Equal(data, again) {
		t.Error("the same case gives other bytes the second time")
	}
}

// Every page is well-formed, runs nothing, fetches nothing, and every link leads to something in the archive.
func TestPagesAreSoundAndEveryLinkResolves(t *testing.T) {
	for _, lang := range assets.Languages {
		s := source()
		s.Lang = lang
		data, _ := archived(t, s)
		files, _ := unpacked(t, data)
		anchors := map[string]map[string]bool{}
		type reference struct{ from, to string }
		var links []reference
		for name, text := range files {
			if path.Ext(name) != ".html" {
				continue
			}
			anchors[name] = map[string]bool{}
			d := xml.NewDecoder(strings.NewReader(text))
			for {
				token, err := d.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatalf("%s %s: %v", lang, name, err)
				}
				e, ok := token.(xml.StartElement)
				if !ok {
					continue
				}
				if slices.Contains([]string{"script", "iframe", "object", "img", "form", "base"}, e.Name.Local) {
					t.Errorf("%s holds a %s", name, e.Name.Local)
				}
				for _, a := range e.Attr {
					switch {
					case a.Name.Local == "id" && anchors[name][a.Value]:
						t.Errorf("%s has the anchor %s twice", name, a.Value)
					case a.Name.Local == "id":
						anchors[name][a.Value] = true
					case a.Name.Local == "href":
						links = append(links, reference{name, a.Value})
					case strings.HasPrefix(a.Name.Local, "on"), a.Name.Local == "src":
						t.Errorf("%s has %s", name, a.Name.Local)
					}
				}
			}
			if strings.Contains(text, "⟦") {
				t.Errorf("%s %s lacks words: %s", lang, name, text[strings.Index(text, "⟦"):][:60])
			}
			for _, bad := range []string{"<script", "\x00", "\u202e", "http://", "https://"} {
				if strings.Contains(text, bad) {
					t.Errorf("%s holds %q", name, bad)
				}
			}
		}
		if len(links) < 60 {
			t.Errorf("only %d links", len(links))
		}
		for _, l := range links {
			u, err := url.Parse(l.to)
			if err != nil || u.Scheme != "" || u.Host != "" {
				t.Fatalf("%s links to %q", l.from, l.to)
			}
			to := path.Join(path.Dir(l.from), u.Path)
			if u.Path == "" {
				to = l.from
			}
			if _, there := files[to]; !there {
				t.Errorf("%s links to %q, which is not in the archive", l.from, to)
			} else if u.Fragment != "" && !anchors[to][u.Fragment] {
				t.Errorf("%s links to %s, where nothing is called %s", l.from, to, u.Fragment)
			}
		}
	}
}

// everything fills each field of a noun with something of its own, so that what is left out of a page shows.
func everything(v reflect.Value, n *int, say func(string)) {
	switch v.Kind() {
	case reflect.String:
		*n++
		if _, coded := areas[v.Type()]; !coded && v.Type() != reflect.TypeFor[app.ID]() {
			text := fmt.Sprintf("text%d.", *n)
			v.SetString(text)
			say(text)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[app.Date]() || v.Type() == reflect.TypeFor[app.Month]() {
			return
		}
		for i := range v.NumField() {
			everything(v.Field(i), n, say)
		}
	}
}

func TestEveryTextOfACaseStandsInItsPages(t *testing.T) {
	s := source()
	n := 0
	var want []string
	say := func(text string) { want = append(want, text) }
	d := &s.Dossier
	for _, v := range []any{&d.Case.Notice, &d.Case.Announce, &d.Case.SelfCheck, &d.Case.OnSite, &d.Case.Rectify, &d.Unit, &d.Principals[0], &d.Findings[0], &d.Papers[0], &d.Talks[0], &d.Meetings[0]} {
		everything(reflect.ValueOf(v).Elem(), &n, say)
	}
	a := d.Answers["XR-1-01"]
	everything(reflect.ValueOf(&a).Elem(), &n, func(text string) {
		if text != a.Item {
			say(text)
		}
	})
	a.Item = "XR-1-01"
	d.Answers["XR-1-01"] = a
	d.Opinions = []app.Opinion{{ID: id(60), Case: id(3)}}
	d.Measures = []app.Measure{{ID: id(61), Case: id(3), Finding: id(40)}}
	d.Approvals = []app.Approval{{ID: id(62), Case: id(3)}}
	d.Accountabilities = []app.Accountability{{ID: id(63), Case: id(3)}}
	d.Texts = []app.ReportText{{ID: id(64), Case: id(3)}}
	everything(reflect.ValueOf(&d.Opinions[0]).Elem(), &n, say)
	everything(reflect.ValueOf(&d.Measures[0]).Elem(), &n, say)
	everything(reflect.ValueOf(&d.Approvals[0]).Elem(), &n, say)
	everything(reflect.ValueOf(&d.Accountabilities[0]).Elem(), &n, say)
	everything(reflect.ValueOf(&d.Texts[0]).Elem(), &n, say)
	data, _ := archived(t, s)
	files, _ := unpacked(t, data)
	all := ""
	for name, text := range files {
		if strings.HasPrefix(name, "pages/") {
			all += text
		}
	}
	if len(want) < 90 {
		t.Fatalf("only %d texts", len(want))
	}
	for _, text := range want {
		if !strings.Contains(all, text) && text != a.Item {
			t.Errorf("%s stands on no page", text)
		}
	}
	if strings.Contains(all, "与本案无关的人") {
		t.Error("somebody who has no part in the case is on a page")
	}
	for _, say := range []string{"1,234,567.00", "123.45", "党政领导干部选拔任用工作条例", "直接责任", "座谈访谈", "2021年3月"} {
		if !strings.Contains(all, say) && !strings.Contains(all, strings.ReplaceAll(say, "2021年3月", "2021-03")) {
			t.Errorf("the pages do not say %s", say)
		}
	}
	if !strings.Contains(files["pages/talks.html"], "按权限没有列出") {
		t.Error("the page of talks does not say that something is withheld")
	}
}

func TestEveryFieldOfEveryRecordHasAWord(t *testing.T) {
	for _, lang := range assets.Languages {
		words, err := assets.Translations(lang)
		if err != nil {
			t.Fatal(err)
		}
		b := newPages(Source{Lang: lang}, words, nil)
		for _, n := range []app.Noun{app.Round{}, app.Zone{}, app.Group{}, app.Unit{}, app.Meeting{}, app.Case{}, app.Principal{}, app.Answer{}, app.Talk{}, app.Material{},
			app.Evidence{}, app.Paper{}, app.Finding{}, app.Survey{}, app.Evaluation{}, app.Consultation{}, app.Opinion{}, app.ReportText{}, app.Report{}, app.Approval{},
			app.Delivery{}, app.Measure{}, app.Progress{}, app.Supervision{}, app.Accountability{}, app.ResultUse{}, app.Signoff{}} {
			var walk func(path string, typ reflect.Type)
			walk = func(path string, typ reflect.Type) {
				for typ.Kind() == reflect.Map || typ.Kind() == reflect.Slice {
					typ = typ.Elem()
				}
				if typ.Kind() != reflect.Struct || typ == reflect.TypeFor[app.Date]() || typ == reflect.TypeFor[app.Month]() {
					return
				}
				for i := range typ.NumField() {
					name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
					if path == "" && slices.Contains([]string{"id", "case", "round", "covers", "order"}, name) {
						continue
					}
					b.label(string(n.NounKind()), path+"."+name, name)
					walk(path+"."+name, typ.Field(i).Type)
				}
			}
			walk("", reflect.TypeOf(n))
		}
		if len(b.unknown) > 0 {
			t.Errorf("%s: no words for %v", lang, b.unknown)
		}
	}
}

func TestNamesOfArchivesAreWhatSticksBear(t *testing.T) {
	d := source().Dossier
	on := app.MustDate("2026-10-12")
	if got := FileName(d, on); got != "联审档案-LS2026-001-青禾县-2026-10-12.zip" {
		t.Error(got)
	}
	d.Unit.ShortName = strings.Repeat("很长的名称", 30) + `/\:`
	if got := FileName(d, on); len(got) > 120 || !strings.HasSuffix(got, "-2026-10-12.zip") || strings.ContainsAny(got, `/\:`) {
		t.Errorf("%d bytes: %s", len(got), got)
	}
	for in, want := range map[string]string{"": "_", "..": "_", "a/b\\c.pdf": "c.pdf", "a b.JPG": "a_b.JPG", "x.": "x", strings.Repeat("长", 60) + ".pdf": strings.Repeat("长", 32) + ".pdf"} {
		if got := safeName(in); got != want {
			t.Errorf("%q is called %q, not %q", in, got, want)
		}
	}
}
