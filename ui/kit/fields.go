package kit

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/theme"
)

func asError(err error, to **app.Error) bool { return errors.As(err, to) }

// text is the ground of every field with an entry: read gives the value's text, write takes a text or says why not.
func (f *Form) text(name, label string, e *Entry, read func() string, write func(string) error, around fyne.CanvasObject) *Field {
	if around == nil {
		around = e
	}
	around = wheelOver(around, e)
	holder := container.NewStack(around)
	x := f.Add(name, label, holder, e.MultiLine)
	e.field = name
	folded := utf8.RuneCountInString(read()) > foldAt
	commit := func() {
		if !folded {
			f.commit(x, e, read, write)
		}
	}
	e.OnLeft, x.flush = commit, commit
	if folded {
		holder.Objects = []fyne.CanvasObject{foldedText(read(), func() {
			folded = false
			e.SetText(read())
			holder.Objects = []fyne.CanvasObject{around}
			f.relayout()
			Relayout(holder)
		})}
		return x
	}
	e.SetText(read())
	if draft, ok := f.drafts.get(x.key()); ok {
		e.SetText(draft)
		if err := write(draft); err != nil {
			sentence, _ := i18n.Error(err)
			x.SetFault(sentence)
		}
	}
	return x
}

// commit takes the text of a field over when it is left.
func (f *Form) commit(x *Field, e *Entry, read func() string, write func(string) error) {
	before := read()
	if e.Text == before {
		f.drafts.drop(x.key())
		x.SetFault("")
		return
	}
	if err := write(e.Text); err != nil {
		sentence, _ := i18n.Error(err)
		f.drafts.put(x.key(), e.Text)
		x.SetFault(sentence)
		return
	}
	f.drafts.drop(x.key())
	x.SetFault("")
	after := read()
	if after != e.Text {
		e.SetText(after)
	}
	if after != before {
		f.changed()
	}
}

const (
	foldAt    = 8000 // characters; Fyne's entry needs seconds for a text of 100,000
	foldStart = 600  // characters of a folded text that are shown
)

// foldedText is the beginning of a text that is too long for an entry, with a button that brings the whole.
func foldedText(text string, unfold func()) fyne.CanvasObject {
	runes := []rune(text)
	b := NewButton(i18n.T("kit.unfold"), unfold)
	b.Small = true
	count := Line(i18n.T("kit.folded", "n", i18n.Number(len(runes))), Second)
	return container.NewStack(Board(theme.Panel), Inset(8, 6, Column(4, NewPara(string(runes[:foldStart])+"…", Body), Row(8, count, b))))
}

// Text is a field of one line.
func (f *Form) Text(name, label string, p *string) *Field {
	return f.text(name, label, NewEntry(""), func() string { return *p },
		func(s string) error { *p = strings.TrimSpace(s); return nil }, nil)
}

// Long is a field of many lines.
func (f *Form) Long(name, label string, p *string) *Field { return f.Lines(name, label, 3, p) }

// Lines is a field that shows so many lines and takes any number.
func (f *Form) Lines(name, label string, lines int, p *string) *Field {
	return f.text(name, label, NewLongEntry("", float32(lines)*Body.size()*1.6+17), func() string { return *p },
		func(s string) error { *p = strings.TrimRight(s, " \n"); return nil }, nil)
}

// Int is a whole number from low to high, both included. An empty field is 0.
func (f *Form) Int(name, label string, p *int, low, high int) *Field {
	return f.text(name, label, NewEntry(""), func() string {
		if *p == 0 && low >= 0 {
			return ""
		}
		return strconv.Itoa(*p)
	}, func(s string) error {
		s = strings.TrimSpace(s)
		if s == "" {
			*p = 0
			return nil
		}
		n, err := strconv.Atoi(s)
		if err != nil || n < low || n > high {
			return app.Refuse("kit.number", "low", low, "high", high)
		}
		*p = n
		return nil
	}, nil)
}

// Money is an amount, typed in yuan, or with the unit behind it (万元, 亿元).
func (f *Form) Money(name, label string, p *app.Money) *Field {
	return f.text(name, label, NewEntry(""), func() string {
		if *p == 0 {
			return ""
		}
		return p.Yuan(true)
	}, func(s string) error {
		if strings.TrimSpace(s) == "" {
			*p = 0
			return nil
		}
		m, err := app.ParseMoney(s)
		if err == nil {
			*p = m
		}
		return err
	}, nil)
}

