// Package template is the language in which an office writes its own wording of a section: text with placeholders, conditions
// and lists.
//
//	{{单位.名称}}                        a placeholder: the value of a field
//	{{问题合计|万元}}                    with a form of its own
//	{{如果 问题数 > 0}} … {{否则}} … {{结束}}   a condition
//	{{每个 问题}} … {{问题.标题}} … {{结束}}    once for every member of a list
//
// Words of the language and names of fields exist in English, too (if, not, else, each, end; unit.name). Everything is
// checked when a template is read: what is wrong is told with its line and column and with what is allowed there. A template
// cannot loop without end: it goes over lists that exist, and its text is bounded.
package template

import (
	"strings"
	"unicode/utf8"

	"lianshen/app"
)

// The bounds of a template and of the text that it makes, in characters, and of the depth of its blocks.
const (
	MaxSource = 20_000
	MaxText   = 200_000
	MaxDepth  = 8
)

// Kind is what a field holds.
type Kind string

// The kinds of fields.
const (
	Text   Kind = "text"
	Number Kind = "number"
	Money  Kind = "money"
	Date   Kind = "date"
	List   Kind = "list"
)

// Formats are the forms in which a kind may be written, the usual one first.
var Formats = map[Kind][]string{Text: nil, Number: {"数字", "中文"}, Money: {"万元", "元", "亿元"}, Date: {"中文", "数字"}}

// Field is a field that a template may name.
type Field struct {
	Name, Alias string // 单位.名称, unit.name
	Kind        Kind
	Fields      []Field // of the members of a list; their names begin with that of the list
}

// Scope holds the values of fields by their names.
type Scope map[string]Value

// Value is the value of a field, by its kind, with the facts that it states.
type Value struct {
	Text   string
	Number int64
	Money  app.Money
	Date   app.Date
	List   []Scope
	Refs   []string
}

// Line is a line of the text that was made, with the facts that its placeholders state, each once.
type Line struct {
	Text string
	Refs []string
}

// Template is a template that was read and found sound.
type Template struct{ nodes []node }

// node is a part of a template: text, a placeholder, a condition or a list.
type node struct {
	text   string
	field  *Field
	format string
	test   *test
	each   bool
	then   []node
	other  []node
}

// test is the condition of a block: a field is there, or compares.
type test struct {
	field  *Field
	not    bool
	op     string
	number int64
	text   string
}

// Parse reads a template whose placeholders are fields. It gives everything that is wrong with it, in its order, as
// *app.Error with "line" and "column" (from 1, in characters), and no template then:
//
//   - template.long: over MaxSource characters, or deeper than MaxDepth
//   - template.open: {{ without its }}; template.empty: nothing between them
//   - template.unknown: no such field (with "allowed" and "like"); template.list: a list where a value stands;
//     template.each: a value where a list stands
//   - template.format: a form that the field has not (with "allowed"); template.compare: a condition that cannot be
//   - template.stray: an end or else without its block; template.unended: a block without its end
func Parse(source string, fields []Field) (*Template, []*app.Error) {
	p := &parser{fields: fields}
	if utf8.RuneCountInString(source) > MaxSource {
		return nil, []*app.Error{app.Refuse("template.long", "line", 1, "column", 1, "most", MaxSource)}
	}
	p.cut(strings.ReplaceAll(source, "\r\n", "\n"))
	nodes := p.block(nil, 0)
	if len(p.faults) > 0 {
		return nil, p.faults
	}
	return &Template{nodes}, nil
}

// Render makes the text of a template, line by line. Fields that the scope has not are empty. The text ends at MaxText
// characters ("template.long").
func (t *Template) Render(scope Scope) ([]Line, error) {
	w := &writer{left: MaxText}
	w.now = &Line{}
	w.nodes(t.nodes, scope)
	w.flush()
	if w.left < 0 {
		return nil, app.Refuse("template.text", "most", MaxText)
	}
	return w.out, nil
}
