package vault

import (
	"math"
	"strings"
	"testing"
)

func TestPhrasesByTheirStrength(t *testing.T) {
	own := []string{"张伟", "桥东县财政局", "2026年第一批", "Nora Petrova"}
	for _, test := range []struct {
		phrase    string
		low, high int // the score lies between
	}{
		{"", 0, 0},
		{"   ", 0, 0},
		{"\xff\xfe", 0, 0},
		{"123456", 0, 0},
		{"password", 0, 0},
		{"Passw0rd!", 0, 1},
		{"qwertyuiop", 0, 0},
		{"20260101", 0, 0},
		{"aaaaaaaaaaaaaaaaaaaa", 0, 0},
		{"啊啊啊啊啊啊啊啊", 0, 1},
		{"张伟", 0, 0},
		{"zhangwei1985", 0, 1},
		{"ZhangWei", 0, 0},
		{"桥东县财政局2026", 0, 1},
		{"petrova", 0, 0},
		{"ｐａｓｓｗｏｒｄ", 0, 0}, // typed in full width, it opens as "password" does
		{"一帆风顺", 0, 0},
		{"雨后青溪七盏灯", 1, 2},
		{"雨后青溪七盏灯照着旧书店", 4, 4},
		{"雨后青溪 seven lamps", 3, 4},
		{"qwertyuiopasdfghjkl", 0, 0},
		{"!QAZ@WSX#EDC", 0, 1},
		{"987654321abcdefg", 0, 0},
		{"1985-03-12", 0, 0},
		{"19850312", 0, 0},
		{"Woaini1314", 0, 0},
		{"woxihuanchifan", 1, 2},
		{"lianshen-2026", 0, 0},
		{"ab1ab1ab1ab1ab1ab1", 0, 1},
		{"tangerine boat", 1, 1},
		{"seven lamps at noon", 3, 3},
		{"correct horse battery staple", 4, 4},
		{"k9#Lm2!xQz", 4, 4},
		{strings.Repeat("长", 341), 0, 4},
		{strings.Repeat("x", 1025), 0, 0}, // no phrase at all
	} {
		t.Run(test.phrase, func(t *testing.T) {
			got := Strength(test.phrase, own...)
			if got.Score < test.low || got.Score > test.high {
				t.Errorf("score %d (%.3g guesses), want %d to %d", got.Score, got.Guesses, test.low, test.high)
			}
			if got.Guesses < 0 || math.IsNaN(got.Guesses) || got.Seconds != got.Guesses/GuessesPerSecond {
				t.Errorf("%+v", got)
			}
		})
	}
}

// The longest phrases of few signs have the most patterns; the estimate is for every key that is pressed.
func TestTheStrengthOfALongPhraseIsFound(t *testing.T) {
	for _, unit := range []string{"1", "zhang", "ab1", "aA", " ", "qwerty1990"} {
		if got := Strength(strings.Repeat(unit, 100)[:100] + "x"); got.Score > 1 {
			t.Errorf("%q over and over: score %d", unit, got.Score)
		}
	}
}

// One's own words are worth nothing, in whatever form they come.
func TestOwnWordsMakeAPhraseWeaker(t *testing.T) {
	for _, phrase := range []string{"qiaodong lamps at noon", "桥东的七盏灯", "QiaoDong#7x"} {
		if with, without := Strength(phrase, "桥东"), Strength(phrase); with.Guesses >= without.Guesses {
			t.Errorf("%q: %.3g guesses with the word known, %.3g without", phrase, with.Guesses, without.Guesses)
		}
	}
}

func BenchmarkStrength(b *testing.B) {
	for b.Loop() {
		Strength(strings.Repeat("seven lamps 7#", 8), "张伟", "桥东县财政局")
	}
}

// BenchmarkUnlock measures one opening at the lowest cost and at both ends of what Calibrate chooses from.
func BenchmarkUnlock(b *testing.B) {
	for name, cost := range map[string]Cost{"lowest": Lowest, "64MiB": {3, 64 << 10, 2}, "256MiB": {3, 256 << 10, 4}} {
		b.Run(name, func(b *testing.B) {
			f, k, s := newFile(b)
			f.cost = cost
			f.stamp(k)
			if err := f.ChangePhrase(k, s, testPhrase); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := f.Unlock(testPhrase); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
