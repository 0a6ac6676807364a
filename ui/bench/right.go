package bench

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/papers"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// right is what belongs to the item in hand: evidence, findings, papers and what happened to it.
type right struct {
	room   *Room
	object *fyne.Container
	column *fyne.Container
	album  *album
}

func newRight(r *Room) *right {
	x := &right{room: r, column: kit.Column(theme.Size(theme.Gap)), album: newAlbum(r)}
	x.object = kit.Scroll(x.column)
	return x
}

func (x *right) show() {
	x.column.Objects = []fyne.CanvasObject{x.evidence(), x.findings()}
	x.column.Add(x.papers())
	if card := x.past(); card != nil {
		x.column.Add(card)
	}
	x.column.Refresh()
	x.object.Layout.Layout(x.object.Objects, x.object.Size())
	x.object.Refresh()
}

// headed is a card whose title has a key cap behind it that does what the card is for.
func headed(title, key string, do func(), content ...fyne.CanvasObject) fyne.CanvasObject {
	head := kit.Row(6, kit.Line(title, kit.Heading), kit.Spring(), kit.NewTap(kit.Keys(key, i18n.T("bench.add")), do))
	return kit.Card("", kit.Column(6, append([]fyne.CanvasObject{head}, content...)...))
}

func (x *right) evidence() fyne.CanvasObject {
	list := x.room.sheet.evidence()
	former := app.Former(x.room.sheet.d.Evidence)
	x.album.begin()
	var lines []fyne.CanvasObject
	photos := 0
	for _, e := range list {
		chips := []fyne.CanvasObject{kit.Chip(i18n.Enum("evidencekind", code(e.Kind)), kit.Quiet)}
		switch x.room.states[e.FileHash] {
		case store.AttachmentMissing:
			chips = append(chips, kit.Chip(i18n.T("bench.evidence.missing"), kit.Fault))
		case store.AttachmentChanged:
			chips = append(chips, kit.Chip(i18n.T("bench.evidence.changed"), kit.Fault))
		}
		switch {
		case e.Withdrawn != "":
			chips = append(chips, kit.Chip(i18n.T("evidence.withdrawn"), kit.Wait))
		case former[e.ID] != "":
			chips = append(chips, kit.Chip(i18n.T("evidence.replaced"), kit.Wait))
		}
		if e.FileHash == "" {
			chips = append(chips, kit.Chip(i18n.T("bench.evidence.onpaper"), kit.Quiet))
		}
		name := i18n.T("bench.evidence.line", "number", e.Number, "title", cut(e.Title, 60))
		line := fyne.CanvasObject(kit.NewTap(kit.Column(2, kit.NewPara(name, kit.Body), kit.Flow(4, chips...)), func() { x.room.showEvidence(e) }))
		if pictured(e) {
			photos++
			line = container.NewBorder(nil, nil, kit.NewTap(x.album.thumb(e), func() { x.room.viewEvidence(e) }), nil, kit.Inset(6, 0, line))
		}
		lines = append(lines, line)
	}
	lines = append(lines, dropPlace(func() { x.room.newEvidence("") }))
	if photos > 1 {
		lines = append(lines, kit.Link(i18n.T("evidence.join"), x.room.joinScans))
	}
	x.album.work()
	title := i18n.T("bench.evidence") + " " + strconv.Itoa(len(list))
	return headed(title, "E", func() { x.room.newEvidence("") }, lines...)
}

type code string

// dropPlace is the frame that says where files may be dropped; anywhere on the window will do.
func dropPlace(tapped func()) fyne.CanvasObject {
	back := canvas.NewRectangle(theme.Color(theme.Paper))
	back.CornerRadius, back.StrokeWidth, back.StrokeColor = 6, 1, theme.Color(theme.Hairline)
	text := kit.Line(i18n.T("bench.evidence.drop"), kit.Second)
	text.Alignment = fyne.TextAlignCenter
	return kit.NewTap(container.NewStack(back, kit.Inset(6, 9, text)), tapped)
}

