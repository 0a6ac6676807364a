package commands

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
)

type templatesCmd struct {
	Out templatesOutCmd `cmd:"" help:"Write the checklists, laws and calendars of this workspace as a package for any other."`
	In  templatesInCmd  `cmd:"" help:"Take checklists, laws and calendars of such a package in."`
}

type templatesOutCmd struct {
	To                   []string `help:"Whom it is for, as for pack; several with commas." placeholder:"SEAT"`
	ReaderPassphraseFile string   `help:"File whose first line is the pass phrase that opens it, for those who have no seat here; - is standard input." placeholder:"FILE"`
	Only                 []string `help:"Only these, by title, by code or by year; else all." placeholder:"TITLE" sep:"none"`
	Limit                string   `help:"Most bytes of a single file, such as 700M or 4G: a longer package is split." placeholder:"SIZE"`
	JSON                 bool     `help:"The result as JSON."`
	Dir                  string   `arg:"" help:"Folder or stick to write into."`
}

// Run writes a template package: for seats, or for whoever has the phrase.
func (c templatesOutCmd) Run(r *run) error {
	if (len(c.To) > 0) == (c.ReaderPassphraseFile != "") {
		return usageError{app.Refuse("command.templatesfor")}
	}
	limit, err := byteCount(c.Limit)
	if err != nil {
		return err
	}
	dir, err := r.folder(c.Dir)
	if err != nil {
		return err
	}
	return r.with(func(ws *store.Workspace) error {
		var o store.TemplatesOut
		if c.ReaderPassphraseFile != "" {
			o.Phrase, err = r.readPhrase(c.ReaderPassphraseFile)
		} else {
			o.To, err = r.seatsNamed(ws, c.To)
		}
		if err != nil {
			return err
		}
		if o.Nouns, err = c.nouns(r, ws); err != nil {
			return err
		}
		sent, err := ws.WriteTemplates(r.ctx, o, store.WriteTo{Dir: dir, Limit: limit}, nil)
		if err != nil {
			return err
		}
		out, err := r.writtenOf(ws, sent)
		if err != nil {
			return err
		}
		if c.JSON {
			return r.writeJSON(out)
		}
		return r.lines(append(slices.Clone(out.Paths), i18n.T("command.x.templateswritten", "count", len(o.Nouns), "size", i18n.Bytes(out.Bytes)))...)
	})
}

// nouns finds the checklists, laws and calendars that were named, or all.
func (c templatesOutCmd) nouns(r *run, ws *store.Workspace) ([]app.ID, error) {
	named := map[string]bool{}
	for _, name := range c.Only {
		named[name] = false
	}
	var out []app.ID
	take := func(id app.ID, names ...string) {
		found := len(c.Only) == 0
		for _, name := range names {
			if _, wanted := named[name]; wanted {
				named[name], found = true, true
			}
		}
		if found {
			out = append(out, id)
		}
	}
	lists, err := app.List[app.Template](r.ctx, ws, "")
	if err != nil {
		return nil, err
	}
	for _, t := range lists {
		take(t.ID, t.Title, t.Version)
	}
	laws, err := app.List[app.Law](r.ctx, ws, "")
	if err != nil {
		return nil, err
	}
	for _, l := range laws {
		take(l.ID, l.Name, l.Code)
	}
	calendars, err := app.List[app.DayTable](r.ctx, ws, "")
	if err != nil {
		return nil, err
	}
	for _, d := range calendars {
		take(d.ID, strconv.Itoa(d.Year))
	}
	for _, name := range c.Only {
		if !named[name] {
			return nil, app.Refuse("command.notemplatehere", "name", name)
		}
	}
	return out, nil
}

type templatesInCmd struct {
	Files                []string `arg:"" help:"The package, in parts when it was split."`
	ReaderPassphraseFile string   `help:"File whose first line is the pass phrase that opens it; - is standard input." placeholder:"FILE"`
	Preview              bool     `help:"Only say what it would do."`
	Take                 []string `help:"Laws and calendars that differ and are to become what comes, by title or ID." placeholder:"TITLE"`
	Skip                 []string `help:"What is to stay out, by title or ID." placeholder:"TITLE"`
	AsVersion            string   `help:"Name of the version under which checklists come that differ from those here." placeholder:"VERSION"`
	JSON                 bool     `help:"The result as JSON."`
}

