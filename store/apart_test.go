package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
)

// crowd is some laptops of one round that work apart, by a seed.
type crowd struct {
	t     *testing.T
	r     *rand.Rand
	all   []*store.Workspace // the first is the office's
	cases []app.Case
	sent  [][]string // packages on the way: paths, for the laptop of the same place in whom
	whom  []*store.Workspace
	made  int
	out   *store.Workspace // who was left out
	marks map[string]mark  // texts that were written, and nobody else wrote
	did   map[string]int   // verbs and refusals
}

// mark says where a text was written.
type mark struct {
	by     *store.Workspace
	entity app.ID
}

func newCrowd(t *testing.T, seed int64) *crowd {
	c := &crowd{t: t, r: rand.New(rand.NewSource(seed)), marks: map[string]mark{}, did: map[string]int{}}
	ctx := context.Background()
	office := storetest.Sample(t, roundDay)
	c.all = []*store.Workspace{office}
	me := office.Me() // leads groups as well, and so writes in the cases
	me.Roles = app.NewSet(append(me.Roles.Sorted(), string(app.RoleGroupLeader))...)
	c.must(office.Desk().SavePerson(ctx, me))
	groups, err := app.List[app.Group](ctx, office, "")
	c.must(err)
	for _, g := range groups {
		c.must(app.Amend(ctx, office.Desk(), app.VerbSaveGroup, g.ID, func(g *app.Group) error {
			g.Members = app.NewSet(append(g.Members.Sorted(), string(me.ID))...)
			return nil
		}))
	}
	for range 1 + c.r.Intn(2) {
		c.joins()
	}
	list, err := app.List[app.Case](ctx, office, "")
	c.must(err)
	for _, x := range list {
		if x.Stage == app.Inspection && len(c.cases) < 2 {
			c.cases = append(c.cases, x)
		}
	}
	return c
}

func (c *crowd) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// joins has somebody get a seat on a laptop whose clock stands at any year.
func (c *crowd) joins() {
	n := len(c.all)
	now := roundDay.AddDate([]int{0, 0, -2, 3}[c.r.Intn(4)], 0, c.r.Intn(3))
	p := app.Person{Name: storetest.Colleague(n), Roles: app.NewSet(string(app.RoleGroupLeader)), Strands: storetest.AllStrands()}
	c.all = append(c.all, storetest.Join(c.t, c.all[0], p, now))
}

// one gives a laptop at work.
func (c *crowd) one() *store.Workspace {
	return c.all[c.r.Intn(len(c.all))]
}

// some gives one of the cases, mostly the same: there people meet.
func (c *crowd) some() app.Case { return c.cases[max(0, c.r.Intn(4)-2)] }

// said counts what came of a deed. What is refused by name is part of the game, anything else is a fault.
func (c *crowd) said(what string, err error) bool {
	c.t.Helper()
	if err == nil {
		c.did[what]++
		return true
	}
	if app.CodeOf(err) == "" {
		c.t.Fatalf("%s: %v", what, err)
	}
	c.did["- "+what+": "+app.CodeOf(err)]++
	return false
}

// text gives a text that nobody else writes.
func (c *crowd) text() string {
	c.made++
	return fmt.Sprintf("记%d止", c.made)
}

// step does something somewhere.
func (c *crowd) step() {
	ctx := context.Background()
	switch w := c.one(); c.r.Intn(16) {
	case 0, 1, 2, 3, 4:
		c.deed(w)
	case 5, 6, 7:
		c.anything(w)
	case 8, 9:
		c.chooses(w)
	case 10, 11:
		c.writes(w)
	case 12, 13:
		c.takes()
	case 14:
		imports, err := w.Imports(ctx)
		c.must(err)
		if len(imports) == 0 {
			return
		}
		x := imports[c.r.Intn(len(imports))]
		if x.Back.IsZero() {
			c.said("take back", w.TakeBack(ctx, x.N, "试"))
		} else {
			c.said("take again", w.TakeAgain(ctx, x.N))
		}
	case 15:
		if c.r.Intn(2) == 0 {
			_, err := w.UndoLast(ctx)
			c.said("undo", err)
			return
		}
		_, err := w.Redo(ctx)
		c.said("redo", err)
	}
}

