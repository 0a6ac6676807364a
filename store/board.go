package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"lianshen/app"
)

// BoardQuery says which cases the board shows and in which order. Empty fields do not narrow.
type BoardQuery struct {
	Round, Zone app.ID
	Stage       app.Stage
	Text        string // part of the number, of a name of the unit or of its initials
	// Sort is "number" (as is ""), "unit", "zone", "group", "stage", "progress", "problems", "findings", "amount" or
	// "deadline" (no open deadline comes last).
	Sort string
	Desc bool
	// Brief leaves Next and Deadline of rows that are not known yet empty: they alone need everything about a case. The
	// first board of a large workspace is there at once that way, and whole a moment later.
	Brief bool
}

// Board is what the board shows: the rows asked for, and counts over them whatever their stage.
type Board struct {
	Rows     []BoardRow
	Stages   map[app.Stage]int  // cases per stage, the Stage of the query disregarded
	Findings map[app.Strand]int // findings of the rows per strand, dropped ones left out
	Amount   app.Money          // of these findings
	Overdue  int                // rows whose most urgent deadline is overdue
}

// BoardRow is one case on the board.
type BoardRow struct {
	ID        app.ID
	Number    string
	Unit      app.ID
	UnitName  string
	ZoneName  string
	GroupName string
	Stage     app.Stage
	Answered  int       // items with a conclusion, of Total
	Total     int       // items that count
	Problems  int       // items with a problem
	Findings  int       // dropped ones left out
	Amount    app.Money // of these findings
	Next      app.Step
	Deadline  app.Deadline // the most urgent open one; its Code is "" when there is none
}

// line is a case's line on the board as of a record and a day.
type line struct {
	at    int64
	today app.Date
	row   BoardRow
	round app.ID
	zone  app.ID
	found map[app.Strand]int
}

// Board gives the cases of a round (or of all) with their progress, next step and most urgent deadline.
func (w *Workspace) Board(ctx context.Context, q BoardQuery, today app.Date) (Board, error) {
	b := Board{Stages: map[app.Stage]int{}, Findings: map[app.Strand]int{}}
	lines, err := w.lines(ctx, today, q.Brief)
	if err != nil {
		return Board{}, err
	}
	for _, l := range lines {
		if q.Round != "" && l.round != q.Round || q.Zone != "" && l.zone != q.Zone || !l.row.matches(q.Text) {
			continue
		}
		b.Stages[l.row.Stage]++
		if q.Stage != "" && l.row.Stage != q.Stage {
			continue
		}
		b.Rows = append(b.Rows, l.row)
		for s, n := range l.found {
			b.Findings[s] += n
		}
		b.Amount += l.row.Amount
		if l.row.Deadline.Code != "" && l.row.Deadline.Overdue() {
			b.Overdue++
		}
	}
	slices.SortStableFunc(b.Rows, boardOrder(q.Sort, q.Desc))
	return b, nil
}

// lines gives every case's line; only those that a deed has touched are computed anew. Brief ones are not kept.
func (w *Workspace) lines(ctx context.Context, today app.Date, brief bool) ([]line, error) {
	var out []line
	err := w.snapshot(ctx, func(s *session) error {
		c, err := w.commonAt(ctx, s)
		if err != nil {
			return err
		}
		at, err := lastRecord(ctx, s)
		if err != nil {
			return err
		}
		var ids []app.ID
		err = s.rows(ctx, "SELECT id FROM caserow ORDER BY number, id", nil, func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			ids = append(ids, app.ID(id))
			return err
		})
		if err != nil {
			return err
		}
		for _, id := range ids {
			l, known := w.cache.getLine(id, at, today)
			switch {
			case known:
			case brief:
				if l, err = c.briefLine(ctx, s, id, today); err != nil {
					return err
				}
			default:
				if l, err = w.line(ctx, s, c, id, today); err != nil {
					return err
				}
				l.at = at
				w.cache.putLine(id, l)
			}
			out = append(out, l)
		}
		return nil
	})
	return out, err
}

func (w *Workspace) line(ctx context.Context, s *session, c *common, id app.ID, today app.Date) (line, error) {
	var d app.Dossier
	if err := (sessionReader{s}).Read(ctx, id, &d.Case); err != nil {
		return line{}, err
	}
	if err := c.dossier(ctx, s, &d, false); err != nil {
		return line{}, err
	}
	if err := w.clashing(ctx, s, &d); err != nil {
		return line{}, err
	}
	return lineOf(d, today), nil
}

