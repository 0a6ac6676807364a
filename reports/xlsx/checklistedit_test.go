package xlsx

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"lianshen/app"
)

// reread reads a sheet as an edit of a checklist; nothing in it may be wrong.
func reread(t interface{ Fatalf(string, ...any) }, data []byte, base app.Template) *ListFilled {
	got, err := ReadChecklist(bytes.NewReader(data), int64(len(data)), base, listLaws)
	if err != nil || got.Wrong > 0 {
		t.Fatalf("%v, wrong: %+v", err, got)
	}
	return got
}

// TestWhatIsEditedInCellsIsWhatChanges: whatever somebody writes into cells of an exported checklist with another
// program, that and nothing else is what taking it in changes.
func TestWhatIsEditedInCellsIsWhatChanges(t *testing.T) {
	text := rapid.StringMatching(`[一-龥A-Za-z0-9，。“”（）《》:：{}/]{1,12}`)
	name := rapid.Custom(func(t *rapid.T) string { return clean("名" + text.Draw(t, "text")) })
	base := ownList()
	written := listBytes(t, base)
	rapid.Check(t, func(t *rapid.T) {
		f, err := excelize.OpenReader(bytes.NewReader(written))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		want := base
		want.Sections = slices.Clone(base.Sections)
		row := 1
		for si, s := range base.Sections {
			row++
			if rapid.Bool().Draw(t, "edit "+s.Code) {
				s.Name = name.Draw(t, "section")
				if err := f.SetCellStr(listSheet, fmt.Sprint("B", row), s.Name); err != nil {
					t.Fatal(err)
				}
			}
			s.Items = slices.Clone(s.Items)
			for ii, i := range s.Items {
				row++
				for _, column := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"B", "C", "D", "E", "F", "G", "H"}), rapid.ID).Draw(t, "columns of "+i.Code) {
					value := ""
					switch column {
					case "B":
						i.Check = name.Draw(t, "check")
						value = "  " + i.Check + "　"
					case "C":
						i.CheckEn = rapid.SampledFrom([]string{"", "Whether it is so", "名"}).Draw(t, "English")
						value = i.CheckEn
					case "D":
						i.Materials = []app.ItemMaterial{{Name: name.Draw(t, "material"), Kind: app.DeskRecord}}
						value = " 内业:" + i.Materials[0].Name + "\r\n\r\n"
					case "E":
						i.Methods = []app.Method{app.MethodDocuments}
						value = "查阅资料"
					case "F":
						i.Problems = rapid.SliceOfNDistinct(name, 1, 3, rapid.ID).Draw(t, "problems")
						value = strings.Join(i.Problems, "\r\n")
					case "G":
						i.Bases = []app.Basis{{Law: "audit", Article: "第三条", Mark: app.Verified}}
						value = "《中华人民共和国审计法》第三条（已核对）"
					case "H":
						i.AppliesTo = []app.UnitKind{app.County}
						value = "县区"
					}
					if err := f.SetCellStr(listSheet, fmt.Sprint(column, row), value); err != nil {
						t.Fatal(err)
					}
				}
				s.Items[ii] = i
			}
			want.Sections[si] = s
		}
		var out bytes.Buffer
		if err := f.Write(&out); err != nil {
			t.Fatal(err)
		}
		got := reread(t, out.Bytes(), base)
		merged := app.MergeRows(base, got.Rows, app.ListTakeAll)
		if !sameList(merged, want) {
			t.Fatalf("came back as %+v, not %+v", merged.Sections, want.Sections)
		}
		if edits, differences := app.CompareTemplates(base, want), app.CompareTemplates(base, merged); len(edits) != len(differences) {
			t.Fatalf("%d edits became %d differences", len(edits), len(differences))
		}
	})
}
