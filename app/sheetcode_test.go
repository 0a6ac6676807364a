package app

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func sheetNo(n int) Sheet {
	return Sheet{ID: ID(fmt.Sprintf("019c98a0-0000-7000-8000-%012x", n)), Strand: Audit, Title: "食堂收入未入账", Summary: "2024年食堂收入未入账。"}
}

func TestSheetCodeIsReadBackHoweverItIsTyped(t *testing.T) {
	s := sheetNo(1)
	code := SheetCode(s)
	typed := strings.NewReplacer("0", "o", "1", "l", "-", " ").Replace(strings.ToLower(code))
	for _, text := range []string{code, SheetSymbol(s), strings.ToLower(code), " " + strings.ReplaceAll(code, "-", "") + " ", typed} {
		m, err := ReadSheetCode(text)
		if err != nil || !m.Of(s) || !m.Current(s) || m.Of(sheetNo(2)) {
			t.Errorf("%q: %v, of the sheet %v, current %v", text, err, m.Of(s), m.Current(s))
		}
	}
}

func TestSheetCodeTellsAPrintThatWasChangedSince(t *testing.T) {
	printed := sheetNo(1)
	for name, change := range map[string]func(*Sheet){"matter": func(s *Sheet) { s.Title += "之一" }, "summary": func(s *Sheet) { s.Summary += "共三笔。" }} {
		now := printed
		change(&now)
		got, current, err := FindSheet(SheetCode(printed), []Sheet{sheetNo(2), now})
		if err != nil || got.ID != printed.ID || current {
			t.Errorf("%s: found %v current %v: %v", name, got.ID, current, err)
		}
	}
	signed := printed
	signed.Opinion, signed.SignedOn, signed.Reply = "情况属实", MustDate("2026-05-06"), ReplyAgrees
	if _, current, err := FindSheet(SheetCode(printed), []Sheet{signed}); err != nil || !current {
		t.Errorf("what the provider answered makes the print look outdated: %v", err)
	}
	if _, _, err := FindSheet(SheetCode(printed), []Sheet{sheetNo(3)}); CodeOf(err) != "sheet.foreign" {
		t.Errorf("a sheet that is not there: %v", err)
	}
}

func TestSheetCodeNoticesASlipOfTheHand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := []byte(strings.ReplaceAll(SheetCode(sheetNo(rapid.IntRange(0, 1<<20).Draw(t, "sheet"))), "-", ""))
		at := rapid.IntRange(0, len(code)-1).Draw(t, "place")
		wrong := append([]byte(nil), code...)
		if rapid.Bool().Draw(t, "swap") && at+1 < len(code) {
			wrong[at], wrong[at+1] = wrong[at+1], wrong[at]
		} else {
			wrong[at] = codeLetters[rapid.IntRange(0, 31).Draw(t, "letter")]
		}
		_, err := ReadSheetCode(string(wrong))
		if same := string(wrong) == string(code); same != (err == nil) {
			t.Errorf("%s read as %s: %v", code, wrong, err)
		}
	})
}

func FuzzReadSheetCode(f *testing.F) {
	f.Add(SheetCode(sheetNo(1)))
	f.Add("LS:")
	f.Add("　－—")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ReadSheetCode(text)
		if err == nil && len(m.name) != sheetNameChars || err != nil && CodeOf(err) != "sheet.code" {
			t.Errorf("%q: %v %v", text, m, err)
		}
	})
}
