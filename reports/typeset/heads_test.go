package typeset

import (
	"math"
	"strings"
	"testing"

	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

// GB/T 9704-2012 7.2.4: joint organs stand one above the other, as wide as the widest, 文件 at the right of their middle.
func TestJointOrgansHaveTheirWordAtTheRight(t *testing.T) {
	l := laid(t, &document.Document{Kind: document.Official, Number: "示组审〔2026〕5号",
		Head: &document.Head{Organs: document.Plain("中共示例市委组织部", "中共示例市委机构编制委员会办公室", "示例市审计局"), Suffix: "文件"}})
	_, first := runOf(t, l, "中共示例市委组织部")
	_, second := runOf(t, l, "中共示例市委机构")
	_, third := runOf(t, l, "示例市审计局")
	_, word := runOf(t, l, "文件")
	about(t, "the first name below the type area's edge", upper(first)-AreaTop, 35)
	for _, r := range []*Run{first, third} {
		about(t, "left edges", r.Glyphs[0].X-second.Glyphs[0].X, 0)
		about(t, "right edges", endOf(r)-endOf(second), 0)
	}
	if word.Glyphs[0].X < endOf(second) || endOf(word) > AreaLeft+AreaWidth+0.5 {
		t.Errorf("文件 from %.1f to %.1f, the names end at %.1f", word.Glyphs[0].X, endOf(word), endOf(second))
	}
	if middle := (upper(first) + lower(third)) / 2; math.Abs((upper(word)+lower(word))/2-middle) > 1 {
		t.Error("文件 does not stand at the middle of the names")
	}
	if first.Y >= second.Y || second.Y >= third.Y {
		t.Error("the names are not in order")
	}
}

// GB/T 9704-2012 7.2.5, 7.2.6: two names a line, further ones under the first; the number at the left on the line of the last.
func TestSignersStandTwoALineAndTheNumberWithTheLast(t *testing.T) {
	names := strings.Split("王甲甲,李乙,赵丙丙,钱丁丁,孙戊", ",")
	for n := 1; n <= len(names); n++ {
		h := &document.Head{Organs: document.Plain("示例市审计局"), Suffix: "文件", Signer: document.Sentence{Text: names[0]}, CoSigners: document.Plain(names[1:n]...)}
		l := laid(t, &document.Document{Kind: document.Official, Number: "示审〔2026〕5号", Head: h})
		_, mark := runOf(t, l, "示例市审计局")
		_, label := runOf(t, l, "签发人")
		_, number := runOf(t, l, "示审")
		runs := make([]*Run, n)
		right := 0.0
		for i := range runs {
			_, runs[i] = runOf(t, l, names[i])
			right = max(right, endOf(runs[i]))
			if runs[i].Face != face.Kai || label.Face != face.Fangsong {
				t.Errorf("names in %s after a label in %s", runs[i].Face, label.Face)
			}
			if want := label.Y + float64(i/2)*Pitch; math.Abs(runs[i].Y-want) > slack {
				t.Errorf("of %d, name %d stands at %.1f, not %.1f", n, i+1, runs[i].Y, want)
			}
			if i > 1 {
				about(t, "names under each other", runs[i].Glyphs[0].X-runs[i-2].Glyphs[0].X, 0)
			}
		}
		about(t, "one character at the right", AreaLeft+AreaWidth-right, Cell/millimetre)
		about(t, "one character at the left", number.Glyphs[0].X-AreaLeft, Cell/millimetre)
		about(t, "the number on the line of the last name", number.Y-runs[n-1].Y, 0)
		about(t, "two lines below the mark", upper(label)-lower(mark), 2*Pitch/millimetre)
		about(t, "the red rule below the number", redRules(l.Pages[0])[0].Y1-lower(number), 4)
	}
}

// What no line holds goes on the next: nothing overlaps and nothing leaves the page.
func TestLongNumbersAndLongNamesFindRoom(t *testing.T) {
	long := "布尼亚孜·阿布都热合曼"
	for _, number := range []string{"", "示例市联审领导小组办公室函〔2026〕第1234号", strings.Repeat("示例市联审领导小组", 5) + "〔2026〕5号"} {
		for _, signers := range [][]string{nil, {"王甲"}, {long, long}, {long, "王甲", long}} {
			h := &document.Head{Organs: document.Plain("示例市审计局"), Suffix: "文件"}
			if len(signers) > 0 {
				h.Signer, h.CoSigners = document.Sentence{Text: signers[0]}, document.Plain(signers[1:]...)
			}
			l := laid(t, &document.Document{Kind: document.Official, Number: number, Head: h, Blocks: []document.Block{document.Words("正文")}})
			apart(t, l)
		}
	}
}

// GB/T 9704-2012 7.3.2, 7.4: recipients that would fill the first page stand in the imprint, above the copies, without a rule.
func TestRecipientsInTheImprintStandAboveTheCopies(t *testing.T) {
	l := laid(t, &document.Document{Kind: document.Official, Blocks: []document.Block{document.Words("正文")},
		Imprint: &document.Imprint{SendTo: document.Plain("青禾县委", "青禾县政府"), CopyTo: document.Plain("市纪委监委"), Issuer: document.Sentence{Text: "市审计局办公室"}, Date: document.Sentence{Text: "2026年3月6日"}}})
	_, to := runOf(t, l, "主送")
	_, copies := runOf(t, l, "抄送")
	_, issuer := runOf(t, l, "市审计局办公室")
	if to.Y >= copies.Y || copies.Y >= issuer.Y {
		t.Errorf("at %.1f, %.1f, %.1f", to.Y, copies.Y, issuer.Y)
	}
	var rules []*Stroke
	for _, item := range l.Pages[0].Items {
		if s, ok := item.(*Stroke); ok {
			rules = append(rules, s)
		}
	}
	if len(rules) != 3 {
		t.Fatalf("%d rules", len(rules))
	}
	for i, want := range []float64{0.35, 0.25, 0.35} {
		about(t, "a rule", rules[i].Width, want)
		about(t, "length of a rule", rules[i].X2-rules[i].X1, 156)
	}
	if rules[1].Y1 < copies.Y || rules[1].Y1 > issuer.Y {
		t.Error("the inner rule does not part copies and issuer")
	}
	about(t, "lower edge of the last rule", rules[2].Y1+rules[2].Width/2, 37+225)
	about(t, "one character in", to.Glyphs[0].X-AreaLeft, imprintSize/millimetre)
}

// apart wants every two lines of a page apart and all within the type area.
func apart(t interface {
	Errorf(string, ...any)
	Helper()
}, l *Layout) {
	t.Helper()
	for i, a := range l.Lines {
		if a.X < AreaLeft-1 || a.Right > AreaLeft+AreaWidth+1 {
			t.Errorf("page %d: %q from %.1f to %.1f leaves the type area", a.Page, a.Text, a.X, a.Right)
		}
		for _, b := range l.Lines[i+1:] {
			if a.Page == b.Page && math.Abs(a.Y-b.Y) < 8 && a.X < b.Right-1 && b.X < a.Right-1 && a.Text != "" && b.Text != "" {
				t.Errorf("page %d: %q at %.1f, %.1f and %q at %.1f, %.1f overlap", a.Page, a.Text, a.X, a.Y, b.Text, b.X, b.Y)
			}
		}
	}
}
