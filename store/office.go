package store

import (
	"context"
	"strings"

	"lianshen/app"
	"lianshen/store/vault"
)

// rescued says that a key is given which opens in the place of a forgotten phrase.
func (o Options) rescued() bool { return o.Recovery != nil || o.Office != "" }

// rescue opens a key file by that key: the office's where both are given.
func (o Options) rescue(f *vault.File) (*vault.Key, error) {
	if o.Office != "" {
		return f.OpenEscrow(o.Office)
	}
	return f.Recover(*o.Recovery)
}

// SetOffice lets the key of an office open the workspace from now on, in the place of a former one, and keeps that it was
// set. recipient is the public half, "age1…", blanks and line breaks in it do not matter; "" takes the key away. Refusals:
// those of app.Permit, and "escrow.form", "key.full".
func (w *Workspace) SetOffice(ctx context.Context, recipient string) error {
	if err := w.permit(ctx, w, app.VerbSetOffice, "", nil); err != nil {
		return err
	}
	public := strings.Join(strings.Fields(recipient), "")
	if public == "" && recipient != "" { // blanks take nothing away
		return app.Refuse("escrow.form")
	}
	if err := w.changeKeys(func() error { return w.keys.SetEscrow(w.key, public) }); err != nil {
		return err
	}
	w.noted(ctx, app.VerbSetOffice)
	return nil
}

// Office gives the public half of the office's key that opens the workspace, "" without one.
func (w *Workspace) Office() string {
	w.keysMu.Lock()
	defer w.keysMu.Unlock()
	return w.keys.Escrow()
}
