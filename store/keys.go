package store

import (
	"context"
	"crypto/rand"
	"fmt"

	"lianshen/app"
	"lianshen/store/journal"
	"lianshen/store/vault"
)

// unlock opens the key file, by the phrase, the recovery key or the office's, and takes the seat's secrets; without the
// phrase those of a new seat are drawn.
func (w *Workspace) unlock(o Options) (err error) {
	if w.keys, err = vault.Read(keyPath(w.dir), w.id); err != nil {
		return told(err, w.dir, "read the key file")
	}
	if o.known != nil {
		w.key, w.signer, w.box = o.known.key, o.known.signer, o.known.box
		return w.keys.Check(w.key)
	}
	var secrets vault.Secrets
	if o.rescued() {
		w.key, err = o.rescue(w.keys)
	} else {
		w.key, secrets, err = w.keys.Unlock(o.Phrase)
	}
	if err != nil {
		return err
	}
	if o.rescued() {
		if secrets, err = vault.NewSecrets(rand.Reader); err != nil {
			return err
		}
		w.coming = &secrets
	}
	w.box = secrets.Box
	w.signer, err = journal.SignerOf(secrets.Sign[:])
	return err
}

// settle leaves the key file with the slots of the seats at work, and the spare beside it the same. It is called once
// the workspace is open. A slot that a cut has left without its seat, or with a seat that was left out, goes.
func (w *Workspace) settle(ctx context.Context) error {
	w.keysMu.Lock()
	defer w.keysMu.Unlock()
	if err := w.prune(ctx); err != nil {
		return err
	}
	return told(w.keys.Settle(keyPath(w.dir)), w.dir, "settle the key file")
}

// prune takes away the slots of seats that are not at work; keysMu is held. The one slot of a copy for reading is that of
// no seat.
func (w *Workspace) prune(ctx context.Context) error {
	if w.made.Reading {
		return nil
	}
	seats, err := app.List[app.Seat](ctx, w, "")
	if err != nil {
		return err
	}
	working := map[string]bool{}
	for _, s := range seats {
		working[s.Key] = s.AtWork()
	}
	pruned := false
	for _, slot := range w.keys.Seats() {
		if working[slot] {
			continue
		}
		if err := w.keys.RemoveSeat(w.key, slot); err != nil {
			return err
		}
		pruned = true
	}
	if !pruned {
		return nil
	}
	return w.writeKeys()
}

// writeKeys writes the key file, and the spare like it: a phrase or a slot that is no more must not live on in the
// spare. keysMu is held.
func (w *Workspace) writeKeys() error {
	err := w.keys.Write(keyPath(w.dir))
	if err == nil {
		err = w.keys.Settle(keyPath(w.dir))
	}
	return told(err, w.dir, "write the key file")
}

// reread takes the key file as it is on disk again, after a change of it could not be written. keysMu is held.
func (w *Workspace) reread() {
	f, err := vault.Read(keyPath(w.dir), w.id)
	if err != nil {
		w.log.Warn("the key file cannot be read again", "error", err)
		return
	}
	w.keys = f
}

// CheckPhrase says whether a pass phrase is the one of the person at the seat: nil, or "phrase.wrong", "phrase.other"
// (it is that of another seat of this workspace), "phrase.empty". It takes as long as opening does.
func (w *Workspace) CheckPhrase(phrase string) error {
	w.keysMu.Lock()
	defer w.keysMu.Unlock()
	_, err := w.ownSecrets(phrase)
	return err
}

// ownSecrets opens the slot of the person at the seat; keysMu is held.
func (w *Workspace) ownSecrets(phrase string) (vault.Secrets, error) {
	key, secrets, err := w.keys.Unlock(phrase)
	if err != nil {
		return vault.Secrets{}, err
	}
	key.Forget() // it was only to be shown that the phrase opens
	if secrets.Seat() != w.signer.ID {
		return vault.Secrets{}, app.Refuse("phrase.other")
	}
	return secrets, nil
}

// ChangePhrase gives the person at the seat another pass phrase and keeps that it was changed, not what it is. Refusals:
// "phrase.wrong", "phrase.other" of the old one, those of vault.File.ChangePhrase of the new one.
func (w *Workspace) ChangePhrase(ctx context.Context, old, phrase string) error {
	err := w.changeKeys(func() error {
		secrets, err := w.ownSecrets(old)
		if err != nil {
			return err
		}
		return w.keys.ChangePhrase(w.key, secrets, phrase)
	})
	if err != nil {
		return err
	}
	w.noted(ctx, app.VerbChangePhrase)
	return nil
}

// NewRecovery draws a recovery key to be shown. It opens nothing until KeepRecovery keeps it: a key counts from when
// somebody has shown to have it, or a slip of the hand would leave a workspace with a key that nobody wrote down.
// Refusals: those of app.Permit.
func (w *Workspace) NewRecovery(ctx context.Context) (vault.Recovery, error) {
	if err := w.permit(ctx, w, app.VerbNewRecovery, "", nil); err != nil {
		return vault.Recovery{}, err
	}
	return vault.NewRecovery(rand.Reader)
}

// KeepRecovery has a recovery key open the workspace from now on in the place of every former one, and keeps that there
// is a new one. Nothing on disk tells the key. Refusals: those of app.Permit.
func (w *Workspace) KeepRecovery(ctx context.Context, r vault.Recovery) error {
	if err := w.permit(ctx, w, app.VerbNewRecovery, "", nil); err != nil {
		return err
	}
	if err := w.changeKeys(func() error { return w.keys.SetRecovery(w.key, r) }); err != nil {
		return err
	}
	w.noted(ctx, app.VerbNewRecovery)
	return nil
}

// HasRecovery says whether a recovery key was ever kept.
func (w *Workspace) HasRecovery() bool {
	w.keysMu.Lock()
	defer w.keysMu.Unlock()
	return w.keys.HasRecovery()
}

// changeKeys changes the key file and writes it; when either fails it stays as it was.
func (w *Workspace) changeKeys(f func() error) error {
	_, leave, err := w.stay(context.Background()) // half a change is none: it is not stopped
	if err != nil {
		return err
	}
	defer leave()
	if err := w.writable(); err != nil {
		return err
	}
	w.keysMu.Lock()
	defer w.keysMu.Unlock()
	err = f()
	if err == nil {
		err = w.writeKeys()
	}
	if err != nil {
		w.reread()
	}
	return err
}

// noted is note for what is in the key file already: that the log does not tell of it takes nothing back, and who was
// told that it failed would go on with a phrase or a key that opens nothing.
func (w *Workspace) noted(ctx context.Context, verb app.Verb) {
	if err := w.note(ctx, verb); err != nil {
		w.log.Warn("a change of the key file is not in the log", "error", err)
	}
}

// note keeps that something was done which changes no noun, on the seat that did it.
func (w *Workspace) note(ctx context.Context, verb app.Verb) error {
	err := w.Do(ctx, func(app.Reader) (app.Deed, error) {
		return app.Deed{Verb: verb, Changes: []app.Change{app.Remember(w.Seat(), map[string]string{})}}, nil
	})
	if err != nil {
		return fmt.Errorf("keep %s: %w", verb, err)
	}
	return nil
}

// permit refuses a deed in a case ("" = in none) on strands that the person at the seat may not do.
func (w *Workspace) permit(ctx context.Context, r app.Reader, verb app.Verb, caseID app.ID, strands app.Set) error {
	if err := w.writable(); err != nil {
		return err
	}
	return app.Permit(ctx, r, w.Seat().ID, verb, caseID, strands)
}
