package drafts

import (
	"context"
	"strings"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/pdf"
	"lianshen/ui/leaving"
)

// printed is a finished report in memory.
type printed struct {
	data   []byte
	pages  int
	sha256 string
	text   []app.Passage // what its pages say
	save   func(path string) error
	pageOf func(heading string) int // page a heading stands on, from 1; 0 = none
}

// press is the part of reports that the room uses; tests put their own in its place.
type press struct {
	sections func(d app.Dossier, s app.Strand, draft bool, today app.Date) []reports.Section
	print    func(ctx context.Context, d app.Dossier, s app.Strand, draft bool, today app.Date) (printed, error)
	ready    func(d app.Dossier, s app.Strand, draft bool) error
	fileName func(d app.Dossier, s app.Strand, draft bool) string
}

// realPress prints with the check code of the log that tip gives at that moment.
func realPress(tip func() string) press {
	return press{
		sections: func(d app.Dossier, s app.Strand, draft bool, today app.Date) []reports.Section {
			return reports.Sections(d, s, reports.Options{Draft: draft, Today: today})
		},
		print: func(ctx context.Context, d app.Dossier, s app.Strand, draft bool, today app.Date) (printed, error) {
			return printReport(ctx, d, s, reports.Options{Draft: draft, Today: today, Tip: tip()})
		},
		ready:    reports.Ready,
		fileName: reports.FileName,
	}
}

func printReport(ctx context.Context, d app.Dossier, s app.Strand, o reports.Options) (printed, error) {
	res, err := reports.Print(ctx, d, s, o)
	if err != nil {
		return printed{}, err
	}
	page := func(heading string) int {
		if heading == "" {
			return 1
		}
		for _, line := range res.Lines {
			text := strings.TrimSpace(line.Text)
			// A long heading goes over more than one line: its beginning is enough.
			if !line.Artifact && line.Opens && text != "" && strings.HasPrefix(heading, text) {
				return line.Page
			}
		}
		return 0
	}
	return printed{data: res.Bytes, pages: res.Pages, sha256: res.SHA256, text: leaving.Pages(res), save: func(path string) error { return pdf.WriteFile(path, res) }, pageOf: page}, nil
}
