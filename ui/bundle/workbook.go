package bundle

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"strconv"

	"lianshen/app"
	"lianshen/reports/target"
	"lianshen/reports/xlsx"
	"lianshen/ui/leaving"
)

// Workbook tells about a self-check workbook that was written.
type Workbook struct {
	xlsx.Made
	target.Written
}

// WriteWorkbook writes the self-check workbook of a case for its unit. With filled it holds what the unit said so far.
// The export is noted first. Refused: see xlsx.Write, target.Write and app.Permit.
func WriteWorkbook(ctx context.Context, s Store, desk app.Desk, id app.ID, path string, filled bool) (Workbook, error) {
	d, err := s.Veiled(ctx, id)
	if err != nil {
		return Workbook{}, err
	}
	o := xlsx.Options{Made: desk.Today(), Filled: filled}
	var out Workbook
	var raw bytes.Buffer
	if out.Made, err = xlsx.Write(&raw, d, o); err != nil { // what cannot be written leaves no note
		return Workbook{}, err
	}
	if err := leaving.Workbook(ctx, s, raw.Bytes(), id); err != nil {
		return Workbook{}, err
	}
	what := map[string]string{"format": "selfcheck", "code": out.Code, "filled": strconv.FormatBool(filled)}
	if err := desk.NoteExport(ctx, d.Case, what); err != nil {
		return Workbook{}, err
	}
	out.Written, err = target.Write(ctx, path, func(w io.Writer) error {
		_, err := w.Write(raw.Bytes())
		return err
	})
	return out, err
}

// Incoming is a filled workbook that was read and not taken in yet.
type Incoming struct {
	*xlsx.Outcome
	File   string // its name, without a folder
	SHA256 string // hex
	Code   string // the check code of its cover
	Filler string // who filled it in, as its cover says
	On     string // when, as its cover says

	id   app.ID
	have map[string]app.Answer
}

// ReadWorkbook reads a filled workbook and holds it against a case. Nothing has changed yet. Refused: see xlsx.Load and
// xlsx.Filled.For.
func ReadWorkbook(ctx context.Context, s Store, id app.ID, path string) (*Incoming, error) {
	filled, sum, err := xlsx.Load(path)
	if err != nil {
		return nil, err
	}
	d, err := s.Veiled(ctx, id)
	if err != nil {
		return nil, err
	}
	out, err := filled.For(d)
	if err != nil {
		return nil, err
	}
	return &Incoming{Outcome: out, File: filepath.Base(path), SHA256: sum, Code: filled.Code, Filler: filled.Filler, On: filled.On, id: id, have: d.Answers}, nil
}

// Plan says what taking it in would do.
func (in *Incoming) Plan(how app.OnExisting) app.SelfCheckPlan {
	return app.PlanSelfCheck(in.have, in.Answers, how)
}

// Take takes it in as one deed, see app.Desk.TakeSelfCheck.
func (in *Incoming) Take(ctx context.Context, desk app.Desk, how app.OnExisting) (app.SelfCheckPlan, error) {
	file := app.SelfCheckFile{Name: in.File, SHA256: in.SHA256, Read: in.Read, Wrong: in.Wrong, Empty: in.Empty}
	return desk.TakeSelfCheck(ctx, in.id, in.Answers, how, file)
}
