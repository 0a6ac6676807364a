package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/journal"
)

// clockSlack is by how much two clocks may differ before it is said.
const clockSlack = time.Hour

// maxBeyond bounds how many deeds beyond somebody's roles are listed.
const maxBeyond = 200

// did is a sort of deed of a seat in a case.
type did struct {
	seat string
	verb app.Verb
	cas  app.ID
}

// before notes what clashes before the package comes.
func (t *intake) before(ctx context.Context) (err error) {
	t.clashed, err = clashKeys(ctx, t.p.s)
	return err
}

// outcome says what the records that were taken in have done.
func (t *intake) outcome(ctx context.Context, pk *exchange.Package, sure bool) (Coming, error) {
	m := t.m
	o := Coming{Paths: pk.Paths(), ID: m.ID, Kind: m.Kind, Number: m.Number, Made: time.UnixMilli(m.Made).UTC(), Title: m.Title,
		Records: t.records, Changes: t.changes, Late: t.late, Void: t.void}
	st, known := t.roll.Seat(m.From.Seat)
	o.From = Party{Seat: app.SeatID(m.From.Seat), Person: m.From.Person, Laptop: m.From.Laptop, Enrolled: known && t.keys[m.From.Seat] != nil, Out: st.Out}
	if err := t.p.s.row(ctx, "SELECT coalesce((SELECT n FROM import WHERE package = ? LIMIT 1), 0)", []any{string(m.ID)}, &o.Before); err != nil {
		return Coming{}, err
	}
	var err error
	if o.Clock, err = t.clock(ctx); err != nil {
		return Coming{}, err
	}
	if o.Cases, err = t.byCase(ctx, &o); err != nil {
		return Coming{}, err
	}
	if o.Clashes, err = t.newClashes(ctx); err != nil {
		return Coming{}, err
	}
	if o.Cases, err = t.withClashes(ctx, o.Cases, o.Clashes); err != nil {
		return Coming{}, err
	}
	if err := t.blobs(ctx, &o); err != nil {
		return Coming{}, err
	}
	o.Again, o.Returns = t.asks, t.returns
	// Whoever only looks is told of what could come again; whoever takes in has decided on it.
	o.Known = t.records == 0 && len(o.Returns) == 0 && (len(o.Again) == 0 || !t.look) && o.Blobs == 0
	if o.Removed > 0 {
		if err := t.p.s.row(ctx, "SELECT count(*) FROM entity WHERE deleted = 0", nil, &o.Living); err != nil {
			return Coming{}, err
		}
		for _, f := range t.fate {
			if f.is && !f.was {
				o.Living--
			}
		}
		o.Living += o.Removed
	}
	if !sure { // who is sure need not be told
		if o.Signed, err = t.signed(ctx); err != nil {
			return Coming{}, err
		}
	}
	t.beyondRoles(ctx, &o)
	o.Takes, err = t.takes(ctx)
	return o, err
}

// clock gives by how much the sender's clock must be off: it is ahead of the clock here, or behind a record that the
// sender had from here.
func (t *intake) clock(ctx context.Context) (time.Duration, error) {
	made := time.UnixMilli(t.m.Made)
	if ahead := made.Sub(t.w.now()); ahead > clockSlack {
		return ahead.Truncate(time.Minute), nil
	}
	mine := t.m.Has[t.w.signer.ID]
	if mine.Top == 0 {
		return 0, nil
	}
	var raw []byte
	err := t.p.s.rows(ctx, "SELECT body FROM record WHERE seat = ? AND seq = ?", []any{t.w.signer.ID, mine.Top}, func(scan func(...any) error) error { return scan(&raw) })
	if err != nil || raw == nil {
		return 0, err
	}
	b, err := journal.Decode(raw)
	if err != nil {
		return 0, err
	}
	if behind := made.Sub(b.Time.Wall()); behind < -clockSlack {
		return behind.Truncate(time.Minute), nil
	}
	return 0, nil
}

// byCase counts what became of the nouns.
func (t *intake) byCase(ctx context.Context, o *Coming) ([]CaseComing, error) {
	cases := map[app.ID]*CaseComing{}
	for _, f := range t.fate {
		c := cases[f.cas]
		if c == nil {
			c = &CaseComing{ID: f.cas}
			cases[f.cas] = c
		}
		switch {
		case f.is && !f.was:
			c.New++
		case f.was && !f.is:
			c.Removed++
			o.Removed++
		case f.is && f.changed:
			c.Changed++
		}
	}
	return t.named(ctx, cases)
}

// named gives the cases with their numbers and units, in order; what cases share comes first.
func (t *intake) named(ctx context.Context, cases map[app.ID]*CaseComing) ([]CaseComing, error) {
	r := sessionReader{t.p.s}
	var out []CaseComing
	for id, c := range cases {
		if c.New+c.Changed+c.Removed+c.Clashing == 0 {
			continue
		}
		if id != "" {
			head, err := app.Get[app.Case](ctx, r, id)
			if err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
				return nil, err
			}
			unit, err := app.Get[app.Unit](ctx, r, head.Unit)
			if err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
				return nil, err
			}
			c.Number, c.Unit = head.Number, unit.Name
		}
		out = append(out, *c)
	}
	slices.SortFunc(out, byNumber)
	return out, nil
}

