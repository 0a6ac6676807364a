package typeset

import (
	"math"
	"strings"
	"testing"

	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

func laid(t *testing.T, d *document.Document) *Layout {
	t.Helper()
	l, err := Set(d)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// about compares a length in points with millimetres.
func about(t *testing.T, what string, points, want float64) {
	t.Helper()
	if got := points / millimetre; math.Abs(got-want) > 0.1 {
		t.Errorf("%s: %.2f mm, not %.2f", what, got, want)
	}
}

// upper and lower are the edges of the characters of a run, endOf is where its last one ends.
func upper(r *Run) float64 { return r.Y - ascent*r.Size }
func lower(r *Run) float64 { return r.Y + (1-ascent)*r.Size }
func endOf(r *Run) float64 {
	last := r.Glyphs[len(r.Glyphs)-1]
	return last.X + last.Advance
}

// redRules are the red rules of a page from top to bottom.
func redRules(p Page) []*Stroke {
	var out []*Stroke
	for _, item := range p.Items {
		if s, ok := item.(*Stroke); ok && s.Ink == Red {
			out = append(out, s)
		}
	}
	return out
}

// numberOf is the page number of a page, "" for none, and the run it begins.
func numberOf(p Page) (string, *Run) {
	var text strings.Builder
	var first *Run
	for _, item := range p.Items {
		if r, ok := item.(*Run); ok && r.Artifact && r.Y > AreaTop+AreaHeight {
			if first == nil {
				first = r
			}
			for _, g := range r.Glyphs {
				text.WriteRune(g.Rune)
			}
		}
	}
	return text.String(), first
}

func aLetter() *document.Document {
	return &document.Document{
		Kind: document.Official, Number: "示联审函〔2026〕5号",
		Head:  &document.Head{Layout: document.LetterHead, Organs: document.Plain("示例市审计局"), Secrecy: "机密★1年", Urgency: "特急"},
		Title: document.Plain("关于征求", "审查报告意见的函"), Recipients: document.Plain("青禾县委"),
		Blocks:    []document.Block{document.Words(words)},
		Signature: &document.Signature{Organs: document.Plain("示例市审计局"), Date: document.Sentence{Text: "2026年3月5日"}, Sealed: true},
		Imprint:   &document.Imprint{CopyTo: document.Plain("市纪委监委")},
	}
}

// GB/T 9704-2012 10.1.
func TestALetterStandsWhereTheStandardHasIt(t *testing.T) {
	d := aLetter()
	for range 6 {
		d.Blocks = append(d.Blocks, document.Words(words))
	}
	l := laid(t, d)
	if len(l.Pages) < 2 {
		t.Fatal("one page only")
	}
	_, name := runOf(t, l, "示例市审计局")
	about(t, "the name below the edge of the paper", upper(name), 30)
	about(t, "the middle of the name", (name.Glyphs[0].X+endOf(name))/2, 28+156.0/2)
	if name.Ink != Red || name.Face != face.SongBold {
		t.Errorf("the name is set in %s, ink %d", name.Face, name.Ink)
	}
	rules := redRules(l.Pages[0])
	if len(rules) != 4 {
		t.Fatalf("%d red rules", len(rules))
	}
	for i, thick := range []bool{true, false, false, true} {
		about(t, "length of a rule", rules[i].X2-rules[i].X1, 170)
		about(t, "left end of a rule", rules[i].X1, 20)
		if (rules[i].Width > 1) != thick {
			t.Errorf("rule %d is %.1f wide", i+1, rules[i].Width)
		}
	}
	about(t, "the rule below the name", rules[0].Y1-lower(name), 4)
	about(t, "the lower rule above the edge of the paper", PageHeight-rules[3].Y1, 20)
	_, number := runOf(t, l, "示联审函")
	_, secret := runOf(t, l, "机密")
	_, urgent := runOf(t, l, "特急")
	for _, r := range []*Run{number, secret} {
		about(t, "below the rule", upper(r)-rules[1].Y1, Cell*7/8/millimetre)
	}
	about(t, "urgency below secrecy", urgent.Y-secret.Y, Pitch/millimetre)
	about(t, "left edge of the secrecy", secret.Glyphs[0].X, 28)
	_, last := runOf(t, l, "号")
	about(t, "right edge of the number", endOf(last), 28+156)
	_, title := runOf(t, l, "关于征求")
	if gap := (upper(title) - lower(urgent)) / Pitch; gap < 2 || gap > 3 {
		t.Errorf("the title stands %.1f lines below what is above it", gap)
	}
	if text, _ := numberOf(l.Pages[0]); text != "" {
		t.Errorf("page 1 bears the number %s", text)
	}
	if text, _ := numberOf(l.Pages[1]); text != "— 2 —" {
		t.Errorf("page 2 bears the number %q", text)
	}
	if len(redRules(l.Pages[1])) != 0 {
		t.Error("page 2 has red rules")
	}
	end := l.Pages[len(l.Pages)-1]
	for _, item := range end.Items {
		if s, ok := item.(*Stroke); ok && s.Y1 > AreaTop+AreaHeight/2 {
			t.Error("the imprint of a letter has rules")
		}
	}
	_, copies := runOf(t, l, "抄送")
	if lower(copies) > AreaTop+AreaHeight || lower(copies) < AreaTop+AreaHeight-imprintPitch {
		t.Errorf("the imprint stands at %.1f mm", copies.Y/millimetre)
	}
}

// What is not for everybody has the right end of the first line; the number of a letter goes below it.
func TestTheInternalLineStandsAtTheRightOfTheFirstLine(t *testing.T) {
	for name, h := range map[string]document.Head{
		"red head": {Organs: document.Plain("示例市审计局"), Suffix: "文件"},
		"letter":   {Layout: document.LetterHead, Organs: document.Plain("示例市审计局")},
	} {
		t.Run(name, func(t *testing.T) {
			d := aLetter()
			h.Secrecy, h.Internal = "机密★1年", "内部资料　注意保存"
			d.Head = &h
			l := laid(t, d)
			_, secret := runOf(t, l, "机密")
			_, internal := runOf(t, l, "内部资料")
			_, end := runOf(t, l, "注意保存")
			_, number := runOf(t, l, "示联审函")
			if internal.Face != face.Hei || internal.Y != secret.Y {
				t.Errorf("in %s at %.1f, the secrecy at %.1f", internal.Face, internal.Y, secret.Y)
			}
			about(t, "right edge", endOf(end), 28+156)
			if number.Y <= internal.Y+Pitch-slack {
				t.Errorf("the number at %.1f is not below %.1f", number.Y, internal.Y)
			}
		})
	}
}

// A reader needs a light margin about the symbol: on the first page of a letter it has to end above the double rule.
func TestTheSymbolOfALetterKeepsClearOfItsRule(t *testing.T) {
	for _, modules := range []int{21, 29, 41} {
		for _, side := range []float64{10, 12, 20} {
			d := aLetter()
			dark := make([][]bool, modules)
			for i := range dark {
				dark[i] = make([]bool, modules)
			}
			d.Trace, d.Code = document.Sentence{Text: "文件标识"}, &document.Symbol{Dark: dark, Side: side}
			l := laid(t, d)
			if len(l.Pages) != 1 {
				t.Fatalf("%d pages", len(l.Pages))
			}
			rule, found := redRules(l.Pages[0])[2], false
			for _, item := range l.Pages[0].Items {
				if m, ok := item.(*Mosaic); ok {
					found = true
					light := quiet * m.Side / float64(modules)
					if m.Y-light < AreaTop+AreaHeight-slack || m.Y+m.Side+light > rule.Y1 || m.Side < 9.5*millimetre {
						t.Errorf("%d modules on %.1f mm from %.1f to %.1f mm, the rule at %.1f", modules, m.Side/millimetre, m.Y/millimetre, (m.Y+m.Side)/millimetre, rule.Y1/millimetre)
					}
				}
			}
			if !found {
				t.Error("no symbol")
			}
		}
	}
}

func TestWhatNoLetterHasIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*document.Document){
		"two organs":      func(d *document.Document) { d.Head.Organs = document.Plain("甲", "乙") },
		"signed off":      func(d *document.Document) { d.Head.Signer.Text = "甲" },
		"issued":          func(d *document.Document) { d.Imprint.Issuer.Text = "甲" },
		"a form":          func(d *document.Document) { d.Kind = document.Form },
		"unknown layout":  func(d *document.Document) { d.Head.Layout = "x" },
		"a noted title":   func(d *document.Document) { d.Title[0].Footnote = &document.Sentence{Text: "注"} },
		"signed off by 2": func(d *document.Document) { d.Head = &document.Head{CoSigners: document.Plain("乙")} },
	} {
		d := aLetter()
		spoil(d)
		if _, err := Set(d); err == nil {
			t.Errorf("%s was set", name)
		}
	}
}

