package past

import (
	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
)

// Change gives what a field was and became by an event, as far as the person at the seat may see it.
func (w *Words) Change(e store.Event) (before, after string) {
	switch {
	case e.Veiled:
		return i18n.T("history.veiled"), i18n.T("history.veiled")
	case e.Change == app.Note:
		words := ""
		for _, l := range Noted(e.After) {
			if words != "" {
				words += i18n.T("list.comma")
			}
			words += i18n.T("history.pair", "name", l.Field, "value", l.Value)
		}
		return "", words
	case e.Field == "" && e.Change == app.New:
		return "", i18n.T("history.came")
	case e.Field == "" && e.Change == app.Del:
		return "", i18n.T("history.went")
	}
	return w.Value(e.Kind, e.Field, e.Before), w.Value(e.Kind, e.Field, e.After)
}
