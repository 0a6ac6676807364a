package app

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// TextLimit is the length of the longest text that is accepted, in characters.
const TextLimit = 100_000

// countLimit is the largest count or measure that is accepted; nobody counts a billion papers.
const countLimit = 1_000_000_000

// codes lists what each enumeration allows. The empty code is allowed here; where one is needed, the rule
// of the kind asks for it.
var codes = map[reflect.Type][]string{
	reflect.TypeFor[Strand]():         list(Strands),
	reflect.TypeFor[Stage]():          list(Stages),
	reflect.TypeFor[UnitKind]():       list(UnitKinds),
	reflect.TypeFor[Occasion]():       list(Occasions),
	reflect.TypeFor[Grouping]():       list(Groupings),
	reflect.TypeFor[Method]():         list(Methods),
	reflect.TypeFor[MaterialKind]():   list(MaterialKinds),
	reflect.TypeFor[Conclusion]():     list(Conclusions),
	reflect.TypeFor[Responsibility](): append(list(Responsibilities), string(InChargeOld)),
	reflect.TypeFor[FindingState]():   list(FindingStates),
	reflect.TypeFor[Mark]():           {string(Verified), string(Unverified)},
	reflect.TypeFor[RectifyType]():    list(RectifyTypes),
	reflect.TypeFor[RectifyMode]():    list(RectifyModes),
	reflect.TypeFor[RectifyState]():   list(RectifyStates),
	reflect.TypeFor[Trigger]():        list(Triggers),
	reflect.TypeFor[AccountMeasure](): list(AccountMeasures),
	reflect.TypeFor[Use]():            list(Uses),
	reflect.TypeFor[Adoption]():       list(Adoptions),
	reflect.TypeFor[Secrecy]():        list(Secrecies),
	reflect.TypeFor[MeetingType]():    {string(Preparation), string(Entry), string(Notification)},
	reflect.TypeFor[MeetingMode]():    list(MeetingModes),
	reflect.TypeFor[SignoffKind]():    list(SignoffKinds),
	reflect.TypeFor[SheetReply]():     list(SheetReplies),
	reflect.TypeFor[DayKind]():        {string(NaturalDays), string(WorkingDays)},
}

func list[C ~string](in []C) []string {
	out := make([]string, len(in))
	for i, c := range in {
		out[i] = string(c)
	}
	return out
}

var (
	dateType  = reflect.TypeFor[Date]()
	monthType = reflect.TypeFor[Month]()
	moneyType = reflect.TypeFor[Money]()
)

// checkValues walks through every field of a noun: texts can be kept and printed, amounts and counts are
// within range and not negative (but for a year's surplus), dates exist, codes are known, and no key of a
// map has a slash, which would be two steps of a field path in the log.
func checkValues(n Noun) error { return walk(nil, reflect.ValueOf(n)) }

// place is where a value stands in a noun. Its path is put together only for a refusal: a round of 200 cases has half a
// million values, and nearly all of them are right.
type place struct {
	above *place
	name  string
}

func (p *place) path() string {
	switch {
	case p == nil:
		return ""
	case p.above == nil:
		return p.name
	}
	return p.above.path() + "/" + p.name
}

var fieldNames sync.Map // reflect.Type → []string

// namesOf gives the JSON names of the fields of a struct.
func namesOf(t reflect.Type) []string {
	if names, ok := fieldNames.Load(t); ok {
		return names.([]string)
	}
	names := make([]string, t.NumField())
	for i := range names {
		names[i], _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
	}
	fieldNames.Store(t, names)
	return names
}

