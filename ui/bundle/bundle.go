// Package bundle gathers what the archive of a case is made of and puts it on a disk, for the window and the commands
// alike. Package reports/archive says what an archive is.
package bundle

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/archive"
	"lianshen/reports/target"
	"lianshen/store"
	"lianshen/store/roundfile"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
	"lianshen/ui/leaving"
	"lianshen/ui/past"
	"lianshen/ui/press"
)

// Store is what is asked of a workspace.
type Store interface {
	app.Reader
	press.Store
	Veiled(ctx context.Context, caseID app.ID) (app.Dossier, error)
	TimelinePage(ctx context.Context, q store.TimelineQuery) ([]store.Event, int, error)
	LastStates(ctx context.Context, ids []app.ID) (map[app.ID]store.LastState, error)
	Program() string
}

// Options say how an archive is made.
type Options struct {
	Path   string // of the file
	Phrase string // the file is encrypted with it; "" = it is not
	Work   int    // work factor of the encryption, 0 = the usual one; tests take less
}

// Archived tells about an archive that was written.
type Archived struct {
	archive.Made
	target.Written
	Path string
}

// encrypted is the ending of an archive that opens with a pass phrase.
const encrypted = ".age"

// Path gives the path under which an archive is written: one with a phrase ends in .zip.age, others in .zip.
func Path(path string, phrase bool) string {
	ending := ".zip"
	if phrase {
		ending = ".zip" + encrypted
	}
	if strings.HasSuffix(strings.ToLower(path), ending) {
		return path
	}
	if phrase && strings.HasSuffix(strings.ToLower(path), ".zip") {
		return path + encrypted
	}
	return path + ending
}

// Gather reads everything that goes into the archive of a case but its originals. What the person at the desk may not see
// is in no archive that he or she makes, and neither is the vault of names; names in
// what was written are refused until they were confirmed (leaving.Pass). Reports that cannot be made are named by a sentence.
func Gather(ctx context.Context, s Store, desk app.Desk, id app.ID) (archive.Source, error) {
	d, err := s.Veiled(ctx, id)
	if err != nil {
		return archive.Source{}, err
	}
	d.Aliases = nil // an archive goes by codes
	out := archive.Source{Dossier: d, Lang: i18n.Language(), Made: desk.Now(), By: desk.Who, Program: s.Program(), Tip: s.ShortTip(), Open: s.OpenAttachment}
	var said []app.Passage // what leaves, as text
	for _, strand := range app.Strands {
		draft := reports.Ready(d, strand, false) != nil
		if draft && reports.Ready(d, strand, true) != nil {
			continue // the case has not come that far
		}
		made, err := press.Copy(ctx, s, d, strand, draft, desk.Today())
		switch {
		case ctx.Err() != nil:
			return out, ctx.Err()
		case app.CodeOf(err) != "":
			sentence, _ := i18n.Error(err)
			out.Unmade = append(out.Unmade, i18n.T("archive.unmade", "report", i18n.T("strand."+string(strand)+".report"), "why", sentence))
			continue
		case err != nil:
			return out, err
		}
		said = append(said, leaving.Pages(made.Result)...)
		out.Reports = append(out.Reports, archive.PDF{Name: reports.FileName(d, strand, draft), Strand: strand, Draft: draft, Pages: made.Pages, Bytes: made.Bytes})
	}
	file, err := roundfile.FromDossier(ctx, s, d)
	if err != nil {
		return out, err
	}
	var data bytes.Buffer
	if err := roundfile.Write(&data, file); err != nil {
		return out, err
	}
	out.Data = data.Bytes()
	if out.History, err = history(ctx, s, id); err != nil {
		return out, err
	}
	records, err := leaving.Nouns(file.Nouns())
	if err != nil {
		return out, err
	}
	said = append(said, records...)
	for _, e := range out.History {
		said = append(said, app.Passage{Where: i18n.T("kind.case") + i18n.T("names.field", "field", i18n.T("room.history")), Text: e.What + "\n" + e.From + "\n" + e.Until})
	}
	return out, leaving.Pass(ctx, s, []app.ID{id}, said)
}

// history tells what was done in the case, the first deed first. Protected matter is not told by a list.
func history(ctx context.Context, s Store, id app.ID) ([]archive.Entry, error) {
	events, _, err := s.TimelinePage(ctx, store.TimelineQuery{Case: id})
	if err != nil {
		return nil, err
	}
	words := past.New(s)
	if err := words.LearnEvents(ctx, events); err != nil {
		return nil, err
	}
	out := make([]archive.Entry, 0, len(events))
	for i := len(events) - 1; i >= 0; i-- {
		e := events[i]
		what := words.Noun(e.Kind, e.Entity)
		if field := words.Field(e.Kind, e.Field); field != "" {
			what += " · " + field
		}
		entry := archive.Entry{At: e.At.In(time.Local), Who: e.Who, Deed: past.Deed(e.Verb), What: what}
		if e.Protected && e.Field != "" {
			entry.Until = i18n.T("history.protected")
		} else {
			entry.From, entry.Until = words.Change(e)
		}
		out = append(out, entry)
	}
	return out, nil
}

// enough is the lowest score of vault.Strength that is taken, the same as for a workspace.
const enough = 2

// Save makes the archive of a case and puts it on a disk. The export is noted first: rather one too many in the log than
// one that left no trace. progress (may be nil) is told bytes done of bytes. Refused: a phrase that is easily guessed
// ("phrase.weak"), what the person may not export (app.Permit), and what target.Write refuses.
func Save(ctx context.Context, s Store, desk app.Desk, id app.ID, o Options, progress func(done, total int64)) (Archived, error) {
	if o.Phrase != "" && vault.Strength(o.Phrase).Score < enough {
		return Archived{}, app.Refuse("phrase.weak", "why", app.Word("phrase.why.common"))
	}
	source, err := Gather(ctx, s, desk, id)
	if err != nil {
		return Archived{}, err
	}
	what := map[string]string{"format": "archive", "encrypted": "no"}
	if leaving.IsConfirmed(ctx) {
		what["names"] = "yes"
	}
	if o.Phrase != "" {
		what["encrypted"] = "yes"
	}
	if err := desk.NoteExport(ctx, source.Dossier.Case, what); err != nil {
		return Archived{}, err
	}
	out := Archived{Path: Path(o.Path, o.Phrase != "")}
	out.Written, err = target.Write(ctx, out.Path, func(w io.Writer) error {
		if o.Phrase == "" {
			out.Made, err = archive.Write(ctx, w, source, progress)
			return err
		}
		sealed, err := archive.Encrypt(w, o.Phrase, o.Work)
		if err != nil {
			return err
		}
		out.Made, err = archive.Write(ctx, sealed, source, progress)
		return errors.Join(err, sealed.Close())
	})
	return out, err
}
