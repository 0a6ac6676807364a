package template

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lianshen/app"
)

var fields = []Field{{Name: "单位.名称", Alias: "unit.name", Kind: Text}, {Name: "问题数", Alias: "findings.count", Kind: Number},
	{Name: "问题合计", Alias: "findings.total", Kind: Money}, {Name: "进点日期", Alias: "onsite.from", Kind: Date},
	{Name: "问题", Alias: "findings", Kind: List, Fields: []Field{{Name: "问题.标题", Alias: "finding.title", Kind: Text}, {Name: "问题.金额", Alias: "finding.amount", Kind: Money}}}}

var scope = Scope{"单位.名称": {Text: "望溪区", Refs: []string{"unit/1"}}, "问题数": {Number: 2}, "问题合计": {Money: 1817500000}, "进点日期": {Date: app.MustDate("2026-04-08")},
	"问题": {List: []Scope{{"问题.标题": {Text: "滞留\n资金", Refs: []string{"finding/1"}}, "问题.金额": {Money: 1817500000}}, {"问题.标题": {Text: "拖欠工程款"}, "问题.金额": {}}}}}

func rendered(t *testing.T, source string) string {
	t.Helper()
	tpl, faults := Parse(source, fields)
	if len(faults) > 0 {
		t.Fatalf("%q: %v", source, faults)
	}
	lines, err := tpl.Render(scope)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, l := range lines {
		out = append(out, l.Text)
	}
	return strings.Join(out, "\n")
}

func TestATemplateMakesItsText(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{"没有占位符的一段。", "没有占位符的一段。"},
		{"对{{单位.名称}}和{{ unit.name }}。", "对望溪区和望溪区。"},
		{"{{问题数}}个，{{问题数|中文}}个", "2个，二个"},
		{"{{问题合计}} {{问题合计|元}} {{问题合计|亿元}}", "1,817.50万元 18,175,000.00元 0.1818亿元"},
		{"{{进点日期}}；{{进点日期|数字}}", "2026年4月8日；2026-04-08"},
		{"{{如果 问题数 > 1}}多{{否则}}少{{结束}}", "多"}, {"{{if findings.count <= 1}}多{{else}}少{{end}}", "少"},
		{"{{如果 没有 问题}}无{{否则}}有{{结束}}", "有"}, {"{{如果 问题合计 ≥ 1817.5万元}}是{{结束}}", "是"},
		{"{{如果 单位.名称 = “望溪区”}}是{{结束}}{{如果 单位.名称 ≠ \"望溪区\"}}否{{结束}}", "是"},
		{"{{每个 问题}}\n问题：{{问题.标题}}{{如果 问题.金额}}，{{问题.金额}}{{结束}}。\n{{结束}}", "问题：滞留 资金，1,817.50万元。\n问题：拖欠工程款。"},
		{"{{每个 问题}}{{单位.名称}}{{结束}}", "望溪区望溪区"},
	} {
		if got := rendered(t, c.source); got != c.want {
			t.Errorf("%q gives %q, want %q", c.source, got, c.want)
		}
	}
}

func TestWhatALineStatesGoesWithIt(t *testing.T) {
	tpl, _ := Parse("{{单位.名称}}，{{单位.名称}}\n{{每个 问题}}{{问题.标题}}\n{{结束}}", fields)
	lines, err := tpl.Render(scope)
	if err != nil || len(lines) != 3 || strings.Join(lines[0].Refs, " ") != "unit/1" || strings.Join(lines[1].Refs, " ") != "finding/1" || len(lines[2].Refs) != 0 {
		t.Errorf("lines: %+v, %v", lines, err)
	}
}

