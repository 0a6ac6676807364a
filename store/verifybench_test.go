package store

import (
	"fmt"
	"testing"

	"lianshen/app"
)

// longWorkspace gives a workspace of about so many field changes: a loaded round of 200 cases, then deeds of five
// changes each at its answers, as inspectors do them, signed one by one.
func longWorkspace(tb testing.TB, changes int) *Workspace {
	w := bigWorkspace(tb)
	var have int
	if err := w.writer.row(ctx, "SELECT count(*) FROM change", nil, &have); err != nil {
		tb.Fatal(err)
	}
	var ids []app.ID
	err := w.writer.rows(ctx, "SELECT id FROM entity WHERE kind = 'answer' ORDER BY n", nil, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, app.ID(id))
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	notes := []string{"查阅会议记录,程序完备。", "抽查凭证,发现附件不全。", "与分管领导座谈,台账一致。"}
	err = w.transact(ctx, func(p *projector) error {
		for i := 0; have < changes; i++ {
			id := ids[i*7919%len(ids)]
			put := func(field, value string) app.Change {
				return app.Change{Entity: id, Noun: app.KindAnswer, Field: field, Kind: app.Put, Value: []byte(value)}
			}
			d := draft{who: "甲", verb: "answer.item", changes: []app.Change{
				put("conclusion", `"problem"`), put("note", `"`+notes[i%len(notes)]+fmt.Sprint(i)+`"`), put("sampled", fmt.Sprint(10+i%9)),
				put("faulty", fmt.Sprint(1+i%3)), put("on", `"2026-04-11"`),
			}}
			if _, err := w.append(p, d); err != nil {
				return err
			}
			have += len(d.changes)
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

// BenchmarkVerify100k proves a workspace of 100,000 field changes in about 16,000 records.
func BenchmarkVerify100k(b *testing.B) {
	w := longWorkspace(b, 100_000)
	for b.Loop() {
		if report, err := w.Verify(ctx, nil); err != nil || !report.OK() {
			b.Fatalf("%+v, %v", report, err)
		}
	}
}

// BenchmarkRebuild100k recomputes every table of the same workspace.
func BenchmarkRebuild100k(b *testing.B) {
	w := longWorkspace(b, 100_000)
	for b.Loop() {
		if err := w.Rebuild(ctx, nil); err != nil {
			b.Fatal(err)
		}
	}
}
