package phrase

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// enough is the lowest score of vault.Estimate that is taken.
const enough = 2

// Choice is the pair of fields in which a new pass phrase is chosen: two entries, the strength as a bar and in words.
type Choice struct {
	// Changed is told of every change of a field; it may be nil.
	Changed func()

	first, second *kit.Entry
	bar           *kit.Bar
	word, same    *kit.Para
	own           func() []string
	object        fyne.CanvasObject
}

// NewChoice makes the fields. own gives the words that a guesser would try first: names of the person, the office, the
// workspace. submitted is called when Enter is pressed in the second entry.
func NewChoice(own func() []string, submitted func()) *Choice {
	c := &Choice{first: kit.NewSecret(), second: kit.NewSecret(), bar: kit.NewBar(), own: own,
		word: kit.NewPara("", kit.Second), same: kit.NewPara("", kit.Second)}
	c.first.OnChanged = func(text string) { c.gauge(); c.changed(text) }
	c.second.OnChanged = func(text string) { c.compare(); c.changed(text) }
	c.first.OnSubmitted = func(string) { c.focus(c.second) }
	c.second.OnSubmitted = func(string) { submitted() }
	c.object = kit.Column(10, kit.Column(4, kit.Line(i18n.T("phrase.new"), kit.Second), c.first, c.bar, c.word),
		kit.Column(4, kit.Line(i18n.T("phrase.again"), kit.Second), c.second, c.same))
	c.gauge()
	return c
}

// Object is the pair of fields as an object.
func (c *Choice) Object() fyne.CanvasObject { return c.object }

// First gives the entry to put the focus into.
func (c *Choice) First() *kit.Entry { return c.first }

func (c *Choice) focus(e *kit.Entry) {
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c.first); canvas != nil {
		canvas.Focus(e)
	}
}

// changed tells of a change, unless a field was emptied: that is not the person's doing.
func (c *Choice) changed(text string) {
	if text != "" && c.Changed != nil {
		c.Changed()
	}
}

// Clear empties both fields.
func (c *Choice) Clear() {
	c.first.SetText("")
	c.second.SetText("")
}

// Phrase gives the chosen phrase. It refuses with "phrase.empty", "phrase.weak" (why) and "phrase.differ".
func (c *Choice) Phrase() (string, error) {
	text := c.first.Text
	if strings.TrimSpace(text) == "" {
		return "", app.Refuse("phrase.empty")
	}
	if vault.Strength(text, c.own()...).Score < enough {
		return "", app.Refuse("phrase.weak", "why", app.Word("phrase.why."+weakness(text)))
	}
	if c.second.Text != text {
		return "", app.Refuse("phrase.differ")
	}
	return text, nil
}

// weakness says why a phrase is weak: "own" when its strength was in words a guesser knows, "short", else "common".
func weakness(text string) string {
	switch {
	case vault.Strength(text).Score >= enough:
		return "own"
	case utf8.RuneCountInString(text) < 12:
		return "short"
	}
	return "common"
}

// gauge shows the strength of what is typed.
func (c *Choice) gauge() {
	text := c.first.Text
	if text == "" {
		c.bar.Set()
		c.word.SetStyle(kit.Second)
		c.word.SetText(i18n.T("phrase.advice"))
	} else {
		s := vault.Strength(text, c.own()...)
		tone := []kit.Tone{kit.Fault, kit.Fault, kit.Wait, kit.Done, kit.Done}[s.Score]
		c.bar.Set(kit.Part{Tone: tone, Share: float32(s.Score+1) / 5})
		c.word.SetStyle(kit.Style{Size: theme.TextSecond, Color: tone.Fore()})
		c.word.SetText(i18n.T("phrase.strength", "word", i18n.T("phrase.strength."+string(rune('0'+s.Score))), "time", timeWords(s.Seconds)))
	}
	c.compare()
}

func (c *Choice) compare() {
	switch {
	case c.second.Text == "":
		c.same.SetText("")
	case c.second.Text == c.first.Text:
		c.same.SetStyle(kit.Style{Size: theme.TextSecond, Color: theme.Done})
		c.same.SetText(i18n.T("phrase.same"))
	case !strings.HasPrefix(c.first.Text, c.second.Text):
		sentence, _ := i18n.Error(app.Refuse("phrase.differ"))
		c.same.SetStyle(kit.Faulty)
		c.same.SetText(sentence)
	default: // still being typed
		c.same.SetText("")
	}
	if c.object != nil {
		kit.Relayout(c.object)
	}
}

const (
	minute = 60.0
	hour   = 60 * minute
	day    = 24 * hour
	year   = 365.25 * day
)

// timeWords says how long guessing takes.
func timeWords(seconds float64) string {
	for _, step := range []struct {
		below, unit float64
		key         string
	}{{hour, minute, "minutes"}, {day, hour, "hours"}, {year, day, "days"}, {1000 * year, year, "years"}} {
		switch {
		case seconds < minute:
			return i18n.T("phrase.time.minute")
		case seconds < step.below:
			return i18n.T("phrase.time."+step.key, "n", i18n.Number(int(seconds/step.unit)))
		}
	}
	return i18n.T("phrase.time.ages")
}
