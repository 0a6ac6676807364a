package app

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// types gives what holds a noun of each kind.
var types = map[Kind]reflect.Type{
	KindTemplate: reflect.TypeFor[Template](), KindLaw: reflect.TypeFor[Law](), KindCalendar: reflect.TypeFor[DayTable](),
	KindRound: reflect.TypeFor[Round](), KindPerson: reflect.TypeFor[Person](), KindZone: reflect.TypeFor[Zone](),
	KindGroup: reflect.TypeFor[Group](), KindUnit: reflect.TypeFor[Unit](), KindMeeting: reflect.TypeFor[Meeting](),
	KindCase: reflect.TypeFor[Case](), KindPrincipal: reflect.TypeFor[Principal](), KindAnswer: reflect.TypeFor[Answer](),
	KindTalk: reflect.TypeFor[Talk](), KindMaterial: reflect.TypeFor[Material](), KindEvidence: reflect.TypeFor[Evidence](),
	KindPaper: reflect.TypeFor[Paper](), KindFinding: reflect.TypeFor[Finding](), KindSurvey: reflect.TypeFor[Survey](),
	KindEvaluation: reflect.TypeFor[Evaluation](), KindConsultation: reflect.TypeFor[Consultation](),
	KindOpinion: reflect.TypeFor[Opinion](), KindReportText: reflect.TypeFor[ReportText](), KindReport: reflect.TypeFor[Report](),
	KindApproval: reflect.TypeFor[Approval](), KindDelivery: reflect.TypeFor[Delivery](), KindMeasure: reflect.TypeFor[Measure](),
	KindProgress: reflect.TypeFor[Progress](), KindSupervision: reflect.TypeFor[Supervision](),
	KindAccountability: reflect.TypeFor[Accountability](), KindResultUse: reflect.TypeFor[ResultUse](),
	KindSignoff: reflect.TypeFor[Signoff](), KindSeat: reflect.TypeFor[Seat](), KindAlias: reflect.TypeFor[Alias](),
	KindVisit: reflect.TypeFor[Visit](), KindStocktake: reflect.TypeFor[Stocktake](), KindHeard: reflect.TypeFor[Heard](),
	KindSheet: reflect.TypeFor[Sheet](), KindRoster: reflect.TypeFor[Roster](), KindDayLog: reflect.TypeFor[DayLog](),
}

// decoded gives the noun that a JSON object holds, with what a paste brings along mended.
func decoded(kind Kind, doc []byte) (Noun, error) {
	ty, known := types[kind]
	if !known {
		return nil, fmt.Errorf("%q is no kind of noun", kind)
	}
	v := reflect.New(ty)
	if err := json.Unmarshal(doc, v.Interface()); err != nil {
		return nil, fmt.Errorf("decode %s: %w", kind, err)
	}
	tidyValue(v.Elem())
	return v.Elem().Interface().(Noun), nil
}

// typeAt gives what a field of a noun holds; false for a path that leads to no field. An object is many fields and none
// itself.
func typeAt(kind Kind, field string) (reflect.Type, bool) {
	ty, known := types[kind]
	if !known || field == "" {
		return nil, false
	}
	for _, key := range keysOf(field) {
		if key == "" {
			return nil, false
		}
		switch {
		case scalar(ty):
			return nil, false
		case ty.Kind() == reflect.Map:
			ty = ty.Elem()
		default:
			i := slices.Index(namesOf(ty), key)
			if i < 0 {
				return nil, false
			}
			ty = ty.Field(i).Type
		}
	}
	return ty, scalar(ty)
}

// scalar says whether a value of the type is one field: anything but an object.
func scalar(ty reflect.Type) bool {
	return ty == dateType || ty == monthType || ty.Kind() != reflect.Struct && ty.Kind() != reflect.Map
}

// keysOf takes a field path apart: what escape joined.
func keysOf(field string) []string {
	keys := strings.Split(field, "/")
	for i, k := range keys {
		keys[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(k)
	}
	return keys
}

// valueAt gives the value at a path of an object, nil when there is none.
func valueAt(doc map[string]json.RawMessage, path []string) json.RawMessage {
	v := doc[path[0]]
	if len(path) == 1 || v == nil {
		return v
	}
	return valueAt(object(v), path[1:])
}

// withValue puts a value at a path of an object, nil to empty it.
func withValue(doc map[string]json.RawMessage, path []string, value json.RawMessage) error {
	if len(path) == 1 {
		if empty(value) {
			delete(doc, path[0])
		} else {
			doc[path[0]] = value
		}
		return nil
	}
	inner := object(doc[path[0]])
	if inner == nil {
		inner = map[string]json.RawMessage{}
	}
	if err := withValue(inner, path[1:], value); err != nil {
		return err
	}
	raw, err := json.Marshal(inner)
	if err != nil {
		return fmt.Errorf("encode %s: %w", path[0], err)
	}
	doc[path[0]] = raw
	return nil
}
