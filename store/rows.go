package store

import (
	"context"
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"lianshen/app"
)

// FindingQuery says which findings a list shows and in which order. Empty fields do not narrow.
type FindingQuery struct {
	Round, Case app.ID
	Unit        app.ID // findings of every round at this unit
	Strand      app.Strand
	State       app.FindingState
	Type        string // 问题类型, the whole of it
	Text        string // part of title, type or fact
	// Sort is "case" (as is "": by case number, then number), "number", "strand", "item", "title", "state" or "amount".
	Sort          string
	Desc          bool
	Limit, Offset int // Limit 0: all
}

// FindingRow is a line of the list of findings.
type FindingRow struct {
	CaseNumber string
	UnitName   string
	app.Finding
}

// FindingRows gives a page of findings and how many there are in all.
func (w *Workspace) FindingRows(ctx context.Context, q FindingQuery) ([]FindingRow, int, error) {
	f := filter{}
	f.equal("c.round", string(q.Round))
	f.equal("f.cas", string(q.Case))
	f.equal("c.unit", string(q.Unit))
	f.equal("f.strand", string(q.Strand))
	f.equal("f.state", string(q.State))
	if q.Type != "" {
		f.and("e.doc ->> 'type' = ?", q.Type)
	}
	if q.Text != "" {
		f.and("(instr(f.title, ?) OR instr(e.doc ->> 'type', ?) OR instr(e.doc ->> 'fact', ?))", q.Text, q.Text, q.Text)
	}
	order := map[string]string{"number": "f.number", "strand": strandOrder("f.strand"), "item": "f.item", "title": "f.title",
		"state": listOrder("f.state", app.FindingStates), "amount": "f.amount"}[q.Sort]
	var out []FindingRow
	total := 0
	err := w.snapshot(ctx, func(s *session) error {
		common, err := w.commonAt(ctx, s)
		if err != nil {
			return err
		}
		unseen, err := w.unseen(ctx, s)
		if err != nil || unseen.Text(q.Text) != q.Text { // who looks for a name would learn by which code it goes
			return err
		}
		from := " FROM finding f JOIN caserow c ON c.id = f.cas JOIN entity e ON e.n = f.entity" + f.where()
		if err := s.row(ctx, "SELECT count(*)"+from, f.args, &total); err != nil {
			return err
		}
		return s.rows(ctx, "SELECT c.number, c.unit, e.doc"+from+orderBy(order, q.Desc, "c.number", "f.number", "f.entity"),
			append(f.args, limit(q.Limit), q.Offset), func(scan func(...any) error) error {
				var number, unit, doc string
				if err := scan(&number, &unit, &doc); err != nil {
					return err
				}
				r := FindingRow{CaseNumber: number, UnitName: common.units[app.ID(unit)].Name}
				if err := json.Unmarshal([]byte(doc), &r.Finding); err != nil {
					return fmt.Errorf("decode finding: %w", err)
				}
				out = append(out, app.Conceal(unseen, r))
				return nil
			})
	})
	if err != nil {
		return nil, 0, fmt.Errorf("list findings: %w", err)
	}
	return out, total, nil
}

// ItemQuery says which answers a list shows and in which order. Empty fields do not narrow.
type ItemQuery struct {
	Round, Case app.ID
	Strand      app.Strand
	Conclusion  app.Conclusion
	Text        string // part of the item's code, of what it checks, or of the note
	// Sort is "case" (as is "": by case number, then item), "item", "conclusion" or "on".
	Sort          string
	Desc          bool
	Limit, Offset int // Limit 0: all
}

// ItemRow is a line of the list of answers over all cases.
type ItemRow struct {
	CaseNumber string
	UnitName   string
	Section    string // name
	Check      string // what the item checks
	CheckEn    string
	app.Answer
}