// GB/T 9704-2012 10.3: minutes have the red head, and below the body who was there.
func TestMinutesSayWhoWasThere(t *testing.T) {
	d := &document.Document{Kind: document.Official, Number: "第3期", Head: &document.Head{Organs: document.Plain("示例市联审会议"), Suffix: "纪要"},
		Title: document.Plain("关于情况通报的纪要"), Blocks: []document.Block{document.Words("会议听取了通报。")},
		Attendance: []document.Roll{{Label: "出席", Names: document.Plain(strings.Split("王甲（市委组织部）,李乙（市委编办）,赵丙（市审计局）,钱丁（青禾县委）", ",")...)},
			{Label: "请假"}, {Label: "列席", Names: document.Plain("孙戊")}}}
	l := laid(t, d)
	_, mark := runOf(t, l, "示例市联审会议")
	about(t, "the mark below the type area's edge", upper(mark)-AreaTop, 35)
	if rules := redRules(l.Pages[0]); len(rules) != 1 {
		t.Errorf("%d red rules", len(rules))
	} else {
		_, number := runOf(t, l, "第")
		about(t, "the rule below the number", rules[0].Y1-lower(number), 4)
	}
	_, body := runOf(t, l, "会议听取了")
	_, label := runOf(t, l, "出席")
	_, first := runOf(t, l, "王甲")
	_, sat := runOf(t, l, "列席")
	about(t, "one line between body and list", label.Y-body.Y, 2*Pitch/millimetre)
	about(t, "two characters in", label.Glyphs[0].X-AreaLeft, 2*Cell/millimetre)
	about(t, "as far in", sat.Glyphs[0].X, label.Glyphs[0].X/millimetre)
	if label.Face != face.Hei || first.Face != face.Fangsong {
		t.Errorf("set in %s and %s", label.Face, first.Face)
	}
	if !strings.Contains(d.Text(), "钱丁（青禾县委）。\n列席：孙戊。\n") || strings.Contains(d.Text(), "请假") {
		t.Errorf("%s", d.Text())
	}
	for i, line := range l.Lines {
		if strings.HasPrefix(line.Text, "出席") {
			about(t, "a further line under the first name", l.Lines[i+1].X-first.Glyphs[0].X, 0)
		}
	}
}
