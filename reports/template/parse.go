package template

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lianshen/app"
)

// token is a piece of a template: text, or what stands between {{ and }}.
type token struct {
	text         string
	tag          bool
	line, column int
}

type parser struct {
	fields []Field
	lists  []*Field // whose members are gone over, the innermost last
	tokens []token
	at     int
	faults []*app.Error
}

// maxFaults is how much is told of one template at a time.
const maxFaults = 20

func (p *parser) fault(t token, code string, args ...any) {
	if len(p.faults) < maxFaults {
		p.faults = append(p.faults, app.Refuse(code, append([]any{"line", t.line, "column", t.column}, args...)...))
	}
}

// cut takes a template apart into tokens.
func (p *parser) cut(source string) {
	line, column := 1, 1
	advance := func(text string) {
		for _, r := range text {
			if column++; r == '\n' {
				line, column = line+1, 1
			}
		}
	}
	for source != "" {
		open := strings.Index(source, "{{")
		if open < 0 {
			p.tokens = append(p.tokens, token{text: source, line: line, column: column})
			return
		}
		if open > 0 {
			p.tokens = append(p.tokens, token{text: source[:open], line: line, column: column})
			advance(source[:open])
		}
		t := token{tag: true, line: line, column: column}
		rest := source[open+2:]
		shut := strings.Index(rest, "}}")
		if next := strings.Index(rest, "{{"); shut < 0 || next >= 0 && next < shut || strings.Contains(rest[:max(shut, 0)], "\n") {
			p.fault(t, "template.open", "opening", "{{", "closing", "}}", "example", "{{单位.名称}}")
			return // where it goes on nobody knows
		}
		t.text = strings.TrimSpace(rest[:shut])
		p.tokens = append(p.tokens, t)
		advance(source[open : open+2+shut+2])
		source = rest[shut+2:]
	}
}

// words of the language.
var words = map[string]string{"如果": "if", "if": "if", "否则": "else", "else": "else", "结束": "end", "end": "end", "每个": "each", "each": "each", "没有": "not", "not": "not"}

// block reads nodes up to the end of the block that opener began, nil for the template itself; what an else parts is given by
// the caller.
func (p *parser) block(opener *token, depth int) []node {
	nodes, _ := p.until(opener, depth, false)
	return nodes
}

// until reads nodes up to an end, or up to an else where one may stand; it says which it was.
func (p *parser) until(opener *token, depth int, mayElse bool) (out []node, ended string) {
	for p.at < len(p.tokens) {
		t := p.tokens[p.at]
		p.at++
		if !t.tag {
			out = append(out, node{text: t.text})
			continue
		}
		first, rest, _ := strings.Cut(t.text, " ")
		switch words[strings.ToLower(first)] {
		case "end", "else":
			kind := words[strings.ToLower(first)]
			if opener == nil || kind == "else" && !mayElse || strings.TrimSpace(rest) != "" {
				p.fault(t, "template.stray", "word", first)
				continue
			}
			return out, kind
		case "if":
			out = append(out, p.condition(t, strings.TrimSpace(rest), depth))
		case "each":
			out = append(out, p.loop(t, strings.TrimSpace(rest), depth))
		default:
			out = append(out, p.placeholder(t))
		}
	}
	if opener != nil {
		p.fault(*opener, "template.unended")
	}
	return out, "end"
}

func (p *parser) deep(t token, depth int) bool {
	if depth >= MaxDepth {
		p.fault(t, "template.deep", "most", MaxDepth)
		p.at = len(p.tokens)
	}
	return depth >= MaxDepth
}

func (p *parser) condition(t token, text string, depth int) node {
	n := node{test: p.test(t, text)}
	if p.deep(t, depth) {
		return n
	}
	var ended string
	if n.then, ended = p.until(&t, depth+1, true); ended == "else" {
		n.other, _ = p.until(&t, depth+1, false)
	}
	return n
}

func (p *parser) loop(t token, name string, depth int) node {
	n := node{each: true, field: p.find(t, name)}
	if n.field != nil && n.field.Kind != List {
		p.fault(t, "template.each", "name", name, "allowed", p.names(func(f Field) bool { return f.Kind == List }))
		n.field = nil
	}
	if p.deep(t, depth) {
		return n
	}
	if n.field != nil {
		p.lists = append(p.lists, n.field)
		defer func() { p.lists = p.lists[:len(p.lists)-1] }()
	}
	n.then, _ = p.until(&t, depth+1, false)
	return n
}

