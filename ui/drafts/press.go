package drafts

import (
	"context"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/pdf"
	"lianshen/ui/leaving"
	"lianshen/ui/press"
)

// printed is a finished report in memory.
type printed struct {
	data   []byte
	pages  int
	sha256 string
	text   []app.Passage // what its pages say
	save   func(path string) error
	keep   func(ctx context.Context, desk app.Desk) error // notes that it is made, before it leaves
	pageOf func(heading string) int                       // page a heading stands on, from 1; 0 = none
}

// works is the part of reports that the room uses; tests put their own in its place.
type works struct {
	sections func(d app.Dossier, s app.Strand, draft bool, today app.Date) []reports.Section
	print    func(ctx context.Context, d app.Dossier, s app.Strand, draft bool, today app.Date) (printed, error)
	ready    func(d app.Dossier, s app.Strand, draft bool) error
	fileName func(d app.Dossier, s app.Strand, draft bool) string
}

// realWorks prints of a workspace.
func realWorks(store press.Store) works {
	return works{
		sections: func(d app.Dossier, s app.Strand, draft bool, today app.Date) []reports.Section {
			return reports.Sections(d, s, reports.Options{Draft: draft, Today: today})
		},
		print: func(ctx context.Context, d app.Dossier, s app.Strand, draft bool, today app.Date) (printed, error) {
			m, err := press.Make(ctx, store, d, s, draft, today)
			if err != nil {
				return printed{}, err
			}
			return printed{data: m.Bytes, pages: m.Pages, sha256: m.SHA256, text: leaving.Pages(m.Result), pageOf: m.PageOf,
				save: func(path string) error { return pdf.WriteFile(path, m.Result) },
				keep: func(ctx context.Context, desk app.Desk) error { return m.Keep(ctx, store, desk) }}, nil
		},
		ready:    reports.Ready,
		fileName: reports.FileName,
	}
}
