package ui

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/vault"
	"lianshen/ui/bench"
	"lianshen/ui/board"
	"lianshen/ui/casefile"
	"lianshen/ui/checklists"
	"lianshen/ui/clashes"
	"lianshen/ui/commands"
	"lianshen/ui/daylog"
	"lianshen/ui/drafts"
	"lianshen/ui/exchange"
	"lianshen/ui/findings"
	"lianshen/ui/handover"
	"lianshen/ui/history"
	"lianshen/ui/i18n"
	"lianshen/ui/laws"
	"lianshen/ui/people"
	"lianshen/ui/settings"
	"lianshen/ui/shell"
)

// hits is how many finds the search panel lists.
const hits = 60

// place is a workspace as the shell sees it: its rooms and what stands in the frame.
func (d *desktop) place(ws *store.Workspace) shell.Place {
	stop := ws.OnChange(d.shell.Changed)
	p := shell.Place{
		Name: placeName(ws.Dir()),
		Desk: ws.Desk(),
		Entries: []shell.Entry{
			{Name: shell.RoomBoard, New: func(h shell.Host) shell.Room { return board.New(h, ws, d.drafts) }},
			{Name: shell.RoomCase, NeedsCase: true, New: func(h shell.Host) shell.Room { return casefile.New(h, ws, d.drafts) }},
			{Name: shell.RoomBench, NeedsCase: true, New: func(h shell.Host) shell.Room { return bench.New(h, ws).WithPages(d.engine) }},
			{Name: shell.RoomFindings, New: func(h shell.Host) shell.Room { return findings.New(h, ws, d.drafts) }},
			{Name: shell.RoomDrafts, NeedsCase: true, New: func(h shell.Host) shell.Room { return drafts.New(h, ws, d.engine) }},
			{Name: shell.RoomHistory, New: func(h shell.Host) shell.Room { return history.New(h, ws) }},
			{Name: shell.RoomClashes, New: func(h shell.Host) shell.Room { return clashes.New(h, ws) }},
			{Name: shell.RoomExchange, New: func(h shell.Host) shell.Room {
				return exchange.New(h, ws, exchange.Config{Workspace: placeName(ws.Dir()), Dir: ws.Dir(), Prefs: d.prefs, Now: d.now, Sticks: watchSticks,
					Free: store.FreeSpace})
			}},
			{Name: shell.RoomPeople, Low: true, New: func(h shell.Host) shell.Room {
				return people.New(h, ws, people.Config{Workspace: placeName(ws.Dir()), Drafts: d.drafts,
					Page: func(key vault.Recovery) ([]byte, error) { return d.recoveryPage(ws, key) }, Sticks: d.Sticks})
			}},
			{Name: shell.RoomHandover, Low: true, Hidden: true, New: func(h shell.Host) shell.Room {
				return handover.New(h, ws, handover.Config{Workspace: placeName(ws.Dir()), Version: commands.Version, Now: d.now, Sticks: d.Sticks, Gone: d.Gone})
			}},
			{Name: shell.RoomChecklists, Low: true, Hidden: true, New: func(h shell.Host) shell.Room { return checklists.New(h, ws, d.drafts) }},
			{Name: shell.RoomLaws, Low: true, Hidden: true, New: func(h shell.Host) shell.Room { return laws.New(h, ws, d.drafts) }},
			{Name: shell.RoomDaylog, Low: true, Hidden: true, New: func(h shell.Host) shell.Room { return daylog.New(h, ws, d.drafts) }},
			{Name: shell.RoomSettings, Low: true, New: func(h shell.Host) shell.Room {
				return settings.New(h, settings.Of(ws), d, d.prefs, commands.Version)
			}},
		},
		Search:   func(ctx context.Context, words string) ([]shell.Hit, error) { return search(ctx, ws, words) },
		Counts:   func(ctx context.Context) (map[string]int, error) { return d.counts(ctx, ws) },
		CaseLine: func(ctx context.Context, id app.ID) (string, error) { return caseLine(ctx, ws, id) },
		Undo:     ws.UndoLast,
		Redo:     ws.Redo,
		Close: func() error {
			stop()
			return ws.Close()
		},
	}
	if ws.Reading() {
		readOnly(&p, ws)
	}
	return p
}

// unread are the rooms without a use in a copy for reading.
var unread = []string{shell.RoomClashes, shell.RoomExchange, shell.RoomPeople, shell.RoomDaylog}

// readOnly leaves out the rooms that have no use in a copy for reading, and says in the frame what it is.
func readOnly(p *shell.Place, ws *store.Workspace) {
	p.Entries = slices.DeleteFunc(p.Entries, func(e shell.Entry) bool { return slices.Contains(unread, e.Name) })
	p.Band, p.Undo, p.Redo = i18n.T("shell.reading"), nil, nil
	p.BandText = func(ctx context.Context) (string, error) {
		of, err := ws.ReadingOf(ctx)
		if err != nil {
			return "", err
		}
		return i18n.T("shell.reading.text", "at", i18n.Moment(of.Made), "from", partyName(of.From)), nil
	}
}

