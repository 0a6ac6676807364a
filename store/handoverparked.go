package store

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/store/exchange"
)

// parkedOwn takes in the deeds of this laptop's own seats that are without effect, because an import they rest on was
// taken back, and that the receipt does not cover. own says which seats these are; confirmed is what the office has.
func (l *Lacking) parkedOwn(ctx context.Context, s *session, own func(seat string) bool, confirmed exchange.Vector) error {
	var lost []int64
	err := s.rows(ctx, "SELECT r.id, r.seat, r.seq FROM parked p JOIN record r ON r.id = p.record", nil, func(scan func(...any) error) error {
		var id, seq int64
		var seat string
		if err := scan(&id, &seat, &seq); err != nil {
			return err
		}
		if own(seat) && !confirmed.Has(seat, seq) {
			lost = append(lost, id)
		}
		return nil
	})
	if err != nil || len(lost) == 0 {
		return err
	}
	reach, err := reachOf(ctx, s, 0)
	if err != nil {
		return err
	}
	imports := map[int64]bool{}
	for _, id := range lost {
		imports[reach.why[id]] = true
	}
	delete(imports, 0) // none is known: the records alone are told
	l.Parked, l.Imports = len(lost), slices.Sorted(maps.Keys(imports))
	return nil
}

// Refusal is what keeps a workspace from being wiped: "handover.parked" (records, imports) where all that lacks are own
// deeds that rest on imports taken back, otherwise "handover.lacking" (records, blobs).
func (l Lacking) Refusal() error {
	if l.Parked > 0 && l.Records == 0 && l.Blobs == 0 {
		return app.Refuse("handover.parked", "records", l.Parked, "imports", l.ImportNumbers())
	}
	return app.Refuse("handover.lacking", "records", l.Records, "blobs", l.Blobs)
}

// ImportNumbers gives the numbers of the imports that have to be taken in again as a list that reads in every language.
func (l Lacking) ImportNumbers() string {
	var out []string
	for _, n := range l.Imports {
		out = append(out, strconv.FormatInt(n, 10))
	}
	return strings.Join(out, ", ")
}
