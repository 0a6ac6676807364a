package kit

import (
	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
)

// Signed tells of a sign-off in words: who signed when, or how much changed since.
func Signed(d app.Dossier, s app.Signoff) (text string, tone Tone) {
	v := app.SignoffState(d, s)
	switch {
	case !v.Valid:
		return i18n.T("sign.void", "who", signer(s), "n", max(1, len(v.Changed)+len(v.Gone)+len(v.Added))), Fault
	case s.For != "":
		return i18n.T("sign.for", "who", s.By, "for", s.For, "on", i18n.Date(s.On)), Done
	}
	return i18n.T("sign.valid", "who", s.By, "on", i18n.Date(s.On)), Done
}

func signer(s app.Signoff) string {
	if s.For != "" {
		return s.For
	}
	return s.By
}

// SignMark is a sign-off as a chip; a void one has a button that leads to what changed.
func SignMark(d app.Dossier, s app.Signoff, show func()) *fyne.Container {
	text, tone := Signed(d, s)
	line := Flow(4, Chip(text, tone))
	if tone == Fault {
		line.Add(NewChipButton(i18n.T("sign.show"), false, show))
	}
	return line
}
