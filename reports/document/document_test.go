package document

import (
	"errors"
	"testing"
)

// sample is a document that has every part but those of forms.
func sample() *Document {
	return &Document{
		Number:      "×联审〔2026〕5号",
		Head:        &Head{Organs: Plain("中共×市委组织部"), Suffix: "文件", Signer: Sentence{Text: "王𬭎"}},
		Title:       Plain("关于××同志", "的报告"),
		Recipients:  Plain("市委", "市政府"),
		Attachments: Plain("问题清单", "名册"),
		Blocks: []Block{
			Heading{Level: 1, Text: "一、概况"},
			Paragraph{Sentences: Plain("甲。", "乙。"), Lead: Sentence{Text: "引。"}, LeadLevel: 2},
			Table{Caption: Sentence{Text: "表"}, Unit: "单位：万元", Columns: []Column{{Head: "项"}, {Head: "额"}},
				Rows: []Row{{Cells: Cells("甲", "1.00")}}, Notes: Plain("注：略")},
			Chart{Series: []string{"好", "差"}, Bars: []Bar{{Label: Sentence{Text: "班子"}, Note: Sentence{Text: "90%"}, Values: []int64{9, 1}}}},
			Symbol{Dark: [][]bool{{true}}, Side: 10, Beside: Plain("码", "页")},
			Groups{List: []string{"AB", "CD", "EF"}, Columns: 2},
		},
		Signature: &Signature{Organs: Plain("组织部"), Date: Sentence{Text: "2026年3月5日"}},
		Note:      Sentence{Text: "此件不公开"},
		Annexes:   []Annex{{Title: Plain("问题", "清单")}, {Title: Plain("名册")}},
		Imprint:   &Imprint{CopyTo: Plain("甲", "乙"), Issuer: Sentence{Text: "办公室"}, Date: Sentence{Text: "2026年3月6日"}},
		Trace:     Sentence{Text: "校验码"},
	}
}

func TestTextFollowsReadingOrder(t *testing.T) {
	d := sample()
	want := "中共×市委组织部\n文件\n×联审〔2026〕5号\n签发人：王𬭎\n关于××同志的报告\n市委、市政府：\n一、概况\n引。甲。乙。\n" +
		"表\n单位：万元\n项\t额\n甲\t1.00\n注：略\n好\t差\n班子\t90%\n码\n页\n1\tAB\t2\tCD\n3\tEF\n附件：1. 问题清单\n2. 名册\n组织部\n2026年3月5日\n（此件不公开）\n" +
		"附件1\n问题清单\n附件2\n名册\n抄送：甲，乙。\n办公室\n2026年3月6日印发\n校验码\n"
	if got := d.Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if err := d.Validate(); err != nil {
		t.Errorf("sound document refused: %v", err)
	}
}

func TestValidateNamesWhatCannotBeSet(t *testing.T) {
	two := []Column{{Head: "甲"}, {Head: "乙"}}
	cases := map[string]Block{
		"heading level":    Heading{Level: 5, Text: "五"},
		"lead level":       Paragraph{Lead: Sentence{Text: "引"}},
		"spacer":           Spacer{Lines: 23},
		"no columns":       Table{},
		"short row":        Table{Columns: two, Rows: []Row{{Cells: Cells("甲")}}},
		"wide span":        Table{Columns: two, Rows: []Row{{Cells: []Cell{{ColSpan: 3}}}}},
		"span below":       Table{Columns: two, Rows: []Row{{Cells: []Cell{{RowSpan: 2}, {}}}}},
		"cell on another":  Table{Columns: two, Rows: []Row{{Cells: []Cell{{}, {RowSpan: 2}}}, {Cells: []Cell{{ColSpan: 2}}}}},
		"bar too long":     Chart{Bars: []Bar{{Values: []int64{1}}}},
		"symbol too large": Symbol{Dark: [][]bool{{true}}, Side: 101},
		"empty symbol":     Symbol{Side: 20},
		"symbol no square": Symbol{Dark: [][]bool{{true}, {true}}, Side: 20},
		"no groups":        Groups{Columns: 2},
		"no column":        Groups{List: []string{"AB"}},
		"long group":       Groups{List: []string{"ABCDEFGHI"}, Columns: 1},
		"group of two":     Groups{List: []string{"A B"}, Columns: 1},
		"negative bar":     Chart{Series: []string{"好"}, Bars: []Bar{{Values: []int64{-1}}}},
	}
	for name, b := range cases {
		t.Run(name, func(t *testing.T) {
			err := (&Document{Annexes: []Annex{{Blocks: []Block{b}}}}).Validate()
			var structure *StructureError
			if !errors.As(err, &structure) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestValidateAcceptsSpansThatFillTheGrid(t *testing.T) {
	table := Table{
		Columns: []Column{{}, {}, {}},
		Head: [][]Cell{
			{{Text: "类别", RowSpan: 2}, {Text: "人数", ColSpan: 2}},
			{{Text: "核定"}, {Text: "实有"}},
		},
		Rows: []Row{{Cells: []Cell{{Text: "行政", RowSpan: 2}, {Text: "1"}, {Text: "2"}}}, {Cells: Cells("3", "4")}},
	}
	if err := (&Document{Blocks: []Block{table}}).Validate(); err != nil {
		t.Error(err)
	}
}
