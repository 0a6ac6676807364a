// Package papers has the dialogs in which evidence sheets, working papers with their review, and requests for materials
// are written. The bench and the list of findings open the same ones.
package papers

import (
	"context"

	"lianshen/app"
	"lianshen/ui/kit"
	"lianshen/ui/leaving"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// Place is where the dialogs open: the window with who works there, and the workspace whose names are kept out of prints.
type Place struct {
	shell.Host
	Store leaving.Store
}

// kept does a deed of a form: what it is refused for stands in the form, which stays open; else it is told as saved and
// done is called.
func kept(h Place, form *kit.Form, deed func(context.Context, app.Desk) error, done func()) {
	form.Flush()
	for _, x := range form.Fields() {
		if x.Fault() != "" {
			x.Focus()
			return
		}
	}
	desk := h.Desk()
	if err := deed(context.Background(), desk); err != nil {
		form.Refused(err)
		return
	}
	h.Saved(desk.Now())
	done()
}

// tall lets the entry of a field be at least so high, in pixels at the normal text size.
func tall(x *kit.Field, height float32) *kit.Field {
	if e := kit.EntryIn(x.Object); e != nil {
		e.MinHeight = height * theme.Size(theme.TextBody) / 14
	}
	return x
}
