package store

import (
	"slices"
	"strings"

	"lianshen/app"
	"lianshen/store/vault"
)

// keyFile proves the key file as it lies on the disk.
func (v *verifier) keyFile() {
	f, err := vault.Read(keyPath(v.w.dir), v.w.id)
	if err != nil {
		part, known := strings.CutPrefix(app.CodeOf(err), "key.")
		if !known {
			part = "damaged"
		}
		v.trouble(Trouble{Code: "key", Part: part, Detail: err.Error()})
		return
	}
	if f.FromOld() {
		v.trouble(Trouble{Code: "key", Part: "spare"})
	}
	if err := f.Check(v.w.key); err != nil {
		v.trouble(Trouble{Code: "key", Part: "changed", Detail: err.Error()})
		return
	}
	slots := f.Seats()
	if v.w.signer.ID != "" && !slices.Contains(slots, v.w.signer.ID) {
		// The file opens with the data key and does not know the seat that has opened the workspace: it is a former one.
		v.trouble(Trouble{Code: "key", Part: "older"})
	}
	seats, err := app.List[app.Seat](v.ctx, v.w, "")
	if err != nil {
		return // what cannot be read has been told
	}
	working := map[string]bool{}
	for _, s := range seats {
		working[s.Key] = s.AtWork()
	}
	for _, slot := range slots {
		if !working[slot] && !v.w.Reading() { // the one slot of a copy for reading is that of no seat
			v.trouble(Trouble{Code: "key", Part: "stranger", Seat: slot})
		}
	}
	if due, err := v.w.NeedsRenewal(v.ctx); err == nil && due {
		v.report.Advice = append(v.report.Advice, Trouble{Code: "key", Part: "renewal"})
	}
}

// backups looks whether there are any, how old the latest is, and whether it was ever tried.
func (v *verifier) backups() {
	if v.w.Reading() { // what is only a copy is not backed up
		return
	}
	advise := func(part string) { v.report.Advice = append(v.report.Advice, Trouble{Code: "backup", Part: part}) }
	all, err := v.w.Backups()
	if err != nil {
		advise("none")
		return
	}
	if slices.ContainsFunc(all, func(b Backup) bool { return !b.Good }) {
		advise("damaged")
	}
	last, err := newestGood(all, v.w.id, v.w.now())
	if err != nil {
		advise("none")
		return
	}
	if v.w.now().Sub(last.At) > 7*backupAge {
		advise("old")
	}
	trial, err := v.w.LastTrial()
	switch {
	case err != nil:
		advise("untried")
	case !trial.OK:
		advise("trial")
	}
}
