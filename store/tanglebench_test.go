package store

import (
	"fmt"
	"testing"

	"lianshen/app"
	"lianshen/store/exchange"
)

// BenchmarkTangledDeed does one deed at a finding of so many changes of which two laptops wrote without knowing of each
// other: its state is worked out from all its changes every time.
func BenchmarkTangledDeed(b *testing.B) {
	for _, changes := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("changes=%d", changes), func(b *testing.B) {
			office, _, group := exchanged(b)
			c, err := group.CaseByNumber(ctx, "LS2026-001")
			if err != nil {
				b.Fatal(err)
			}
			f := app.Finding{ID: newID(), Case: c.ID, Strand: app.Review, Number: 1, Title: "资料不全", State: app.FindingDraft}
			if err := group.load(ctx, []app.Noun{f}, app.VerbLoad); err != nil {
				b.Fatal(err)
			}
			pass := func(from, to *Workspace) {
				sent, err := from.WritePackage(ctx, Outgoing{Kind: exchange.WorkPack, To: []app.ID{to.Seat().ID}}, WriteTo{Dir: b.TempDir()}, nil)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := to.TakeIn(ctx, sent.Paths, TakeIn{Sure: true}, nil); err != nil {
					b.Fatal(err)
				}
			}
			pass(group, office)
			if err := AppendFindings(ctx, group, changes/10, c.ID, []app.ID{f.ID}, "甲"); err != nil {
				b.Fatal(err)
			}
			if err := AppendFindings(ctx, office, 1, c.ID, []app.ID{f.ID}, "乙"); err != nil {
				b.Fatal(err)
			}
			pass(group, office)
			for b.Loop() {
				if err := AppendFindings(ctx, office, 1, c.ID, []app.ID{f.ID}, "丙"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