// newClashes gives the clashes that were not there before.
func (t *intake) newClashes(ctx context.Context) ([]Clash, error) {
	keys, err := clashKeys(ctx, t.p.s)
	if err != nil {
		return nil, err
	}
	fresh := map[clashKey]bool{}
	for k := range keys {
		if !t.clashed[k] {
			fresh[k] = true
		}
	}
	if len(fresh) == 0 {
		return nil, nil
	}
	return t.w.clashesAt(ctx, t.p.s, func(k clashKey) bool { return fresh[k] })
}

// withClashes counts clashes with their cases, those among them in which nothing that is shown changes.
func (t *intake) withClashes(ctx context.Context, cases []CaseComing, all []Clash) ([]CaseComing, error) {
	others := map[app.ID]*CaseComing{}
	for _, c := range all {
		if i := slices.IndexFunc(cases, func(x CaseComing) bool { return x.ID == c.Case }); i >= 0 {
			cases[i].Clashing++
			continue
		}
		if others[c.Case] == nil {
			others[c.Case] = &CaseComing{ID: c.Case}
		}
		others[c.Case].Clashing++
	}
	more, err := t.named(ctx, others)
	if err != nil {
		return nil, err
	}
	cases = append(cases, more...)
	slices.SortFunc(cases, byNumber)
	return cases, nil
}

// byNumber puts what cases share first, then the cases by their numbers.
func byNumber(a, b CaseComing) int {
	return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID))
}

// blobs says which attached files come and which are missing, and keeps the missing ones as awaited.
func (t *intake) blobs(ctx context.Context, o *Coming) error {
	coming := map[string]bool{}
	for _, b := range t.m.Blobs {
		coming[b.Hash] = true
		if !t.w.present(b.Hash) {
			o.Blobs++
		}
	}
	// A file may also have come another way, such as by somebody's hand.
	awaited, err := awaitedNow(ctx, t.p.s)
	if err != nil {
		return err
	}
	for _, hash := range awaited {
		if !coming[hash] && !t.w.present(hash) {
			continue
		}
		if err := t.p.s.exec("DELETE FROM awaited WHERE hash = ?", hash); err != nil {
			return err
		}
	}
	for hash := range t.files {
		if coming[hash] || t.w.present(hash) {
			continue
		}
		o.Missing++
		if err := t.p.s.exec("INSERT OR IGNORE INTO awaited(hash) VALUES(?)", hash); err != nil {
			return err
		}
	}
	return nil
}

// awaitedNow gives the attached files that are awaited.
func awaitedNow(ctx context.Context, s *session) (out []string, err error) {
	err = s.rows(ctx, "SELECT hash FROM awaited", nil, func(scan func(...any) error) error {
		var hash string
		err := scan(&hash)
		out = append(out, hash)
		return err
	})
	return out, err
}

// arrived notes that an attached file is here, in case it was awaited. Where that fails, the next import notes it.
func (w *Workspace) arrived(ctx context.Context, hash string) {
	var awaited bool
	err := w.borrow(ctx, func(s *session) error {
		return s.row(ctx, "SELECT EXISTS(SELECT 1 FROM awaited WHERE hash = ?)", []any{hash}, &awaited)
	})
	if err == nil && awaited {
		err = w.transact(ctx, func(p *projector) error { return p.s.exec("DELETE FROM awaited WHERE hash = ?", hash) })
	}
	if err != nil {
		w.log.Warn("that an awaited file is here is not written down yet", "error", err)
	}
}

// signed gives the sign-offs that held before and hold no longer.
func (t *intake) signed(ctx context.Context) ([]SignedTouch, error) {
	touched := map[app.ID]bool{}
	for _, f := range t.fate {
		if f.cas != "" && f.was {
			touched[f.cas] = true
		}
	}
	var out []SignedTouch
	for id := range touched {
		var signs bool
		if err := t.p.s.row(ctx, "SELECT EXISTS(SELECT 1 FROM entity WHERE owner = ? AND kind = 'signoff' AND deleted = 0)", []any{string(id)}, &signs); err != nil {
			return nil, err
		}
		if !signs {
			continue
		}
		before, err := t.w.dossier(ctx, id) // as it is committed
		if app.CodeOf(err) == app.ErrNotFound.Code {
			continue
		}
		if err != nil {
			return nil, err
		}
		after, err := app.LoadDossier(ctx, sessionReader{t.p.s}, id)
		if err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
			return nil, err
		}
		for _, s := range app.Stale(before, after) {
			out = append(out, SignedTouch{Case: id, Signoff: s})
		}
	}
	return out, nil
}

// beyondRoles lists the deeds that the roles of who did them do not allow.
func (t *intake) beyondRoles(ctx context.Context, o *Coming) {
	for d, who := range t.deeds {
		if len(o.Beyond) < maxBeyond && app.Beyond(ctx, sessionReader{t.p.s}, d.verb, app.SeatID(d.seat), d.cas, nil) {
			o.Beyond = append(o.Beyond, BeyondRole{Who: who, Verb: d.verb, Case: d.cas})
		}
	}
	slices.SortFunc(o.Beyond, func(a, b BeyondRole) int {
		return cmp.Or(cmp.Compare(a.Who, b.Who), cmp.Compare(a.Verb, b.Verb), cmp.Compare(a.Case, b.Case))
	})
}