// writes has a laptop write a package for another: what that lacks or all, of everything or of a part.
func (c *crowd) writes(from *store.Workspace) {
	to := c.one()
	if from == to {
		return
	}
	o := store.Outgoing{Kind: exchange.WorkPack, To: []app.ID{to.Seat().ID}, Full: c.r.Intn(5) == 0}
	switch c.r.Intn(4) {
	case 0:
		o.Scope.Cases = []app.ID{c.cases[c.r.Intn(len(c.cases))].ID}
	case 1:
		o.Scope.Strands = []app.Strand{app.Strands[c.r.Intn(3)]}
	}
	sent, err := from.WritePackage(context.Background(), o, store.WriteTo{Dir: c.t.TempDir()}, nil)
	if c.said("write", err) {
		c.sent, c.whom = append(c.sent, sent.Paths), append(c.whom, to)
		if c.r.Intn(2) == 0 { // handed over at once
			_, err := to.TakeIn(context.Background(), sent.Paths, store.TakeIn{Sure: true}, nil)
			c.said("take in", err)
		}
	}
}

// takes has a laptop take in one of the packages on the way: an old one again, one before another that it rests on, one
// without a case. Some are never taken in.
func (c *crowd) takes() {
	if len(c.sent) == 0 {
		return
	}
	i := len(c.sent) - 1 - c.r.Intn(min(4, len(c.sent)))
	how := store.TakeIn{Sure: true}
	if c.r.Intn(5) == 0 {
		how.Without = []app.ID{c.cases[c.r.Intn(len(c.cases))].ID}
	}
	if c.whom[i] == c.out {
		return
	}
	_, err := c.whom[i].TakeIn(context.Background(), c.sent[i], how, nil)
	c.said("take in", err)
}

// chooses settles some clash.
func (c *crowd) chooses(w *store.Workspace) {
	open, err := w.Clashes(context.Background(), "")
	c.must(err)
	if len(open) > 0 {
		c.choose(w, open[c.r.Intn(len(open))])
	}
}

// choose settles a clash by one of its sides, or leaves the noun there or not.
func (c *crowd) choose(w *store.Workspace, x store.Clash) bool {
	if len(x.Same) > 0 || len(x.Rests) > 0 { // those are settled by a number, and by restoring
		return false
	}
	choice := app.Choice{Entity: x.Entity, Kind: x.Kind, Field: x.Field, Value: x.Sides[c.r.Intn(len(x.Sides))].Value}
	if x.Field == "" && choice.Value != nil {
		choice.Value = json.RawMessage("true")
	}
	return c.said("choose", w.Desk().Choose(context.Background(), choice))
}

// leavesOut has the office leave out who joined last.
func (c *crowd) leavesOut() {
	c.out = c.all[len(c.all)-1]
	c.must(c.all[0].LeaveOut(context.Background(), c.out.Seat().ID, "离岗"))
	c.all = c.all[:len(c.all)-1]
	maps.DeleteFunc(c.marks, func(_ string, m mark) bool { return m.by == c.out })
}

// meet passes packages until nobody lacks anything.
func (c *crowd) meet() {
	ctx := context.Background()
	for _, w := range c.all {
		imports, err := w.Imports(ctx)
		c.must(err)
		for _, x := range slices.Backward(imports) {
			if !x.Back.IsZero() {
				c.must(w.TakeAgain(ctx, x.N))
			}
		}
	}
	for round := 0; ; round++ {
		came := 0
		for _, from := range c.all {
			for _, to := range c.all {
				if from != to {
					came += storetest.Pass(c.t, from, to).Changes
				}
			}
		}
		if came == 0 {
			return
		}
		if round > 6 {
			c.t.Fatal("they never come to an end of passing")
		}
	}
}

// settles has people choose at every laptop without knowing of each other, and again until there is nothing to choose.
func (c *crowd) settles() {
	ctx := context.Background()
	for round := 0; ; round++ {
		chosen := 0
		for _, w := range c.all {
			open, err := w.Clashes(ctx, "")
			c.must(err)
			if round > 0 && w != c.all[0] {
				continue
			}
			for _, x := range open {
				if round == 0 && c.r.Intn(3) == 0 {
					continue
				}
				before, err := w.CountClashes(ctx)
				c.must(err)
				if !c.choose(w, x) {
					continue
				}
				chosen++
				if after, err := w.CountClashes(ctx); err != nil || after >= before {
					c.t.Errorf("%s: %d clashes, and %d after choosing %s %s %q, %v", w.Me().Name, before, after, x.Kind, x.Entity, x.Field, err)
				}
			}
		}
		c.meet()
		c.alike()
		if chosen == 0 || c.t.Failed() {
			return
		}
		if round > 8 {
			c.t.Fatal("they never come to an end of choosing")
		}
	}
}

