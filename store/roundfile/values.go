package roundfile

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"lianshen/app"
)

// short keeps a value that is shown in a message from being longer than the message.
func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// shape is what reading needs to know of a struct.
type shape struct {
	text   bool           // it has a written form of its own
	names  []string       // JSON name of each field
	fields map[string]int // index of each field by that name
}

var shapes sync.Map // reflect.Type → *shape

func shapeOf(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s := &shape{text: reflect.PointerTo(t).Implements(textType), names: make([]string, t.NumField()), fields: map[string]int{}}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if s.names[i] = name; name != "" && name != "-" {
			s.fields[name] = i
		}
	}
	shapes.Store(t, s)
	return s
}

// fieldPath turns the field that a rule of app refused ("questions/xr-overall") into a JSON path below
// the noun (".questions.xr-overall"). app names no place within an array; it is found by asking the rule
// about each element alone.
func fieldPath(n app.Noun, e *app.Error) string {
	field, _ := e.Args["field"].(string)
	switch {
	case field != "":
	case e.Code == "id.invalid" || e.Code == "answer.id" || e.Code == "text.id":
		return ".id"
	case e.Code == "item.unknown":
		return ".item"
	default:
		return tallyPath(e)
	}
	root := reflect.New(reflect.TypeOf(n)).Elem()
	root.Set(reflect.ValueOf(n))
	refuses := func() bool {
		var again *app.Error
		return errors.As(app.CheckAlone(root.Interface().(app.Noun)), &again) && again.Code == e.Code && again.Args["field"] == field
	}
	path, at := "", root
	enter := func() {
		for at.Kind() == reflect.Slice {
			i := alone(at, refuses)
			if i < 0 {
				at = reflect.Value{}
				return
			}
			path += fmt.Sprintf("[%d]", i)
			at = at.Index(0)
		}
	}
	for _, step := range strings.Split(field, "/") {
		if !at.IsValid() {
			break
		}
		switch at.Kind() {
		case reflect.Struct:
			i, ok := shapeOf(at.Type()).fields[step]
			if !ok {
				return path
			}
			at = at.Field(i)
		case reflect.Map:
			at = at.MapIndex(reflect.ValueOf(step).Convert(at.Type().Key()))
		default:
			return path
		}
		path += member([]string{path}, step)
		if at.IsValid() {
			enter()
		}
	}
	return path
}

// alone leaves in the list only the one element that the rule refuses and says which it was, or -1.
func alone(list reflect.Value, refuses func() bool) int {
	all := reflect.ValueOf(list.Interface())
	if !list.CanSet() {
		return -1
	}
	for i := range all.Len() {
		one := reflect.MakeSlice(list.Type(), 1, 1)
		one.Index(0).Set(all.Index(i))
		list.Set(one)
		if refuses() {
			return i
		}
	}
	list.Set(all)
	return -1
}

// tallyPath gives the place of a count that does not agree with the others.
func tallyPath(e *app.Error) string {
	switch e.Code {
	case "tally.returned", "tally.valid":
		return ".batch." + strings.TrimPrefix(e.Code, "tally.")
	case "tally.empty":
		return ".batch.valid"
	case "tally.questions", "tally.counters", "tally.scrutineers":
		return "." + strings.TrimPrefix(e.Code, "tally.")
	case "tally.both":
		return ".counters" + member([]string{""}, fmt.Sprint(e.Args["name"]))
	case "tally.ticks":
		return ".problems" + member([]string{""}, fmt.Sprint(e.Args["text"]))
	case "tally.sum":
		row := fmt.Sprint(e.Args["label"])
		if code, ok := strings.CutPrefix(row, "surveyq."); ok {
			return ".questions" + member([]string{""}, code)
		}
		if code, ok := strings.CutPrefix(row, "strand."); ok {
			return ".rows." + code
		}
		return ".overall"
	}
	return ""
}
