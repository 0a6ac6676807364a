package checklists

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/bundle"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// reading shows what is in hand in a version that cannot be changed.
func (e *editor) reading() fyne.CanvasObject {
	line := func(field, text string) fyne.CanvasObject {
		if text == "" {
			text = i18n.T("checklists.nothing")
		}
		return kit.Column(2, kit.Line(label(field), kit.Second), kit.NewPara(text, kit.Body))
	}
	var lines []fyne.CanvasObject
	item, _, isItem := e.list.Find(e.code)
	switch {
	case isItem:
		lines = append(lines, kit.Line(item.Code, kit.Heading))
		for _, field := range app.ItemFields {
			lines = append(lines, line(field, bundle.ListPartText(app.ListPart{Item: item}, app.ListChange{Section: "x", Item: item.Code, Field: field}, e.room.now.laws)))
		}
	case e.code == "":
		lines = append(lines, line("title", e.list.Title), line("titleEn", e.list.TitleEn))
	default:
		if i := slices.IndexFunc(e.list.Sections, func(s app.Section) bool { return s.Code == e.code }); i >= 0 {
			s := e.list.Sections[i]
			lines = append(lines, kit.Line(s.Code, kit.Heading), line("name", s.Name), line("nameEn", s.NameEn))
		}
	}
	return kit.Column(8, lines...)
}

// borderOf sets something above, something below and the rest between.
func borderOf(top, bottom, middle fyne.CanvasObject) fyne.CanvasObject {
	return container.NewBorder(kit.Inset(0, 4, top), kit.Inset(0, 4, bottom), nil, nil, middle)
}
