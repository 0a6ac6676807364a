// Package press makes the pages of reports for the window and the commands alike, and keeps what was made. A report that
// is in force is never made again: what is given are the bytes that were issued.
package press

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
	"lianshen/ui/leaving"
)

// Store is what is asked of a workspace.
type Store interface {
	leaving.Store
	Attach(ctx context.Context, r io.Reader, name string) (hash string, size int64, err error)
	Detach(hash string) error
	OpenAttachment(ctx context.Context, hash string) (io.ReadCloser, error)
	ShortTip() string // where the log stands, for the foot of final reports
}

// Made is a report in memory.
type Made struct {
	*pdf.Result
	// Report is the version that the pages are.
	Report app.Report
	// Recorded tells that this version is on record already: it was made before of the same text, or it is in force.
	Recorded bool
}

// maxKept is the most that is read of a kept report, in bytes.
const maxKept = 256 << 20

// Make makes a report of the facts as they are, or gives the version in force. Whether the case has come so far is for
// reports.Ready to say. A draft whose text is that of the last version is that version again.
func Make(ctx context.Context, s Store, d app.Dossier, strand app.Strand, draft bool, today app.Date) (*Made, error) {
	return give(ctx, s, d, strand, draft, today, app.NextVersion(d.Reports, strand, draft))
}

// Copy is Make for pages of which nothing is recorded: the version in force or one on record, else pages that name no version.
func Copy(ctx context.Context, s Store, d app.Dossier, strand app.Strand, draft bool, today app.Date) (*Made, error) {
	return give(ctx, s, d, strand, draft, today, 0)
}

// give gives the version in force or on record, else makes the pages as version fresh.
func give(ctx context.Context, s Store, d app.Dossier, strand app.Strand, draft bool, today app.Date, fresh int) (*Made, error) {
	if in, ok := app.InForce(d, strand); ok && !draft {
		return kept(ctx, s, in)
	}
	if last := app.NextVersion(d.Reports, strand, draft) - 1; last > 0 {
		doc, rep, err := compose(s, d, strand, draft, today, reports.Identity{Version: last})
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(d.Reports, func(r app.Report) bool { return r.ID == rep.ID }); i >= 0 {
			m, err := set(ctx, doc, d.Reports[i])
			if err != nil || m.SHA256 == m.Report.SHA256 {
				m.Recorded = err == nil
				return m, err
			} // the same text, but set by another edition of the program: that is another version
		}
	}
	doc, rep, err := compose(s, d, strand, draft, today, reports.Identity{Version: fresh})
	if err != nil {
		return nil, err
	}
	return set(ctx, doc, rep)
}

// compose composes one version, and gives what is to be recorded of it.
func compose(s Store, d app.Dossier, strand app.Strand, draft bool, today app.Date, who reports.Identity) (*document.Document, app.Report, error) {
	doc, err := reports.Compose(d, strand, reports.Options{Draft: draft, Today: today, Tip: s.ShortTip(), Identity: who})
	if err != nil {
		return nil, app.Report{}, err
	}
	return doc, app.Report{ID: app.ID(doc.Meta.ID), Case: d.Case.ID, Strand: strand, Draft: draft, Version: who.Version, On: today,
		FileName: reports.FileName(d, strand, draft)}, nil
}

// set makes the pages of a version.
func set(ctx context.Context, doc *document.Document, rep app.Report) (*Made, error) {
	m := &Made{Report: rep}
	if err := ctx.Err(); err != nil {
		return m, err
	}
	var err error
	if m.Result, err = pdf.Render(doc); err != nil {
		return m, fmt.Errorf("print a report: %w", err)
	}
	return m, ctx.Err()
}

// kept gives the bytes of the version in force, proven by their hash.
func kept(ctx context.Context, s Store, in app.Report) (*Made, error) {
	r, err := s.OpenAttachment(ctx, in.FileHash)
	if err != nil {
		return nil, fmt.Errorf("open the issued report: %w", err)
	}
	raw, err := io.ReadAll(io.LimitReader(r, maxKept))
	if err = errors.Join(err, r.Close()); err != nil {
		return nil, fmt.Errorf("read the issued report: %w", err)
	}
	pages, err := pdf.ReadText(raw)
	if err != nil {
		return nil, fmt.Errorf("read the issued report: %w", err)
	}
	res := &pdf.Result{Bytes: raw, Pages: len(pages), SHA256: in.SHA256, PageText: make([]string, len(pages))}
	for i, p := range pages {
		res.PageText[i] = strings.Join(strings.Fields(string(p.Text)), "")
	}
	return &Made{Result: res, Report: in, Recorded: true}, nil
}

