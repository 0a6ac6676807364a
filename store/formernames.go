package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lianshen/app"
	"lianshen/store/journal"
)

// slip is how long a name must have stood in the vault to be kept back after who wrote it corrected or deleted it: what is
// mended sooner was a slip of the hand, and might be a word that every paper holds.
const slip = time.Hour

// formerNames gives the names that once stood in the vault of a case and do no more, because the entry was deleted or the
// name corrected: texts that were written in between may hold them. Each bears the code and the strands that its entry has
// now, or had at last.
func formerNames(ctx context.Context, s *session, caseID app.ID) ([]app.Alias, error) {
	type entry struct {
		n     int64
		last  app.Alias
		gone  bool
		named int // changes that may have named
	}
	var entries []entry
	err := s.rows(ctx, `SELECT n, doc, deleted, (SELECT COUNT(*) FROM change c WHERE c.entity = n AND c.field IN ('', 'name')) FROM (
			SELECT n, doc, deleted FROM entity WHERE owner = ?1 AND kind = 'alias' AND deleted = 0 UNION ALL
			SELECT n, doc, deleted FROM entity WHERE owner = ?1 AND kind = 'alias' AND deleted = 1)`, []any{string(caseID)}, func(scan func(...any) error) error {
		var e entry
		var doc string
		if err := scan(&e.n, &doc, &e.gone, &e.named); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(doc), &e.last); err != nil {
			return fmt.Errorf("decode an entry of the vault: %w", err)
		}
		if e.gone || e.named > 1 {
			entries = append(entries, e)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []app.Alias
	for _, e := range entries {
		events, err := newBook(s).events(ctx, e.n)
		if err != nil {
			return nil, err
		}
		name, by, since := "", "", time.Time{}
		ends := func(v Event) {
			if name != "" && (v.At.Sub(since) >= slip || v.Who != by) && (e.gone || name != e.last.Name) {
				former := e.last
				former.Name = name
				out = append(out, former)
			}
		}
		for _, v := range events {
			if v.Change == app.Note || v.Field != "" && v.Field != "name" {
				continue
			}
			now, value := "", v.After
			if v.Field == "" {
				value = journal.Lookup(v.After, "name")
			}
			if len(value) > 0 {
				if err := json.Unmarshal(value, &now); err != nil {
					return nil, fmt.Errorf("decode a name of the vault: %w", err)
				}
			}
			if now != name {
				ends(v)
				name, by, since = now, v.Who, v.At
			}
		}
	}
	return out, nil
}