// templatesTold is what `templates in --json` tells.
type templatesTold struct {
	Package     app.ID         `json:"package"`
	From        sender         `json:"from"`
	Fingerprint string         `json:"fingerprint"`
	Made        string         `json:"made"`
	Nouns       []templateTold `json:"nouns"`
	Done        bool           `json:"done"`
	New         int            `json:"new"`     // that came to be
	Changed     int            `json:"changed"` // that became what came
	Skipped     int            `json:"skipped"`
	Same        int            `json:"same"` // were here already
}

type templateTold struct {
	ID      app.ID `json:"id"`
	Kind    string `json:"kind"` // template, law, calendar
	Title   string `json:"title"`
	Version string `json:"version,omitempty"`
	State   string `json:"state"` // new, same, differs
	Differs int    `json:"differs"`
	Pinned  int    `json:"pinned"` // cases here that are pinned to the checklist
}

// Run takes a template package in, or says what it would do. What is new comes; what differs stays out unless it was
// named.
func (c templatesInCmd) Run(r *run) error {
	sets, err := store.PackageFiles(c.Files)
	if err != nil {
		return err
	}
	if len(sets) != 1 {
		return usageError{app.Refuse("command.onepack", "count", len(sets))}
	}
	phrase := ""
	if c.ReaderPassphraseFile != "" {
		if phrase, err = r.readPhrase(c.ReaderPassphraseFile); err != nil {
			return err
		}
	}
	return r.with(func(ws *store.Workspace) error {
		coming, err := ws.ExamineTemplates(r.ctx, sets[0], phrase)
		if err != nil {
			return err
		}
		choices, err := c.choices(coming)
		if err != nil {
			return err
		}
		out := templatesTold{Package: coming.Package, From: senderOf(coming.From), Fingerprint: coming.Fingerprint, Made: stamp(coming.Made), Nouns: []templateTold{}}
		for _, n := range coming.Nouns {
			out.Nouns = append(out.Nouns, templateTold{ID: n.ID, Kind: string(n.Kind), Title: n.Title, Version: n.Version, State: string(n.State), Differs: len(n.Differs), Pinned: n.Pinned})
		}
		if !c.Preview {
			done, err := ws.TakeTemplates(r.ctx, sets[0], phrase, choices)
			if err != nil {
				return err
			}
			out.Done, out.New, out.Changed, out.Skipped, out.Same = true, done.New, done.Changed, done.Skipped, done.Same
		}
		if c.JSON {
			return r.writeJSON(out)
		}
		return c.say(r, coming, out)
	})
}

// choices says what becomes of what was named; a name that nothing has is refused.
func (c templatesInCmd) choices(coming store.TemplatesComing) (map[app.ID]store.TemplateChoice, error) {
	out := map[app.ID]store.TemplateChoice{}
	for do, names := range map[store.TemplateDo][]string{store.TemplateTake: c.Take, store.TemplateSkip: c.Skip} {
		for _, name := range names {
			found := false
			for _, n := range coming.Nouns {
				if string(n.ID) == name || strings.EqualFold(n.Title, name) {
					out[n.ID], found = store.TemplateChoice{Do: do}, true
				}
			}
			if !found {
				return nil, app.Refuse("command.notemplate", "name", name)
			}
		}
	}
	for _, n := range coming.Nouns {
		if _, chosen := out[n.ID]; !chosen && c.AsVersion != "" && n.Kind == app.KindTemplate && n.State == store.TemplateDiffers {
			out[n.ID] = store.TemplateChoice{Do: store.TemplateAsVersion, Version: c.AsVersion}
		}
	}
	return out, nil
}

func (c templatesInCmd) say(r *run, coming store.TemplatesComing, out templatesTold) error {
	lines := []string{filepath.Base(coming.Paths[0]), i18n.T("command.x.templatesfrom", "person", orDash(coming.From.Person), "made", i18n.Moment(coming.Made)),
		i18n.T("command.x.fingerprint", "fingerprint", coming.Fingerprint)}
	if err := r.lines(lines...); err != nil {
		return err
	}
	w := tabwriter.NewWriter(r.Stdout, 2, 0, 2, ' ', 0)
	for _, n := range coming.Nouns {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", i18n.Capital(i18n.Enum("kind", n.Kind)), n.Title, orDash(n.Version), i18n.Enum("command.x.template", n.State))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if !out.Done {
		return r.lines(i18n.T("command.x.templatespreview"))
	}
	return r.lines(i18n.T("command.x.templatesdone", "new", out.New, "changed", out.Changed, "skipped", out.Skipped, "same", out.Same))
}
