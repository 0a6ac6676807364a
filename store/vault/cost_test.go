package vault

import (
	"strings"
	"testing"
	"time"
)

func TestCostsWithinTheLimits(t *testing.T) {
	for _, test := range []struct {
		name string
		cost Cost
		want bool
	}{
		{"lowest", Lowest, true},
		{"usual", Cost{3, 256 << 10, 4}, true},
		{"highest", Cost{10, 1 << 20, 16}, true},
		{"nothing", Cost{}, false},
		{"no pass", Cost{0, 64 << 10, 1}, false},
		{"too many passes", Cost{11, 64 << 10, 1}, false},
		{"too little memory", Cost{3, 8<<10 - 1, 1}, false},
		{"too much memory", Cost{3, 1<<20 + 1, 1}, false},
		{"all memory", Cost{3, 1<<32 - 1, 1}, false},
		{"no lane", Cost{3, 64 << 10, 0}, false},
		{"too many lanes", Cost{3, 64 << 10, 17}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.cost.Sound(); got != test.want {
				t.Errorf("Sound = %v", got)
			}
			if _, err := phraseKey(testPhrase, make([]byte, saltSize), Cost{0, test.cost.MemoryKiB, 1}); err == nil {
				t.Error("a key was derived without a pass")
			}
		})
	}
}

func TestMemoryFollowsTheMachine(t *testing.T) {
	for _, test := range []struct {
		name     string
		measured time.Duration // over 64 MiB
		want     uint32        // MiB, for a target of a second
	}{
		{"fast", 100 * time.Millisecond, 256},
		{"just enough for all", 250 * time.Millisecond, 256},
		{"half", 500 * time.Millisecond, 128},
		{"in between, by steps", 290 * time.Millisecond, 208},
		{"slow", time.Second, 64},
		{"very slow", time.Minute, 64},
		{"no clock", 0, 256},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := memoryFor(time.Second, test.measured) >> 10; got != test.want {
				t.Errorf("%d MiB, want %d", got, test.want)
			}
		})
	}
}

func TestACalibratedCostIsSound(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 128 MiB twice")
	}
	c := Calibrate(time.Nanosecond)
	if !c.Sound() || c.Passes != 3 || c.MemoryKiB != 64<<10 || c.Threads > 4 {
		t.Errorf("%+v", c)
	}
}

// However a phrase is typed, it is the same phrase; what is another phrase stays another one.
func TestAPhraseTypedAnotherWay(t *testing.T) {
	for _, test := range []struct {
		name, a, b string
		same       bool
	}{
		{"an accent of its own", "café au lait", "cafe\u0301 au lait", true},
		{"full width", "ｌａｍｐ７！", "lamp7!", true},
		{"the space of an input method", "雨后 青溪", "雨后\u3000青溪", true},
		{"a compatibility ideograph", "\uf9dc", "隆", true},
		{"Hangul in parts", "한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8", true},
		{"case counts", "Lamp", "lamp", false},
		{"spaces count", "a lamp", "a  lamp", false},
		{"simplified and traditional are two", "青云", "青雲", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, err := phraseBytes(test.a)
			if err != nil {
				t.Fatal(err)
			}
			b, err := phraseBytes(test.b)
			if err != nil {
				t.Fatal(err)
			}
			if (string(a) == string(b)) != test.same {
				t.Errorf("%q and %q", a, b)
			}
		})
	}
}

func TestWhatIsNoPhrase(t *testing.T) {
	for _, test := range []struct{ name, phrase, code string }{
		{"empty", "", "phrase.empty"},
		{"spaces", " \t\u3000\n", "phrase.empty"},
		{"too long", strings.Repeat("长", 342), "phrase.long"},
		{"longest", strings.Repeat("长", 341), ""},
		{"GBK", "\xd3\xea\xba\xf3", "phrase.form"},
		{"one letter", "x", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := phraseBytes(test.phrase)
			refused(t, err, test.code)
		})
	}
}