func TestEveryFaultIsToldWithItsPlace(t *testing.T) {
	for _, c := range []struct {
		source, code string
		line, column int
		key          string
		want         any
	}{
		{"对{{单位}", "template.open", 1, 2, "", nil}, {"{{单位.名称\n}}", "template.open", 1, 1, "", nil}, {"{{a{{b}}", "template.open", 1, 1, "", nil},
		{"一\n二{{ }}", "template.empty", 2, 2, "", nil}, {"{{如果 }}{{结束}}", "template.empty", 1, 1, "", nil},
		{"一\n二三{{单位.名字}}", "template.unknown", 2, 3, "like", "单位.名称"}, {"{{unit.nmae}}", "template.unknown", 1, 1, "like", "unit.name"},
		{"{{问题.标题}}", "template.unknown", 1, 1, "", nil}, // stands only within its list
		{"{{问题}}", "template.list", 1, 1, "", nil}, {"{{每个 问题数}}{{结束}}", "template.each", 1, 1, "allowed", "问题"},
		{"{{问题合计|美元}}", "template.format", 1, 1, "allowed", "万元、元、亿元"}, {"{{单位.名称|中文}}", "template.format", 1, 1, "", nil},
		{"{{如果 问题数 > 多}}{{结束}}", "template.compare", 1, 1, "value", "多"}, {"{{如果 单位.名称 > “一”}}{{结束}}", "template.compare", 1, 1, "", nil},
		{"{{结束}}", "template.stray", 1, 1, "", nil}, {"{{每个 问题}}{{否则}}{{结束}}", "template.stray", 1, 10, "", nil},
		{"{{如果 问题数}}{{否则}}{{否则}}{{结束}}", "template.stray", 1, 17, "", nil},
		{"一{{如果 问题数}}", "template.unended", 1, 2, "", nil},
		{strings.Repeat("{{如果 问题数}}", MaxDepth+1), "template.deep", 1, 10*MaxDepth + 1, "", nil},
		{strings.Repeat("长", MaxSource+1), "template.long", 1, 1, "", nil},
	} {
		_, faults := Parse(c.source, fields)
		if len(faults) == 0 {
			t.Errorf("%.40q is taken", c.source)
			continue
		}
		f := faults[0]
		if f.Code != c.code || f.Args["line"] != c.line || f.Args["column"] != c.column || c.key != "" && f.Args[c.key] != c.want {
			t.Errorf("%.40q: %s %v", c.source, f.Code, f.Args)
		}
	}
	if _, faults := Parse("{{甲}}{{乙}}", fields); len(faults) != 2 {
		t.Errorf("of two faults %d are told", len(faults))
	}
}

func TestTheTextIsBounded(t *testing.T) {
	many := Scope{"问题": {List: make([]Scope, 5000)}}
	tpl, faults := Parse("{{每个 问题}}{{每个 问题}}"+strings.Repeat("长", 1000)+"{{结束}}{{结束}}", fields)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if _, err := tpl.Render(many); app.CodeOf(err) != "template.text" {
		t.Errorf("25 thousand million characters: %v", err)
	}
}

// A sound template says all its text, each placeholder once, in order.
func TestNoTextOfATemplateIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var source, want strings.Builder
		for range rapid.IntRange(0, 12).Draw(t, "parts") {
			text := rapid.SampledFrom([]string{"甲", "乙。", "x", "{", "}", "｝", "%"}).Draw(t, "text")
			switch rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				source.WriteString("{{单位.名称}}")
				want.WriteString("望溪区")
			case 1:
				source.WriteString("{{如果 问题数 = 2}}" + text + "。{{否则}}不见{{结束}}")
				want.WriteString(text + "。")
			default:
				source.WriteString(text + "。")
				want.WriteString(text + "。")
			}
		}
		tpl, faults := Parse(source.String(), fields)
		if len(faults) > 0 {
			t.Fatalf("%q: %v", source.String(), faults)
		}
		lines, err := tpl.Render(scope)
		got := ""
		for _, l := range lines {
			got += l.Text
		}
		if err != nil || got != want.String() {
			t.Fatalf("%q gives %q, want %q (%v)", source.String(), got, want.String(), err)
		}
	})
}

func FuzzTemplate(f *testing.F) {
	for _, seed := range []string{"", "{{", "{{}}", "{{如果 问题数 > 1}}多{{否则}}少{{结束}}", "{{每个 问题}}{{问题.标题}}{{结束}}", "{{问题合计|亿元}}", "{{如果 没有 问题}}\n{{end}}", "{{if 单位.名称 = \"}}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		tpl, faults := Parse(source, fields)
		if (tpl == nil) != (len(faults) > 0) {
			t.Fatalf("%q: a template %v with faults %v", source, tpl != nil, faults)
		}
		lines := strings.Count(source, "\n") + 1
		for _, fault := range faults {
			if n := fault.Args["line"].(int); n < 1 || n > lines {
				t.Fatalf("%q: a fault on line %d", source, n)
			}
		}
		if tpl != nil {
			if _, err := tpl.Render(scope); err != nil && app.CodeOf(err) != "template.text" {
				t.Fatal(err)
			}
		}
	})
}
