package findings

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// editor is the form of one finding. Every field is a deed of its own when it is left; a reason it cannot be kept stands
// under it.
type editor struct {
	room    *Room
	caseID  app.ID
	id      app.ID
	shown   bool
	d       app.Dossier
	finding app.Finding // as the form has it
	kept    app.Finding // as it is on disk
	form    *kit.Form
	head    *fyne.Container // title and lights
	bases   *fyne.Container
	proof   *fyne.Container // evidence, sheets and papers
	hints   *fyne.Container // what reads alike, what was found before
	scroll  *fyne.Container
	known   []app.Finding      // findings of the workspace with this type, for their wording
	before  []store.FindingRow // what was found at this unit in other rounds
}

func newEditor(r *Room) *editor { return &editor{room: r} }

// open shows a finding, after what was typed for another one is kept.
func (e *editor) open(caseID, id app.ID) {
	e.flush()
	e.caseID, e.id, e.shown = caseID, id, false
	e.reload()
}

// flush keeps the field in hand.
func (e *editor) flush() {
	if e.form != nil && e.shown {
		e.form.Flush()
	}
}

// reload reads the case of the finding, off the main goroutine. The form is drawn anew only when the finding on disk is
// another one than the form last kept, so that neither focus nor caret is lost by one's own deeds.
func (e *editor) reload() {
	caseID, id := e.caseID, e.id
	if id == "" {
		return
	}
	e.room.host.Run(func(ctx context.Context) (func(), error) {
		d, err := e.room.store.Dossier(ctx, caseID)
		if err != nil {
			return nil, err
		}
		known, before, err := e.room.around(ctx, d, id)
		if err != nil {
			return nil, err
		}
		return func() {
			if e.id == id {
				e.known, e.before = known, before
				e.take(d)
			}
		}, nil
	})
}

func (e *editor) take(d app.Dossier) {
	f, ok := d.Finding(e.id)
	if !ok {
		e.id, e.finding, e.kept, e.form, e.shown = "", app.Finding{}, app.Finding{}, nil, false
		e.room.nothing()
		return
	}
	e.d = d
	if e.shown && reflect.DeepEqual(plain(f), plain(e.kept)) {
		e.around()
		return
	}
	e.finding, e.kept = copyOf(f), copyOf(f)
	left, unsaved := e.room.unsaved[f.ID]
	if unsaved {
		e.finding = copyOf(left)
	}
	e.draw()
	if unsaved {
		e.save() // says again what keeps it from being saved
	}
	e.room.host.Refresh()
}

// copyOf is a finding that shares no map with another one.
func copyOf(f app.Finding) app.Finding {
	var c app.Finding
	raw, _ := json.Marshal(f) // a finding that was just decoded always encodes
	_ = json.Unmarshal(raw, &c)
	return c
}

// plain is a finding in the form it has on disk, where empty and absent are the same.
func plain(f app.Finding) map[string]json.RawMessage {
	raw, _ := json.Marshal(f)
	m := map[string]json.RawMessage{}
	_ = json.Unmarshal(raw, &m)
	return app.Prune(m)
}

// save is one deed: the finding as the form has it.
func (e *editor) save() {
	desk := e.room.host.Desk()
	e.tidy()
	if err := desk.SaveFinding(context.Background(), copyOf(e.finding)); err != nil {
		e.room.unsaved[e.finding.ID] = copyOf(e.finding)
		e.form.Refused(err)
		return
	}
	delete(e.room.unsaved, e.finding.ID)
	e.kept = copyOf(e.finding)
	e.form.Saved(desk.Now())
	e.room.host.Saved(desk.Now())
	e.around()
}

// tidy keeps what belongs together: a finding that goes into the report needs no reason to be left out.
func (e *editor) tidy() {
	f := &e.finding
	if f.InReport {
		f.OutReason = ""
	}
	if f.Item != "" {
		if f.Items == nil {
			f.Items = app.Set{}
		}
		f.Items[f.Item] = true
	}
}

