package drafts

import (
	"context"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/document"
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
	print    func(ctx context.Context, d app.Dossier, s app.Strand, draft bool, lang document.Language, today app.Date) (printed, error)
	ready    func(d app.Dossier, s app.Strand, draft bool) error
	fileName func(d app.Dossier, s app.Strand, draft bool) string
}

// realWorks prints of a workspace.
func realWorks(store press.Store) works {
	return works{
		sections: func(d app.Dossier, s app.Strand, draft bool, today app.Date) []reports.Section {
			return reports.Sections(d, s, reports.Options{Draft: draft, Today: today})
		},
		print: func(ctx context.Context, d app.Dossier, s app.Strand, draft bool, lang document.Language, today app.Date) (printed, error) {
			if lang == document.English {
				return rendition(ctx, d, s, draft, today)
			}
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

// rendition prints the English rendition of a report. It is no version: that it was printed is noted, nothing is kept of it.
func rendition(ctx context.Context, d app.Dossier, s app.Strand, draft bool, today app.Date) (printed, error) {
	res, err := reports.Print(ctx, d, s, reports.Options{Draft: draft, Today: today, Lang: document.English})
	if err != nil {
		return printed{}, err
	}
	return printed{data: res.Bytes, pages: res.Pages, sha256: res.SHA256, text: leaving.Pages(res), pageOf: func(string) int { return 1 },
		save: func(path string) error { return pdf.WriteFile(path, res) },
		keep: func(ctx context.Context, desk app.Desk) error {
			return desk.NotePrint(ctx, d.Case, map[string]string{"what": "english rendition", "strand": string(s), "sha256": res.SHA256})
		}}, nil
}
