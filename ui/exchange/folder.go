package exchange

import (
	"context"
	"errors"
	"path/filepath"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/leaving"
	"lianshen/ui/theme"
)

// folder is the page of the folder that all share: what lies there, what can be put there and taken from there.
type folder struct {
	room  *Room
	whole fyne.CanvasObject
	head  *fyne.Container
	list  *list
	side  side

	of    store.Folder
	names map[app.ID]string // of seats
	bad   error             // why the folder cannot be read
	lines map[string]lying  // by row
}

// lying is a file in the folder with the class it is of.
type lying struct {
	store.FolderFile
	class string
}

func newFolder(r *Room) *folder {
	p := &folder{room: r, head: kit.Column(8), side: newSide()}
	p.list = newList(
		kit.TableColumn{Title: i18n.T("exchange.folder.class"), Width: 104},
		kit.TableColumn{Title: i18n.T("exchange.in.from"), Width: 76, Grow: 0.4},
		kit.TableColumn{Title: i18n.T("exchange.imports.number"), Width: max(wide(i18n.T("exchange.imports.number")), wide("1,000")), Number: true, Spare: 1},
		kit.TableColumn{Title: i18n.T("exchange.in.file"), Width: 140, Grow: 1.4},
		kit.TableColumn{Title: i18n.T("exchange.file.size"), Width: wide("1023.9 KB"), Number: true},
		kit.TableColumn{Title: i18n.T("exchange.folder.at"), Width: wide("10-10 09:30"), Spare: 2},
	)
	p.list.table.OnSelect = func(row kit.TableRow) { p.take(row.ID) }
	p.list.table.OnOpen = func(row kit.TableRow) { p.enter(row.ID) }
	left := kit.Under(theme.Size(theme.Gap), p.head, p.list.stack)
	p.whole = halves(left, p.side.holder, 2)
	p.side.nothing(i18n.T("exchange.folder.choose"))
	return p
}

func (p *folder) object() fyne.CanvasObject { return p.whole }
func (p *folder) rows() *list               { return p.list }
func (p *folder) sticks([]stickNow)         {}
func (p *folder) open(string)               {}

// dir is the folder that is shared, "" = none.
func (p *folder) dir() string {
	if p.room.config.Prefs == nil {
		return ""
	}
	return p.room.config.Prefs.Get().Exchange[p.room.config.Dir]
}

// count says how many packages wait in the folder; -1 when there is none or it cannot be read. It is called off the main
// goroutine.
func (p *folder) count(ctx context.Context) int {
	dir := p.dir()
	if dir == "" {
		return -1
	}
	of, err := p.room.store.ScanFolder(ctx, dir)
	if err != nil { // a share that is not there at the moment: the page of the folder says so
		return -1
	}
	return len(of.New)
}

func (p *folder) load() {
	r, dir := p.room, p.dir()
	if dir == "" {
		p.of, p.bad = store.Folder{}, nil
		p.show()
		return
	}
	r.run(func(ctx context.Context) (func(), error) {
		of, err := r.store.ScanFolder(ctx, dir)
		if err != nil && (app.CodeOf(err) == "" || errors.Is(err, context.Canceled)) {
			return nil, err
		}
		peers, perr := r.store.Peers(ctx)
		if perr != nil {
			return nil, perr
		}
		names := map[app.ID]string{}
		for _, x := range peers {
			names[x.ID] = x.Who.Name
		}
		return func() {
			p.of, p.bad, p.names = of, err, names
			p.show()
		}, nil
	})
}