// draw makes the form of the finding in hand.
func (e *editor) draw() {
	f := &e.finding
	form := kit.NewForm(e.room.drafts, string(f.ID)).Narrow(190)
	form.Save = e.save
	form.Long("title", i18n.T("finding.title"), &f.Title).Whole()
	e.typeField(form)
	e.parts(form)
	items := strings.Join(f.Items.Sorted(), " ")
	tall(form.Field("title"), 58)
	tall(form.Field("fact"), 118)
	e.itemsField(form, &items)

	form.Heading(i18n.T("finding.responsibility"))
	e.responsibility(form)

	form.Heading(i18n.T("finding.amounts"))
	form.Money("amount", i18n.T("finding.amount"), &f.Amount)
	form.Money("irregular", i18n.T("finding.irregular"), &f.Irregular)
	form.Money("improper", i18n.T("finding.improper"), &f.Improper)
	form.Money("waste", i18n.T("finding.waste"), &f.Waste)

	form.Heading(i18n.T("finding.bases"))
	e.bases = kit.Column(4)
	form.Add("bases", "", e.bases, true)
	e.drawBases()

	form.Heading(i18n.T("finding.verdict"))
	states := []app.FindingState{app.FindingDraft, app.FindingProven, app.FindingConfirmed}
	if f.State == app.FindingDropped {
		states = append(states, app.FindingDropped)
	}
	kit.Enum(form, "state", i18n.T("finding.state"), "findingstate", states, &f.State)
	kit.Enum(form, "secrecy", i18n.T("finding.secrecy"), "secrecy", app.Secrecies, &f.Secrecy)
	form.Check("inReport", i18n.T("finding.inreport"), &f.InReport)
	form.Text("outReason", i18n.T("finding.outreason"), &f.OutReason)
	form.Long("treatment", i18n.T("finding.treatment"), &f.Treatment).Whole()
	form.Long("requirement", i18n.T("finding.requirement"), &f.Requirement).Whole()
	form.Date("rectifyDue", i18n.T("finding.rectifydue"), &f.RectifyDue)
	form.Text("duringAudit", i18n.T("finding.duringaudit"), &f.DuringAudit)
	form.Text("tolerance", i18n.T("finding.tolerance"), &f.Tolerance)
	form.Text("transfer", i18n.T("finding.transfer"), &f.Transfer)

	e.form, e.shown = form, true
	e.head, e.proof, e.hints = kit.Column(6), kit.Column(10), kit.Column(6)
	e.scroll = kit.Scroll(kit.Column(12, e.hints, form.Content(), e.proof))
	e.room.side.Objects = []fyne.CanvasObject{container.NewBorder(kit.Column(8, e.head, kit.Rule()), nil, nil, nil, e.scroll)}
	e.around()
	e.room.side.Refresh()
}

// itemsField is the items that the finding names, as codes with blanks between them.
func (e *editor) itemsField(form *kit.Form, text *string) {
	x := form.Text("items", i18n.T("finding.items"), text)
	outer := form.Save
	form.Save = func() {
		set, err := e.readItems(*text)
		if err != nil {
			sentence, _ := i18n.Error(err)
			x.SetFault(sentence)
			return
		}
		e.finding.Items = set
		outer()
	}
}

// readItems reads codes of items; each must stand in the checklist of the finding's strand. The item it came from is
// the first when it had none.
func (e *editor) readItems(text string) (app.Set, error) {
	set := app.Set{}
	for _, c := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;，；、\n\t", r) }) {
		c = strings.ToUpper(c)
		if _, _, ok := e.d.Templates[e.finding.Strand].Find(c); !ok {
			return nil, app.Refuse("findings.item", "item", c, "strand", e.finding.Strand)
		}
		if e.finding.Item == "" {
			e.finding.Item = c
		}
		set[c] = true
	}
	return set, nil
}

