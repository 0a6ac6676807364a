package commands

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strings"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
	"lianshen/store"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
)

// open opens the workspace named on the command line.
func (r *run) open() (*store.Workspace, error) {
	if r.workspace == "" {
		return nil, app.Refuse("command.noworkspace")
	}
	phrase, err := r.phrase()
	if err != nil {
		return nil, err
	}
	return store.Open(r.ctx, r.workspace, store.Options{Now: r.Now, Program: Version, Phrase: phrase})
}

// phrase gives the pass phrase for the workspace: from the file that was named, else the one beside a sample, else it
// refuses with "passphrase.missing". Of a folder that is no workspace the store has better words.
func (r *run) phrase() (string, error) {
	return r.phraseFor(r.workspace, besideSample(r.workspace))
}

// phraseFor is phrase for a folder of that kind, a backup for instance; beside is where a sample has its phrase.
func (r *run) phraseFor(dir, beside string) (string, error) {
	if r.phraseFile != "" {
		if r.read == "" {
			phrase, err := r.readPhrase(r.phraseFile)
			if err != nil {
				return "", err
			}
			r.read = phrase // standard input is read once, whatever is opened twice
		}
		return r.read, nil
	}
	if store.IsSample(dir) {
		if _, err := os.Stat(beside); err == nil {
			return r.readPhrase(beside)
		}
	}
	if !store.IsWorkspace(dir) {
		return "", nil
	}
	return "", app.Refuse("passphrase.missing", "path", dir)
}

// besideSample is where the pass phrase of a sample workspace lies.
func besideSample(workspace string) string {
	return filepath.Join(filepath.Dir(filepath.Clean(workspace)), samplePhrase)
}

// with opens the workspace, does f and closes it; what closing says counts when f said nothing.
func (r *run) with(f func(*store.Workspace) error) (err error) {
	ws, err := r.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ws.Close()) }()
	return f(ws)
}

// founding is what a command that may make a workspace asks for.
type founding struct {
	Person       string `help:"Name of the first person, when the workspace is made; else that of the account." placeholder:"NAME"`
	RecoveryFile string `help:"Where the recovery key goes when the workspace is made: as text, or as a page to print when it ends in .pdf." placeholder:"FILE"`
}

// found makes the workspace with its first seat and, where it was asked for, its recovery key.
func (r *run) found(f founding) (err error) {
	if r.phraseFile == "" {
		return app.Refuse("passphrase.choose", "path", r.workspace)
	}
	phrase, err := r.phrase()
	if err != nil {
		return err
	}
	if f.RecoveryFile != "" {
		// Known before the workspace is made rather than after.
		if _, err := os.Lstat(f.RecoveryFile); err == nil {
			return app.Refuse("command.recoverythere", "path", f.RecoveryFile)
		}
	}
	person := strings.TrimSpace(f.Person)
	if person == "" {
		person = accountName()
	}
	ws, err := store.Create(r.ctx, r.workspace, store.Options{Now: r.Now, Program: Version, Phrase: phrase, Person: person, Cost: r.Cost})
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, ws.Close()); err != nil {
			err = errors.Join(err, os.RemoveAll(r.workspace), f.dropRecovery())
		}
	}()
	if f.RecoveryFile == "" {
		_, err := fmt.Fprintln(r.Stdout, i18n.T("command.norecovery", "person", person))
		return err
	}
	key, err := ws.NewRecovery(r.ctx)
	if err != nil {
		return err
	}
	if err := r.writeRecovery(f.RecoveryFile, person, key); err != nil {
		return err
	}
	if err := ws.KeepRecovery(r.ctx, key); err != nil {
		return err
	}
	_, err = fmt.Fprintln(r.Stdout, i18n.T("command.recovery", "path", f.RecoveryFile))
	return err
}

// writeRecovery puts the recovery key into a new file that only its owner may read.
func (r *run) writeRecovery(path, person string, key vault.Recovery) error {
	data := []byte(key.String() + "\n")
	if strings.EqualFold(filepath.Ext(path), ".pdf") {
		lang := document.Chinese
		if i18n.Language() == i18n.English {
			lang = document.English
		}
		name := strings.TrimSuffix(filepath.Base(r.workspace), store.Suffix)
		res, err := reports.RecoveryPage(reports.Recovery{Workspace: name, Person: person, On: app.DateOf(r.Now()), Groups: key.Groups(), Text: key.String(), Lang: lang})
		if err != nil {
			return err
		}
		return pdf.WriteFile(path, res)
	}
	return writeSecret(path, data)
}

// writeSecret writes a file that did not exist, for its owner alone, and brings it to the disk.
func writeSecret(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return app.Refuse("command.recoverythere", "path", path)
	}
	if err == nil {
		_, werr := f.Write(data)
		err = errors.Join(werr, f.Sync(), f.Close())
	}
	if err != nil {
		refusal := app.Refuse("file.unwritable", "path", path)
		refusal.Cause = err
		return refusal
	}
	return nil
}

// dropRecovery takes the recovery key of a workspace away that did not come about.
func (f founding) dropRecovery() error {
	if f.RecoveryFile == "" {
		return nil
	}
	if err := os.Remove(f.RecoveryFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("take the recovery file away: %w", err)
	}
	return nil
}

// accountName is what the system calls who runs the program: the full name of the account, else its short one.
func accountName() string {
	u, err := user.Current()
	if err != nil {
		return os.Getenv("USER")
	}
	// The field holds more than the name on some systems, after a comma.
	if name, _, _ := strings.Cut(u.Name, ","); strings.TrimSpace(name) != "" {
		return strings.TrimSpace(name)
	}
	if at := strings.LastIndexByte(u.Username, '\\'); at >= 0 { // DOMAIN\name on Windows
		return u.Username[at+1:]
	}
	return u.Username
}
