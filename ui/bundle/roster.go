package bundle

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"lianshen/app"
	"lianshen/reports/xlsx"
)

// RosterStore is what taking lists in and comparing them asks of a workspace.
type RosterStore interface {
	app.Reader
	Veiled(ctx context.Context, caseID app.ID) (app.Dossier, error)
	Attach(ctx context.Context, r io.Reader, name string) (hash string, size int64, err error)
	Detach(hash string) error
	OpenAttachment(ctx context.Context, hash string) (io.ReadCloser, error)
}

// TakeRoster attaches the rows of a list and keeps the list, see app.Desk.TakeRoster. Rows with faults are left out when
// skip is set; else a list with any is refused ("roster.faults"), and so is one without rows ("roster.none").
func TakeRoster(ctx context.Context, s RosterStore, desk app.Desk, r app.Roster, in *xlsx.RosterOutcome, skip bool) error {
	if in.Wrong > 0 && !skip {
		return app.Refuse("roster.faults", "n", in.Wrong)
	}
	if in.Taken == 0 {
		return app.Refuse("roster.none")
	}
	data, err := app.EncodeRoster(in.Sort, in.Rows)
	if err != nil {
		return err
	}
	if r.FileHash, r.FileSize, err = s.Attach(ctx, bytes.NewReader(data), r.FileName); err != nil {
		return err
	}
	r.Sort, r.Rows, r.Mapping = in.Sort, len(in.Rows), in.Mapping
	if _, err = desk.TakeRoster(ctx, r); err != nil {
		return errors.Join(err, s.Detach(r.FileHash)) // what no deed names is taken away again
	}
	return nil
}

// AddMonths adds to a payroll that was read the rows of an earlier one whose months it does not have, so that months may
// be taken in one after the other. It gives the name for both. Rows of either without a month are left as they are.
func AddMonths(ctx context.Context, s RosterStore, earlier app.Roster, fileName string, in *xlsx.RosterOutcome) (name string, err error) {
	rows, err := loadRows(ctx, s, earlier)
	if err != nil {
		return "", err
	}
	months := app.Set{}
	for i, r := range in.Rows {
		months[r.Month] = true
		if r.Source == "" {
			in.Rows[i].Source = fileName
		}
	}
	var kept []app.RosterRow
	for _, r := range rows {
		if months.Has(r.Month) {
			continue
		}
		if r.Source == "" {
			r.Source = earlier.FileName
		}
		kept = append(kept, r)
	}
	if len(kept) == 0 {
		return fileName, nil
	}
	in.Rows = append(kept, in.Rows...)
	return earlier.FileName + "、" + fileName, nil
}

// LoadLists reads the rows of the lists of a case that count. Refused: "attachment.missing", "attachment.changed",
// "roster.kept" and "roster.newer".
func LoadLists(ctx context.Context, s RosterStore, d app.Dossier) (app.Lists, error) {
	l := app.Lists{Of: app.LatestRosters(d)}
	for _, sort := range app.RosterSorts {
		r, there := l.Of[sort]
		if !there || r.FileHash == "" {
			continue
		}
		rows, err := loadRows(ctx, s, r)
		if err != nil {
			return app.Lists{}, err
		}
		switch sort {
		case "staff":
			l.Staff = rows
		case "posts":
			l.Posts = rows
		case "payroll":
			l.Payroll = rows
		case "appointments":
			l.Appointments = rows
		case "finances":
			l.Finances = rows
		}
	}
	return l, nil
}

func loadRows(ctx context.Context, s RosterStore, r app.Roster) ([]app.RosterRow, error) {
	f, err := s.OpenAttachment(ctx, r.FileHash)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, app.LongestRosterFile+1))
	if err != nil {
		return nil, fmt.Errorf("read the rows of a list: %w", err)
	}
	_, rows, err := app.DecodeRoster(data)
	return rows, err
}

// TakeCandidate writes the rows that show a candidate into a table, attaches it and makes a finding with it as evidence,
// see app.Desk.TakeCandidate.
func TakeCandidate(ctx context.Context, s RosterStore, desk app.Desk, d app.Dossier, c app.Candidate, lists map[string]app.Roster) (app.ID, error) {
	var b bytes.Buffer
	if err := xlsx.WriteProof(&b, d, c, lists); err != nil {
		return "", err
	}
	file := app.Evidence{FileName: xlsx.ProofName(c)}
	var err error
	if file.FileHash, file.FileSize, err = s.Attach(ctx, &b, file.FileName); err != nil {
		return "", err
	}
	id, err := desk.TakeCandidate(ctx, d.Case.ID, c, file)
	if err != nil {
		return "", errors.Join(err, s.Detach(file.FileHash))
	}
	return id, nil
}
