package typeset

import (
	"math"
	"strings"

	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

const (
	titleSize  = 22 // 2号
	titlePitch = 34
)

// title sets a title in 2号小标宋, centred, broken by sense into lines that
// form a trapezium or a rhombus (GB/T 9704-2012 7.3.1), with blank lines
// before it and one after it.
func (s *setter) title(pieces []document.Sentence, before float64, inAnnex bool) {
	if len(pieces) == 0 {
		return
	}
	if latin(s.d) {
		s.latinTitle(pieces, inAnnex)
		return
	}
	atoms, ends := s.titleAtoms(pieces)
	if before > 0 {
		switch {
		case len(s.strips) == 0:
			before = 1 // no red rule to keep away from
		case s.d.Label.Text != "" && !inAnnex:
			before = 0.1 // the number of the form stands in the margin; the table wants the page
		}
		gap := room(before * Pitch)
		gap.keep = true
		s.push(gap)
	}
	for _, line := range titleLines(atoms, ends, s.area.width) {
		row := strip{height: titlePitch, keep: true}
		for _, l := range (block{atoms: line, width: s.area.width, align: centred}).set() {
			row.line(l, l.x, ascent*titleSize+(titlePitch-titleSize)/2)
			s.push(row)
			row = strip{height: titlePitch, keep: true}
		}
	}
	if s.d.Subtitle.Text == "" || inAnnex {
		after := room(Pitch)
		if s.d.Label.Text != "" && !inAnnex {
			after.height = 0.2 * Pitch
		}
		after.keep = true
		s.push(after)
	}
}

// titleAtoms shapes the pieces of a title and marks the atoms that end a piece of sense. Names joined by 、
// belong together: the end of such a piece is none.
func (s *shaper) titleAtoms(pieces []document.Sentence) ([]atom, map[int]bool) {
	var atoms []atom
	ends := map[int]bool{}
	for _, p := range pieces {
		atoms = append(atoms, s.text(p.Text, style{face: face.SongBold, size: titleSize})...)
		ends[len(atoms)-1] = !strings.HasSuffix(p.Text, "、")
	}
	return atoms, ends
}

// subtitle is one line in 楷体 under the title, then the blank line.
func (s *setter) subtitle() {
	if s.d.Subtitle.Text == "" {
		return
	}
	if latin(s.d) {
		s.latinSubtitle()
		return
	}
	b := block{atoms: s.text(s.d.Subtitle.Text, style{face: face.Kai, size: Cell}), width: s.area.width, align: centred}
	strips := b.strips(0, Pitch)
	for i := range strips {
		strips[i].keep, strips[i].grid = true, false
	}
	after := room(Pitch)
	if s.d.Label.Text != "" {
		after.height = 0.2 * Pitch
	}
	after.keep = true
	s.push(append(strips, after)...)
}

// titleLines breaks a title into the fewest lines that hold it, at the places
// that cost least.
func titleLines(atoms []atom, ends map[int]bool, room float64) [][]atom {
	if len(atoms) == 0 {
		return nil
	}
	total := width(atoms)
	if total <= room {
		return [][]atom{atoms}
	}
	costs := titleBreaks(atoms, ends)
	fewest := int(math.Ceil(total / room))
	for lines := fewest; lines <= fewest+1; lines++ {
		if cuts, ok := bestCuts(atoms, costs, lines, room); ok {
			out := make([][]atom, 0, lines)
			from := 0
			for _, c := range cuts {
				out = append(out, atoms[from:c])
				from = c
			}
			return append(out, atoms[from:])
		}
	}
	return [][]atom{atoms} // longer than any title: broken like body text
}

// bestCuts tries every way to cut a title into two, three or four lines. A
// cut is the index of the first atom of a line.
func bestCuts(atoms []atom, costs []float64, lines int, room float64) ([]int, bool) {
	if lines > 4 {
		return nil, false
	}
	sums := make([]float64, len(atoms)+1)
	for i, a := range atoms {
		sums[i+1] = sums[i] + a.advance
	}
	best := math.Inf(1)
	var found []int
	cuts := make([]int, 0, lines-1)
	var try func(from int, cost float64)
	try = func(from int, cost float64) {
		if cost >= best {
			return
		}
		if len(cuts) == lines-1 {
			if sums[len(atoms)]-sums[from] > room {
				return
			}
			if total := cost + shapeCost(sums, cuts); total < best {
				best, found = total, append([]int(nil), cuts...)
			}
			return
		}
		for c := from + 2; c < len(atoms)-1 && sums[c]-sums[from] <= room; c++ {
			if math.IsInf(costs[c-1], 1) {
				continue
			}
			cuts = append(cuts, c)
			try(c, cost+costs[c-1])
			cuts = cuts[:len(cuts)-1]
		}
	}
	try(0, 0)
	return found, found != nil
}

// shapeCost is the variance of the line widths in characters, and more for an
// hourglass (longer, shorter, longer), which the standard frowns on.
func shapeCost(sums []float64, cuts []int) float64 {
	edges := append(append([]int{0}, cuts...), len(sums)-1)
	var widths []float64
	mean := sums[len(sums)-1] / float64(len(edges)-1)
	cost := 0.0
	for i := 1; i < len(edges); i++ {
		w := sums[edges[i]] - sums[edges[i-1]]
		widths = append(widths, w)
		cost += math.Pow((w-mean)/titleSize, 2) / 4
	}
	for i := 1; i+1 < len(widths); i++ {
		if widths[i] < widths[i-1] && widths[i] < widths[i+1] {
			cost += 8
		}
	}
	return cost
}

// titleWords are words of this work that a title must not tear apart.
var titleWords = strings.Fields(`选人用人 机构编制 经济责任 三责联审 联合审查 领导干部 党政正职 主要负责人 人民政府 委员会 办公室
	组织部 领导小组 工作小组 工作组 审计局 财政局 情况 报告 通知 通报 公示 公告 意见 反馈 征求 整改 方案 问题 清单 责任 审查 审核 审计
	任期 任中 离任 同志 书记 市长 县长 区长 局长 主任 履行 工作 汇总 测评 民主 结果 运用 落实 自检 自查 对照 名册 关于 党委 市委 县委 区委
	街道 中心 单位 部门 检查 督查 情况表 明细表 汇总表 登记表 公司 有限`)

// titleBreaks is the cost of ending a line after each atom: nothing at the end
// of a piece of sense, little between words, much inside one.
func titleBreaks(atoms []atom, ends map[int]bool) []float64 {
	allowed := rules(atoms)
	costs := make([]float64, len(atoms))
	text := make([]rune, len(atoms))
	for i, a := range atoms {
		text[i] = a.r
		switch {
		case allowed[i] == never:
			costs[i] = math.Inf(1)
		case ends[i]:
		case a.r == '、':
			costs[i] = 12
		default:
			costs[i] = 6
		}
	}
	for _, w := range titleWords {
		word := []rune(w)
		for i := 0; i+len(word) <= len(text); i++ {
			if string(text[i:i+len(word)]) != w {
				continue
			}
			for j := i; j < i+len(word)-1; j++ {
				if !ends[j] {
					costs[j] += 20
				}
			}
			if end := i + len(word) - 1; !ends[end] && costs[end] == 6 {
				costs[end] = 4
			}
		}
	}
	for i, r := range text {
		if r != '、' {
			continue
		}
		for _, j := range []int{i - 3, i - 2, i + 1, i + 2, i + 3} { // the names before and after the mark, 同志 with the last
			if j >= 0 && j < len(text) && !ends[j] {
				costs[j] += 20
			}
		}
	}
	for i := 0; i+1 < len(text); i++ {
		if strings.ContainsRune("的和及与之等", text[i+1]) && !math.IsInf(costs[i], 1) {
			costs[i] += 12 // 的 never begins a line of a title
		}
	}
	return costs
}
