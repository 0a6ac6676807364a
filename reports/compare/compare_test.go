package compare

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func shown(a, b []string) string {
	var out []string
	for _, p := range Paragraphs(a, b) {
		switch p.Kind {
		case Same:
			out = append(out, "="+a[p.A])
		case Changed:
			out = append(out, "~"+a[p.A]+">"+b[p.B])
		case Removed:
			out = append(out, "-"+a[p.A])
		case Added:
			out = append(out, "+"+b[p.B])
		}
	}
	return strings.Join(out, " ")
}

func TestParagraphsAreToldApart(t *testing.T) {
	for name, c := range map[string]struct{ a, b, want string }{
		"nothing":                 {"", "", "="},
		"the same":                {"甲|乙", "甲|乙 ", "=甲 =乙"},
		"one went":                {"甲甲|乙乙|丙丙", "甲甲|丙丙", "=甲甲 -乙乙 =丙丙"},
		"one came":                {"甲甲|丙丙", "甲甲|乙乙|丙丙", "=甲甲 +乙乙 =丙丙"},
		"one changed":             {"甲|查明多列支出100元|丙", "甲|查明多列支出80元|丙", "=甲 ~查明多列支出100元>查明多列支出80元 =丙"},
		"another in its place":    {"甲|查明多列支出|丙", "甲|会议没有记录|丙", "=甲 -查明多列支出 +会议没有记录 =丙"},
		"changed beside a new":    {"甲|查明多列支出100元|丙", "甲|新增的一段话|查明多列支出80元|丙", "=甲 +新增的一段话 ~查明多列支出100元>查明多列支出80元 =丙"},
		"two changed places":      {"甲|乙|丙", "乙|甲|丙", "-甲 =乙 +甲 =丙"},
		"twice the same":          {"甲|甲|乙", "甲|乙", "=甲 -甲 =乙"},
		"anchors between changes": {"多列支出100元|中间一段|少计收入5元", "多列支出90元|中间一段|少计收入7元", "~多列支出100元>多列支出90元 =中间一段 ~少计收入5元>少计收入7元"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shown(strings.Split(c.a, "|"), strings.Split(c.b, "|")); got != c.want {
				t.Errorf("%s, not %s", got, c.want)
			}
		})
	}
}

func TestWordsAreToldApart(t *testing.T) {
	for name, c := range map[string]struct{ a, b, want string }{
		"the same":       {"查明", "查明", "查明"},
		"nothing":        {"", "", ""},
		"an amount":      {"多列支出23,175,000.00元。", "多列支出18,175,000.00元。", "多列支出[-23,175,000.00][+18,175,000.00]元。"},
		"a word":         {"基本履行了职责", "较好履行了职责", "[-基本][+较好]履行了职责"},
		"a Latin word":   {"see annex one now", "see annex two now", "see annex [-one][+two] now"},
		"a lone letter":  {"甲乙丙", "丁乙戊", "[-甲乙丙][+丁乙戊]"},
		"all came":       {"", "甲", "[+甲]"},
		"at the end":     {"查明。", "查明情况。", "查明[+情况]。"},
		"a date is none": {"2026.10.12止", "2026.10.13止", "[-2026.10.12][+2026.10.13]止"},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			for _, p := range Words(c.a, c.b) {
				got += map[Kind]string{Same: "", Removed: "[-", Added: "[+"}[p.Kind] + p.Text + map[Kind]string{Same: "", Removed: "]", Added: "]"}[p.Kind]
			}
			if got != c.want {
				t.Errorf("%s, not %s", got, c.want)
			}
		})
	}
}

// Every paragraph of both texts is told once and in order; what is called the same is; pieces make both texts again.
func TestNothingIsLostInAComparison(t *testing.T) {
	text := rapid.SliceOfN(rapid.StringOfN(rapid.SampledFrom([]rune("甲乙丙12 ,.a")), 0, 6, -1), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		nextA, nextB := 0, 0
		for _, p := range Paragraphs(a, b) {
			if p.A >= 0 {
				if p.A != nextA {
					t.Fatalf("%v: paragraph %d of the first after %d", p, p.A, nextA-1)
				}
				nextA++
			}
			if p.B >= 0 {
				if p.B != nextB {
					t.Fatalf("%v: paragraph %d of the second after %d", p, p.B, nextB-1)
				}
				nextB++
			}
			if p.Kind == Same && ink(a[p.A]) != ink(b[p.B]) {
				t.Fatalf("%q and %q are called the same", a[p.A], b[p.B])
			}
		}
		if nextA != len(a) || nextB != len(b) {
			t.Fatalf("%d of %d and %d of %d paragraphs", nextA, len(a), nextB, len(b))
		}
		for i := range min(len(a), len(b)) {
			was, is := "", ""
			for _, p := range Words(a[i], b[i]) {
				if p.Kind != Added {
					was += p.Text
				}
				if p.Kind != Removed {
					is += p.Text
				}
			}
			if was != a[i] || is != b[i] {
				t.Fatalf("%q and %q became %q and %q", a[i], b[i], was, is)
			}
		}
	})
}

// What is far too long is told as gone and come, soon.
func TestATextWithoutEndIsNotHeldPairByPair(t *testing.T) {
	var a, b []string
	for i := range 20_000 {
		a, b = append(a, fmt.Sprint("甲", i%7, i)), append(b, fmt.Sprint("乙", i%5, -i))
	}
	if got := len(Paragraphs(a, b)); got != 40_000 {
		t.Errorf("%d pairs", got)
	}
	long := strings.Repeat("甲乙", 5_000)
	if got := Words(long, strings.Repeat("丙丁", 5_000)); len(got) != 2 {
		t.Errorf("%d pieces", len(got))
	}
}
