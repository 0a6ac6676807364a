package document

import (
	"strings"
	"testing"
)

// leaves lists the elements that hold text.
func leaves(n *Node) []*Node {
	if len(n.Kids) == 0 {
		return []*Node{n}
	}
	var out []*Node
	for _, k := range n.Kids {
		out = append(out, leaves(k)...)
	}
	return out
}

func TestStructureHoldsTheWholeTextInOrder(t *testing.T) {
	d := sample()
	text := []rune(Ink(d.Text()))
	at := 0
	var said []string
	for _, n := range leaves(d.Structure()) {
		if n.From != at || n.To < n.From {
			t.Fatalf("%s holds %d–%d, the text has come to %d", n.Role, n.From, n.To, at)
		}
		at = n.To
		said = append(said, n.Role+" "+string(text[n.From:n.To]))
	}
	if at != len(text) {
		t.Errorf("%d of %d characters have an element", at, len(text))
	}
	all := strings.Join(said, "\n")
	for _, want := range []string{"H1 关于××同志的报告", "P 市委、市政府：", "H2 一、概况", "P 引。甲。乙。", "P 单位：万元", "TH 项", "TD 1.00", "P 附件：1.问题清单", "P （此件不公开）", "H1 问题清单", "P 校验码"} {
		if !strings.Contains(all+"\n", want+"\n") {
			t.Errorf("no element %q in\n%s", want, all)
		}
	}
}

func TestCellsKeepTheirSpans(t *testing.T) {
	table := Table{Columns: []Column{{}, {}}, Rows: []Row{{Cells: []Cell{{Text: "甲", ColSpan: 2}}}, {Cells: []Cell{{Text: "乙", RowSpan: 1}, {}}}}}
	root := (&Document{Blocks: []Block{table}}).Structure()
	if len(root.Kids) != 1 || root.Kids[0].Role != "Table" || len(root.Kids[0].Kids) != 2 {
		t.Fatalf("%+v", root)
	}
	if c := root.Kids[0].Kids[0].Kids[0]; c.Role != "TD" || c.ColSpan != 2 {
		t.Errorf("%+v", c)
	}
}
