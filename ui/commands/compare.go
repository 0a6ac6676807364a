package commands

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/compare"
	"lianshen/reports/word"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/leaving"
)

// compareGrammar is the command that holds a report against a Word file.
type compareGrammar struct {
	Compare compareCmd `cmd:"" help:"Tell how a Word file of a report differs from the report, and take changes over."`
}

type compareCmd struct {
	Case   string   `arg:"" help:"Number of the case."`
	File   string   `arg:"" help:"Word file (.docx) of the report." placeholder:"FILE.docx"`
	Strand string   `required:"" enum:"review,verification,audit" help:"Which report: review, verification or audit."`
	Draft  bool     `help:"It is the draft for comment instead of the final report."`
	Take   []string `help:"Take these changes over into the sections, by their numbers; all takes every one that can be." placeholder:"N,N|all"`
	namesFlag
}

// Run tells the differences and takes over what was chosen, as one deed.
func (c compareCmd) Run(r *run) error {
	content, err := readWord(c.File)
	if err != nil {
		return err
	}
	return r.with(func(ws *store.Workspace) error {
		id, err := r.caseID(ws, c.Case)
		if err != nil {
			return err
		}
		d, err := ws.Dossier(r.ctx, id)
		if err != nil {
			return err
		}
		strand := app.Strand(c.Strand)
		found, err := reports.CompareWord(d, strand, reports.Options{Draft: c.Draft, Today: app.DateOf(r.Now()), Tip: ws.ShortTip()}, content)
		if err != nil {
			return err
		}
		if err := leaving.Pass(c.confirming(r.ctx), ws, []app.ID{id}, passagesOf(found)); err != nil {
			return err
		}
		chosen, err := c.chosen(len(found.Changes))
		if err != nil {
			return err
		}
		if err := c.tell(r, found); err != nil {
			return err
		}
		taken := found.Take(strand, chosen...)
		if len(taken) == 0 {
			return nil
		}
		if err := ws.Desk().TakeTexts(r.ctx, id, taken...); err != nil {
			return err
		}
		_, err = fmt.Fprintln(r.Stdout, i18n.T("compare.taken", "n", len(taken)))
		return err
	})
}

// readWord reads a Word file that was named.
func readWord(path string) (word.Content, error) {
	f, err := os.Open(path)
	if err != nil {
		refusal := app.Refuse("file.unreadable", "path", path)
		refusal.Cause = err
		return word.Content{}, refusal
	}
	defer f.Close() // nothing was written
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return word.Content{}, app.Refuse("word.other")
	}
	return word.Read(f, info.Size())
}

// passagesOf is what is told of a comparison.
func passagesOf(found *reports.Reworked) []app.Passage {
	var out []app.Passage
	for i, c := range found.Changes {
		where := i18n.T("compare.change", "n", i+1)
		out = append(out, app.Passage{Where: where, Text: c.Before}, app.Passage{Where: where, Text: c.After})
	}
	for _, text := range found.Comments {
		out = append(out, app.Passage{Where: i18n.T("compare.comment"), Text: text})
	}
	return out
}

// chosen gives the places of the changes that were asked for.
func (c compareCmd) chosen(n int) ([]int, error) {
	var out []int
	for _, word := range c.Take {
		if word == "all" {
			for i := range n {
				out = append(out, i)
			}
			continue
		}
		i, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || i < 1 || i > n {
			return nil, app.Refuse("compare.number", "number", word, "n", n)
		}
		out = append(out, i-1)
	}
	return out, nil
}

// tell prints the differences: words that went stand in [-…-], words that came in {+…+}.
func (c compareCmd) tell(r *run, found *reports.Reworked) error {
	var b strings.Builder
	if len(found.Changes) == 0 {
		fmt.Fprintln(&b, i18n.T("compare.none"))
	}
	for i, x := range found.Changes {
		heading := x.Heading
		switch {
		case x.Section == "":
			heading = i18n.T("compare.outside")
		case heading == "":
			heading = i18n.T("drafts.opening")
		}
		fmt.Fprintf(&b, "%d. %s · %s", i+1, heading, i18n.T("compare."+string(x.Kind)))
		if x.Bound != "" {
			fmt.Fprintf(&b, " · %s", i18n.T("compare.bound."+x.Bound))
		}
		b.WriteString("\n   ")
		for _, p := range compare.Words(x.Before, x.After) {
			switch p.Kind {
			case compare.Removed:
				b.WriteString("[-" + p.Text + "-]")
			case compare.Added:
				b.WriteString("{+" + p.Text + "+}")
			default:
				b.WriteString(p.Text)
			}
		}
		b.WriteByte('\n')
	}
	if found.Tracked > 0 {
		fmt.Fprintln(&b, i18n.T("compare.tracked", "n", found.Tracked))
	}
	if len(found.Comments) > 0 {
		fmt.Fprintln(&b, i18n.T("compare.comments", "n", len(found.Comments)))
		for _, text := range found.Comments {
			fmt.Fprintf(&b, "   %s\n", text)
		}
	}
	_, err := fmt.Fprint(r.Stdout, b.String())
	return err
}