// lookForSticks is how often the room of exchange looks whether a stick came or went.
const lookForSticks = 2 * time.Second

// watchSticks tells of the sticks that are there, until ctx ends.
func watchSticks(ctx context.Context, f func([]store.Stick)) {
	store.WatchSticks(ctx, lookForSticks, f)
}

// counts gives what waits in the rooms: on the board the cases with an overdue term, and what clashes.
func (d *desktop) counts(ctx context.Context, ws *store.Workspace) (map[string]int, error) {
	b, err := ws.Board(ctx, store.BoardQuery{}, app.DateOf(d.now()))
	if err != nil {
		return nil, err
	}
	clashing, err := ws.CountClashes(ctx)
	if err != nil {
		return nil, err
	}
	return map[string]int{shell.RoomBoard: b.Overdue, shell.RoomClashes: clashing}, nil
}

func caseLine(ctx context.Context, ws *store.Workspace, id app.ID) (string, error) {
	c, err := app.Get[app.Case](ctx, ws, id)
	if err != nil {
		return "", err
	}
	u, err := app.Get[app.Unit](ctx, ws, c.Unit)
	return c.Number + " " + u.Name, err
}

func search(ctx context.Context, ws *store.Workspace, words string) ([]shell.Hit, error) {
	found, err := ws.Search(ctx, words, hits)
	if err != nil {
		return nil, err
	}
	nameFirst(found, words)
	out := make([]shell.Hit, 0, len(found)+1)
	if asked := strings.ToLower(strings.TrimSpace(words)); utf8.RuneCountInString(asked) > 1 && !ws.Reading() && strings.Contains(i18n.T("daylog.find"), asked) {
		out = append(out, shell.Hit{Kind: app.KindDayLog, Title: i18n.T("room.daylog"), Route: shell.Route{Room: shell.RoomDaylog}})
	}
	for _, h := range found {
		out = append(out, shell.Hit{Kind: h.Kind, Title: h.Title, Snippet: h.Snippet, Where: h.CaseNumber, Route: routeOf(h)})
	}
	return out, nil
}

// nameFirst puts what is called by the words before what only holds them, in the order of the names: who types a code
// or its beginning looks for that.
func nameFirst(found []store.Hit, words string) {
	words = strings.ToLower(strings.TrimSpace(words))
	named := func(h store.Hit) bool { return strings.HasPrefix(strings.ToLower(h.Title), words) }
	slices.SortStableFunc(found, func(a, b store.Hit) int {
		switch x, y := named(a), named(b); {
		case x && y:
			return strings.Compare(a.Title, b.Title)
		case x:
			return -1
		case y:
			return 1
		}
		return 0
	})
}

// casePages are the pages of a case where nouns of a kind are entered.
var casePages = map[app.Kind]string{
	app.KindUnit: "basics", app.KindPrincipal: "basics", app.KindTalk: "inspection", app.KindMaterial: "inspection",
	app.KindAlias: "inspection", app.KindVisit: "inspection", app.KindStocktake: "inspection", app.KindHeard: "inspection",
	app.KindSheet: "inspection", app.KindRoster: "inspection",
	app.KindSurvey: "entry", app.KindEvaluation: "entry", app.KindConsultation: "summary", app.KindOpinion: "summary",
	app.KindApproval: "summary", app.KindDelivery: "summary", app.KindMeasure: "rectification", app.KindProgress: "rectification",
	app.KindSupervision: "rectification", app.KindAccountability: "rectification", app.KindResultUse: "rectification",
}

// routeOf says where a find is shown.
func routeOf(h store.Hit) shell.Route {
	r := shell.Route{Room: shell.RoomCase, Case: h.Case, Ref: string(h.ID)}
	switch h.Kind {
	case app.KindFinding:
		r.Room = shell.RoomFindings
	case app.KindAnswer, app.KindTemplate, app.KindEvidence, app.KindPaper:
		r.Room, r.Ref = shell.RoomBench, h.Ref
	case app.KindReportText, app.KindReport:
		r.Room = shell.RoomDrafts
	case app.KindRound, app.KindZone, app.KindGroup, app.KindPerson:
		return shell.Route{Room: shell.RoomBoard + "/round"}
	case app.KindLaw:
		return shell.Route{Room: shell.RoomLaws, Ref: string(h.ID)}
	case app.KindDayLog:
		return shell.Route{Room: shell.RoomDaylog, Ref: h.Title}
	case app.KindMeeting:
		r.Room += "/entry"
	default:
		if page := casePages[h.Kind]; page != "" {
			r.Room += "/" + page
		}
	}
	if r.Case == "" && (r.Room == shell.RoomBench || r.Room == shell.RoomCase) {
		r.Ref = h.Ref
	}
	return r
}
