package app

// Gap is something a case still lacks to be whole: a finding without proof, without reviewed paper or without rule, an
// item without an answer, a rule that nobody compared with its source. Unlike what the sweep finds it is no mistake, only
// work that is left, and nobody can let it pass. Its sentence is "gap.CODE" in the translations.
type Gap struct {
	Code   string // see GapCodes
	Strand Strand
	Noun   ID // the finding; "" for an item
	Args   map[string]any
	Room   string // where it is filled
	Ref    string
}

// GapCodes lists the gaps in the order in which the list tells them.
var GapCodes = []string{"proof", "paper", "rule", "law", "item"}

// Gaps gives what a case still lacks, findings before items, each in the order of strands and numbers. Findings that
// were dropped and items that are not meant for the unit lack nothing.
func Gaps(d Dossier) []Gap {
	var out []Gap
	s := newSweeper(d, Date{})
	for _, code := range GapCodes {
		for _, f := range d.Findings {
			if f.State == FindingDropped {
				continue
			}
			lacks, law := false, ""
			switch code {
			case "proof":
				lacks = !s.proven[f.ID]
			case "paper":
				lacks = !s.reviewed[f.ID]
			case "rule":
				lacks = len(f.Bases) == 0
			case "law":
				lacks, law = unverified(d, f)
			}
			if lacks {
				out = append(out, Gap{Code: code, Strand: f.Strand, Noun: f.ID, Room: "findings", Ref: string(f.ID),
					Args: pairs([]any{"number", f.Number, "title", f.Title, "law", law})})
			}
		}
	}
	for _, code := range s.order {
		item, known := s.items[code]
		if known && d.Answers[code].Conclusion == "" && item.Applies(d.Unit.Kind) {
			out = append(out, Gap{Code: "item", Strand: StrandOfItem(code), Room: "bench", Ref: code, Args: pairs([]any{"item", code, "check", item.Check})})
		}
	}
	return out
}

// unverified gives the first rule a finding cites that was not compared with its source.
func unverified(d Dossier, f Finding) (bool, string) {
	for _, b := range f.Bases {
		if b.Mark == Verified {
			continue
		}
		if l, listed := d.Laws[b.Law]; listed {
			return true, l.Name + b.Article
		}
		return true, b.Law + b.Note + b.Article
	}
	return false, ""
}