// Date is a calendar date, typed as 2026-03-05 or chosen from a calendar.
func (f *Form) Date(name, label string, p *app.Date) *Field {
	e := NewEntry("")
	e.PlaceHolder = i18n.T("kit.date.form")
	pick := newIconButton(fynetheme.Icon(fynetheme.IconNameCalendar))
	x := f.text(name, label, e, func() string { return p.String() }, func(s string) error {
		d, err := ReadDate(s)
		if err == nil {
			*p = d
		}
		return err
	}, container.NewBorder(nil, nil, nil, pick, e))
	pick.OnTapped = func() {
		pickDate(e, *p, func(d app.Date) {
			e.SetText(d.String())
			x.flush()
		})
	}
	return x
}

// ReadDate reads a date as people type it: 2026-03-05, 2026-3-5, 2026.3.5, 2026/3/5, 20260305; empty is no date.
func ReadDate(s string) (app.Date, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return app.Date{}, nil
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if len(parts) == 1 && len(s) == 8 {
		parts = []string{s[:4], s[4:6], s[6:]}
	}
	if len(parts) != 3 {
		return app.Date{}, app.Refuse("date.invalid", "text", s)
	}
	for i, n := range []int{4, 2, 2} {
		parts[i] = strings.Repeat("0", max(0, n-len(parts[i]))) + parts[i]
	}
	return app.ParseDate(strings.Join(parts, "-"))
}

// Month is a month, typed as 2021-06; empty is not known, or "until now".
func (f *Form) Month(name, label string, p *app.Month) *Field {
	e := NewEntry("")
	e.PlaceHolder = i18n.T("kit.month.form")
	return f.text(name, label, e, func() string { return p.String() }, func(s string) error {
		s = strings.TrimSpace(s)
		if s == "" {
			*p = app.Month{}
			return nil
		}
		if parts := strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' }); len(parts) == 2 && len(parts[1]) == 1 {
			s = parts[0] + "-0" + parts[1]
		} else if len(parts) == 2 {
			s = parts[0] + "-" + parts[1]
		}
		m, err := app.ParseMonth(s)
		if err == nil {
			*p = m
		}
		return err
	}, nil)
}

// Check is a yes or no.
func (f *Form) Check(name, label string, p *bool) *Field {
	c := NewCheck(label, nil)
	c.Checked = *p
	c.OnChanged = func(on bool) {
		if *p != on {
			*p = on
			f.changed()
		}
	}
	x := f.Add(name, "", fitted(c), false)
	x.broad = true
	return x
}

// Choice is one of several codes shown by words; empty may be offered as "—".
func (f *Form) Choice(name, label string, codes, words []string, get func() string, set func(string)) *Field {
	s := NewSelect(words, nil)
	s.PlaceHolder = i18n.T("kit.choose")
	if i := slices.Index(codes, get()); i >= 0 {
		s.SetSelectedIndex(i)
	}
	s.OnChanged = func(string) {
		if i := s.SelectedIndex(); i >= 0 && codes[i] != get() {
			set(codes[i])
			f.changed()
		}
	}
	return f.Add(name, label, Framed(s), false)
}

// Enum is one of the codes of an enumeration, shown by the words of its area ("stage", "unitkind").
func Enum[C ~string](f *Form, name, label, area string, all []C, p *C) *Field {
	codes, words := make([]string, len(all)), make([]string, len(all))
	for i, c := range all {
		codes[i], words[i] = string(c), i18n.Enum(area, c)
	}
	return f.Choice(name, label, codes, words, func() string { return string(*p) }, func(s string) { *p = C(s) })
}

// Checks is a set of codes, each with a tick.
func (f *Form) Checks(name, label string, codes, words []string, p *app.Set) *Field {
	var ticks []fyne.CanvasObject
	for i, code := range codes {
		c := NewCheck(words[i], nil)
		c.Checked = p.Has(code)
		c.OnChanged = func(on bool) {
			if *p == nil {
				*p = app.Set{}
			}
			if on {
				(*p)[code] = true
			} else {
				delete(*p, code)
			}
			f.changed()
		}
		ticks = append(ticks, fitted(c))
	}
	return f.Add(name, label, Tiles(4, ticks...), true)
}

// EnumChecks is Checks over the codes of an enumeration.
func EnumChecks[C ~string](f *Form, name, label, area string, all []C, p *app.Set) *Field {
	codes, words := make([]string, len(all)), make([]string, len(all))
	for i, c := range all {
		codes[i], words[i] = string(c), i18n.Enum(area, c)
	}
	return f.Checks(name, label, codes, words, p)
}

// Names is a set of names, typed one after the other with commas or spaces between.
func (f *Form) Names(name, label string, p *app.Set) *Field {
	return f.text(name, label, NewEntry(""), func() string { return i18n.List(p.Sorted()) }, func(s string) error {
		*p = app.NewSet(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,;\t\u3000\u3001\uff0c\uff1b", r) })...)
		return nil
	}, nil)
}

// Show is a value that cannot be changed here.
func (f *Form) Show(label, value string) *Para {
	p := NewPara(value, Body)
	f.Add("", label, p, false)
	return p
}
