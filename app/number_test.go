package app

import (
	"testing"

	"pgregory.net/rapid"
)

func TestChineseNumber(t *testing.T) {
	for n, want := range map[int]string{0: "零", 1: "一", 9: "九", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 100: "一百", 101: "一百零一",
		110: "一百一十", 111: "一百一十一", 1000: "一千", 1001: "一千零一", 1010: "一千零一十", 10000: "一万", 10010: "一万零一十", 100001: "一十万零一", -12: "负十二"} {
		if got := ChineseNumber(n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
}

func TestDocumentNumber(t *testing.T) {
	for text, want := range map[string]string{
		"示组审〔2026〕3号": "示组审〔2026〕3号", "示审责报[2026]3号": "示审责报〔2026〕3号", " 示编审（2026） 12 号 ": "示编审〔2026〕12号",
		"示联审办【2026】12号": "示联审办〔2026〕12号", "": "",
		"示组审〔2026〕03号": "!", "示组审〔26〕3号": "!", "示组审2026年3号": "!", "示组审〔2026〕第3号": "!", "〔2026〕3号": "!", "示组审〔2026〕3": "!",
	} {
		got, err := DocumentNumber(text)
		if want == "!" {
			if CodeOf(err) != "number.form" {
				t.Errorf("%q passes as %q", text, got)
			}
		} else if err != nil || got != want {
			t.Errorf("%q: got %q, %v", text, got, err)
		}
	}
}

func TestDates(t *testing.T) {
	for text, ok := range map[string]bool{"2026-02-28": true, "2024-02-29": true, "2026-02-29": false, "2026-02-30": false, "2026-13-01": false,
		"1899-12-31": false, "2200-01-01": false, "2026-2-3": false, "20260203": false} {
		if _, err := ParseDate(text); (err == nil) != ok {
			t.Errorf("%s: %v", text, err)
		}
	}
	if got := MustDate("2026-08-31").AddMonths(6).String(); got != "2027-02-28" {
		t.Errorf("six months from the end of August: %s", got)
	}
	if got := MustDate("2026-03-05").Chinese(); got != "2026年3月5日" {
		t.Errorf("got %s", got)
	}
}

func TestDatesReadWhatTheyShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := MustDate("1900-01-01").AddDays(rapid.IntRange(0, 109500).Draw(t, "days"))
		got, err := ParseDate(d.String())
		if err != nil || got != d {
			t.Fatalf("%s is read as %s, %v", d, got, err)
		}
		n := rapid.IntRange(-5000, 5000).Draw(t, "n")
		if e := d.AddDays(n); e.Sub(d) != n || e.AddDays(-n) != d {
			t.Fatalf("%s + %d = %s", d, n, e)
		}
	})
}