func walk(p *place, v reflect.Value) error {
	switch v.Type() {
	case dateType:
		return checkDate(p, v.Interface().(Date))
	case monthType:
		return checkMonth(p, v.Interface().(Month))
	case moneyType:
		return checkMoney(p, Money(v.Int()))
	}
	switch v.Kind() {
	case reflect.String:
		return checkString(p, v)
	case reflect.Int, reflect.Int64:
		if v.Int() < 0 || v.Kind() == reflect.Int && v.Int() > countLimit {
			return refuseField("count.range", p.path(), "value", v.Int())
		}
	case reflect.Struct:
		for i, name := range namesOf(v.Type()) {
			if err := walk(&place{p, name}, v.Field(i)); err != nil {
				return err
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if err := walk(p, v.Index(i)); err != nil {
				return err
			}
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if err := checkKey(p, it.Key()); err != nil {
				return err
			}
			if err := walk(&place{p, it.Key().String()}, it.Value()); err != nil {
				return err
			}
		}
	}
	return nil
}

// refuseField makes an error about a field: "field" is its path for a form, "label" its name for people,
// which is that of the last part of the path with a name of its own.
func refuseField(code, path string, args ...any) *Error {
	return Refuse(code, append([]any{"field", path, "label", Word("field." + labelOf(path))}, args...)...)
}

// labelOf gives the part of a path that names a field: keys of maps (years, names, IDs) are skipped.
func labelOf(path string) string {
	parts := strings.Split(path, "/")
	for _, p := range slices.Backward(parts) {
		if FieldNames[p] {
			return p
		}
	}
	return parts[0]
}

func checkKey(p *place, key reflect.Value) error {
	if allowed, ok := codes[key.Type()]; ok && !slices.Contains(allowed, key.String()) {
		return refuseField("code.unknown", p.path(), "code", key.String())
	}
	if s := key.String(); blank(s) || strings.ContainsAny(s, "/\n") {
		return refuseField("key.form", p.path(), "text", s)
	}
	return checkText(p, key.String())
}

func checkString(p *place, v reflect.Value) error {
	s := v.String()
	if allowed, ok := codes[v.Type()]; ok {
		if s != "" && !slices.Contains(allowed, s) {
			return refuseField("code.unknown", p.path(), "code", s)
		}
		return nil
	}
	return checkText(p, s)
}

// checkText refuses what cannot be kept, searched or printed faithfully: more than TextLimit characters,
// broken encoding, control characters but line breaks, and marks that turn the direction of writing, by
// which a text can read otherwise than it is.
func checkText(p *place, s string) error {
	if len(s) > TextLimit && utf8.RuneCountInString(s) > TextLimit {
		return refuseField("text.long", p.path(), "count", utf8.RuneCountInString(s), "limit", TextLimit)
	}
	if !utf8.ValidString(s) {
		return refuseField("text.encoding", p.path())
	}
	place := 0
	for _, c := range s {
		place++
		switch {
		case c == '\n':
		case c < ' ' || c >= 0x7f && c <= 0x9f || c == '\u2028' || c == '\u2029' || c == '\ufeff':
			return refuseField("text.control", p.path(), "place", place)
		case c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069' || c == '\u200e' || c == '\u200f' || c == '\u061c':
			return refuseField("text.direction", p.path(), "place", place)
		}
	}
	return nil
}

func checkDate(p *place, d Date) error {
	if d.IsZero() || d == DateOf(d.time()) && d.Year >= 1900 && d.Year <= 2199 {
		return nil
	}
	return refuseField("date.invalid", p.path(), "text", d.String())
}

func checkMonth(p *place, m Month) error {
	if m.IsZero() || m.Month >= 1 && m.Month <= 12 && m.Year >= 1900 && m.Year <= 2199 {
		return nil
	}
	return refuseField("month.invalid", p.path(), "text", m.String())
}

func checkMoney(p *place, m Money) error {
	if m > MoneyLimit || m < -MoneyLimit {
		return refuseField("money.range", p.path(), "text", m.Yuan(true))
	}
	if m < 0 && labelOf(p.path()) != "surplus" {
		return refuseField("money.negative", p.path(), "text", m.Yuan(true))
	}
	return nil
}

// lineEnds are what other programs put at the end of lines and between cells; a person who pastes them
// meant a line break or a blank.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\t", " ", "\ufeff", "")

// tidy mends in the texts of a noun what a paste brings along and nobody sees. n points to the noun; maps
// and slices are written to only where something is mended.
func tidy[T Noun](n *T) { tidyValue(reflect.ValueOf(n).Elem()) }

func tidyValue(v reflect.Value) (mended bool) {
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); strings.ContainsAny(s, "\r\t\u2028\u2029\ufeff") {
			v.SetString(lineEnds.Replace(s))
			return true
		}
	case reflect.Struct:
		for i := range v.NumField() {
			mended = tidyValue(v.Field(i)) || mended
		}
	case reflect.Slice:
		for i := range v.Len() {
			mended = tidyValue(v.Index(i)) || mended
		}
	case reflect.Map:
		if v.Type().Elem().Kind() != reflect.Bool {
			return tidyMap(v)
		}
	}
	return mended
}

// tidyMap mends the values of a map, which cannot be changed in their place.
func tidyMap(v reflect.Value) (mended bool) {
	for _, key := range v.MapKeys() {
		value := reflect.New(v.Type().Elem()).Elem()
		value.Set(v.MapIndex(key))
		if tidyValue(value) {
			v.SetMapIndex(key, value)
			mended = true
		}
	}
	return mended
}
