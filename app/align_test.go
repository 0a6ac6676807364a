package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// texts draws a text of few different sentences, so that drawn texts have much in common.
func texts() *rapid.Generator[string] {
	bits := []string{"甲。", "乙。", "丙！", "丁", "\n", " ", "One. ", "3.5 ", "Two", "？”", "；", "A.", "…"}
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(bits), 0, 12).Draw(t, "bits"), "")
	})
}

func TestPiecesGiveTheTextsAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, mine, theirs := texts().Draw(t, "base"), texts().Draw(t, "mine"), texts().Draw(t, "theirs")
		var b, m, o strings.Builder
		pieces := ThreeWay(base, mine, theirs)
		for _, p := range pieces {
			b.WriteString(p.Base)
			m.WriteString(p.Mine)
			o.WriteString(p.Theirs)
			mineIs, theirsIs := p.Mine != p.Base, p.Theirs != p.Base
			want := map[[2]bool]PieceKind{{false, false}: PieceSame, {true, false}: PieceMine, {false, true}: PieceTheirs}[[2]bool{mineIs, theirsIs}]
			if mineIs && theirsIs {
				if want = PieceClash; p.Mine == p.Theirs {
					want = PieceBoth
				}
			}
			if p.Kind != want {
				t.Fatalf("%q %q %q: %+v is %s", base, mine, theirs, p, want)
			}
		}
		if b.String() != base || m.String() != mine || o.String() != theirs {
			t.Fatalf("%q %q %q give %+v", base, mine, theirs, pieces)
		}
	})
}

func TestOneSidesChangesAndEqualOnesNeverClash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, mine := texts().Draw(t, "base"), texts().Draw(t, "mine")
		for _, c := range [][3]string{{base, mine, base}, {base, base, mine}, {base, mine, mine}} {
			if got, ok := Merged(ThreeWay(c[0], c[1], c[2])); !ok || got != mine {
				t.Fatalf("%q becomes %q, %v", c, got, ok)
			}
		}
	})
}

func TestTextsAreComparedBySentence(t *testing.T) {
	for _, c := range []struct {
		name, base, mine, theirs string
		want                     string // kind of every piece, with what it says
		merged                   string // "" = clashes
	}{
		{"apart", "甲。乙。丙。", "甲甲。乙。丙。", "甲。乙。丙丙。", "mine[甲。|甲甲。|甲。] same[乙。] theirs[丙。|丙。|丙丙。]", "甲甲。乙。丙丙。"},
		{"side by side", "甲。乙。", "甲甲。乙。", "甲。乙乙。", "mine[甲。|甲甲。|甲。] theirs[乙。|乙。|乙乙。]", "甲甲。乙乙。"},
		{"the same sentence", "甲。乙。", "甲甲。乙。", "丙。乙。", "clash[甲。|甲甲。|丙。] same[乙。]", ""},
		{"both the same", "甲。乙。", "丙。乙。", "丙。乙。", "both[甲。|丙。|丙。] same[乙。]", "丙。乙。"},
		{"taken out and changed", "甲。乙。丙。", "甲。丙。", "甲。乙乙。丙。", "same[甲。] clash[乙。||乙乙。] same[丙。]", ""},
		{"put in at the same place", "甲。丙。", "甲。乙。丙。", "甲。丁。丙。", "same[甲。] clash[|乙。|丁。] same[丙。]", ""},
		{"put in and changed beside it", "甲。丙。", "甲。乙。丙。", "甲。丁。", "same[甲。] clash[丙。|乙。丙。|丁。]", ""},
		{"figures are no ends", "共3.5万元。", "共4.5万元。", "共3.5万元。", "mine[共3.5万元。|共4.5万元。|共3.5万元。]", "共4.5万元。"},
		{"Latin script", "One. Two. Three.", "One. 2. Three.", "One. Two. Three. Four.", "same[One. ] mine[Two.|2.|Two.] same[ Three.] theirs[|| Four.]", "One. 2. Three. Four."},
		{"lines", "一\n二", "一\n二\n三", "零\n二", "theirs[一|一|零] same[\n二] mine[|\n三|]", "零\n二\n三"},
		{"quotes stay with their sentence", "他说“好。”完", "他说“好。”了", "他说“好。”完", "same[他说“好。”] mine[完|了|完]", "他说“好。”了"},
		{"from nothing", "", "甲。", "乙。", "clash[|甲。|乙。]", ""},
		{"nothing", "", "", "", "", ""},
	} {
		pieces := ThreeWay(c.base, c.mine, c.theirs)
		var got []string
		for _, p := range pieces {
			text := p.Base
			if p.Kind != PieceSame {
				text = strings.Join([]string{p.Base, p.Mine, p.Theirs}, "|")
			}
			got = append(got, fmt.Sprintf("%s[%s]", p.Kind, text))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, strings.Join(got, " "), c.want)
		}
		if merged, ok := Merged(pieces); merged != c.merged || ok != (c.merged != "" || c.base+c.mine+c.theirs == "") {
			t.Errorf("%s: merged %q, %v", c.name, merged, ok)
		}
	}
}

// TestDifferencesAreTheFewest compares with the longest common subsequence, found the slow way.
func TestDifferencesAreTheFewest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 12)
		a, b := letters.Draw(t, "a"), letters.Draw(t, "b")
		most := make([][]int, len(a)+1)
		for i := range most {
			most[i] = make([]int, len(b)+1)
		}
		for i := range a {
			for j := range b {
				most[i+1][j+1] = max(most[i][j+1], most[i+1][j])
				if a[i] == b[j] {
					most[i+1][j+1] = most[i][j] + 1
				}
			}
		}
		changed, x, y := 0, 0, 0
		var again []string
		for _, h := range hunks(a, b) {
			if !slices.Equal(a[x:h.base.from], b[y:h.other.from]) {
				t.Fatalf("%v %v: unlike before %+v", a, b, h)
			}
			again = append(append(again, a[x:h.base.from]...), b[h.other.from:h.other.to]...)
			changed += h.base.to - h.base.from + h.other.to - h.other.from
			x, y = h.base.to, h.other.to
		}
		if again = append(again, a[x:]...); !slices.Equal(again, b) {
			t.Fatalf("%v becomes %v, want %v", a, again, b)
		}
		if want := len(a) + len(b) - 2*most[len(a)][len(b)]; changed != want {
			t.Fatalf("%v %v differ in %d, %d would do", a, b, changed, want)
		}
	})
}

// TestLongUnlikeTextsAreOnePiece: nobody waits for the fewest differences of two texts that have nothing in common.
func TestLongUnlikeTextsAreOnePiece(t *testing.T) {
	var a, b, c strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&a, "甲%d。", i)
		fmt.Fprintf(&b, "乙%d。", i)
		fmt.Fprintf(&c, "丙%d。", i)
	}
	if pieces := ThreeWay(a.String(), b.String(), c.String()); len(pieces) != 1 || pieces[0].Kind != PieceClash {
		t.Errorf("%d pieces", len(pieces))
	}
	pieces := ThreeWay(a.String(), a.String()+"末。", "首。"+a.String())
	if merged, ok := Merged(pieces); !ok || merged != "首。"+a.String()+"末。" {
		t.Errorf("%d pieces", len(pieces))
	}
}