func (p *parser) placeholder(t token) node {
	name, format, given := strings.Cut(strings.ReplaceAll(t.text, "｜", "|"), "|")
	name, format = strings.TrimSpace(name), strings.TrimSpace(format)
	if name == "" {
		p.fault(t, "template.empty")
		return node{}
	}
	f := p.find(t, name)
	if f == nil {
		return node{}
	}
	if f.Kind == List {
		p.fault(t, "template.list", "name", name)
		return node{}
	}
	allowed := Formats[f.Kind]
	if given && !slices.Contains(allowed, format) {
		p.fault(t, "template.format", "name", name, "format", format, "allowed", strings.Join(allowed, "、"))
	}
	return node{field: f, format: format}
}

// operators, the longer before the shorter.
var operators = []string{">=", "<=", "!=", "≥", "≤", "≠", "=", ">", "<", "＝", "＞", "＜"}

var plainOperator = map[string]string{"≥": ">=", "≤": "<=", "≠": "!=", "＝": "=", "＞": ">", "＜": "<"}

// test reads a condition: a field that is there or, behind 没有, is not; or one that compares with a number or a quoted text.
func (p *parser) test(t token, text string) *test {
	out := &test{}
	if first, rest, cut := strings.Cut(text, " "); cut && words[strings.ToLower(first)] == "not" {
		out.not, text = true, strings.TrimSpace(rest)
	}
	name, right := text, ""
	at := len(text)
	for _, op := range operators {
		if i := strings.Index(text, op); i >= 0 && i < at {
			at, out.op = i, op
			name, right = strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+len(op):])
		}
	}
	if plain := plainOperator[out.op]; plain != "" {
		out.op = plain
	}
	if name == "" {
		p.fault(t, "template.empty")
		return out
	}
	out.field = p.find(t, name)
	if out.op == "" || out.field == nil {
		return out
	}
	quoted := strings.Trim(right, `"“”`)
	switch {
	case out.field.Kind == Text && (out.op == "=" || out.op == "!=") && quoted != right && utf8.RuneCountInString(right)-utf8.RuneCountInString(quoted) == 2:
		out.text = quoted
	case out.field.Kind == Money:
		m, err := app.ParseMoney(right)
		if err != nil {
			p.fault(t, "template.compare", "name", name, "value", right)
		}
		out.number = int64(m)
	case out.field.Kind == Number:
		n, err := strconv.ParseInt(right, 10, 64)
		if err != nil {
			p.fault(t, "template.compare", "name", name, "value", right)
		}
		out.number = n
	default:
		p.fault(t, "template.compare", "name", name, "value", right)
	}
	return out
}

// find gives a field by its name: of the lists that are gone over, then of the whole.
func (p *parser) find(t token, name string) *Field {
	for i := len(p.lists) - 1; i >= 0; i-- {
		for j := range p.lists[i].Fields {
			if f := &p.lists[i].Fields[j]; f.Name == name || strings.EqualFold(f.Alias, name) {
				return f
			}
		}
	}
	for i := range p.fields {
		if f := &p.fields[i]; f.Name == name || strings.EqualFold(f.Alias, name) {
			return f
		}
	}
	p.fault(t, "template.unknown", "name", name, "like", p.like(name), "allowed", p.names(func(Field) bool { return true }))
	return nil
}

// each visits the fields that may stand here.
func (p *parser) each(f func(Field)) {
	for _, l := range p.lists {
		for _, x := range l.Fields {
			f(x)
		}
	}
	for _, x := range p.fields {
		f(x)
	}
}

// names lists the fields that may stand here.
func (p *parser) names(of func(Field) bool) string {
	var out []string
	p.each(func(f Field) {
		if of(f) {
			out = append(out, f.Name)
		}
	})
	return strings.Join(out, "、")
}

// like gives the name that is nearest to one that nobody has.
func (p *parser) like(name string) string {
	best, least := "", 1<<30
	p.each(func(f Field) {
		for _, candidate := range []string{f.Name, f.Alias} {
			if d := distance([]rune(strings.ToLower(name)), []rune(strings.ToLower(candidate))); candidate != "" && d < least {
				best, least = candidate, d
			}
		}
	})
	return best
}

// distance is how many characters have to be changed, put in or taken out to make b of a.
func distance(a, b []rune) int {
	if len(a) > 60 {
		a = a[:60]
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before := row[0]
		row[0] = i + 1
		for j := range b {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j]+1, before+1)
		}
	}
	return row[len(b)]
}
