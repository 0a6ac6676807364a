package bench

import (
	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/shell"
)

// TypedRune takes the keys that act on the item in hand.
func (r *Room) TypedRune(key rune) bool {
	if r.sheet == nil || r.covered() {
		return false
	}
	if r.inTable {
		return r.table.rune(key)
	}
	switch key {
	case '1', '2', '3', '4':
		r.conclude(app.Conclusions[key-'1'])
	case '0':
		r.conclude("")
	case 'n', 'N':
		r.middle.focusNote()
	case 'c', 'C':
		r.middle.focusCounts()
	case 'f', 'F':
		r.newFinding("")
	case 'e', 'E':
		r.newEvidence("")
	case 'v', 'V':
		r.pasteEvidence()
	case 'm':
		r.askMaterials()
	case 'M':
		r.askAll()
	case 't':
		r.talk()
	case 'T':
		r.newTalk()
	case 'p', 'P':
		r.paper()
	case 'r', 'R':
		r.review()
	case 's', 'S':
		r.evidenceSheet()
	case 'd', 'D':
		r.assign()
	case 'g', 'G':
		r.showTable()
	case '/':
		r.left.focusFilter()
	default:
		return false
	}
	return true
}

// TypedKey takes the keys that lead to another item.
func (r *Room) TypedKey(e *fyne.KeyEvent) bool {
	if r.sheet == nil || r.covered() {
		return false
	}
	if r.inTable {
		return r.table.key(e)
	}
	switch e.Name {
	case fyne.KeyUp:
		r.take(r.sheet.step(-1))
	case fyne.KeyDown, fyne.KeyReturn, fyne.KeyEnter:
		r.take(r.sheet.step(1))
	case fyne.KeyPageUp:
		r.take(r.sheet.step(-10))
	case fyne.KeyPageDown:
		r.take(r.sheet.step(10))
	case fyne.KeyHome:
		r.take(r.sheet.step(-len(r.sheet.codes())))
	case fyne.KeyEnd:
		r.take(r.sheet.step(len(r.sheet.codes())))
	case fyne.KeyLeft:
		r.open(r.sheet.beside(-1))
	case fyne.KeyRight:
		r.open(r.sheet.beside(1))
	case fyne.KeyEscape:
		r.left.clearFilter()
	default:
		return false
	}
	return true
}

// Shortcuts lists the keys for F1. Those with Ctrl or Alt work while the note has the focus.
func (r *Room) Shortcuts() []shell.Shortcut {
	key := func(keys, text string) shell.Shortcut { return shell.Shortcut{Keys: keys, Text: i18n.T(text)} }
	list := []shell.Shortcut{
		key("1 2 3 4", "bench.key.conclude"), key("0", "bench.key.clear"),
		key("↑ ↓", "bench.key.items"), key("Enter", "bench.key.next"), key("← →", "bench.key.strands"),
		key("N", "bench.key.note"), key("Esc", "bench.key.leave"), key("C", "bench.key.counts"),
		key("E", "bench.key.evidence"), key("V", "evidence.key.paste"), r.pasting("evidence.key.paste", r.pasteEvidence), key("F", "bench.key.finding"), key("M", "bench.key.materials"), key("Shift+M", "bench.key.allmaterials"),
		key("T", "bench.key.talk"), key("Shift+T", "bench.key.newtalk"), key("S", "bench.key.sheet"), key("P", "bench.key.paper"), key("R", "bench.key.review"), key("D", "bench.key.assign"), key("G", "bench.key.table"), key("/", "bench.key.filter"),
		{Keys: "Ctrl+↓", Text: i18n.T("bench.key.nextnote"), Key: fyne.KeyDown, Mod: fyne.KeyModifierControl, Do: func() { r.takeWriting(1) }},
		{Keys: "Ctrl+↑", Text: i18n.T("bench.key.previousnote"), Key: fyne.KeyUp, Mod: fyne.KeyModifierControl, Do: func() { r.takeWriting(-1) }},
	}
	if r.inTable {
		return []shell.Shortcut{key("1 2 3 4", "bench.key.tableconclude"), key("0", "bench.key.clear"), key("↑ ↓", "bench.key.tablerows"), key("Shift+↑ ↓", "bench.key.tableextend"),
			key("Space", "bench.key.tablemark"), key("A", "bench.table.all"), key("N", "bench.table.note"), key("M", "bench.table.materials"), key("D", "bench.table.assign"), key("V", "bench.table.paste"), r.pasting("bench.table.paste", func() { r.table.paste() }),
			key("S E F T", "bench.key.tablerow"), key("P", "bench.print"),
			key("Enter", "bench.key.tableopen"), key("← →", "bench.key.strands"), key("/", "bench.key.filter"), key("G", "bench.table.back")}
	}
	names := []fyne.KeyName{fyne.KeyQ, fyne.KeyW, fyne.KeyE, fyne.KeyR, fyne.KeyT, fyne.KeyY} // one row, and Ctrl with digits leads to rooms
	for i, m := range app.Methods {
		list = append(list, shell.Shortcut{Keys: "Alt+" + string(names[i]), Text: i18n.T("bench.key.method", "method", i18n.Enum("method", m)),
			Key: names[i], Mod: fyne.KeyModifierAlt, Do: func() { r.method(m) }})
	}
	return list
}

// pasting is Ctrl+V, for those who know it from everywhere else. An entry with the focus takes it for itself.
func (r *Room) pasting(text string, do func()) shell.Shortcut {
	return shell.Shortcut{Keys: "Ctrl+V", Text: i18n.T(text), Key: fyne.KeyV, Mod: fyne.KeyModifierControl, Do: func() {
		if r.sheet != nil {
			do()
		}
	}}
}

// takeWriting goes on to another item and stays in the note, for those who write one note after the other.
func (r *Room) takeWriting(n int) {
	if r.sheet == nil {
		return
	}
	if r.inTable {
		r.table.data.Step(n)
		return
	}
	writing := r.middle.note.focused
	r.take(r.sheet.step(n))
	if writing {
		r.middle.focusNote()
	}
}

// covered says whether a dialog lies over the bench: its keys are not ours.
func (r *Room) covered() bool { return r.host.Window().Canvas().Overlays().Top() != nil }
