package bench

import (
	"lianshen/app"
	"lianshen/ui/kit"
)

// counts are the three fields of how many files there should be, were sampled and were faulty.
type counts struct {
	should, sampled, faulty *kit.Entry
	kept                    [3]string // what is on disk, as the fields show it
}

func (c *counts) entries() [3]*kit.Entry { return [3]*kit.Entry{c.should, c.sampled, c.faulty} }

// showCounts puts the counts of an answer into the fields. What was typed and could not be kept yet stays, unless
// another item came into hand (anew).
func (m *middle) showCounts(a app.Answer, anew bool) {
	for i, n := range [3]int{a.Should, a.Sampled, a.Faulty} {
		e := m.counts.entries()[i]
		text := countText(n)
		if anew || e.Text == m.counts.kept[i] {
			if e.Text != text {
				e.SetText(text)
			}
		}
		m.counts.kept[i] = text
	}
}

// keepCounts keeps the counts when one of their fields is left. What is no count, or does not fit the others, stays in
// its field with the reason shown. It says whether nothing is left unsaved.
func (m *middle) keepCounts() bool {
	r := m.room
	if r.sheet == nil || r.sheet.item == "" {
		return true
	}
	var n [3]int
	var changed bool
	for i, e := range m.counts.entries() {
		var err error
		if n[i], err = readCount(e, [3]string{"should", "sampled", "faulty"}[i]); err != nil {
			m.fail(err)
			return false
		}
		changed = changed || countText(n[i]) != m.counts.kept[i]
	}
	if !changed {
		return true
	}
	if !r.tell(r.sheet.item, app.AnswerInput{Should: &n[0], Sampled: &n[1], Faulty: &n[2]}) {
		return false
	}
	for i, e := range m.counts.entries() {
		m.counts.kept[i] = e.Text
	}
	m.facts()
	return true
}
