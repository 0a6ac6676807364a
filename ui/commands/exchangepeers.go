package commands

import (
	"fmt"
	"text/tabwriter"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
)

type peersCmd struct {
	JSON bool `help:"The list as JSON."`
}

// peer is what `peers --json` tells of a seat.
type peer struct {
	Seat        app.ID   `json:"seat"`
	Key         string   `json:"key"` // in the log
	Person      string   `json:"person"`
	Laptop      string   `json:"laptop"`
	Mine        bool     `json:"mine"`        // sits on this laptop
	Out         string   `json:"out"`         // left out from this day on, "" = at work
	Heard       string   `json:"heard"`       // when its latest receipt was made, "" = never heard from
	Via         string   `json:"via"`         // when that receipt came here
	Program     string   `json:"program"`     // its version then
	Lacks       int      `json:"lacks"`       // field changes
	Attachments int      `json:"attachments"` // it waits for and that are here
	Ahead       int      `json:"ahead"`       // records it has and we lack
	Clock       int64    `json:"clock"`       // seconds by which its clock is off
	Forked      bool     `json:"forked"`      // it exists twice
	Cases       []string `json:"cases"`       // IDs of its scope, none = all
	Zones       []string `json:"zones"`
	Strands     []string `json:"strands"`
	LastFile    *lastOut `json:"lastFile"` // the latest package written for it here
}

type lastOut struct {
	Number int64  `json:"number"`
	At     string `json:"at"`
	Name   string `json:"name"`
}

// Run tells of every seat who has what.
func (c peersCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		list, err := ws.Peers(r.ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			out := []peer{}
			for _, p := range list {
				out = append(out, peerOf(p))
			}
			return r.writeJSON(out)
		}
		w := tabwriter.NewWriter(r.Stdout, 2, 0, 2, ' ', 0)
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", i18n.T("command.x.person"), i18n.T("command.x.laptop"), i18n.T("command.x.heard"), i18n.T("command.x.lacks"),
			i18n.T("command.x.lastfile"), i18n.T("command.x.remark"))
		for _, p := range list {
			last := "—"
			if p.Last != nil {
				last = i18n.T("command.x.no", "number", p.Last.Number) + " " + i18n.Moment(p.Last.At)
			}
			lacks := "—"
			if !p.Mine {
				lacks = fmt.Sprint(p.Lacks)
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", orDash(p.Who.Name), orDash(p.Laptop), i18n.Moment(p.Heard), lacks, last, orDash(i18n.List(remarks(p))))
		}
		return w.Flush()
	})
}

// remarks says what is to be known of a seat beside the figures.
func remarks(p store.Peer) []string {
	var out []string
	say := func(when bool, key string, args ...any) {
		if when {
			out = append(out, i18n.T(key, args...))
		}
	}
	say(p.Mine, "command.x.here")
	say(!p.AtWork(), "command.seat.out", "since", i18n.Date(p.Out))
	say(p.Forked, "command.x.forked")
	say(p.Ahead > 0, "command.x.ahead", "count", p.Ahead)
	say(p.LacksBlobs > 0, "command.x.waits", "count", p.LacksBlobs)
	say(p.Clock != 0, "command.x.clock", "hours", hours(p.Clock))
	say(p.Program != "" && p.Program != Version, "command.x.program", "version", p.Program)
	return out
}

// hours gives a span in hours, rounded away from zero, without its sign.
func hours(d time.Duration) int {
	return int((d.Abs() + time.Hour - 1) / time.Hour)
}

func peerOf(p store.Peer) peer {
	out := peer{Seat: p.ID, Key: p.Key, Person: p.Who.Name, Laptop: p.Laptop, Mine: p.Mine, Heard: stamp(p.Heard), Via: stamp(p.Via), Program: p.Program, Lacks: p.Lacks,
		Attachments: p.LacksBlobs, Ahead: p.Ahead, Clock: int64(p.Clock.Seconds()), Forked: p.Forked, Cases: members(p.Cases), Zones: members(p.Zones), Strands: members(p.Strands)}
	if !p.Out.IsZero() {
		out.Out = p.Out.String()
	}
	if p.Last != nil {
		out.LastFile = &lastOut{Number: p.Last.Number, At: stamp(p.Last.At), Name: p.Last.Name}
	}
	return out
}

// members gives the members of a set in order; JSON has an empty list in the place of none.
func members(s app.Set) []string { return append([]string{}, s.Sorted()...) }
