package app

// StrandProgress tells how far the items of a strand, or of a section of it, have come.
type StrandProgress struct {
	Total         int // items that count: neither meant for other kinds of unit nor answered "not applicable"
	Answered      int // of Total: with a conclusion, NotChecked among them
	Problems      int // of Answered: a problem was found
	NotApplicable int // answered "not applicable"
	NotChecked    int // of Answered: not checked, with a reason
}

// Open gives how many items still wait for a conclusion.
func (p StrandProgress) Open() int { return p.Total - p.Answered }

// Plus adds the counts of two parts.
func (p StrandProgress) Plus(o StrandProgress) StrandProgress {
	return StrandProgress{p.Total + o.Total, p.Answered + o.Answered, p.Problems + o.Problems,
		p.NotApplicable + o.NotApplicable, p.NotChecked + o.NotChecked}
}

// ProgressOf counts over a whole strand.
func ProgressOf(d Dossier, s Strand) StrandProgress {
	var p StrandProgress
	for _, section := range d.Templates[s].Sections {
		p = p.Plus(countItems(section.Items, d))
	}
	return p
}

// SectionProgress counts over one section, by its code ("XR-1"). An unknown code gives zeros.
func SectionProgress(d Dossier, s Strand, section string) StrandProgress {
	for _, sec := range d.Templates[s].Sections {
		if sec.Code == section {
			return countItems(sec.Items, d)
		}
	}
	return StrandProgress{}
}

// CaseProgress counts over the three strands.
func CaseProgress(d Dossier) StrandProgress {
	var p StrandProgress
	for _, s := range Strands {
		p = p.Plus(ProgressOf(d, s))
	}
	return p
}

func countItems(items []Item, d Dossier) StrandProgress {
	var p StrandProgress
	for _, item := range items {
		c := d.Answers[item.Code].Conclusion
		switch {
		case c == NotApplicable:
			p.NotApplicable++
			continue
		case c == "" && !item.Applies(d.Unit.Kind):
			continue // meant for other kinds of unit; an answer given all the same counts
		}
		p.Total++
		if c == "" {
			continue
		}
		p.Answered++
		if c == Problem {
			p.Problems++
		}
		if c == NotChecked {
			p.NotChecked++
		}
	}
	return p
}

// OpenItem gives the first item of a strand, in the order of the checklist, that waits for a conclusion.
func OpenItem(d Dossier, s Strand) (Item, bool) {
	for _, section := range d.Templates[s].Sections {
		for _, item := range section.Items {
			if d.Answers[item.Code].Conclusion == "" && item.Applies(d.Unit.Kind) {
				return item, true
			}
		}
	}
	return Item{}, false
}
