package pdf

import (
	"sort"

	"lianshen/reports/document"
	"lianshen/reports/typeset"
)

// marks ties what is painted to the elements of the structure: every stretch of a page that belongs to one element gets a
// number on its page (ISO 32000-1, 14.7.4). What belongs to none, rules, page numbers, repeated heads, is an artifact.
type marks struct {
	trees   []*document.Node
	leaves  []*document.Node // of the document at hand, in reading order
	content map[*document.Node][]mark
	parents [][]*document.Node // by page, by number on the page
	open    *document.Node
	last    int // the character painted last
}

// mark is a stretch of a page.
type mark struct{ page, number int }

func newMarks(pages int) *marks {
	return &marks{content: map[*document.Node][]mark{}, parents: make([][]*document.Node, pages)}
}

// begin makes the elements of a document known before its first page is painted.
func (m *marks) begin(d *document.Document) {
	root := d.Structure()
	m.trees = append(m.trees, root)
	m.leaves, m.last = nil, 0
	var walk func(n *document.Node)
	walk = func(n *document.Node) {
		if n.From < n.To {
			m.leaves = append(m.leaves, n)
		}
		for _, k := range n.Kids {
			walk(k)
		}
	}
	walk(root)
}

// of gives the element that an item of the text belongs to, nil for an artifact. Blanks that stand alone, because their face
// is another one, belong to what stands before them, or to the first element of the page.
func (m *marks) of(item typeset.Item) *document.Node {
	offset := -1
	switch item := item.(type) {
	case *typeset.Run:
		if item.Artifact {
			return nil
		}
		for _, g := range item.Glyphs {
			if g.Offset >= 0 {
				offset = g.Offset
				break
			}
		}
		if offset < 0 {
			offset = m.last
		}
	case *typeset.Mark:
		if !item.Artifact {
			offset = item.Offset
		}
	}
	if offset < 0 {
		return nil
	}
	m.last = offset
	i := sort.Search(len(m.leaves), func(i int) bool { return m.leaves[i].To > offset })
	if i == len(m.leaves) {
		return nil
	}
	return m.leaves[i]
}

// enter begins a stretch for an element unless one is open, and ends the one before; nil ends only.
func (w *writer) enter(n *document.Node, page int) {
	m := w.marks
	if m.open == n {
		return
	}
	if m.open != nil {
		w.raw("EMC")
	}
	if m.open = n; n == nil {
		return
	}
	number := len(m.parents[page])
	m.parents[page] = append(m.parents[page], n)
	m.content[n] = append(m.content[n], mark{page, number})
	w.raw("/%s <</MCID %d>> BDC", n.Role, number)
}
