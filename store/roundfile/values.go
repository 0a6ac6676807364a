package roundfile

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"lianshen/app"
)

// MaxAmount is the largest amount a file may carry, in fen: 9,999,999,999,999.99 yuan.
const MaxAmount = 999_999_999_999_999

const maxCount = 1 << 50 // beyond any count or file size that means something

// codes are the values that a type of code may have. The empty code stands for "not said" and is
// allowed by the type; where it must be said, the rules of the noun demand it.
var codes = map[reflect.Type][]string{
	reflect.TypeFor[app.Strand]():         textsOf(app.Strands),
	reflect.TypeFor[app.Stage]():          textsOf(app.Stages),
	reflect.TypeFor[app.UnitKind]():       textsOf(app.UnitKinds),
	reflect.TypeFor[app.Occasion]():       textsOf(app.Occasions),
	reflect.TypeFor[app.Grouping]():       textsOf(app.Groupings),
	reflect.TypeFor[app.Method]():         textsOf(app.Methods),
	reflect.TypeFor[app.MaterialKind]():   textsOf(app.MaterialKinds),
	reflect.TypeFor[app.Conclusion]():     textsOf(app.Conclusions),
	reflect.TypeFor[app.Responsibility](): append(textsOf(app.Responsibilities), string(app.InChargeOld)),
	reflect.TypeFor[app.FindingState]():   textsOf(app.FindingStates),
	reflect.TypeFor[app.Mark]():           {string(app.Verified), string(app.Unverified)},
	reflect.TypeFor[app.RectifyMode]():    textsOf(app.RectifyModes),
	reflect.TypeFor[app.RectifyState]():   textsOf(app.RectifyStates),
	reflect.TypeFor[app.Trigger]():        textsOf(app.Triggers),
	reflect.TypeFor[app.AccountMeasure](): textsOf(app.AccountMeasures),
	reflect.TypeFor[app.Use]():            textsOf(app.Uses),
	reflect.TypeFor[app.Adoption]():       textsOf(app.Adoptions),
	reflect.TypeFor[app.Secrecy]():        textsOf(app.Secrecies),
	reflect.TypeFor[app.MeetingType]():    {string(app.Preparation), string(app.Entry), string(app.Notification)},
	reflect.TypeFor[app.MeetingMode]():    textsOf(app.MeetingModes),
	reflect.TypeFor[app.DayKind]():        {string(app.NaturalDays), string(app.WorkingDays)},
}

func textsOf[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// text judges a string by its type: the form of an identifier, the code of an enumeration, and for all
// that it is text a document can carry.
func (d *decoder) text(v reflect.Value) error {
	s := v.String()
	if s == "" {
		return nil
	}
	if v.Type() == reflect.TypeFor[app.ID]() {
		if !app.ID(s).Valid() {
			return d.refuse("roundfile.id", "value", short(s))
		}
		return nil
	}
	if allowed, ok := codes[v.Type()]; ok {
		for _, a := range allowed {
			if s == a {
				return nil
			}
		}
		return d.refuse("roundfile.enum", "value", short(s), "allowed", strings.Join(allowed, ", "))
	}
	if n := utf8.RuneCountInString(s); n > MaxText {
		return d.refuse("roundfile.long", "count", n, "limit", MaxText)
	}
	for i, r := range s {
		if forbidden(r) {
			return d.refuse("roundfile.character", "character", "U+"+strings.ToUpper(strconv.FormatInt(int64(r), 16)), "position", 1+utf8.RuneCountInString(s[:i]))
		}
	}
	return nil
}

// forbidden characters would hide, turn around or break what stands in a document: controls other than
// the line break, direction marks, byte order marks, noncharacters and the mark of a lost character.
func forbidden(r rune) bool {
	switch {
	case r == '\n':
		return false
	case r == utf8.RuneError, r == 0xFEFF, r == 0x2028, r == 0x2029, r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF:
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
}

// short keeps a value that is shown in a message from being longer than the message.
func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

var fieldTables sync.Map // reflect.Type → map[string]int

// fieldsOf gives the index of each field of a struct by its JSON name.
func fieldsOf(t reflect.Type) map[string]int {
	if m, ok := fieldTables.Load(t); ok {
		return m.(map[string]int)
	}
	m := map[string]int{}
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name != "" && name != "-" {
			m[name] = i
		}
	}
	fieldTables.Store(t, m)
	return m
}
