package document

import "strconv"

// Node is an element of what a document is made of, for readers that cannot see it: headings, paragraphs, tables with their
// rows and cells. Roles are the standard structure types of PDF (ISO 32000-1, 14.8.4): Document, H1 the title, H2–H5 the
// headings of the levels 1–4, P, Table, TR, TH, TD.
type Node struct {
	Role             string
	ColSpan, RowSpan int // of a cell; 0 counts as 1
	Kids             []*Node
	// From and To tell which characters of the text the element holds itself, counted from 0 without white space: those from
	// From to before To. Elements that hold others hold no text of their own.
	From, To int
}

// headingRole: the title is the first heading.
func headingRole(level int) string { return "H" + strconv.Itoa(level+1) }

// Structure gives the elements in reading order. The ranges of the elements without kids follow each other and make up the
// whole text.
func (d *Document) Structure() *Node {
	root := &Node{Role: "Document"}
	path := []*Node{root}
	at := 0
	var line *Node // of text that stands in no element: what the layout adds, notes, captions
	last := func() *Node { return path[len(path)-1] }
	w := &walker{words: WordsIn(d.Language)}
	w.open = func(n Node) {
		line = nil
		n.From, n.To = at, at
		last().Kids = append(last().Kids, &n)
		path = append(path, &n)
	}
	w.shut = func() {
		n := last()
		path = path[:len(path)-1]
		if n.From == n.To && holdsText(n.Role) && !isCell(n.Role) { // a title that is none
			last().Kids = last().Kids[:len(last().Kids)-1]
		}
		line = nil
	}
	w.visit = func(_ Place, text string, end End) {
		at += len([]rune(Ink(text)))
		if n := last(); holdsText(n.Role) {
			n.To = at
			return
		}
		if line == nil {
			line = &Node{Role: "P", From: at - len([]rune(Ink(text)))}
			last().Kids = append(last().Kids, line)
		}
		if line.To = at; end != EndNone {
			line = nil
		}
	}
	d.walk(w)
	return root
}

func isCell(role string) bool { return role == "TH" || role == "TD" }

func holdsText(role string) bool { return role != "Document" && role != "Table" && role != "TR" }