// alike demands the same everywhere, and gives how much clashes.
func (c *crowd) alike() int {
	ctx := context.Background()
	office := c.all[0]
	want := stateOf(c.t, office)
	clashes, err := office.CountClashes(ctx)
	c.must(err)
	for _, w := range c.all {
		verified(c.t, w)
		if got := stateOf(c.t, w); got != want {
			c.t.Errorf("%s differs from the office:\n%s", w.Me().Name, differing(got, want))
		}
		if n, err := w.CountClashes(ctx); err != nil || n != clashes {
			c.t.Errorf("%s has %d clashes, the office %d, %v:\n%s\n%s", w.Me().Name, n, clashes, err, c.clashing(w), c.clashing(office))
		}
		state := stateOf(c.t, w)
		for text, m := range c.marks {
			if strings.Contains(state, text) {
				continue
			}
			events, err := w.History(ctx, m.entity, "")
			c.must(err)
			if !slices.ContainsFunc(events, func(e store.Event) bool { return strings.Contains(string(e.After)+string(e.Before), text) }) {
				c.t.Errorf("%s, written by %s, is nowhere at %s", text, m.by.Me().Name, w.Me().Name)
			}
		}
	}
	return clashes
}

// clashing tells what clashes at a laptop.
func (c *crowd) clashing(w *store.Workspace) (out []string) {
	open, err := w.Clashes(context.Background(), "")
	c.must(err)
	for _, x := range open {
		line := fmt.Sprint(x.Kind, " ", x.Entity, " ", x.Field, " ", len(x.Same))
		for _, s := range x.Sides {
			line += fmt.Sprint(" ", s.Who, " ", s.Ref, " ", string(s.Value))
		}
		out = append(out, line)
	}
	return out
}

// differing gives the first lines that one has and the other has not.
func differing(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	var out []string
	for _, side := range [][2][]string{{x, y}, {y, x}} {
		for _, line := range side[0] {
			if !slices.Contains(side[1], line) && len(out) < 8 {
				out = append(out, line)
			}
		}
		out = append(out, "—")
	}
	return strings.Join(out, "\n")
}

// crowds is how many crowds work apart: two, or one in 500 of LIANSHEN_ORDERS.
func crowds(t *testing.T) int64 {
	if s := os.Getenv("LIANSHEN_ORDERS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		return int64(max(2, n/500))
	}
	return 2
}

// TestLaptopsThatWorkApartComeToTheSameState does deeds of every kind on 2 to 4 laptops whose clocks are years apart, and
// passes packages that are partial, lost, repeated and out of order; imports are taken back and in again, clashes are
// chosen; one laptop joins late and one is left out. After all has been passed, everybody has the same, proves it, and
// finds whatever anybody wrote. A crowd takes about two seconds.
func TestLaptopsThatWorkApartComeToTheSameState(t *testing.T) {
	from := int64(3)                               // the first two hardly clash
	if s := os.Getenv("LIANSHEN_CROWD"); s != "" { // one of them alone, to look for a fault
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		from = int64(n)
	}
	did := map[string]int{}
	for seed := from; seed < from+crowds(t); seed++ {
		ok := t.Run(fmt.Sprint("crowd ", seed), func(t *testing.T) {
			c := newCrowd(t, seed)
			begin := time.Now()
			for n := range 60 {
				c.step()
				if n == 30 && c.r.Intn(3) == 0 {
					c.joins()
				}
				if n == 45 && len(c.all) > 2 && c.r.Intn(2) == 0 {
					c.leavesOut()
				}
			}
			c.meet()
			clashes := c.alike()
			c.settles()
			t.Log(clashes, "clashes,", time.Since(begin).Round(time.Millisecond), len(c.all), "laptops", len(c.marks), "texts")
			for k, n := range c.did {
				did[k] += n
			}
		})
		if !ok {
			break
		}
	}
	for _, k := range slices.Sorted(maps.Keys(did)) {
		t.Log(did[k], k)
	}
}
