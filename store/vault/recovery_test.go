package vault

import (
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lianshen/app"
)

func drawRecovery(t *rapid.T) Recovery {
	return Recovery(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "recovery"))
}

func TestARecoveryKeyComesBackFromPaper(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRecovery(t)
		groups := r.Groups()
		if len(groups) != 14 {
			t.Fatalf("%d groups", len(groups))
		}
		separator := rapid.SampledFrom([]string{"-", "", " ", "\n", " - ", "－", "　"}).Draw(t, "separator")
		text := strings.Join(groups, separator)
		if rapid.Bool().Draw(t, "lower") {
			text = strings.ToLower(text)
		}
		for from, to := range map[string]string{"0": "Oo", "1": "IiLl", "V": "Uu"} {
			as := rapid.SampledFrom([]rune(to+from)).Draw(t, from)
			text = strings.ReplaceAll(text, from, string(as))
		}
		if got, err := ParseRecovery(text); err != nil || got != r {
			t.Fatalf("%q: %v", text, err)
		}
		for i, g := range groups {
			if !r.Confirms(i+1, strings.ToLower(g)) || !r.Confirms(i+1, g[:2]+" "+g[2:]) || r.Confirms(i+1, g[:3]) || r.Confirms(i+1, g+"0") {
				t.Fatalf("group %d is not confirmed as it should be", i+1)
			}
		}
	})
}

// One wrong character is found and its group named, whatever it is and wherever it stands.
func TestOneWrongCharacterIsPlaced(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(drawRecovery(t).Groups(), "")
		at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		wrong := rapid.SampledFrom([]byte(alphabet)).Filter(func(c byte) bool { return c != text[at] }).Draw(t, "wrong")
		_, err := ParseRecovery(text[:at] + string(wrong) + text[at+1:])
		wantGroup(t, err, at/4+1)
	})
}

// Two characters exchanged within the first or the last half of a group are one wrong symbol.
func TestTwoCharactersExchangedArePlaced(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(strings.Join(drawRecovery(t).Groups(), ""))
		at := rapid.IntRange(0, len(text)/2-1).Draw(t, "symbol") * 2
		if text[at] == text[at+1] {
			return
		}
		text[at], text[at+1] = text[at+1], text[at]
		_, err := ParseRecovery(string(text))
		wantGroup(t, err, at/4+1)
	})
}

func wantGroup(t *rapid.T, err error, group int) {
	var e *app.Error
	if !errors.As(err, &e) || e.Code != "recovery.form" || e.Args["group"] != group {
		t.Fatalf("%v, want recovery.form of group %d", err, group)
	}
}

// A whole wrong group is two wrong symbols: always found, even where it cannot be placed.
func TestAWrongGroupIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		groups := drawRecovery(t).Groups()
		at := rapid.IntRange(0, len(groups)-1).Draw(t, "group")
		wrong := string(rapid.SliceOfN(rapid.SampledFrom([]byte(alphabet)), 4, 4).Draw(t, "wrong"))
		if wrong == groups[at] {
			return
		}
		groups[at] = wrong
		_, err := ParseRecovery(strings.Join(groups, "-"))
		if code := app.CodeOf(err); code != "recovery.form" && code != "recovery.mistyped" {
			t.Fatalf("%v", err)
		}
	})
}

func TestGroupsInAnotherOrderAreFound(t *testing.T) {
	r, err := NewRecovery(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	groups := r.Groups()
	passed := 0
	for i := range groups {
		for j := range i {
			swapped := slices.Clone(groups)
			swapped[i], swapped[j] = swapped[j], swapped[i]
			if _, err := ParseRecovery(strings.Join(swapped, "-")); err == nil && groups[i] != groups[j] {
				passed++
			}
		}
	}
	if passed > 1 { // one in 2²⁴ may
		t.Errorf("%d exchanges of two groups pass", passed)
	}
}

func TestWhatIsNoRecoveryKey(t *testing.T) {
	r := Recovery{1, 2, 3, 0xfe}
	groups := r.Groups()
	with := func(at int, group string) string {
		g := slices.Clone(groups)
		g[at] = group
		return strings.Join(g, "-")
	}
	for _, test := range []struct {
		name, text, code string
		group            any
	}{
		{"nothing", "", "recovery.length", nil},
		{"a group left out", strings.Join(groups[1:], "-"), "recovery.length", nil},
		{"a group short", with(4, groups[4][:3]), "recovery.form", 5},
		{"a group long", with(13, groups[13]+"7"), "recovery.form", 14},
		{"a character short, without groups", strings.Join(groups, "")[1:], "recovery.length", nil},
		{"a character of no alphabet", with(6, "AB*D"), "recovery.form", 7},
		{"a Han character", with(0, "ABC零"), "recovery.form", 1},
		{"no UTF-8", with(2, "AB\xff1"), "recovery.form", 3},
		{"a character of no alphabet after the end", strings.Join(groups, "-") + "-%", "recovery.form", 14},
		{"a page of it", strings.Repeat("A", 1<<20), "recovery.length", nil},
		{"bits where there are none", strings.Repeat("Z", 56), "recovery.mistyped", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ParseRecovery(test.text)
			var e *app.Error
			if !errors.As(err, &e) || e.Code != test.code || e.Args["group"] != test.group {
				t.Errorf("%v %v, want %s %v", err, e.Args["group"], test.code, test.group)
			}
		})
	}
}

// The four bits after the 256 are zero: a key whose symbols add up but which has them set was not printed by us.
func TestTheSpareBitsAreLookedAt(t *testing.T) {
	s := Recovery{}.symbols()
	s[recoveryData-1] |= 1
	s[recoveryData], s[recoveryData+1] = 0, 0
	const x, y = recoveryData, recoveryData + 1
	first, second := syndromes(s)
	s[y] = multiply(second^multiply(first, power(x)), inverse(power(2*y)^power(x+y)))
	s[x] = multiply(first^multiply(s[y], power(y)), inverse(power(x)))
	var text strings.Builder
	for _, c := range s {
		text.WriteByte(alphabet[c>>5])
		text.WriteByte(alphabet[c&31])
	}
	_, err := ParseRecovery(text.String())
	refused(t, err, "recovery.mistyped")
}

func TestNoDrawWithoutChance(t *testing.T) {
	if _, err := NewRecovery(strings.NewReader("short")); err == nil {
		t.Error("a recovery key was drawn from nothing")
	}
	if _, err := NewSecrets(strings.NewReader("short")); err == nil {
		t.Error("secrets were drawn from nothing")
	}
}
