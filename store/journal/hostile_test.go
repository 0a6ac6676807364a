package journal

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lianshen/app"
)

// TestAMergeIsNotStalledByInventedParents has a noun of ten thousand changes, of which a hundred name ten thousand
// changes each that nobody has. It would take minutes to look up each by itself.
func TestAMergeIsNotStalledByInventedParents(t *testing.T) {
	a, b := strings.Repeat("a", 32), strings.Repeat("b", 32)
	const n = 10_000
	var invented []Ref
	for i := range n {
		invented = append(invented, RefOf(a, 1_000_000+int64(i)).Change(i))
	}
	all := []Known{{Ref: RefOf(a, 1).Change(0), Time: 1, Change: Change{Change: app.Change{Noun: app.KindFinding, Kind: app.New, Value: []byte(`{"title":"一"}`)}}}}
	for i := range n {
		k := Known{Ref: RefOf(a, int64(i+2)).Change(0), Time: Time(i + 2), Change: Change{Change: app.Change{Noun: app.KindFinding, Kind: app.Put, Field: fmt.Sprintf("f%d", i%50), Value: fmt.Appendf(nil, "%d", i)}, Parents: []Ref{all[0].Ref}}}
		if i >= 50 {
			k.Parents = []Ref{all[len(all)-50].Ref}
		}
		all = append(all, k)
	}
	for i := range 100 {
		all = append(all, Known{Ref: RefOf(b, int64(i+1)).Change(0), Time: Time(2*n + i), Change: Change{Change: app.Change{Noun: app.KindFinding, Kind: app.Put, Field: fmt.Sprintf("f%d", i%50), Value: fmt.Appendf(nil, "%d", -i)}, Parents: invented}})
	}
	m, err := Merge(all)
	if err != nil {
		t.Fatal(err)
	}
	// Who names a later change of a seat knew what it had written before, but not what others wrote at the same time.
	if len(m.Clashes) != 50 || !m.Alive {
		t.Errorf("%d clashes", len(m.Clashes))
	}
}

// TestManyParentsAreRefused bounds what one change may name.
func TestManyParentsAreRefused(t *testing.T) {
	b := Body{V: 1, Seat: strings.Repeat("a", 32), Seq: 1, Time: 1, Verb: "x", Changes: []Change{{Change: app.Change{Entity: app.ID("01a2098d-5667-7cff-87ed-82fac8f5ce71"), Noun: app.KindFinding, Kind: app.Del}}}}
	for len(b.Changes[0].Parents) < maxParents {
		b.Changes[0].Parents = append(b.Changes[0].Parents, RefOf(b.Seat, 1).Change(0))
	}
	if _, err := Encode(b); err != nil {
		t.Errorf("as many as may be: %v", err)
	}
	b.Changes[0].Parents = append(b.Changes[0].Parents, b.Changes[0].Parents[0])
	if _, err := Encode(b); err == nil {
		t.Error("one more passes")
	}
}

// TestRefsAreTakenApartAsTheyAreWritten compares with the form of names.
func TestRefsAreTakenApartAsTheyAreWritten(t *testing.T) {
	record := regexp.MustCompile(`^([0-9a-f]{32}):([1-9][0-9]{0,17})$`)
	change := regexp.MustCompile(`^([0-9a-f]{32}):([1-9][0-9]{0,17}):(0|[1-9][0-9]{0,8})$`)
	rapid.Check(t, func(t *rapid.T) {
		r := Ref(rapid.OneOf(
			rapid.StringMatching(`[0-9a-f]{31,33}:[0-9]{0,19}(:[0-9]{0,10})?`),
			rapid.StringMatching(`[0-9a-g]{32}[:;][0-9-]{1,3}(:[0-9 ]{1,2}){0,2}`),
			rapid.StringMatching(`[0-9a-f]{32}:[1-9][0-9]{0,17}:(0|[1-9][0-9]{0,8})`),
			rapid.String(),
		).Draw(t, "ref"))
		seat, seq, index, err := r.Split()
		isRecord, isChange := record.MatchString(string(r)), change.MatchString(string(r))
		if (err == nil) != (isRecord || isChange) || r.is(true) != isChange || r.is(false) != isRecord {
			t.Fatalf("%q: %v", r, err)
		}
		if err != nil {
			return
		}
		back := RefOf(seat, seq)
		if index >= 0 {
			back = back.Change(index)
		}
		if back != r || (index < 0) != isRecord {
			t.Fatalf("%q is taken apart as %q", r, back)
		}
	})
}
