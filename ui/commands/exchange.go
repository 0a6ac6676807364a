package commands

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
)

// exchangeGrammar are the commands by which laptops work together without a network: seats and how they come to be,
// packages out and in, what clashes and how it is settled, the exchange folder.
//
// What they print as JSON has names that stay: each is told beside its type. Times are RFC 3339, sizes bytes, an empty
// text or a null is "not known" or "none".
type exchangeGrammar struct {
	Request   requestCmd   `cmd:"" help:"Ask for a seat: draw its keys and write the request that the office is shown."`
	Enrol     enrolCmd     `cmd:"" help:"Show a seat request, or enrol the seat by the fingerprint that was read out."`
	Pack      packCmd      `cmd:"" help:"Write the round pack for a seat."`
	Join      joinCmd      `cmd:"" help:"Make the workspace of a round pack."`
	Read      readCmd      `cmd:"" help:"Make a copy for reading of a reading package."`
	Export    exportCmd    `cmd:"" help:"Write a package: what the others lack, everything, or one to read."`
	Import    importCmd    `cmd:"" help:"Take packages in, or say what they would do."`
	Imports   importsCmd   `cmd:"" help:"List what was taken in."`
	Clashes   clashesCmd   `cmd:"" help:"List what clashes."`
	Resolve   resolveCmd   `cmd:"" help:"Settle a clash."`
	TakeBack  takeBackCmd  `cmd:"" help:"Take the effect from an import."`
	TakeAgain takeAgainCmd `cmd:"" help:"Give an import that was taken back its effect again."`
	Peers     peersCmd     `cmd:"" help:"Tell of every seat who has what."`
	Folder    folderCmd    `cmd:"" help:"Tell what lies in an exchange folder; take in, write, clean."`
	HandOver  handOverCmd  `cmd:"" name:"handover" help:"Hand the workspace over to the office and wipe it, step by step."`
	Templates templatesCmd `cmd:"" help:"Pass checklists, laws and calendars on."`
}

// seatNamed finds the seat at work that a word of the command line means: its ID, the beginning of its key (at least
// four hex digits), a person's name, a laptop's name, or both as "name/laptop". It refuses with "command.noseat" and,
// naming those it could be, with "command.manyseats".
func (r *run) seatNamed(ws *store.Workspace, word string) (store.SeatState, error) {
	seats, err := ws.Seats(r.ctx)
	if err != nil {
		return store.SeatState{}, err
	}
	var found []store.SeatState
	out := false
	for _, s := range seats {
		if !means(s, word) {
			continue
		}
		if s.AtWork() {
			found = append(found, s)
		} else {
			out = true
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		var names []string
		for _, s := range found {
			names = append(names, s.Who.Name+"/"+s.Laptop+" ("+s.Key[:8]+")")
		}
		return store.SeatState{}, app.Refuse("command.manyseats", "name", word, "seats", i18n.List(names))
	case out:
		return store.SeatState{}, app.Refuse("command.seatout", "name", word)
	}
	return store.SeatState{}, app.Refuse("command.noseat", "name", word)
}

func means(s store.SeatState, word string) bool {
	switch word {
	case string(s.ID), s.Who.Name, s.Laptop, s.Who.Name + "/" + s.Laptop:
		return word != ""
	}
	return len(word) >= 4 && strings.HasPrefix(s.Key, strings.ToLower(word))
}

// seatsNamed finds several seats, each once.
func (r *run) seatsNamed(ws *store.Workspace, words []string) ([]app.ID, error) {
	var out []app.ID
	seen := map[app.ID]bool{}
	for _, word := range words {
		s, err := r.seatNamed(ws, word)
		if err != nil {
			return nil, err
		}
		if !seen[s.ID] {
			seen[s.ID] = true
			out = append(out, s.ID)
		}
	}
	return out, nil
}

// seatNames gives the names of seats, such as those a package is for.
func (r *run) seatNames(ws *store.Workspace, ids []app.ID) ([]string, error) {
	seats, err := ws.Seats(r.ctx)
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(ids))
	for _, id := range ids {
		name := string(id)
		for _, s := range seats {
			if s.ID == id {
				name = s.Who.Name + " (" + s.Laptop + ")"
			}
		}
		names = append(names, name)
	}
	return names, nil
}

// casesNumbered finds cases by their numbers.
func (r *run) casesNumbered(ws *store.Workspace, numbers []string) ([]app.ID, error) {
	var out []app.ID
	for _, n := range numbers {
		id, err := r.caseID(ws, n)
		if err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, nil
}

// strandsNamed reads strands as they are stored: review, verification, audit.
func strandsNamed(words []string) ([]app.Strand, error) {
	var out []app.Strand
	for _, word := range words {
		s := app.Strand(word)
		if s.Code() == "" {
			return nil, usageError{app.Refuse("command.strand", "strand", word)}
		}
		out = append(out, s)
	}
	return out, nil
}

// byteCount reads a number of bytes as people write it: 700M, 4G, 1.5GB, 123456. The empty text is 0. Steps are of
// 1,024, so that what fits a limit fits whatever the maker of a stick counts in.
func byteCount(text string) (int64, error) {
	refused := usageError{app.Refuse("command.size", "size", text)}
	clean := strings.TrimSpace(strings.ToUpper(text))
	if clean == "" {
		return 0, nil
	}
	number := strings.TrimRightFunc(clean, func(c rune) bool { return unicode.IsLetter(c) || c == ' ' })
	steps := map[string]float64{"": 1, "B": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
	unit := strings.TrimSpace(clean[len(number):])
	if len(unit) > 1 {
		unit = strings.TrimSuffix(strings.TrimSuffix(unit, "B"), "I")
	}
	step, known := steps[unit]
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !known || !(n*step >= 1) || n*step > math.MaxInt64/2 {
		return 0, refused
	}
	return int64(n * step), nil
}

// lines prints lines to standard output.
func (r *run) lines(lines ...string) error {
	_, err := fmt.Fprintln(r.Stdout, strings.Join(lines, "\n"))
	return err
}

// orDash gives a text, and a dash in the place of none, so that the columns of a table stay apart.
func orDash(text string) string {
	if strings.TrimSpace(text) == "" {
		return "—"
	}
	return text
}

// stamp is a moment as JSON has it: RFC 3339 in the laptop's own time, "" = never.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format(time.RFC3339)
}
