package store

import (
	"context"
	"fmt"

	"lianshen/app"
)

// AppendFindings writes n records of the kind that people at work leave: each fills ten fields of one of the nouns given,
// in turn. It is the door of tests that need many at once: all in one transaction.
func AppendFindings(ctx context.Context, w *Workspace, n int, cas app.ID, nouns []app.ID, what string) error {
	fields := []string{"title", "fact", "type", "place", "consequence", "advice", "reason", "transfer", "handled", "feedback"}
	return w.transact(ctx, func(p *projector) error {
		for i := range n {
			id := nouns[i%len(nouns)]
			var changes []app.Change
			for j, f := range fields {
				value := fmt.Sprintf(`"%s%d之%d，抽查台账时发现记录不全，需补充说明。"`, what, i, j)
				changes = append(changes, app.Change{Entity: id, Noun: app.KindFinding, Kind: app.Put, Field: f, Value: []byte(value)})
			}
			if _, err := w.append(p, draft{who: w.Me().Name, verb: app.VerbSaveFinding, cas: cas, changes: changes}); err != nil {
				return err
			}
		}
		return nil
	})
}
