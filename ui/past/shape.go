package past

import (
	"reflect"
	"slices"
	"strings"

	"lianshen/app"
	"lianshen/store/journal"
	"lianshen/ui/i18n"
)

// TypeOf gives the Go type of the value at a path of a noun of a kind, such as app.Money or app.Date: by it an editor of
// one field knows what to offer. It is nil for a field that this program does not know, and the noun's own type for "".
func TypeOf(kind app.Kind, path string) reflect.Type {
	at := types[kind]
	if path == "" {
		return at
	}
	for _, k := range journal.Keys(path) {
		at = inner(at, k)
	}
	return at
}

// Option is a code that a field may have, with its word.
type Option struct{ Code, Word string }

// Options gives the codes that the field at a path can have, in the order in which app lists them, with their words; nil
// for a field that holds no code.
func Options(kind app.Kind, path string) []Option {
	t := TypeOf(kind, path)
	if t == nil || t.Kind() != reflect.String {
		return nil
	}
	area := areas[t]
	codes := codesOf[t]
	if area == "" {
		area, codes = codedField(kind, path)
	}
	var out []Option
	for _, c := range codes {
		out = append(out, Option{c, i18n.Capital(i18n.Enum(area, c))})
	}
	return out
}

// codedField gives the translations and the codes of a field whose codes are plain texts.
func codedField(kind app.Kind, path string) (area string, codes []string) {
	name := path[strings.LastIndex(path, "/")+1:]
	switch {
	case kind == app.KindMeeting && strings.HasPrefix(path, "attendees/") && name == "role":
		return "attendee", app.AttendeeRoles
	case kind == app.KindStocktake && path == "sort":
		return "stocksort", app.StockSorts
	case kind == app.KindHeard && path == "source":
		return "heardsource", app.HeardSources
	case kind == app.KindRoster && path == "sort":
		return "rostersort", app.RosterSorts
	case kind == app.KindMaterial && path == "form":
		return "materialform", app.MaterialForms
	case kind == app.KindTalk && path == "type":
		return "talktype", app.TalkTypes
	case kind == app.KindEvidence && path == "kind":
		return "evidencekind", app.EvidenceKinds
	case kind == app.KindDelivery && path == "way":
		return "way", app.Ways
	case kind == app.KindLaw && path == "status":
		return "law.status", app.LawStatuses
	}
	return "", nil
}

// codesOf are the codes of enumerations in their order.
var codesOf = map[reflect.Type][]string{
	reflect.TypeFor[app.Strand](): plain(app.Strands), reflect.TypeFor[app.Stage](): plain(app.Stages), reflect.TypeFor[app.UnitKind](): plain(app.UnitKinds),
	reflect.TypeFor[app.Occasion](): plain(app.Occasions), reflect.TypeFor[app.Grouping](): plain(app.Groupings), reflect.TypeFor[app.Method](): plain(app.Methods),
	reflect.TypeFor[app.MaterialKind](): plain(app.MaterialKinds), reflect.TypeFor[app.Conclusion](): plain(app.Conclusions),
	reflect.TypeFor[app.Responsibility](): plain(app.Responsibilities), reflect.TypeFor[app.FindingState](): plain(app.FindingStates),
	reflect.TypeFor[app.Mark](): {string(app.Verified), string(app.Unverified)}, reflect.TypeFor[app.RectifyType](): plain(app.RectifyTypes),
	reflect.TypeFor[app.RectifyMode](): plain(app.RectifyModes), reflect.TypeFor[app.RectifyState](): plain(app.RectifyStates),
	reflect.TypeFor[app.Trigger](): plain(app.Triggers), reflect.TypeFor[app.AccountMeasure](): plain(app.AccountMeasures),
	reflect.TypeFor[app.Use](): plain(app.Uses), reflect.TypeFor[app.Adoption](): plain(app.Adoptions), reflect.TypeFor[app.Role](): plain(app.Roles),
	reflect.TypeFor[app.Secrecy](): plain(app.Secrecies), reflect.TypeFor[app.MeetingMode](): plain(app.MeetingModes),
	reflect.TypeFor[app.MeetingType](): {string(app.Preparation), string(app.Entry), string(app.Notification)},
	reflect.TypeFor[app.DayKind]():     {string(app.NaturalDays), string(app.WorkingDays)}, reflect.TypeFor[app.SignoffKind](): plain(app.SignoffKinds),
	reflect.TypeFor[app.Kind](): plain(app.Kinds), reflect.TypeFor[app.SheetReply](): plain(app.SheetReplies),
}

func plain[C ~string](codes []C) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = string(c)
	}
	return slices.Clip(out)
}

// Hidden says whether a field of a noun says nothing to people: keys, hashes, the noun's own identity.
func Hidden(path string) bool {
	name, _, _ := strings.Cut(path, "/")
	return slices.Contains(hidden, name)
}
