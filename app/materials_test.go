package app

import (
	"slices"
	"testing"
)

// materialsCase is a dossier with two items of the audit that share a material, and one of another strand.
func materialsCase() Dossier {
	item := func(code string, names ...string) Item {
		it := Item{Code: code}
		for _, n := range names {
			it.Materials = append(it.Materials, ItemMaterial{Name: n, Kind: Ledger})
		}
		return it
	}
	return Dossier{Case: Case{ID: "c"}, Unit: Unit{Kind: "bureau"}, Templates: map[Strand]Template{
		Audit:  {Sections: []Section{{Items: []Item{item("JJ-1-01", "收款台账", "会议纪要"), item("JJ-1-02", "《收款 台账》", "合同")}}}},
		Review: {Sections: []Section{{Items: []Item{item("XR-1-01", "会议纪要")}}}}}}
}

func TestARequestAsksForNothingTwice(t *testing.T) {
	d := materialsCase()
	fresh, joined := MaterialsWanted(d)
	names := func(list []Material) (out []string) {
		for _, m := range list {
			out = append(out, m.Name)
		}
		return out
	}
	if got := names(fresh); !slices.Equal(got, []string{"会议纪要", "收款台账", "合同"}) || len(joined) != 0 {
		t.Fatalf("all items want %v and %v", got, joined)
	}
	if got := fresh[0].Items.Sorted(); !slices.Equal(got, []string{"JJ-1-01", "XR-1-01"}) {
		t.Errorf("the minutes are for %v", got)
	}
	if got := names(first2(MaterialsWanted(d, "JJ-1-02"))); !slices.Equal(got, []string{"《收款 台账》", "合同"}) {
		t.Errorf("one item wants %v", got)
	}
	d.Materials = []Material{{ID: "m1", Name: "收款台账", Items: NewSet("JJ-1-01")}}
	fresh, joined = MaterialsWanted(d, "JJ-1-01", "JJ-1-02")
	if !slices.Equal(names(fresh), []string{"会议纪要", "合同"}) || len(joined) != 1 || joined[0].ID != "m1" || !joined[0].Items.Has("JJ-1-02") {
		t.Errorf("with the ledger asked for: %v and %v", names(fresh), joined)
	}
	if d.Materials[0].Items.Has("JJ-1-02") {
		t.Error("the dossier was changed")
	}
}

func first2(fresh, _ []Material) []Material { return fresh }

func TestWhatIsMissingOfAnItem(t *testing.T) {
	d := materialsCase()
	d.Materials = []Material{{Name: "收款台账", ReceivedOn: MustDate("2026-05-01")}, {Name: "合同"}}
	if got := MissingMaterials(d, "JJ-1-02"); len(got) != 1 || got[0].Name != "合同" {
		t.Errorf("missing: %v", got)
	}
	if got := MissingMaterials(d, "JJ-9-09"); got != nil {
		t.Errorf("an unknown item misses %v", got)
	}
}

func TestABatchIsOneDeedWithATerm(t *testing.T) {
	x := newStaff(t)
	ask := func(names ...string) int {
		var lines []Material
		for _, n := range names {
			lines = append(lines, Material{Name: n, Kind: Ledger, Items: NewSet("JJ-1-01")})
		}
		batch, err := x.inspector.AskMaterials(x.ctx, x.id, lines)
		x.must(err)
		return batch
	}
	if got := ask("台账", "合同"); got != 1 {
		t.Errorf("the first batch is %d", got)
	}
	if got := ask("合同", "账簿"); got != 2 {
		t.Errorf("the second batch is %d", got)
	}
	if got := ask("合同"); got != 0 {
		t.Errorf("a batch without a new line is %d", got)
	}
	d := x.dossier(x.id)
	if len(d.Materials) != 3 {
		t.Fatalf("%d lines", len(d.Materials))
	}
	due := d.Calendar.AddWorkdays(x.Today(), d.Round.Settings.MaterialDays)
	var ids []ID
	for _, m := range d.Materials {
		ids = append(ids, m.ID)
		if m.AskedOn != x.Today() || m.DueOn != due || m.State(x.Today()) != MaterialAsked || m.State(due.AddDays(1)) != MaterialOverdue {
			t.Errorf("line: %+v", m)
		}
	}
	x.must(x.inspector.MoveMaterials(x.ctx, x.id, ids[:2], MaterialTake, "郭科员"))
	x.must(x.inspector.MoveMaterials(x.ctx, x.id, ids, MaterialGive, "郭科员")) // the third is not here
	states := map[MaterialState]int{}
	for _, m := range x.dossier(x.id).Materials {
		states[m.State(x.Today())]++
		if m.State(x.Today()) == MaterialReturned && (m.GivenBy != "郭科员" || m.TakenBy != "金底稿" || m.ReturnedTo != "郭科员") {
			t.Errorf("line: %+v", m)
		}
	}
	if states[MaterialReturned] != 2 || states[MaterialAsked] != 1 {
		t.Errorf("states: %v", states)
	}
	x.refused(func() error {
		_, err := x.inspector.AskMaterials(x.ctx, x.id, []Material{{Name: "名册", Kind: Ledger, Items: NewSet("XR-1-01")}})
		return err
	}(), "role.strand")
}
