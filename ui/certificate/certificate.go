// Package certificate says in words what is known of a workspace that was handed over and wiped: the window and the
// command line make the same page of it.
package certificate

import (
	"strings"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
	"lianshen/store"
	"lianshen/ui/i18n"
)

// Facts is what the record tells beside what the store gathers: afterwards nobody can ask for it any more.
type Facts struct {
	Workspace string      // its name
	Check     string      // the check code of its log, "" = a copy for reading
	Last      *store.Sent // the last package for the office, nil = there was none
}

// FactsOf gives the facts of an open workspace that people call name.
func FactsOf(w interface {
	Reading() bool
	ShortTip() string
}, name string, last *store.Sent) Facts {
	f := Facts{Workspace: name, Last: last}
	if !w.Reading() {
		f.Check = w.ShortTip()
	}
	return f
}

// FileName gives the name of the file of a record about a person, made on a day.
func FileName(person string, on app.Date) string {
	return reports.CertificateName(person, on, language())
}

func language() document.Language {
	if i18n.Language() == i18n.English {
		return document.English
	}
	return document.Chinese
}

// Save makes the page of a record and writes it, proven, in the place of an earlier one.
func (f Facts) Save(path string, c store.Certificate) error {
	res, err := reports.HandOverCertificate(f.compose(c))
	if err != nil {
		return err
	}
	return pdf.WriteFile(path, res)
}

// compose says in words what the store has gathered.
func (f Facts) compose(c store.Certificate) reports.Certificate {
	out := reports.Certificate{Workspace: f.Workspace, Round: i18n.List(c.Titles), Person: c.Person.Name, Dept: c.Person.Dept, Laptop: c.Seat.Laptop,
		Seat: shortSeat(c.Seat.Key), Program: c.Program, Check: f.Check, Began: c.Began, Ended: c.Ended, Lang: language()}
	for _, w := range c.Written {
		file := reports.WrittenFile{At: w.At, What: i18n.T("handover.sort." + string(w.Sort)), Name: w.Name, Who: w.Who, Places: w.Paths, Size: w.Bytes,
			Copies: w.Copies, SHA256: w.SHA256, Wiped: w.Wiped}
		if w.Kind != "" {
			file.What = i18n.T("handover.kind." + string(w.Kind))
		}
		if w.About != "" {
			file.Name = strings.TrimSpace(w.About + " " + file.Name)
		}
		var to []string
		for _, p := range w.To {
			to = append(to, partyName(p))
		}
		file.To = i18n.List(to)
		out.Files = append(out.Files, file)
		if f.Last != nil && w.Sort == store.FilePackage && w.Name == f.Last.Name {
			out.Last = file
		}
	}
	for _, t := range c.Taken {
		out.Taken = append(out.Taken, reports.TakenFile{At: t.At, Name: t.Name, From: partyName(t.From), Back: t.Back})
	}
	for _, l := range c.Logs {
		out.Logs = append(out.Logs, reports.LogEnd{Person: l.Person, Laptop: l.Laptop, Records: l.Records, Hash: l.Hash})
	}
	for _, w := range c.Wiped {
		out.Wiped = append(out.Wiped, reports.WipedThing{What: i18n.T("wipe.what." + string(w.What)), Path: w.Path, Files: w.Files, Bytes: w.Bytes})
	}
	for _, w := range c.Left {
		sentence, _ := i18n.Error(app.Refuse(w.Why, "path", w.Path))
		out.Wiped = append(out.Wiped, reports.WipedThing{What: i18n.T("wipe.what." + string(w.What)), Path: w.Path, Files: w.Files, Bytes: w.Bytes, Left: sentence})
	}
	for _, l := range c.Limit {
		out.Limits = append(out.Limits, i18n.T("handover.limit."+string(l)))
	}
	if c.Receipt != nil {
		out.Receipt = reports.Receipt{From: strings.TrimSpace(c.Receipt.Person + " " + c.Receipt.Laptop), At: c.Receipt.Made, Hash: c.Receipt.Hash}
	} else {
		out.Receipt = reports.Receipt{Lacks: Lacking(c.Lacking), Forced: c.Why}
	}
	if c.Traces > 0 {
		out.Limits = append(out.Limits, i18n.T("handover.receipt.traces", "n", i18n.Number(c.Traces)))
	}
	return out
}

func partyName(p store.Party) string {
	if p.Person == "" {
		return i18n.T("handover.somebody")
	}
	if p.Laptop == "" {
		return p.Person
	}
	return i18n.T("handover.office.line", "name", p.Person, "laptop", p.Laptop)
}

// shortSeat is the part of a seat's name that people compare.
func shortSeat(key string) string {
	if len(key) < 8 {
		return key
	}
	return strings.ToUpper(key[:4] + "-" + key[4:8])
}

// shownCases is how many cases are named of what the office lacks.
const shownCases = 8

// Lacking says in sentences what a receipt does not cover.
func Lacking(l store.Lacking) []string {
	var out []string
	if l.Records > 0 {
		out = append(out, i18n.T("handover.lacks.records", "n", i18n.Number(l.Records), "own", i18n.Number(l.Own), "from", i18n.Moment(l.First), "to", i18n.Moment(l.Last)))
	}
	for i, c := range l.Cases {
		if i == shownCases {
			out = append(out, i18n.T("handover.lacks.more", "n", i18n.Number(len(l.Cases)-shownCases)))
			break
		}
		name := c.Number
		if name == "" {
			name = i18n.T("handover.lacks.shared")
		}
		out = append(out, i18n.T("handover.lacks.case", "case", name, "n", i18n.Number(c.Records)))
	}
	if l.Blobs > 0 {
		out = append(out, i18n.T("handover.lacks.blobs", "n", i18n.Number(l.Blobs), "size", i18n.Bytes(l.Bytes)))
	}
	if l.Parked > 0 {
		out = append(out, i18n.T("handover.lacks.parked", "n", i18n.Number(l.Parked), "imports", l.ImportNumbers()))
	}
	return out
}
