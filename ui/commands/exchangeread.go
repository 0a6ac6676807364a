package commands

import (
	"errors"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
)

type readCmd struct {
	Files                []string `arg:"" help:"The reading package, in parts when it was split."`
	ReaderPassphraseFile string   `help:"File whose first line is the pass phrase that opens the package; - is standard input." placeholder:"FILE" required:""`
	Preview              bool     `help:"Only say what it holds."`
	JSON                 bool     `help:"The result as JSON."`
}

// readable is what `read --json` tells.
type readable struct {
	Title       string `json:"title"`
	From        sender `json:"from"`
	Fingerprint string `json:"fingerprint"` // of the sender
	Number      int64  `json:"number"`      // of the sender's packages
	Made        string `json:"made"`        // the moment that it shows
	Cases       int    `json:"cases"`
	Records     int    `json:"records"`
	Attachments int    `json:"attachments"`
	Bytes       int64  `json:"bytes"`
	Scoped      bool   `json:"scoped"` // it does not hold everything
	Done        bool   `json:"done"`
}

// Run makes a copy for reading, in which nothing can be changed, of a reading package; one that is there is made anew of
// a newer package.
func (c readCmd) Run(r *run) (err error) {
	if r.workspace == "" {
		return app.Refuse("command.noworkspace")
	}
	sets, err := store.PackageFiles(c.Files)
	if err != nil {
		return err
	}
	if len(sets) != 1 {
		return usageError{app.Refuse("command.onepack", "count", len(sets))}
	}
	var key store.ReadingKey
	if key.Phrase, err = r.readPhrase(c.ReaderPassphraseFile); err != nil {
		return err
	}
	view, err := store.PeekReading(r.ctx, sets[0], key)
	if err != nil {
		return err
	}
	if c.Preview {
		return c.say(r, view, false)
	}
	if r.phraseFile == "" {
		return app.Refuse("passphrase.choose", "path", r.workspace)
	}
	phrase, err := r.phrase()
	if err != nil {
		return err
	}
	o := store.Options{Now: r.Now, Program: Version, Phrase: phrase, Cost: r.Cost}
	open := store.OpenReading
	if store.IsWorkspace(r.workspace) {
		open = store.RefreshReading
	}
	ws, err := open(r.ctx, sets[0], r.workspace, key, o, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ws.Close()) }()
	return c.say(r, view, true)
}

func (c readCmd) say(r *run, v store.ReadingView, done bool) error {
	if c.JSON {
		return r.writeJSON(readable{Title: v.Title, From: senderOf(v.From), Fingerprint: v.Fingerprint, Number: v.Number, Made: stamp(v.Made), Cases: v.Cases, Records: v.Records,
			Attachments: v.Blobs, Bytes: v.Bytes, Scoped: v.Scoped, Done: done})
	}
	lines := []string{i18n.T("command.x.pack", "title", orDash(v.Title), "person", v.From.Person, "laptop", v.From.Laptop, "made", i18n.Moment(v.Made)),
		i18n.T("command.x.packholds", "cases", v.Cases, "records", v.Records, "attachments", v.Blobs, "size", i18n.Bytes(v.Bytes)),
		i18n.T("command.x.fingerprint", "fingerprint", v.Fingerprint)}
	if v.Scoped {
		lines = append(lines, i18n.T("command.x.scoped"))
	}
	if done {
		lines = append(lines, i18n.T("command.x.readable", "path", r.workspace))
	}
	return r.lines(lines...)
}
