package xlsx

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"lianshen/app"
	"lianshen/assets"
	"lianshen/reports/xlsx/book"
)

var listLaws = []app.Law{{Code: "civil", Name: "中华人民共和国公务员法", Short: "公务员法"}, {Code: "audit", Name: "中华人民共和国审计法", Short: "审计法"},
	{Code: "same-1", Name: "会议费管理办法"}, {Code: "same-2", Name: "会议费管理办法"}, {Code: "long", Name: "中华人民共和国公务员法》的通知"}}

func ownList() app.Template {
	item := func(code, check string) app.Item {
		return app.Item{Code: code, Check: check, CheckEn: "Whether " + code, Materials: []app.ItemMaterial{{Name: "任免台账", Kind: app.Ledger}, {Name: "会议：记录", Kind: app.DeskRecord}},
			Methods: []app.Method{app.MethodReport, app.MethodDocuments}, Problems: []string{"未研究", "走过场"},
			Bases:     []app.Basis{{Law: "civil", Article: "第四十六条（二）", Mark: app.Verified}, {Law: "same-2", Mark: app.Unverified, Note: "见《规定》（试行）"}, {Law: "long", Article: "第一条", Mark: app.Unverified}},
			AppliesTo: []app.UnitKind{app.County, app.Enterprise}}
	}
	return app.Template{ID: app.TemplateID(app.Review, "2027.1"), Strand: app.Review, Version: "2027.1", Title: "检查表", TitleEn: "List", MadeBy: "王敏",
		Sections: []app.Section{{Code: "XR-1", Name: "程序", NameEn: "Procedure", Items: []app.Item{item("XR-1-01", "看记录。\n逐份看。"), item("XR-1-02", "看台账。"), item("XR-1-03", "看纪要。")}},
			{Code: "XR-2", Name: "纪律", Items: []app.Item{item("XR-2-01", "看举报。")}}}}
}