// responsibility is one choice for each principal.
func (e *editor) responsibility(form *kit.Form) {
	f := &e.finding
	if f.Responsible == nil {
		f.Responsible = map[app.ID]app.Responsibility{}
	}
	for _, p := range e.d.Principals {
		codes, words := []string{""}, []string{i18n.T("finding.undetermined")}
		offered := app.Responsibilities
		if f.Responsible[p.ID] == app.InChargeOld {
			offered = append(offered[:len(offered):len(offered)], app.InChargeOld)
		}
		for _, part := range offered {
			codes, words = append(codes, string(part)), append(words, i18n.Enum("responsibility", part))
		}
		form.Choice("responsible/"+string(p.ID), i18n.T("finding.responsible", "name", p.Name, "post", p.Post), codes, words,
			func() string { return string(f.Responsible[p.ID]) },
			func(s string) {
				if s == "" {
					delete(f.Responsible, p.ID)
					return
				}
				f.Responsible[p.ID] = app.Responsibility(s)
			})
	}
}

// around draws what stands around the form: number, lights, deeds, evidence and papers.
func (e *editor) around() {
	f := e.finding
	name := i18n.T("finding.head", "case", e.d.Case.Number, "unit", e.d.Unit.Name, "strand", i18n.T("strand."+string(f.Strand)+".short"), "number", f.Number)
	line := kit.Row(6, kit.NewTap(kit.Line(kit.Cut(name, max(220, e.room.side.Size().Width-130), kit.Second), kit.Second), func() {
		e.room.host.Go(shell.Route{Room: shell.RoomCase, Case: f.Case})
	}), kit.Spring())
	if f.State == app.FindingDropped {
		line.Add(kit.NewChipButton(i18n.T("finding.restore"), false, e.restore))
	} else {
		line.Add(kit.NewChipButton(i18n.T("finding.drop"), false, e.drop))
	}
	lit := app.ProofMeter(e.d, f)
	row := kit.Flow(4)
	for _, l := range app.ProofLights {
		tone := []kit.Tone{kit.Quiet, kit.Wait, kit.Done}[lit[l]]
		row.Add(kit.Chip(i18n.T("light."+string(l)+"."+lit[l].String()), tone))
	}
	e.head.Objects = []fyne.CanvasObject{line, row}
	e.head.Refresh()
	e.drawHints()
	e.drawProof()
	e.scroll.Refresh()
}

// drop sets the finding aside as no problem; the reason is kept.
func (e *editor) drop() {
	e.flush()
	reason := ""
	form := kit.NewForm(nil, "")
	field := form.Long("outReason", i18n.T("finding.drop.reason"), &reason)
	var d *kit.Dialog
	ok := kit.NewPrimary(i18n.T("finding.drop"), func() {
		form.Flush()
		desk := e.room.host.Desk()
		if err := desk.DropFinding(context.Background(), e.finding.ID, reason); err != nil {
			form.Refused(err)
			return
		}
		d.Close()
		e.room.host.Saved(desk.Now())
		e.reload()
	})
	no := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	body := kit.Column(8, kit.NewPara(i18n.T("finding.drop.text"), kit.Second), form.Content())
	d = kit.ShowDialog(e.room.host.Window(), i18n.T("finding.drop"), body, 520, 300, no, ok)
	field.Focus()
}

// restore takes the finding up again, as a draft outside the report.
func (e *editor) restore() {
	e.finding.State = app.FindingDraft
	e.save()
	e.shown = false
	e.reload()
}

// focus goes into the first field.
func (e *editor) focus() {
	if e.form == nil || !e.shown {
		return
	}
	e.form.Field("title").Focus()
}

// tall makes the entry of a field at least so high, in pixels at the normal text size. A text that the form shows folded
// has no entry.
func tall(x *kit.Field, height float32) {
	if e := kit.EntryIn(x.Object); e != nil {
		e.MinHeight = height * theme.Size(theme.TextBody) / 14
	}
}
