package store

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/journal"
)

// certificate gathers what the workspace can tell of itself before it is wiped.
func (w *Workspace) certificate(ctx context.Context, how WipeHow) (Certificate, error) {
	c := Certificate{Workspace: w.id, Dir: w.dir, Program: cmp.Or(how.Program, w.program), Seat: w.Seat(), Person: w.Me(), Began: w.now(), Why: strings.TrimSpace(how.Why)}
	rounds, err := w.Rounds(ctx)
	if err != nil {
		return c, err
	}
	for _, r := range rounds {
		c.Titles = append(c.Titles, r.Name)
	}
	if !w.Reading() {
		st, err := w.HandOverState(ctx)
		if err != nil {
			return c, err
		}
		c.Lacking, c.Traces = st.Lacking, st.Traces
		if st.Ready {
			c.Receipt, c.Why = st.Receipt, "" // no reason is wanted where nothing lacks
		}
	}
	if err := w.logEnds(ctx, &c); err != nil {
		return c, err
	}
	if err := w.written(ctx, &c); err != nil {
		return c, err
	}
	imports, err := w.Imports(ctx)
	if err != nil {
		return c, err
	}
	for _, i := range slices.Backward(imports) {
		c.Taken = append(c.Taken, TakenFile{At: i.At, Name: i.Name, From: i.From,
			Kind: i.Kind, Number: i.Number, SHA256: i.SHA256, Back: !i.Back.IsZero()})
	}
	c.limits()
	return c, nil
}