// show draws the folder: its path and deeds above, what lies there below.
func (p *folder) show() {
	dir := p.dir()
	p.head.RemoveAll()
	pick := kit.NewButton(i18n.T("exchange.folder.pick"), p.ask)
	if dir == "" {
		pick.Primary, pick.Keys = true, "Ctrl+Enter"
		p.head.Add(kit.NewPara(i18n.T("exchange.folder.text"), kit.Second))
		p.head.Add(kit.Flow(8, pick))
		p.lines = nil
		p.list.fill(nil, i18n.T("exchange.folder.none"), i18n.T("exchange.folder.none.text"))
		p.side.nothing(i18n.T("exchange.folder.none"))
		kit.Relayout(p.whole)
		return
	}
	p.head.Add(kit.NewPara(dir, kit.Strongly))
	line := kit.Flow(8)
	put := kit.NewButton(i18n.T("exchange.folder.put"), p.put)
	if n := len(p.of.New); n > 0 {
		take := kit.NewPrimary(i18n.T("exchange.folder.take", "n", n), p.takeNew)
		take.Keys = "Ctrl+Enter"
		line.Add(take)
	} else {
		put.Keys = "Ctrl+Enter"
	}
	line.Add(put)
	line.Add(kit.NewButton(i18n.T("exchange.folder.clean"), p.clean))
	line.Add(kit.NewButton(i18n.T("exchange.folder.look"), p.load))
	pick.SetText(i18n.T("exchange.folder.other"))
	line.Add(pick)
	line.Add(kit.NewButton(i18n.T("exchange.folder.forget"), p.forget))
	p.head.Add(line)
	if p.bad != nil {
		p.head.Add(refusal(kit.Wait, p.bad))
	}
	if p.of.More {
		p.head.Add(kit.NewPara(i18n.T("exchange.folder.more", "n", i18n.Number(store.MaxFolder)), kit.Second))
	}
	p.fill()
	kit.Relayout(p.whole)
}

// classes are the kinds of file in the order in which they are listed.
func (p *folder) classes() []struct {
	name  string
	tone  kit.Tone
	files []store.FolderFile
} {
	type class = struct {
		name  string
		tone  kit.Tone
		files []store.FolderFile
	}
	return []class{{"new", kit.Accent, p.of.New}, {"half", kit.Wait, p.of.Half}, {"mine", kit.Quiet, p.of.Mine}, {"known", kit.Done, p.of.Known},
		{"others", kit.Quiet, p.of.Others}, {"foreign", kit.Quiet, p.of.Foreign}}
}

func (p *folder) fill() {
	now := p.room.config.Now()
	p.lines = map[string]lying{}
	var rows []kit.TableRow
	for _, c := range p.classes() {
		for _, f := range c.files {
			id := f.Paths[0]
			p.lines[id] = lying{f, c.name}
			from, number := i18n.T("exchange.none"), ""
			if f.From.Person != "" {
				from, number = f.From.Person, i18n.Number(int(f.Number))
			}
			word, tone := i18n.T("exchange.class."+c.name), c.tone
			if c.name == "mine" && len(f.Waits) == 0 {
				word, tone = i18n.T("exchange.class.confirmed"), kit.Done
			}
			rows = append(rows, kit.TableRow{ID: id, Cells: []kit.Cell{{Text: word, Tone: tone, Chip: true}, {Text: from}, {Text: number},
				{Text: filepath.Base(id)}, {Text: i18n.Bytes(f.Bytes)}, {Text: moment(f.At, now), Tone: kit.Quiet}}})
		}
	}
	p.list.fill(rows, i18n.T("exchange.folder.empty"), i18n.T("exchange.folder.empty.text"))
	if id, ok := p.list.inHand(); ok {
		p.take(id)
	} else {
		p.side.nothing(i18n.T("exchange.folder.choose"))
	}
}

