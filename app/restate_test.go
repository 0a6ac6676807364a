package app

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The amount of case 002 and what an opinion makes of it.
const held, handed Money = 23_175_000_00, 18_175_000_00

func TestAnAmountIsRestatedAsTheTextWritesIt(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"滞留23,175,000.00元。", "滞留18,175,000.00元。"},
		{"滞留23175000.00元", "滞留18175000.00元"},
		{"滞留23175000元", "滞留18175000元"},
		{"合计 23,175,000.00", "合计 18,175,000.00"},
		{"23,175,000.00，其中", "18,175,000.00，其中"},
		{"23,175,000.00, 其中", "18,175,000.00, 其中"},
		{"共23,175,000.00.", "共18,175,000.00."},
		{"2317.5万元、2317.50万元、2,317.50万元", "1817.5万元、1817.50万元、1,817.50万元"},
		{"2317.5万用于补缴", "1817.5万用于补缴"},
		{"2317.500000万元", "1817.500000万元"},
		{"2317.5 万元", "1817.5 万元"},
		{"0.23175亿元，约0.23亿元", "0.18175亿元，约0.18亿元"},
		{"0.23175亿", "0.18175亿"},
		{"(2317.5万元)和2317.5万元", "(1817.5万元)和1817.5万元"},
		// what is another figure stays
		{"123,175,000.00元", "123,175,000.00元"}, {"23,175,000.01元", "23,175,000.01元"}, {"23,175,000", "23,175,000"},
		{"2317万元", "2317万元"}, {"0.2亿元", "0.2亿元"}, {"2317.5万人", "2317.5万人"}, {"2317.5万平方米", "2317.5万平方米"},
		{"2317.5万美元", "2317.5万美元"}, {"$23,175,000.00", "$23,175,000.00"}, {"2317.5万余元", "2317.5万余元"},
		{"1,23175000.00元", "1,23175000.00元"}, {"2.2317.5万元", "2.2317.5万元"}, {"2317.5.1万元", "2317.5.1万元"},
		{"2317.5", "2317.5"}, {"5名", "5名"}, {"", ""}, {"0.00元", "0.00元"},
	} {
		got, n := RestateAmount(c.text, held, handed)
		if got != c.want || (n > 0) != (got != c.text) {
			t.Errorf("%q gives %q in %d places, want %q", c.text, got, n, c.want)
		}
	}
	for _, c := range []struct {
		text          string
		before, after Money
		want          string
	}{
		{"涉及2317万元", 23_170_000_00, 18_175_000_00, "涉及1817.5万元"}, // told exactly, stays exact
		{"2317万5000元", 23_170_000_00, 18_170_000_00, "2317万5000元"},
		{"2317万人缴2317万元", 23_170_000_00, 18_170_000_00, "2317万人缴1817万元"},
		{"完成率12.50%，支出12.50", 12_50, 11_00, "完成率12.50%，支出11.00"},
		{"2026, 收入5,000,000, 其中", 2026_00, 5_00, "2026, 收入5,000,000, 其中"},
		{"1,2,3元", 123_00, 100_00, "1,2,3元"},
		{"23,175.00元", 23_175_00, 0, "0.00元"},
		{"23,175.00元", 23_175_00, -100, "23,175.00元"},
		{"0.00元", 0, 100, "0.00元"},
		{"999.00元", 999_00, 1_234_567_00, "1234567.00元"},
		{"1,999.00元", 1_999_00, 12_00, "12.00元"},
	} {
		if got, _ := RestateAmount(c.text, c.before, c.after); got != c.want {
			t.Errorf("%q with %d for %d gives %q, want %q", c.text, c.after, c.before, got, c.want)
		}
	}
}

// amountText writes an amount in one of the forms in which it is told exactly.
func amountText(m Money, form int) string {
	exactly := func(places int) string {
		digits := 0
		for !exact(m, places, digits) {
			digits++
		}
		return fixed(m, places, digits)
	}
	return []string{m.Yuan(true) + "元", m.Yuan(false) + "元", m.Yuan(true), exactly(6) + "万元", exactly(10) + "亿元", exactly(2) + "元"}[form]
}

func TestRestatingThereAndBackGivesTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.Custom(func(t *rapid.T) Money { return Money(rapid.Int64Range(1, 9e12).Draw(t, "fen")) })
		before, after := amount.Draw(t, "before"), amount.Draw(t, "after")
		other := before + after + 2e8 + amount.Draw(t, "other") // in no form is it what one of them is when rounded
		form, otherForm := rapid.IntRange(0, 5).Draw(t, "form"), rapid.IntRange(0, 5).Draw(t, "other form")
		words := rapid.SampledFrom([]string{"滞留专项资金", "共", "（", "，其中", "5名干部，"})
		head, middle := words.Draw(t, "head"), words.Draw(t, "middle")
		text := func(m Money) string {
			return head + amountText(m, form) + "。" + middle + amountText(other, otherForm) + "。"
		}
		there, n := RestateAmount(text(before), before, after)
		if n != 1 && before != after {
			t.Fatalf("%q: %d places", text(before), n)
		}
		if !strings.HasSuffix(there, "。"+middle+amountText(other, otherForm)+"。") {
			t.Fatalf("%q became %q: another figure changed", text(before), there)
		}
		told := strings.TrimSuffix(strings.TrimPrefix(there, head), "。"+middle+amountText(other, otherForm)+"。")
		if m, err := ParseMoney(told); err != nil || m != after {
			t.Fatalf("%q tells %d (%v), want %d", told, m, err, after)
		}
		back, _ := RestateAmount(there, after, before)
		told = strings.TrimSuffix(strings.TrimPrefix(back, head), "。"+middle+amountText(other, otherForm)+"。")
		if m, err := ParseMoney(told); err != nil || m != before {
			t.Fatalf("back %q tells %d (%v), want %d", told, m, err, before)
		}
		separators := form == 0 || form == 2 // a sum below 1,000 does not tell whether there were any
		if form < 3 && (!separators || min(before, after) >= 1000_00) && back != text(before) {
			t.Fatalf("%q came back as %q", text(before), back)
		}
	})
}

func TestWhatADecisionChangedIsTakenBackWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.SampledFrom([]Money{held, handed, 100, 5_000_000_00, 23_170_000_00})
		before, after := amount.Draw(t, "before"), amount.Draw(t, "after")
		piece := rapid.Custom(func(t *rapid.T) string {
			if rapid.Bool().Draw(t, "words") {
				return rapid.SampledFrom([]string{"滞留", "未拨付", "尚未拨付", "已拨付", "，", "。"}).Draw(t, "word")
			}
			return amountText(amount.Draw(t, "amount"), rapid.IntRange(0, 5).Draw(t, "form"))
		})
		text := func(label string) string { return strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, label), " ") }
		f := Finding{Amount: before, Irregular: amount.Draw(t, "irregular"), Improper: before}
		for _, x := range findingTexts {
			*x.of(&f) = text(x.name)
		}
		o := Opinion{Adoption: rapid.SampledFrom(Adoptions).Draw(t, "adoption"), AmountBefore: before, AmountAfter: after, Before: text("before"), After: text("after")}
		now, former := o.carry(f)
		o.Former = former
		if o.accepted() && now.Amount != after || !o.accepted() && !reflect.DeepEqual(now, f) {
			t.Fatalf("carried: %+v", now)
		}
		if back := o.takeBack(now); !reflect.DeepEqual(back, f) {
			t.Fatalf("taken back:\n%+v\nwant\n%+v", back, f)
		}
		again, _ := o.carry(o.takeBack(now))
		if !reflect.DeepEqual(again, now) {
			t.Fatalf("carried again: %+v", again)
		}
	})
}

func TestANewWordingStaysAsItWasDecided(t *testing.T) {
	o := Opinion{Adoption: Adopted, AmountBefore: held, AmountAfter: handed, Before: "滞留2317.5万元", After: "原报2317.5万元，核减后滞留1817.5万元"}
	f := Finding{Title: "滞留2317.5万元专项资金", Fact: "滞留2317.5万元，占2317.5万元的全部。", Amount: held, Waste: 100, Improper: held}
	now, former := o.carry(f)
	if now.Title != "原报2317.5万元，核减后滞留1817.5万元专项资金" || now.Fact != "原报2317.5万元，核减后滞留1817.5万元，占1817.5万元的全部。" {
		t.Errorf("%q\n%q", now.Title, now.Fact)
	}
	if now.Amount != handed || now.Improper != handed || now.Waste != 100 {
		t.Errorf("amounts: %d %d %d", now.Amount, now.Improper, now.Waste)
	}
	if fmt.Sprint(len(former)) != "4" || former["improper"] != "2317500000" || former["amount"] != "2317500000" || former["title"] != f.Title {
		t.Errorf("former: %v", former)
	}
}

func TestTakingBackLeavesWhatOthersWrote(t *testing.T) {
	o := Opinion{Adoption: Adopted, AmountBefore: held, AmountAfter: handed}
	f := Finding{Fact: "滞留2317.5万元。", Amount: held}
	now, former := o.carry(f)
	o.Former = former
	now.Fact += "已责令整改。"
	if back := o.takeBack(now); back.Fact != "滞留2317.5万元。已责令整改。" || back.Amount != held {
		t.Errorf("%+v", back)
	}
	// the amount is named nowhere, and what is told of another sum of the same size is not touched
	f = Finding{Fact: "另有1817.5万元已拨付。", Amount: held, Waste: handed}
	now, o.Former = o.carry(f)
	if back := o.takeBack(now); !reflect.DeepEqual(back, f) {
		t.Errorf("%+v", back)
	}
	// decided before texts were noted
	o.Former = nil
	if back := o.takeBack(Finding{Fact: "滞留1817.5万元。", Amount: handed, Improper: handed}); back.Fact != "滞留2317.5万元。" || back.Improper != held || back.Amount != held {
		t.Errorf("%+v", back)
	}
}
