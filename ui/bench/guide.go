package bench

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// materials is what to ask the unit for, by kind, and whether it came.
func (m *middle) materials(it app.Item) fyne.CanvasObject {
	head := i18n.T("bench.materials")
	if n := len(app.MissingMaterials(m.room.sheet.d, it.Code)); n > 0 && n < len(it.Materials) {
		head = i18n.T("bench.materials.missing", "n", n)
	}
	col := kit.Column(4, kit.NewTap(kit.Row(6, kit.Line(head, kit.Second), kit.KeyCap("M")), m.room.askMaterials))
	for _, want := range it.Materials {
		chips := []fyne.CanvasObject{kit.Chip(i18n.Enum("material", want.Kind), kit.Quiet)}
		if line, asked := m.room.sheet.asked(want.Name); asked {
			switch {
			case !line.ReturnedOn.IsZero():
				chips = append(chips, kit.Chip(i18n.T("bench.material.returned"), kit.Quiet))
			case !line.ReceivedOn.IsZero():
				chips = append(chips, kit.Chip(i18n.T("bench.material.received", "n", line.Copies), kit.Done))
			default:
				chips = append(chips, kit.Chip(i18n.T("bench.material.asked", "on", i18n.Date(line.DueOn)), kit.Wait))
			}
		}
		col.Add(tail(want.Name, kit.Body, chips...))
	}
	return col
}

// how is the methods to tick and the counts to fill in.
func (m *middle) how() fyne.CanvasObject {
	counts := kit.Flow(8)
	for _, c := range []struct {
		key   string
		entry *kit.Entry
	}{{"bench.should", m.counts.should}, {"bench.sampled", m.counts.sampled}, {"bench.faulty", m.counts.faulty}} {
		counts.Add(kit.Row(4, kit.Line(i18n.T(c.key), kit.Second), kit.Wide(52*theme.Size(theme.TextBody)/14, c.entry)))
	}
	return kit.Column(2, kit.Inset(0, (theme.Size(theme.Touch)-theme.Size(theme.TextSecond)*1.5)/2, kit.Line(i18n.T("bench.methods"), kit.Second)), m.methods, counts, m.sampling)
}

// ticks draws the methods in their own order, which is that of their keys; those the checklist proposes in ink. A tick says
// that a method was really used.
func (m *middle) ticks(a app.Answer) {
	it, _, _ := m.room.sheet.inHand()
	m.methods.RemoveAll()
	for _, method := range app.Methods {
		style := kit.Body
		if !slices.Contains(it.Methods, method) && !a.Methods.Has(string(method)) {
			style.Color = theme.SecondInk
		}
		m.methods.Add(tick(i18n.Enum("method", method), style, a.Methods.Has(string(method)), func() { m.room.method(method) }))
	}
}

// tick is a box with a word. Unlike Fyne's it never takes the focus, so that the keys stay with the bench.
func tick(text string, style kit.Style, on bool, tapped func()) fyne.CanvasObject {
	box := canvas.NewRectangle(theme.Color(theme.Panel))
	box.StrokeColor, box.StrokeWidth, box.CornerRadius = theme.Color(theme.SecondInk), 1, 3
	sign := kit.Line("", kit.Style{Size: theme.TextSecond, Color: theme.OnAccent, Bold: true})
	sign.Alignment = fyne.TextAlignCenter
	if on {
		box.FillColor, box.StrokeColor = theme.Color(theme.Accent), theme.Color(theme.Accent)
		sign.Text = "✓"
	}
	side := max(theme.Size(theme.TextBody)+1, sign.MinSize().Height)
	square := container.NewGridWrap(fyne.NewSize(side, side), container.NewStack(box, sign))
	return kit.NewTap(kit.Row(5, square, kit.Line(text, style)), tapped)
}