// PageOf is the page on which a heading stands, from 1; 0 when there is none such. The empty heading is the beginning.
func (m *Made) PageOf(heading string) int {
	if heading == "" {
		return 1
	}
	for _, line := range m.Lines {
		text := strings.TrimSpace(line.Text)
		// A long heading goes over more than one line: its beginning is enough.
		if !line.Artifact && line.Opens && text != "" && strings.HasPrefix(heading, text) {
			return line.Page
		}
	}
	if len(m.Lines) > 0 {
		return 0
	}
	for i, text := range m.PageText { // an issued report was not set here: its pages are all there is
		if strings.Contains(text, strings.Join(strings.Fields(heading), "")) {
			return i + 1
		}
	}
	return 0
}

// Keep keeps that a version was made, before it leaves. Of one that is on record it is noted that it was printed again. The bytes
// of a final version are kept.
func (m *Made) Keep(ctx context.Context, s Store, desk app.Desk) error {
	if m.Recorded {
		return desk.NotePrint(ctx, m.Report, map[string]string{"what": "report", "version": strconv.Itoa(m.Report.Version),
			"pages": strconv.Itoa(m.Pages), "sha256": m.SHA256})
	}
	if m.Report.Draft {
		m.Report.Pages, m.Report.SHA256 = m.Pages, m.SHA256
		_, err := desk.RecordReport(ctx, m.Report)
		m.Recorded = err == nil
		return err
	}
	return m.attached(ctx, s, func(rep app.Report) error {
		_, err := desk.RecordReport(ctx, rep)
		return err
	})
}

// attached takes the bytes in, does the deed that names them, and takes them away again when it is refused.
func (m *Made) attached(ctx context.Context, s Store, deed func(app.Report) error) error {
	hash, _, err := s.Attach(ctx, bytes.NewReader(m.Bytes), m.Report.FileName)
	if err != nil {
		return fmt.Errorf("keep the report: %w", err)
	}
	m.Report.FileHash, m.Report.SHA256, m.Report.Pages = hash, hash, m.Pages
	if err := deed(m.Report); err != nil {
		return errors.Join(err, s.Detach(hash))
	}
	m.Recorded = true
	return nil
}

// Order says how a report is issued.
type Order struct {
	Strand app.Strand
	On     app.Date
	Signer string
	// Reason tells that the version in force is corrected, and why; "" for the first issue.
	Reason string
}

// Issue makes the final report as it is issued, asks whether names of the vault may leave with it, and issues it: the version, its bytes and the
// issue are one deed, see app.Desk.Issue for what is refused.
func Issue(ctx context.Context, s Store, desk app.Desk, d app.Dossier, o Order) (*Made, error) {
	if err := reports.Ready(d, o.Strand, false); err != nil {
		return nil, err
	}
	who := reports.Identity{Version: app.NextVersion(d.Reports, o.Strand, false)}
	in, issued := app.InForce(d, o.Strand)
	if o.Reason != "" && issued {
		who.Corrects = &in
	}
	// What is printed is what will stand in the case after the deed.
	d.Case.Strands = maps.Clone(d.Case.Strands)
	st := d.Case.Strands[o.Strand]
	if st.Signer = o.Signer; who.Corrects == nil {
		st.IssuedOn = o.On
	}
	d.Case.Strands[o.Strand] = st
	doc, rep, err := compose(s, d, o.Strand, false, o.On, who)
	if err != nil {
		return nil, err
	}
	m, err := set(ctx, doc, rep)
	if err != nil {
		return nil, err
	}
	if err := leaving.PDF(ctx, s, m.Result, d.Case.ID); err != nil {
		return nil, err
	}
	m.Report.Reason = o.Reason
	if who.Corrects != nil {
		m.Report.Corrects = in.ID
	}
	return m, m.attached(ctx, s, func(rep app.Report) error {
		_, err := desk.Issue(ctx, rep, o.Signer)
		return err
	})
}
