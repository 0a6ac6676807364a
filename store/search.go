package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"

	"lianshen/app"
)

// Hit is something that search found.
type Hit struct {
	Kind       app.Kind // of the noun; app.KindTemplate is an item of a checklist
	ID         app.ID
	Case       app.ID // the case it belongs to; of a unit, the latest case of it; "" = none
	CaseNumber string
	Title      string   // what names it; of a noun without a name, what it is about
	Snippet    string   // the place of its text that matched, "" when only the title did
	Marks      [][2]int // where the words stand in Snippet, or in Title when there is none: first and last+1 character
	Ref        string   // item code, where it has one
}

// snippetBefore and snippetAfter are how many characters stand around the first match in a snippet.
const (
	snippetBefore = 16
	snippetAfter  = 48
)

// Search finds cases, units, people, items, findings, answers and other texts by words. All words must occur; words of
// one or two Han characters are found, too, and names by the initials of their pinyin ("qxx" finds 青溪县). Exact names
// come first, then cases and findings, then items, then texts, each the best first. limit bounds the hits; 0 means 50.
// What is withheld from the person at the seat is not found.
func (w *Workspace) Search(ctx context.Context, words string, limit int) ([]Hit, error) {
	expr := matchExpr(words)
	if expr == "" {
		return nil, nil
	}
	if limit <= 0 {
		limit = 50
	}
	var hits []Hit
	err := w.snapshot(ctx, func(s *session) error {
		common, err := w.commonAt(ctx, s)
		if err != nil {
			return err
		}
		all, err := find(ctx, s, expr, limit)
		if err != nil {
			return err
		}
		curtain, err := w.curtainAt(ctx, s, common)
		if err != nil {
			return err
		}
		unseen, err := w.unseen(ctx, s)
		if err != nil {
			return err
		}
		for _, f := range all {
			if hidden, err := curtain.hides(ctx, f); err != nil {
				return err
			} else if hidden {
				continue
			}
			of, err := passages(f.kind, []byte(f.doc))
			if err != nil {
				return err
			}
			if f.place >= int64(len(of)) {
				continue
			}
			place := of[f.place]
			if !tellable(unseen, place.title+"\n"+place.text, words) {
				continue
			}
			place.title, place.text = unseen.Text(place.title), unseen.Text(place.text)
			h := Hit{Kind: f.kind, ID: f.id, Ref: place.ref}
			h.show(place, words)
			if err := h.locate(ctx, s, common, f.owner, []byte(f.doc)); err != nil {
				return err
			}
			if h.Title == "" {
				h.Title = beginning(place.text)
			}
			h.Title = unseen.Text(h.Title) // it may have been told of other things
			hits = append(hits, h)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	sort.SliceStable(hits, func(i, j int) bool { return hits[i].exact(words) && !hits[j].exact(words) })
	return hits, nil
}

// found is a passage that matches.
type found struct {
	place     int64 // which passage of the noun
	id, owner app.ID
	kind      app.Kind
	doc       string
}

// find gives the matching passages, tier by tier, at most limit.
func find(ctx context.Context, s *session, expr string, limit int) ([]found, error) {
	byTier := make([][]found, len(tiers))
	for i, t := range tiers {
		// The index alone is ranked; documents are read for the best only.
		err := s.rows(ctx, `SELECT b.place, e.id, e.owner, e.kind, e.doc FROM (
				SELECT rowid / 4096 AS n, rowid % 4096 AS place, rank AS score FROM words
				WHERE words MATCH ? AND rank MATCH 'bm25(8.0, 1.0, 4.0, 0.0)' ORDER BY rank LIMIT ?) b
			CROSS JOIN entity e ON e.n = b.n ORDER BY b.score`, []any{"tier : " + t.token + " AND (" + expr + ")", limit}, func(scan func(...any) error) error {
			var f found
			err := scan(&f.place, &f.id, &f.owner, &f.kind, &f.doc)
			byTier[i] = append(byTier[i], f)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	take, left := make([]int, len(tiers)), limit
	for i, t := range tiers {
		take[i] = min(len(byTier[i]), limit*t.share/100)
		left -= take[i]
	}
	var out []found
	for i := range tiers { // what some do not need goes to the first that can use it
		more := min(left, len(byTier[i])-take[i])
		left -= more
		out = append(out, byTier[i][:take[i]+more]...)
	}
	return out, nil
}

// beginning gives the first characters of a text's first line.
func beginning(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	if runes := []rune(line); len(runes) > 24 {
		return string(runes[:24]) + "…"
	}
	return line
}

// exact says whether the words are the hit's whole name.
func (h Hit) exact(words string) bool {
	return strings.EqualFold(h.Title, strings.TrimSpace(words)) || strings.EqualFold(h.Ref, strings.TrimSpace(words))
}

// locate says which case a hit belongs to.
func (h *Hit) locate(ctx context.Context, s *session, common *common, owner app.ID, doc []byte) error {
	query, arg := "SELECT id, number, unit FROM caserow WHERE id = ?", caseOf(h.Kind, h.ID, owner)
	if h.Kind == app.KindUnit {
		query, arg = "SELECT id, number, unit FROM caserow WHERE unit = ? ORDER BY entity DESC LIMIT 1", h.ID
	}
	if arg == "" {
		return nil
	}
	var unit app.ID
	err := s.rows(ctx, query, []any{string(arg)}, func(scan func(...any) error) error { return scan(&h.Case, &h.CaseNumber, &unit) })
	if err != nil {
		return err
	}
	if h.Kind == app.KindCase && common.units[unit].Name != "" {
		h.Title += " " + common.units[unit].Name
	}
	if h.Ref == "" {
		h.Ref = itemOf(doc)
		if h.Title == "" && h.Ref != "" {
			item, _ := common.item(h.Ref)
			h.Title = strings.TrimSpace(h.Ref + " " + item.Check)
		}
	}
	return nil
}

// show fills in title and snippet with the places of the words.
func (h *Hit) show(p passage, words string) {
	h.Title = strings.ReplaceAll(p.title, "\n", " ")
	text := []rune(strings.Map(func(r rune) rune {
		if r < ' ' || isDirection(r) {
			return ' '
		}
		return r
	}, p.text))
	marks := matches(text, words)
	if len(marks) == 0 {
		h.Marks = matches([]rune(h.Title), words)
		return
	}
	from := max(0, marks[0][0]-snippetBefore)
	to := min(len(text), marks[0][0]+snippetAfter)
	h.Snippet = string(text[from:to])
	for _, m := range marks {
		if m[0] < to {
			h.Marks = append(h.Marks, [2]int{m[0] - from, min(m[1], to) - from})
		}
	}
}

// isDirection tells the marks that would turn the text around a match the other way.
func isDirection(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x061c
}

// matches gives where the runs of the words stand in a text, in order, without overlap.
func matches(text []rune, words string) [][2]int {
	low := []rune(fold(string(text)))
	if len(low) != len(text) {
		return nil // folding changed the length, positions would be wrong
	}
	var out [][2]int
	for _, r := range runs(fold(words)) {
		word := []rune(r.text)
		n := len(word)
		for at := 0; at+n <= len(low) && len(out) < 64; {
			if slices.Equal(low[at:at+n], word) {
				out = append(out, [2]int{at, at + n})
				at += n
			} else {
				at++
			}
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i][0] < out[j][0] || out[i][0] == out[j][0] && out[i][1] > out[j][1] })
	kept := out[:0]
	for _, m := range out {
		if len(kept) == 0 || m[0] >= kept[len(kept)-1][1] {
			kept = append(kept, m)
		}
	}
	return kept
}

// itemOf gives the item code a noun's state names, "" when none.
func itemOf(doc []byte) string {
	var n struct{ Item string }
	if json.Unmarshal(doc, &n) != nil {
		return "" // a kind whose "item" is no text
	}
	return n.Item
}