// logEnds takes in where the logs end, and whose phrases opened the workspace.
func (w *Workspace) logEnds(ctx context.Context, c *Certificate) error {
	seats, err := w.Seats(ctx)
	if err != nil {
		return err
	}
	err = w.snapshot(ctx, func(s *session) error {
		for _, st := range seats {
			e := LogEnd{Seat: st.Key, Person: st.Who.Name, Laptop: st.Laptop, Here: st.Here, Records: st.Records}
			err := s.rows(ctx, "SELECT hash FROM record WHERE seat = ? ORDER BY seq DESC LIMIT 1", []any{st.Key}, func(scan func(...any) error) error {
				var hash []byte
				err := scan(&hash)
				e.Hash = hex.EncodeToString(hash)
				return err
			})
			if err != nil {
				return err
			}
			c.Logs = append(c.Logs, e)
			if st.Here {
				c.Keys = append(c.Keys, SeatSlotted{Seat: st.ID, Person: st.Who.Name, Laptop: st.Laptop})
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read where the logs end: %w", err)
	}
	slices.SortStableFunc(c.Logs, func(a, b LogEnd) int {
		switch {
		case a.Here == b.Here:
			return 0
		case a.Here:
			return -1
		}
		return 1
	})
	return nil
}

// written takes in every file that left the workspace on this laptop: packages and backups as they are listed, exports and
// prints as the log has them.
func (w *Workspace) written(ctx context.Context, c *Certificate) error {
	seats, err := w.Seats(ctx)
	if err != nil {
		return err
	}
	parties := map[app.ID]Party{}
	for _, s := range seats {
		parties[s.ID] = Party{Seat: s.ID, Person: s.Who.Name, Laptop: s.Laptop, Enrolled: true, Out: !s.AtWork()}
	}
	sent, err := w.SentPackages(ctx)
	if err != nil {
		return err
	}
	for _, s := range sent {
		f := WrittenFile{At: s.At, Sort: FilePackage, Kind: s.Kind, Name: s.Name, Who: parties[s.Seat].Person, Paths: s.Paths, Bytes: s.Bytes, SHA256: s.SHA256}
		for _, to := range s.To {
			f.To = append(f.To, parties[to])
		}
		c.Written = append(c.Written, f)
	}
	backups, err := w.Backups()
	if err != nil {
		w.log.Warn("the backups cannot be listed for the certificate", "error", err)
	}
	for _, b := range backups {
		c.Written = append(c.Written, WrittenFile{At: b.At, Sort: FileBackup, Name: filepath.Base(b.Path), Paths: []string{b.Path}, Bytes: b.Bytes, Wiped: true})
	}
	if err := w.papers(ctx, c, onceHere(seats), parties); err != nil {
		return err
	}
	slices.SortStableFunc(c.Written, func(a, b WrittenFile) int { return a.At.Compare(b.At) })
	return nil
}

// onceHere gives the seats whose deeds were done on this laptop, as the log names them: those that sit here, and those
// whose place they took after a recovery or a restore.
func onceHere(seats []SeatState) map[string]bool {
	byID, out := map[app.ID]SeatState{}, map[string]bool{}
	for _, s := range seats {
		byID[s.ID] = s
	}
	for _, s := range seats {
		if !s.Here {
			continue
		}
		for ; s.Key != "" && !out[s.Key]; s = byID[s.Follows] {
			out[s.Key] = true
		}
	}
	return out
}

// papers takes in the exports and prints of this laptop's seats as the log has them, and the packages that the list of
// packages sent has lost: it does not come back with an older backup, and their records do.
func (w *Workspace) papers(ctx context.Context, c *Certificate, here map[string]bool, parties map[app.ID]Party) error {
	listed := map[string]bool{}
	for _, f := range c.Written {
		listed[f.SHA256] = true
	}
	query := "SELECT r.seat, r.body, d.time, d.who, d.verb, coalesce(c.number, '') FROM deed d JOIN record r ON r.id = d.record LEFT JOIN caserow c ON c.id = d.cas WHERE d.verb IN (?, ?, ?) ORDER BY d.record"
	sorts := map[app.Verb]FileSort{app.VerbPrint: FilePrint, app.VerbExport: FileExport, app.VerbPackOut: FilePackage}
	err := w.snapshot(ctx, func(s *session) error {
		return s.rows(ctx, query, []any{string(app.VerbPrint), string(app.VerbExport), string(app.VerbPackOut)}, func(scan func(...any) error) error {
			var seat, who, verb, number string
			var raw []byte
			var at int64
			if err := scan(&seat, &raw, &at, &who, &verb, &number); err != nil {
				return err
			}
			if !here[seat] {
				return nil
			}
			b, err := journal.Decode(raw)
			if err != nil {
				return err
			}
			for _, ch := range b.Changes {
				f := WrittenFile{At: journal.Time(at).Wall(), Sort: sorts[app.Verb(verb)], About: number, Who: who}
				f.note(ch.Value, parties)
				if f.Sort != FilePackage || !listed[f.SHA256] {
					c.Written = append(c.Written, f)
				}
			}
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("list what was printed, exported and written: %w", err)
	}
	return nil
}

// note takes over what was kept with a print, an export or a package.
func (f *WrittenFile) note(raw json.RawMessage, parties map[app.ID]Party) {
	var what map[string]string
	if json.Unmarshal(raw, &what) != nil {
		return
	}
	f.Name = what["file"]
	for _, other := range []string{"name", "title", "document", "format"} {
		if f.Name == "" {
			f.Name = what[other]
		}
	}
	if f.Sort == FilePackage {
		f.Kind, f.Name = exchange.Kind(what["kind"]), ""
		var to []string
		_ = json.Unmarshal([]byte(what["to"]), &to) // not told in every one
		for _, key := range to {
			f.To = append(f.To, parties[app.SeatID(key)])
		}
	}
	f.SHA256 = what["sha256"]
	f.Copies, _ = strconv.Atoi(what["copies"]) // 0 where it was not kept
	f.Bytes, _ = strconv.ParseInt(what["bytes"], 10, 64)
}

// limits says what cannot be promised.
func (c *Certificate) limits() {
	c.Limit = []WipeLimit{LimitFlash, LimitJournal, LimitSwap, LimitCopies, LimitPlaces}
	has := func(sorts ...FileSort) bool {
		return slices.ContainsFunc(c.Written, func(f WrittenFile) bool { return slices.Contains(sorts, f.Sort) })
	}
	if has(FilePackage) {
		c.Limit = append(c.Limit, LimitPackages)
	}
	if has(FilePrint, FileExport) {
		c.Limit = append(c.Limit, LimitPaper)
	}
}