// take tells of the file in hand: what it is, who has confirmed it, why it is left alone.
func (p *folder) take(id string) {
	f, ok := p.lines[id]
	if !ok {
		return
	}
	objects := []fyne.CanvasObject{heading(filepath.Base(f.Paths[0]), i18n.T("exchange.class."+f.class)), kit.NewPara(i18n.T("exchange.class."+f.class+".text"), kit.Body)}
	if f.Err != nil {
		objects = append(objects, refusal(kit.Wait, f.Err))
	}
	if f.From.Person != "" {
		objects = append(objects, pair(i18n.T("exchange.in.from"), i18n.T("exchange.preview.from", "name", f.From.Person, "laptop", f.From.Laptop)),
			pair(i18n.T("exchange.sent.kind"), i18n.T("exchange.preview.what", "kind", i18n.T("exchange.kind."+string(f.Kind)), "number", f.Number, "made", i18n.Moment(f.Made))))
	}
	if f.class == "mine" {
		objects = append(objects, pair(i18n.T("exchange.folder.confirmed"), p.people(f.Confirmed)), pair(i18n.T("exchange.folder.waits"), p.people(f.Waits)))
	}
	if f.class == "new" {
		objects = append(objects, kit.Flow(8, kit.NewPrimary(i18n.T("exchange.folder.takeone"), func() { p.enter(id) })))
	}
	p.side.show(objects...)
}

func (p *folder) people(ids []app.ID) string {
	var names []string
	for _, id := range ids {
		if n := p.names[id]; n != "" {
			names = append(names, n)
		}
	}
	if len(names) == 0 {
		return i18n.T("exchange.none")
	}
	return i18n.List(names)
}

// enter leads to the page where a new package is looked at and taken in.
func (p *folder) enter(id string) {
	if f, ok := p.lines[id]; ok && f.class == "new" {
		p.lead([][]string{f.Paths})
	}
}

// takeNew leads to the page where packages are taken in, with all that are new, in the order in which they should be.
func (p *folder) takeNew() {
	var sets [][]string
	for _, f := range p.of.New {
		sets = append(sets, f.Paths)
	}
	p.lead(sets)
}

func (p *folder) lead(sets [][]string) {
	p.room.turn(PageIn, "")
	p.room.in.add(sets)
}

// ask asks which folder is shared.
func (p *folder) ask() {
	r := p.room
	ask.Directory(r.host.Window(), i18n.T("exchange.folder.pick"), i18n.T("exchange.folder.text"), i18n.T("exchange.folder.pick.do"), func(dir string, closed func(error)) {
		err := r.config.Prefs.Share(r.config.Dir, dir)
		closed(err)
		p.of, p.bad = store.Folder{}, nil
		p.load()
	})
}

// forget lets go of the folder; what lies there stays.
func (p *folder) forget() {
	if err := p.room.config.Prefs.Share(p.room.config.Dir, ""); err != nil {
		p.room.host.Fail(err)
	}
	p.load()
}

// goOn does what comes next: to choose the folder, to take in what is new there, else to put there what others lack.
func (p *folder) goOn() {
	switch {
	case p.dir() == "":
		p.ask()
	case len(p.of.New) > 0:
		p.takeNew()
	case p.bad == nil:
		p.put()
	}
}

// put writes into the folder what others lack.
func (p *folder) put() {
	r, dir := p.room, p.dir()
	var made []store.Sent
	leaving.Deed(r.host, i18n.T("exchange.folder.putting"), func(ctx context.Context, report func(int, int, string)) error {
		var err error
		made, err = r.store.PutInFolder(ctx, dir, store.PutIn{Names: leaving.IsConfirmed(ctx)}, bytesOf(report))
		return err
	}, func(err error) {
		switch {
		case err != nil:
			r.host.Fail(err)
		case len(made) == 0:
			r.host.Toast(i18n.T("exchange.folder.put.nothing"))
		default:
			r.host.Toast(i18n.T("exchange.folder.put.done", "n", len(made)))
		}
		p.load()
	})
}

// clean deletes what everybody has confirmed, after asking.
func (p *folder) clean() {
	r, dir := p.room, p.dir()
	kit.Ask(r.host.Window(), i18n.T("exchange.folder.clean"), i18n.T("exchange.folder.clean.text"), i18n.T("exchange.folder.clean.do"), func() {
		r.host.Run(func(ctx context.Context) (func(), error) {
			done, err := r.store.CleanFolder(ctx, dir)
			if err != nil {
				return nil, err
			}
			return func() {
				r.host.Toast(i18n.T("exchange.folder.cleaned", "gone", len(done.Gone), "stays", len(done.Stays)))
				p.load()
			}, nil
		})
	})
}