// briefLine gives the line of a case without what needs all of its nouns: the next step and the deadline.
func (c *common) briefLine(ctx context.Context, s *session, id app.ID, today app.Date) (line, error) {
	var d app.Dossier
	if err := (sessionReader{s}).Read(ctx, id, &d.Case); err != nil {
		return line{}, err
	}
	c.share(&d)
	d.Answers = map[string]app.Answer{}
	if err := briefAnswers(ctx, s, &d); err != nil {
		return line{}, err
	}
	l := startLine(d, today)
	err := s.rows(ctx, "SELECT strand, count(*), sum(amount) FROM finding WHERE cas = ? AND state <> ? GROUP BY strand", []any{string(id), string(app.FindingDropped)}, func(scan func(...any) error) error {
		var strand string
		var n int
		var amount int64
		err := scan(&strand, &n, &amount)
		l.found[app.Strand(strand)] = n
		l.row.Findings += n
		l.row.Amount += app.Money(amount)
		return err
	})
	return l, err
}

func startLine(d app.Dossier, today app.Date) line {
	p := app.CaseProgress(d)
	return line{today: today, round: d.Case.Round, zone: d.Case.Zone, found: map[app.Strand]int{}, row: BoardRow{
		ID: d.Case.ID, Number: d.Case.Number, Unit: d.Case.Unit, UnitName: d.Unit.Name, ZoneName: d.Zone.Name, GroupName: d.Group.Name,
		Stage: d.Case.Stage, Answered: p.Answered, Total: p.Total, Problems: p.Problems,
	}}
}

func lineOf(d app.Dossier, today app.Date) line {
	l := startLine(d, today)
	l.row.Next = app.NextStep(d, today)
	for _, f := range d.Findings {
		if f.State == app.FindingDropped {
			continue
		}
		l.row.Findings++
		l.row.Amount += f.Amount
		l.found[f.Strand]++
	}
	l.row.Deadline, _ = app.Urgent(app.Deadlines(d, today))
	return l
}

// matches says whether the row has every word in its number or the name of its unit, or starts initials of the name.
func (r BoardRow) matches(text string) bool {
	for _, word := range strings.Fields(fold(text)) {
		if strings.Contains(fold(r.Number), word) || strings.Contains(fold(r.UnitName), word) {
			continue
		}
		if !isInitials(word) || !strings.Contains(" "+initials(r.UnitName, false), " "+word) {
			return false
		}
	}
	return true
}

func boardOrder(by string, desc bool) func(a, b BoardRow) int {
	key := map[string]func(a, b BoardRow) int{
		"unit":     func(a, b BoardRow) int { return cmp.Compare(a.UnitName, b.UnitName) },
		"zone":     func(a, b BoardRow) int { return cmp.Compare(a.ZoneName, b.ZoneName) },
		"group":    func(a, b BoardRow) int { return cmp.Compare(a.GroupName, b.GroupName) },
		"stage":    func(a, b BoardRow) int { return cmp.Compare(a.Stage.Index(), b.Stage.Index()) },
		"progress": func(a, b BoardRow) int { return cmp.Compare(a.Answered*max(1, b.Total), b.Answered*max(1, a.Total)) },
		"problems": func(a, b BoardRow) int { return cmp.Compare(a.Problems, b.Problems) },
		"findings": func(a, b BoardRow) int { return cmp.Compare(a.Findings, b.Findings) },
		"amount":   func(a, b BoardRow) int { return cmp.Compare(a.Amount, b.Amount) },
		"deadline": func(a, b BoardRow) int { return cmp.Compare(a.Deadline.Due.String(), b.Deadline.Due.String()) },
	}[by]
	return func(a, b BoardRow) int {
		if by == "deadline" && (a.Deadline.Code == "") != (b.Deadline.Code == "") {
			if a.Deadline.Code == "" {
				return 1 // last, whichever way it is sorted
			}
			return -1
		}
		n := 0
		if key != nil {
			n = key(a, b)
		}
		n = cmp.Or(n, cmp.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID))
		if desc {
			return -n
		}
		return n
	}
}

func sortRounds(rounds []app.Round) {
	slices.SortStableFunc(rounds, func(a, b app.Round) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}