func (x *right) findings() fyne.CanvasObject {
	list := x.room.sheet.findings()
	var lines []fyne.CanvasObject
	for _, f := range list {
		lines = append(lines, kit.NewTap(x.finding(f), func() {
			x.room.host.Go(shell.Route{Room: shell.RoomFindings, Case: x.room.caseID, Ref: string(f.ID)})
		}))
	}
	if len(list) == 0 {
		lines = append(lines, kit.NewPara(i18n.T("bench.findings.none"), kit.Second))
	}
	title := i18n.T("bench.findings") + " " + strconv.Itoa(len(list))
	return headed(title, "F", func() { x.room.newFinding("") }, lines...)
}

func (x *right) finding(f app.Finding) fyne.CanvasObject {
	d := x.room.sheet.d
	col := kit.Column(3, kit.NewPara(i18n.T("bench.finding.line", "number", f.Number, "title", f.Title), kit.Body))
	var who []string
	for _, p := range d.Principals {
		if part := f.Responsible[p.ID]; part != "" {
			who = append(who, i18n.T("bench.responsible", "name", p.Name, "responsibility", i18n.Enum("responsibility", part)))
		}
	}
	if f.Amount != 0 {
		who = append(who, i18n.T("bench.amount", "wan", f.Amount.Wan(true)))
	}
	if len(who) > 0 {
		col.Add(kit.NewPara(i18n.List(who), kit.Second))
	}
	lit := app.ProofMeter(d, f)
	row := kit.Flow(4)
	for _, l := range app.ProofLights {
		row.Add(kit.Chip(i18n.T("light."+string(l)+"."+lit[l].String()), toneOf(lit[l])))
	}
	col.Add(row)
	return col
}

func toneOf(s app.LightState) kit.Tone {
	switch s {
	case app.LightOn:
		return kit.Done
	case app.LightHalf:
		return kit.Wait
	}
	return kit.Quiet
}

func (x *right) papers() fyne.CanvasObject {
	var lines []fyne.CanvasObject
	today := x.room.host.Today()
	for _, e := range x.room.sheet.evidence() {
		if !e.Sheet {
			continue
		}
		chip := kit.Chip(i18n.T("bench.sheet.signed"), kit.Done)
		if e.SignedOn.IsZero() {
			chip = kit.Chip(i18n.T("bench.sheet.waiting", "on", i18n.Date(e.SheetDue)), kit.Wait)
			if today.After(e.SheetDue) {
				chip = kit.Chip(i18n.T("bench.sheet.late", "on", i18n.Date(e.SheetDue)), kit.Fault)
			}
		}
		lines = append(lines, kit.Column(2, kit.NewPara(i18n.T("bench.sheet.line", "title", e.Title), kit.Body), kit.Flow(4, chip)))
	}
	for _, s := range x.room.sheet.sheets() {
		lines = append(lines, papers.SheetLine(x.room.desk(), x.room.sheet.d, s, x.room.kept))
	}
	for _, p := range x.room.sheet.papers() {
		chip := kit.Chip(i18n.T("bench.paper.open"), kit.Wait)
		switch {
		case !p.ReviewedOn.IsZero() && !app.Reviewed(x.room.sheet.d, p):
			chip = kit.Chip(i18n.T("bench.paper.void"), kit.Fault)
		case !p.ReviewedOn.IsZero():
			chip = kit.Chip(i18n.T("bench.paper.reviewed", "who", p.Reviewer), kit.Done)
		}
		chips := kit.Flow(4, chip)
		if n := len(p.OpenNotes()); n > 0 {
			chips.Add(kit.Chip(i18n.T("papers.notes.open", "n", n), kit.Fault))
		}
		lines = append(lines, kit.NewTap(kit.Column(2, kit.NewPara(i18n.T("bench.paper.line", "index", p.Index, "title", p.Title), kit.Body), chips),
			func() { papers.Paper(x.room.desk(), x.room.sheet.d, p, x.room.kept) }))
	}
	title := kit.Row(6, kit.Line(i18n.T("bench.papers"), kit.Heading), kit.Spring(), kit.NewTap(kit.Keys("S", i18n.T("bench.key.s")), x.room.evidenceSheet), kit.NewTap(kit.Keys("P", i18n.T("bench.key.p")), x.room.paper))
	if len(x.room.sheet.papers()) > 0 {
		title.Add(kit.NewTap(kit.Keys("R", i18n.T("bench.key.r")), x.room.review))
	}
	return kit.Card("", kit.Column(6, append([]fyne.CanvasObject{title}, lines...)...))
}