// ItemRows gives a page of the answers of all cases and how many there are in all.
func (w *Workspace) ItemRows(ctx context.Context, q ItemQuery) ([]ItemRow, int, error) {
	var out []ItemRow
	total := 0
	err := w.snapshot(ctx, func(s *session) error {
		common, err := w.commonAt(ctx, s)
		if err != nil {
			return err
		}
		unseen, err := w.unseen(ctx, s)
		if err != nil || unseen.Text(q.Text) != q.Text {
			return err
		}
		f := filter{}
		f.equal("c.round", string(q.Round))
		f.equal("a.cas", string(q.Case))
		f.equal("a.strand", string(q.Strand))
		f.equal("a.conclusion", string(q.Conclusion))
		counted := " FROM answer a JOIN caserow c ON c.id = a.cas"
		if q.Text != "" {
			counted += " JOIN entity e ON e.n = a.entity"
			codes := common.itemsWith(q.Text)
			marks := strings.TrimSuffix(strings.Repeat("?,", len(codes)), ",")
			f.and("(a.item IN ("+marks+") OR instr(e.doc ->> 'note', ?))", append(codes, q.Text)...)
		}
		if err := s.row(ctx, "SELECT count(*)"+counted+f.where(), f.args, &total); err != nil {
			return err
		}
		order := map[string]string{"item": strandOrder("a.strand") + " %, a.item", "conclusion": listOrder("a.conclusion", app.Conclusions), "on": "a.edited"}[q.Sort]
		// The page is cut on the narrow rows; only its own documents are read.
		page := "SELECT c.id, c.number AS number, c.unit AS unit, a.entity AS n" + counted + f.where() + orderBy(order, q.Desc, "c.number", strandOrder("a.strand"), "a.item", "a.entity")
		return s.rows(ctx, "SELECT p.number, p.unit, e.doc FROM ("+page+") p CROSS JOIN entity e ON e.n = p.n",
			append(f.args, limit(q.Limit), q.Offset), func(scan func(...any) error) error {
				var number, unit, doc string
				if err := scan(&number, &unit, &doc); err != nil {
					return err
				}
				r := ItemRow{CaseNumber: number, UnitName: common.units[app.ID(unit)].Name}
				if err := json.Unmarshal([]byte(doc), &r.Answer); err != nil {
					return fmt.Errorf("decode answer: %w", err)
				}
				item, section := common.item(r.Item)
				r.Section, r.Check, r.CheckEn = section.Name, item.Check, item.CheckEn
				out = append(out, app.Conceal(unseen, r))
				return nil
			})
	})
	if err != nil {
		return nil, 0, fmt.Errorf("list items: %w", err)
	}
	return out, total, nil
}

type placed struct {
	item    app.Item
	section app.Section
}

// item gives an item by its code from the latest version of its checklist.
func (c *common) item(code string) (app.Item, app.Section) {
	c.once.Do(func() {
		c.items = map[string]placed{}
		version := map[string]string{}
		for _, t := range c.templates {
			for _, s := range t.Sections {
				for _, i := range s.Items {
					if v, known := version[i.Code]; !known || v < t.Version {
						version[i.Code], c.items[i.Code] = t.Version, placed{i, s}
					}
				}
			}
		}
	})
	p := c.items[code]
	return p.item, p.section
}

// itemsWith gives the codes of the items that have the text in code or check, sorted.
func (c *common) itemsWith(text string) []any {
	c.item("") // fills the list
	var codes []string
	for code, p := range c.items {
		if strings.Contains(strings.ToUpper(code), strings.ToUpper(text)) || strings.Contains(p.item.Check, text) || strings.Contains(fold(p.item.CheckEn), fold(text)) {
			codes = append(codes, code)
		}
	}
	sort.Strings(codes)
	out := make([]any, len(codes))
	for i, c := range codes {
		out[i] = c
	}
	return out
}

// filter collects conditions and what stands at their question marks.
type filter struct {
	conditions []string
	args       []any
}

func (f *filter) and(condition string, args ...any) {
	f.conditions = append(f.conditions, condition)
	f.args = append(f.args, args...)
}

func (f *filter) equal(column, value string) {
	if value != "" {
		f.and(column+" = ?", value)
	}
}

func (f *filter) where() string {
	if len(f.conditions) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(f.conditions, " AND ")
}

// orderBy orders by first, turned round when desc (at "%", too), then by the others as they are, and cuts the page.
func orderBy(first string, desc bool, then ...string) string {
	way := ""
	if desc {
		way = " DESC"
	}
	if first == "" { // the first of the usual order is what is turned round
		first, then = then[0], then[1:]
	}
	return " ORDER BY " + strings.Join(append([]string{strings.ReplaceAll(first, " %", way) + way}, then...), ", ") + " LIMIT ? OFFSET ?"
}

func limit(n int) int {
	if n <= 0 {
		return -1
	}
	return n
}

func strandOrder(column string) string { return listOrder(column, app.Strands) }

// listOrder orders codes as their list does, not by the alphabet. The codes are constants of this program.
func listOrder[T ~string](column string, codes []T) string {
	var b strings.Builder
	b.WriteString("CASE " + column)
	for i, c := range codes {
		fmt.Fprintf(&b, " WHEN '%s' THEN %d", c, i)
	}
	b.WriteString(" ELSE 99 END")
	return b.String()
}
