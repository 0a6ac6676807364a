package press

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"lianshen/app"
	"lianshen/reports/pdf"
	"lianshen/ui/i18n"
)

// maxJudged is the most that is read of a file that somebody asks about, in bytes: no report comes near it.
const maxJudged = 64 << 20

// Judge says which version of a report the file at a path is, or that it is none (app.JudgeFile). The file is only read.
// Refused: one that cannot be read ("file.unreadable"), one over 64 MB or that is no file at all ("check.other").
func Judge(ctx context.Context, r app.Reader, path string) (app.FileVerdict, error) {
	f, err := os.Open(path)
	if err != nil {
		return app.FileVerdict{}, &app.Error{Code: "file.unreadable", Args: map[string]any{"path": path}, Cause: err}
	}
	defer f.Close() // nothing was written
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxJudged {
		return app.FileVerdict{}, app.Refuse("check.other", "path", path)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxJudged))
	if err != nil {
		return app.FileVerdict{}, &app.Error{Code: "file.unreadable", Args: map[string]any{"path": path}, Cause: err}
	}
	return JudgeBytes(ctx, r, data)
}

// JudgeBytes is Judge for a file in memory.
func JudgeBytes(ctx context.Context, r app.Reader, data []byte) (app.FileVerdict, error) {
	all, err := app.List[app.Report](ctx, r, "")
	if err != nil {
		return app.FileVerdict{}, fmt.Errorf("look through the versions: %w", err)
	}
	cases := map[app.ID]app.Case{}
	for _, rep := range all {
		if _, known := cases[rep.Case]; known {
			continue
		}
		c, err := app.Get[app.Case](ctx, r, rep.Case)
		if err != nil && !errors.Is(err, app.ErrNotFound) {
			return app.FileVerdict{}, fmt.Errorf("read the case of a version: %w", err)
		}
		cases[rep.Case] = c
	}
	sum := sha256.Sum256(data)
	return app.JudgeFile(hex.EncodeToString(sum[:]), app.ID(pdf.Claim(data)), all, func(rep app.Report) app.CaseStrand {
		return cases[rep.Case].Strands[rep.Strand]
	}), nil
}

// Verdict says a verdict in sentences for people: what the file is, of which case and report, and which version is in force when
// that is another.
func Verdict(ctx context.Context, r app.Reader, v app.FileVerdict) ([]string, error) {
	out := []string{i18n.Enum("filestate", v.State)}
	tell := func(key string, rep app.Report) error {
		if rep.ID == "" {
			return nil
		}
		c, err := app.Get[app.Case](ctx, r, rep.Case)
		if err != nil {
			return fmt.Errorf("read the case of a version: %w", err)
		}
		report := i18n.T("strand." + string(rep.Strand) + ".report")
		if rep.Draft {
			report = i18n.T("check.draft", "report", report)
		}
		out = append(out, i18n.T(key, "case", c.Number, "report", report, "number", rep.Number, "version", rep.Version, "date", rep.On, "by", rep.By))
		return nil
	}
	key := "check.is"
	if v.State == app.FileAltered {
		key = "check.claims"
	}
	if err := tell(key, v.Report); err != nil {
		return nil, err
	}
	if v.Report.Reason != "" {
		out = append(out, i18n.T("check.reason", "reason", v.Report.Reason))
	}
	return out, tell("check.current", v.Current)
}
