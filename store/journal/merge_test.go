package journal

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"lianshen/app"
)

// orders is how many stories of laptops are told: LIANSHEN_ORDERS, 1,000 when that is not set.
func orders(t testing.TB) int {
	s := os.Getenv("LIANSHEN_ORDERS")
	if s == "" {
		return 1000
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatalf("LIANSHEN_ORDERS is %q", s)
	}
	return n
}

// chosen gives dice that rapid throws, so that what it finds becomes small.
func chosen(t *rapid.T) dice {
	return func(label string, n int) int { return rapid.IntRange(0, n-1).Draw(t, label) }
}

// TestAllThatWriteApartComeToTheSameState: 2 to 5 laptops with clocks that are years apart do deeds of every kind to the
// same nouns and pass packages that are partial, lost, repeated and out of order, take imports back, choose and take
// choices back, and some are left out. After all has been exchanged they have the same state; nothing that anybody wrote
// is lost but to who knew of it; what clashes is what people wrote apart and nothing else; choices settle and travel.
func TestAllThatWriteApartComeToTheSameState(t *testing.T) {
	n := orders(t)
	before := flag.Lookup("rapid.checks").Value.String()
	if before == "100" { // not asked for otherwise
		if err := flag.Set("rapid.checks", strconv.Itoa(n)); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = flag.Set("rapid.checks", before) }()
	}
	rapid.Check(t, func(t *rapid.T) {
		if err := run(chosen(t)); err != nil {
			t.Fatal(err)
		}
	})
}

// TestTheLawsNoticeEveryBentMerge: the laws are worth what they notice. Each rule of the merge is bent in turn, and a few
// hundred stories must break on it.
func TestTheLawsNoticeEveryBentMerge(t *testing.T) {
	arrival := func(Known, Known) int { return 0 }
	bent := map[string]func(*rules){
		"only the heads count": func(r *rules) {
			r.passed = func(m *merger, i int, among []int) bool {
				k := m.all[i]
				return k.Kind == app.New && len(among) > 0 && m.all[among[0]].Field != "" || m.passed(i, among)
			}
		},
		"what arrived first is shown": func(r *rules) { r.before = arrival },
		"a change counts as often as it came": func(r *rules) {
			r.once = func(all []Known) []Known { return all }
		},
		"a parent is dropped": func(r *rules) {
			r.names = func(k Known) []Ref { return k.Parents[:max(0, len(k.Parents)-1)] }
		},
		"the later by the clock wins": func(r *rules) {
			r.shown = func(m *merger, a, b int) int { return byTime(m.all[a], m.all[b]) }
			r.differ = func(*merger, json.RawMessage, json.RawMessage) bool { return false }
		},
		"equal values clash": func(r *rules) {
			r.differ = func(*merger, json.RawMessage, json.RawMessage) bool { return true }
		},
		"what is shown is left to chance": func(r *rules) {
			r.before, r.shown = arrival, func(*merger, int, int) int { return 0 }
		},
		"nothing is ever settled": func(r *rules) {
			r.passed = func(*merger, int, []int) bool { return false }
		},
	}
	right := law
	defer func() { law = right }()
	for name, bend := range bent {
		law = right
		bend(&law)
		if seed, err := broken(400); err == nil {
			t.Errorf("%s: 400 stories notice nothing", name)
		} else {
			t.Logf("%s: noticed by story %d: %.160v", name, seed, err)
		}
	}
	law = right
	if seed, err := broken(100); err != nil {
		t.Errorf("story %d with the right rules: %v", seed, err)
	}
}

// broken tells stories until one breaks a law.
func broken(stories int64) (seed int64, err error) {
	for seed = range stories {
		if err = story(seed); err != nil {
			return seed, err
		}
	}
	return 0, nil
}

func story(seed int64) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	r := rand.New(rand.NewSource(seed))
	return run(func(_ string, n int) int { return r.Intn(n) })
}
