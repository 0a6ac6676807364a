package storetest

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
)

// Laptops gives the test n workspaces of one sample round, each on a laptop of its own and all of them open: the first
// is the office's, where [Person] sits, who founded it and administers it; the others joined by a round pack, and there
// sit people who lead and belong to every group and work on all three strands, by the names of Colleague. All clocks stand at now. Everything is
// closed at the end of the test.
func Laptops(t testing.TB, n int, now time.Time) []*store.Workspace {
	t.Helper()
	out := []*store.Workspace{Sample(t, now)}
	for i := 1; i < n; i++ {
		p := app.Person{Name: Colleague(i), Roles: app.NewSet(string(app.RoleGroupLeader)), Strands: AllStrands()}
		out = append(out, Join(t, out[0], p, now))
	}
	for _, w := range out[1:max(1, n-1)] { // the last to join knows everybody
		Pass(t, out[0], w)
	}
	return out
}

// Colleague gives the name of the person at laptop i.
func Colleague(i int) string { return fmt.Sprintf("同事%d", i) }

// AllStrands gives the three strands.
func AllStrands() app.Set {
	out := app.NewSet()
	for _, s := range app.Strands {
		out[string(s)] = true
	}
	return out
}

// Join gives the test the workspace of a further laptop, on which this person (a new one, without an ID) sits: it asks
// for a seat, the office enrols it and writes a round pack, from which the workspace is made.
func Join(t testing.TB, office *store.Workspace, person app.Person, now time.Time) *store.Workspace {
	t.Helper()
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "joined.lianshen")
	options := Options(store.Options{Now: func() time.Time { return now }})
	request, err := store.Ask(ctx, dir, store.AskOptions{Person: person.Name, Laptop: "笔记本", Phrase: Phrase, Cost: options.Cost, Now: options.Now})
	if err != nil {
		t.Fatal(err)
	}
	seat, err := office.Admit(ctx, request, person, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	belong(t, office, seat.Person)
	pack := Write(t, office, store.Outgoing{Kind: exchange.RoundPack, To: []app.ID{seat.ID}})
	ws, err := store.Join(ctx, dir, pack.Paths, dir, options, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ws.Close(); err != nil {
			t.Error(err)
		}
	})
	return ws
}

// belong makes a person a member of every group.
func belong(t testing.TB, office *store.Workspace, person app.ID) {
	t.Helper()
	ctx := context.Background()
	groups, err := app.List[app.Group](ctx, office, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range groups {
		g.Members = app.NewSet(append(g.Members.Sorted(), string(person))...)
		if err := app.Keep(ctx, office.Desk(), app.VerbSaveGroup, g); err != nil {
			t.Fatal(err)
		}
	}
}

// Write writes a package into a folder of the test.
func Write(t testing.TB, from *store.Workspace, o store.Outgoing) store.Sent {
	t.Helper()
	sent, err := from.WritePackage(context.Background(), o, store.WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return sent
}

// Pass writes what a laptop lacks on another one and takes it in. Where it lacks nothing, nothing happens and the import
// is the zero one.
func Pass(t testing.TB, from, to *store.Workspace) store.Import {
	t.Helper()
	ctx := context.Background()
	sent, err := from.WritePackage(ctx, store.Outgoing{Kind: exchange.WorkPack, To: []app.ID{to.Seat().ID}}, store.WriteTo{Dir: t.TempDir()}, nil)
	if app.CodeOf(err) == "exchange.nothing" {
		return store.Import{}
	}
	if err != nil {
		t.Fatal(err)
	}
	done, err := to.TakeIn(ctx, sent.Paths, store.TakeIn{Sure: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return done
}