func listBytes(t interface{ Fatal(...any) }, l app.Template) []byte {
	var out bytes.Buffer
	if err := WriteChecklist(&out, l, listLaws); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func sameList(a, b app.Template) bool {
	x, _ := json.Marshal(a.Sections)
	y, _ := json.Marshal(b.Sections)
	return bytes.Equal(x, y)
}

// However a checklist is edited, the sheet written from what it became makes the former one the same.
func TestAnEditedSheetMakesTheChecklistWhatWasEdited(t *testing.T) {
	text := rapid.StringMatching(`[一-龥A-Za-z0-9，。“”（）《》:：{}/]{1,12}`)
	name := rapid.Custom(func(t *rapid.T) string { return clean("名" + text.Draw(t, "text")) })
	rapid.Check(t, func(t *rapid.T) {
		base := ownList()
		base.Sections = slices.Clone(base.Sections)
		edited := ownList()
		for range rapid.IntRange(1, 8).Draw(t, "edits") {
			s := rapid.IntRange(0, len(edited.Sections)-1).Draw(t, "section")
			section := edited.Sections[s]
			switch what := rapid.IntRange(0, 7).Draw(t, "what"); {
			case what == 0:
				edited, _ = edited.AddSection(name.Draw(t, "section name"), base)
				edited, _ = edited.AddItem(edited.Sections[len(edited.Sections)-1].Code, base)
				last := &edited.Sections[len(edited.Sections)-1]
				last.Items[0].Check = name.Draw(t, "check")
			case what == 1:
				var code string
				edited, code = edited.AddItem(section.Code, base)
				i, _, _ := edited.Find(code)
				i.Check = name.Draw(t, "check")
				edited = edited.SetItem(code, i)
			case what == 7 && len(section.Items) > 1: // a section without items is no list to read
				to := edited.Sections[rapid.IntRange(0, len(edited.Sections)-1).Draw(t, "to")].Code
				mover := section.Items[rapid.IntRange(0, len(section.Items)-1).Draw(t, "mover")].Code
				if _, _, known := base.Find(mover); known { // one that is new goes by its code
					edited, _ = edited.Transfer(mover, to)
				}
			case what == 2:
				edited, _ = edited.Shift(section.Code, 1)
			case what == 3:
				section.Name, section.NameEn = name.Draw(t, "name"), name.Draw(t, "English")
				edited = edited.SetSection(section.Code, section)
			default:
				i := section.Items[rapid.IntRange(0, len(section.Items)-1).Draw(t, "item")]
				switch rapid.IntRange(0, 6).Draw(t, "field") {
				case 0:
					i.Check, i.CheckEn = name.Draw(t, "check"), name.Draw(t, "English")
				case 1:
					i.Materials = []app.ItemMaterial{{Name: name.Draw(t, "material"), Kind: rapid.SampledFrom(app.MaterialKinds).Draw(t, "kind")}}
				case 2:
					i.Methods = rapid.SliceOfNDistinct(rapid.SampledFrom(app.Methods), 1, 4, rapid.ID).Draw(t, "methods")
				case 3:
					i.Problems = rapid.SliceOfNDistinct(name, 0, 3, rapid.ID).Draw(t, "problems")
				case 4:
					i.Bases = []app.Basis{{Law: rapid.SampledFrom(listLaws).Draw(t, "law").Code, Article: rapid.SampledFrom([]string{"", "第三条", "第四十六条（二）", "“任职”一章"}).Draw(t, "article"),
						Mark: rapid.SampledFrom([]app.Mark{app.Verified, app.Unverified}).Draw(t, "mark"), Note: name.Draw(t, "note")}}
				case 5:
					i.AppliesTo = rapid.SliceOfNDistinct(rapid.SampledFrom(app.UnitKinds), 0, 3, rapid.ID).Draw(t, "units")
					if len(i.AppliesTo) == 0 {
						i.AppliesTo = nil
					}
				case 6:
					edited, _ = edited.Shift(i.Code, 1)
				}
				if len(i.Problems) == 0 {
					i.Problems = nil
				}
				edited = edited.SetItem(i.Code, i)
			}
		}
		data := listBytes(t, edited)
		got, err := ReadChecklist(bytes.NewReader(data), int64(len(data)), base, listLaws)
		if err != nil {
			t.Fatal(err)
		}
		if got.Wrong != 0 || len(got.Faults)+len(got.Missing) != 0 {
			t.Fatalf("%d wrong: %v, missing %v", got.Wrong, got.Faults, got.Missing)
		}
		if merged := app.MergeRows(base, got.Rows, app.ListTakeAll); !sameList(merged, edited) {
			t.Fatalf("came back as %+v, not %+v", merged.Sections, edited.Sections)
		}
	})
}

func TestShippedChecklistsComeBackAsTheyWere(t *testing.T) {
	all, err := assets.Laws()
	if err != nil {
		t.Fatal(err)
	}
	var laws []app.Law
	for _, l := range all {
		laws = append(laws, app.Law{Code: l.ID, Name: l.Name, Short: l.ShortName})
	}
	lists, err := assets.Checklists()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range lists {
		l := app.Template{Strand: app.Strand(c.Strand), Version: c.Version, Title: c.Title}
		for _, s := range c.Sections {
			section := app.Section{Code: s.Code, Name: s.Name, NameEn: s.NameEn}
			for _, i := range s.Items {
				item := app.Item{Code: i.Code, Check: i.Check, CheckEn: i.CheckEn, Problems: i.Problems}
				for _, m := range i.Materials {
					item.Materials = append(item.Materials, app.ItemMaterial{Name: m.Name, Kind: app.MaterialKind(m.Kind)})
				}
				for _, m := range i.Methods {
					item.Methods = append(item.Methods, app.Method(m))
				}
				for _, b := range i.Bases {
					item.Bases = append(item.Bases, app.Basis{Law: b.Law, Article: b.Article, Mark: app.Mark(b.Mark), Note: b.Note})
				}
				for _, k := range i.AppliesTo {
					item.AppliesTo = append(item.AppliesTo, app.UnitKind(k))
				}
				section.Items = append(section.Items, item)
			}
			l.Sections = append(l.Sections, section)
		}
		var out bytes.Buffer
		if err := WriteChecklist(&out, l, laws); err != nil {
			t.Fatal(err)
		}
		got, err := ReadChecklist(bytes.NewReader(out.Bytes()), int64(out.Len()), l, laws)
		if err != nil {
			t.Fatal(err)
		}
		if got.Wrong > 0 {
			t.Errorf("%s: %v", c.Code, got.Faults[0])
		}
		if d := app.CompareTemplates(l, app.MergeRows(l, got.Rows, app.ListTakeAll)); len(d) > 0 {
			t.Errorf("%s: %d differences, first %+v", c.Code, len(d), d[0])
		}
	}
}

func TestRowsAreRemovedByMarkAloneAndAbsentOnesStay(t *testing.T) {
	data := editSheet(t, func(f *excelize.File) {
		must(t, f.SetCellValue(listSheet, "I4", "是")) // XR-1-02
		must(t, f.RemoveRow(listSheet, 5))            // XR-1-03
	})
	base := ownList()
	got, err := ReadChecklist(bytes.NewReader(data), int64(len(data)), base, listLaws)
	if err != nil {
		t.Fatal(err)
	}
	merged := app.MergeRows(base, got.Rows, app.ListTakeAll)
	if _, _, there := merged.Find("XR-1-02"); there || merged.Count() != 3 || !slices.Equal(got.Missing, []string{"XR-1-03"}) {
		t.Errorf("%d items, missing %v", merged.Count(), got.Missing)
	}
	if n := got.Situation(base, app.ListTakeAll); n != (ListSituation{Same: 4, Dropped: 1}) {
		t.Errorf("%+v", n)
	}
	if n := got.Situation(base, app.ListTakeUpdate); n != (ListSituation{Same: 4, Left: 1}) {
		t.Errorf("%+v", n)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// editSheet is a written checklist as somebody changed it in another program.
func editSheet(t testing.TB, edit func(*excelize.File)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(listBytes(t, ownList())))
	must(t, err)
	defer f.Close()
	edit(f)
	var out bytes.Buffer
	must(t, f.Write(&out))
	return out.Bytes()
}

// Each sheet is broken in one way, and told by its cell (or, where there is none to tell, as a whole).
func TestBrokenSheetsAreToldByCell(t *testing.T) {
	set := func(cell string, v any) func(*excelize.File) {
		return func(f *excelize.File) { must(t, f.SetCellValue(listSheet, cell, v)) }
	}
	formula := func(cell, text string) func(*excelize.File) {
		return func(f *excelize.File) { must(t, f.SetCellFormula(listSheet, cell, text)) }
	}
	long := strings.Repeat("长", app.ListNameLimit+1)
	cells := map[string]bool{} // distinct faults that are told by a cell
	defer func() {
		if len(cells) < 30 {
			t.Errorf("only %d sheets are told by cell", len(cells))
		}
	}()
	for i, c := range []struct {
		what string
		edit func(*excelize.File)
		want string // code and cell
	}{
		{"no code", set("A3", ""), "listfile.nocode A3"},
		{"merged codes", func(f *excelize.File) { set("A4", "")(f); must(t, f.MergeCell(listSheet, "A3", "A4")) }, "listfile.nocode A4"},
		{"merged texts", func(f *excelize.File) { set("B4", "")(f); must(t, f.MergeCell(listSheet, "B3", "B4")) }, "field.required B4"},
		{"a code twice", set("A4", "XR-1-01"), "listfile.twice A4"},
		{"a section twice", set("A6", "XR-1"), "listfile.twice A6"},
		{"a code of another strand", set("A3", "JJ-1-01"), "listfile.code A3"},
		{"a code that is none", set("A3", "第一项"), "listfile.code A3"},
		{"a code in two parts too many", set("A3", "XR-1-01-2"), "listfile.code A3"},
		{"a code turned into a number", set("A3", 101), "listfile.number A3"},
		{"a code that is a date", func(f *excelize.File) {
			style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
			must(t, err)
			set("A3", 46096)(f)
			must(t, f.SetCellStyle(listSheet, "A3", "A3", style))
		}, "listfile.number A3"},
		{"nothing to check", set("B3", ""), "field.required B3"},
		{"a number to check", set("B3", 12.5), "listfile.number B3"},
		{"true to check", set("B3", true), "listfile.number B3"},
		{"too long to check", set("B3", strings.Repeat("长", app.ListCheckLimit+1)), "text.long B3"},
		{"too long in English", set("C3", strings.Repeat("long ", app.ListCheckLimit)), "text.long C3"},
		{"a section without a name", set("B2", ""), "field.required B2"},
		{"a section with too long a name", set("B2", long), "text.long B2"},
		{"a section with too long an English name", set("C2", strings.Repeat("long ", app.ListNameLimit)), "text.long C2"},
		{"a section with materials", set("D2", "台账：名册"), "listfile.sectioncell D2"},
		{"a material without a kind", set("D3", "任免台账"), "listfile.kind D3"},
		{"a material of an unknown kind", set("D3", "照片：大门"), "listfile.kind D3"},
		{"a material without a name", set("D3", "台账："), "field.required D3"},
		{"a material with too long a name", set("D3", "台账："+long), "text.long D3"},
		{"a material twice", set("D3", "台账：名册\n台账：名册"), "checklist.twice D3"},
		{"an unknown method", set("E3", "查阅资料、猜测"), "listfile.method E3"},
		{"no method", set("E3", ""), "field.required E3"},
		{"a method twice", set("E3", "查阅资料，查阅资料"), "checklist.twice E3"},
		{"too long a problem", set("F3", long), "text.long F3"},
		{"a problem twice", set("F3", "走过场\n走过场"), "checklist.twice F3"},
		{"an unknown law", set("G3", "《没有的办法》第三条"), "listfile.law G3"},
		{"an unknown code of a law", set("G3", "{none}第三条"), "listfile.law G3"},
		{"a name of two laws", set("G3", "《会议费管理办法》第三条"), "listfile.law G3"},
		{"a rule twice", set("G3", "《公务员法》第三条\n《公务员法》第三条"), "checklist.twice G3"},
		{"an unknown kind of unit", set("H3", "医院"), "listfile.unit H3"},
		{"an unknown mark of removal", set("I3", "待定"), "listfile.drop I3"},
		{"a formula", formula("B3", `"a"&"b"`), "listfile.formula B3"},
		{"an item of no section", set("A3", "XR-9-01"), "listfile.section A3"},
		{"an item of a section that goes", set("I6", "是"), "listfile.section A7"},
		{"a column that nobody knows", func(f *excelize.File) { set("K1", "备注")(f); set("K3", "x")(f) }, "listfile.column K3"},
		{"a head twice", set("J1", "依据"), "listfile.twicecolumn J1"},
		{"a missing column", set("E1", ""), "listfile.nocolumn A1"},
		{"a wrong head", set("A1", "序号"), "listfile.head "},
		{"no heads", func(f *excelize.File) { must(t, f.RemoveRow(listSheet, 1)) }, "listfile.head "},
		{"no rows", func(f *excelize.File) {
			for range 8 {
				must(t, f.RemoveRow(listSheet, 2))
			}
		}, "listfile.norows "},
		{"another sheet", func(f *excelize.File) {
			_, err := f.NewSheet("杂")
			must(t, err)
			must(t, f.SetCellValue("杂", "A1", "x"))
		}, "listfile.sheet "},
	} {
		t.Run(fmt.Sprintf("%02d %s", i+1, c.what), func(t *testing.T) {
			data := editSheet(t, c.edit)
			got, err := ReadChecklist(bytes.NewReader(data), int64(len(data)), ownList(), listLaws)
			var told []string
			if err != nil {
				told = append(told, app.CodeOf(err)+" ")
			} else {
				for _, r := range append(slices.Clone(got.Faults), got.Hints...) {
					told = append(told, r.Err.Code+" "+r.Cell)
					saysWhere(t, r)
				}
			}
			if !strings.HasSuffix(c.want, " ") {
				cells[c.what] = true
			}
			if !slices.Contains(told, c.want) {
				t.Errorf("told %q, not %q", told, c.want)
			}
			if len(told) > 4 {
				t.Errorf("one fault is told %d times: %q", len(told), told)
			}
			if err == nil && len(got.Faults) > 0 && got.Wrong == 0 {
				t.Error("faults, and no wrong row")
			}
		})
	}
}

func TestComputedCellsAreTakenAsStoredAndTold(t *testing.T) {
	h := &listHolder{out: &ListFilled{}, base: ownList(), names: map[string]string{}, at: map[string]string{}}
	h.sheet(book.Table{Name: "a", Lines: []book.Line{{Row: 1, Cells: []book.Value{{Column: 1, Kind: book.Text, Text: "编号"}, {Column: 2, Kind: book.Text, Text: "检查内容"}}},
		{Row: 2, Cells: []book.Value{{Column: 1, Kind: book.Text, Text: "XR-1-01"}, {Column: 2, Kind: book.Text, Text: "看", Formula: true}}},
		{Row: 3, Cells: []book.Value{{Column: 1, Kind: book.Text, Text: "XR-1-02"}, {Column: 2, Kind: book.Fault, Text: "#REF!"}}}}})
	h.finish()
	if last := h.out.Hints[len(h.out.Hints)-1]; last.Err.Code != "listfile.formula" || last.Cell != "B2" {
		t.Errorf("%+v", h.out.Hints)
	}
	if h.out.Wrong != 1 || h.out.Faults[0].Err.Code != "listfile.error" || h.out.Faults[0].Cell != "B3" {
		t.Errorf("%+v", h.out.Faults)
	}
}

// Whatever stands in a file, it is refused or read within bounds.
func FuzzReadChecklist(f *testing.F) {
	f.Add(listBytes(f, ownList()))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := ReadChecklist(bytes.NewReader(data), int64(len(data)), ownList(), listLaws)
		if err == nil {
			app.MergeRows(ownList(), got.Rows, app.ListTakeRight)
		}
	})
}