// problems is the typical problems: picking one starts a finding with it.
func (m *middle) problems(it app.Item) fyne.CanvasObject {
	found := map[string]bool{}
	for _, f := range m.room.sheet.findings() {
		found[f.Type], found[f.Title] = true, true
	}
	flow := kit.Flow(6)
	for _, text := range it.Problems {
		b := kit.NewChipButton(text, found[text], func() { m.room.newFinding(text) })
		if found[text] {
			b.Tone = kit.Fault
		}
		flow.Add(b)
	}
	return kit.Column(4, kit.Line(i18n.T("bench.problems"), kit.Second), flow)
}

// earlier gives what was found at the unit of a case in other rounds, the latest case first; it runs off the main
// goroutine.
func (r *Room) earlier(ctx context.Context, d app.Dossier) ([]store.FindingRow, error) {
	if d.Case.Unit == "" {
		return nil, nil
	}
	rows, _, err := r.store.FindingRows(ctx, store.FindingQuery{Unit: d.Case.Unit, Desc: true, Limit: earlierLimit})
	return slices.DeleteFunc(rows, func(f store.FindingRow) bool { return f.Case == d.Case.ID || f.State == app.FindingDropped }), err
}

// earlierLimit is how many findings of a unit are looked through.
const earlierLimit = 500

// repeats is what was found at this unit before about the item in hand, so that it is looked at again (屡查屡犯).
func (m *middle) repeats(it app.Item) fyne.CanvasObject {
	col := kit.Column(4)
	for _, f := range m.room.before {
		if f.Item != it.Code && !f.Items.Has(it.Code) {
			continue
		}
		style := kit.Body
		style.Color = theme.Wait
		col.Add(kit.NewTap(kit.NewPara(i18n.T("bench.before.line", "case", f.CaseNumber, "title", f.Title), style), func() {
			m.room.host.Go(shell.Route{Room: shell.RoomFindings, Case: f.Case, Ref: string(f.ID)})
		}))
		if len(col.Objects) == 5 {
			break
		}
	}
	if len(col.Objects) == 0 {
		return nil
	}
	return kit.Column(4, kit.Line(i18n.T("bench.before"), kit.Second), col)
}

// tail is a text that breaks into lines, with chips behind it.
func tail(text string, style kit.Style, chips ...fyne.CanvasObject) fyne.CanvasObject {
	objects := append([]fyne.CanvasObject{kit.NewPara(text, style)}, chips...)
	return container.New(&tailLayout{natural: kit.Width(text, style) + 1}, objects...)
}

type tailLayout struct{ natural, width float32 }

func (l *tailLayout) chips(objects []fyne.CanvasObject) float32 {
	var w float32
	for _, o := range objects[1:] {
		w += o.MinSize().Width + 6
	}
	return w
}

// below says whether the chips stand under the text: beside it the text would be a thin column.
func (l *tailLayout) below(objects []fyne.CanvasObject) bool {
	const thin = 110
	return l.width > 0 && l.width-l.chips(objects) < min(l.natural, thin*theme.Size(theme.TextBody)/14)
}

func (l *tailLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	w := min(l.natural, size.Width-l.chips(objects))
	x, y := w+6, float32(0)
	if l.below(objects) {
		w, x = min(l.natural, size.Width), 0
	}
	objects[0].Resize(fyne.NewSize(w, objects[0].MinSize().Height))
	objects[0].Resize(fyne.NewSize(w, objects[0].MinSize().Height)) // at this width
	if x == 0 {
		y = objects[0].MinSize().Height
	}
	for _, o := range objects[1:] {
		m := o.MinSize()
		o.Resize(m)
		o.Move(fyne.NewPos(x, y))
		x += m.Width + 6
	}
}

func (l *tailLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	s := fyne.NewSize(60, objects[0].MinSize().Height)
	var chips float32
	for _, o := range objects[1:] {
		s.Width, chips = max(s.Width, o.MinSize().Width), max(chips, o.MinSize().Height)
	}
	if l.below(objects) {
		s.Height += chips
	} else {
		s.Height = max(s.Height, chips)
	}
	return s
}
