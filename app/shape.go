package app

import (
	"reflect"
	"slices"
)

// Shape says how the values of a field are best laid side by side.
type Shape string

// The shapes.
const (
	ShapeText     Shape = "text"     // a word or a line
	ShapeLongText Shape = "longtext" // text of sentences, see ThreeWay
	ShapeList     Shape = "list"     // an array, see ListDiff
	ShapeNumber   Shape = "number"   // a count, see Sums
	ShapeMoney    Shape = "money"    // an amount in fen, see Sums
	ShapeDate     Shape = "date"     // a day
	ShapeMonth    Shape = "month"    // a month
	ShapeCode     Shape = "code"     // one of a few codes
	ShapeFlag     Shape = "flag"     // yes or no; also whether something is in a set
	ShapeRef      Shape = "ref"      // the ID of another noun
	ShapeWhole    Shape = "whole"    // whether the noun is to be there at all
)

// longFields are the texts of sentences, by kind: paths, "*" stands for any name.
var longFields = map[Kind][]string{
	KindCase: {"announce/objects", "announce/content", "announce/period", "announce/members", "announce/discipline", "announce/extra",
		"selfCheck/returnedFor", "facts/leaders", "facts/period", "facts/achievements/*", "facts/earlier", "rectify/movedReason", "rectify/summary",
		"strands/*/assessment", "waivers/*/reason", "sweep/*/reason"},
	KindUnit: {"duties", "sections"}, KindPrincipal: {"duties"}, KindMeeting: {"reason", "minutes"}, KindAnswer: {"note", "selfNote"},
	KindTalk: {"text", "notWhy", "qa/*/question", "qa/*/answer"}, KindVisit: {"subject", "text", "escortOpinion", "notWhy"},
	KindStocktake: {"text", "notWhy"}, KindHeard: {"text", "handling"}, KindSheet: {"summary", "opinion", "notWhy"}, KindDayLog: {"text"}, KindMaterial: {"notWhy"}, KindPaper: {"process", "conclusion", "review", "notes/*/text", "notes/*/answer"},
	KindFinding: {"fact", "parts/what", "parts/consequence", "outReason", "treatment", "requirement", "duringAudit", "tolerance", "transfer"},
	KindOpinion: {"quote", "text", "recheck", "reason", "before", "after"}, KindReportText: {"text"}, KindApproval: {"opinion"},
	KindMeasure: {"text", "expected"}, KindProgress: {"text", "proof"}, KindSupervision: {"opinion"}, KindAccountability: {"reason"},
	KindResultUse: {"how", "feedback"}, KindSeat: {"outWhy"},
}

// codeFields are the fields that hold one of a few codes kept as plain text.
var codeFields = map[Kind][]string{
	KindMaterial: {"form"}, KindTalk: {"type"}, KindStocktake: {"sort"}, KindHeard: {"source"}, KindRoster: {"sort"}, KindEvidence: {"kind"}, KindDelivery: {"way"}, KindLaw: {"status"}, KindMeeting: {"attendees/*/role"},
}

var idType = reflect.TypeFor[ID]()

// ClashShape says how the values of a field of a noun are laid side by side; "" is the noun as a whole. A field that this
// version does not know is a text.
func ClashShape(kind Kind, field string) Shape {
	if field == "" {
		return ShapeWhole
	}
	under := func(list map[Kind][]string) bool {
		return slices.ContainsFunc(list[kind], func(part string) bool { return within(part, field) })
	}
	ty, known := typeAt(kind, field)
	switch {
	case !known:
		return ShapeText
	case ty == dateType:
		return ShapeDate
	case ty == monthType:
		return ShapeMonth
	case ty == moneyType:
		return ShapeMoney
	case ty == idType:
		return ShapeRef
	case codes[ty] != nil || under(codeFields):
		return ShapeCode
	}
	switch ty.Kind() {
	case reflect.Bool:
		return ShapeFlag
	case reflect.Slice:
		return ShapeList
	case reflect.Int, reflect.Int64:
		return ShapeNumber
	}
	if under(longFields) {
		return ShapeLongText
	}
	return ShapeText
}
