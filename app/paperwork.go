package app

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// matter is what a paper or a sheet is about: one matter of an item or a finding.
type matter struct {
	strand                    Strand
	item                      Item
	title, fact               string
	bases                     []Basis
	items, findings, evidence Set
	proofs                    []Evidence
	pages                     int
}

// matterOf gathers what the case knows of an item, or of a finding when one is given.
func matterOf(d Dossier, item string, findingID ID) matter {
	m := matter{items: Set{}, findings: Set{}, evidence: Set{}}
	if f, ok := d.Finding(findingID); ok {
		m.strand, m.title, m.fact, m.bases = f.Strand, f.Title, f.Fact, f.Bases
		m.findings[string(f.ID)] = true
		for _, code := range f.Items.Sorted() {
			m.items[code] = true
		}
		if item == "" {
			item = f.Item
		}
	}
	if m.strand == "" {
		m.strand = StrandOfItem(item)
	}
	m.item, _, _ = d.Templates[m.strand].Find(item)
	if item != "" {
		m.items[item] = true
	}
	if len(m.findings) == 0 {
		m.title, m.fact, m.bases = m.item.Check, d.Answers[item].Note, m.item.Bases
	}
	for _, e := range d.Evidence {
		if e.Withdrawn == "" && !e.Sheet && (share(e.Findings, m.findings) || len(m.findings) == 0 && e.Items.Has(item)) {
			m.evidence[string(e.ID)] = true
			m.proofs = append(m.proofs, e)
			m.pages += e.Pages
		}
	}
	return m
}

// PaperFrom gives the working paper that an item or a finding of the case begins with (form 3.12): the process from the
// methods, the materials that were given and the evidence with its sources; the conclusion from the finding with the
// rules it breaks, or from the answer to the item. findingID "" takes the item alone.
func PaperFrom(d Dossier, item string, findingID ID) Paper {
	m := matterOf(d, item, findingID)
	p := Paper{Case: d.Case.ID, Strand: m.strand, Item: m.item.Code, Title: m.title, Findings: m.findings, Evidence: m.evidence,
		Sheets: Set{}, Pages: m.pages, Process: process(d, m), Conclusion: conclusion(d, m)}
	for _, s := range d.Sheets {
		if share(s.Findings, m.findings) || len(m.findings) == 0 && s.Items.Has(item) {
			p.Sheets[string(s.ID)] = true
		}
	}
	return p
}

func share(a, b Set) bool { return slices.ContainsFunc(a.Sorted(), b.Has) }

// methodWords are the methods as a working paper names them.
var methodWords = map[Method]string{MethodReport: "听取汇报", MethodTalk: "座谈访谈", MethodDocuments: "查阅资料", MethodSite: "现场察看",
	MethodSurvey: "专项调查", MethodOther: "其他方法"}

// process tells the steps in the words of a working paper: methods, what was looked at and how much of it, evidence.
func process(d Dossier, m matter) string {
	a := d.Answers[m.item.Code]
	var lines []string
	var methods []string
	for _, x := range Methods {
		if a.Methods.Has(string(x)) {
			methods = append(methods, methodWords[x])
		}
	}
	if len(methods) > 0 {
		lines = append(lines, "检查方法："+strings.Join(methods, "、")+"。")
	}
	var given []string
	for _, x := range d.Materials {
		if !x.ReceivedOn.IsZero() && x.Items.Has(m.item.Code) {
			given = append(given, "《"+x.Name+"》")
		}
	}
	if len(given) > 0 {
		lines = append(lines, "调阅资料："+strings.Join(given, "、")+"。")
	}
	if said := Sampling(a); said != "" {
		lines = append(lines, said+"。")
	}
	if len(m.proofs) > 0 {
		var names []string
		for _, e := range m.proofs {
			name := fmt.Sprintf("%d.%s", e.Number, e.Title)
			if e.Place != "" {
				name += "（" + e.Place + "）"
			}
			names = append(names, name)
		}
		lines = append(lines, "取得证据："+strings.Join(names, "；")+"。")
	}
	return strings.Join(lines, "\n")
}

// Sampling tells the counts of an answer in words, "应查120件，抽查30件（25%），有问题3件（10%）"; "" without counts. Shares
// are of what should be checked and of what was sampled, in whole percent.
func Sampling(a Answer) string {
	if a.Should == 0 && a.Sampled == 0 && a.Faulty == 0 {
		return ""
	}
	share := func(n, of int) string {
		if of == 0 {
			return ""
		}
		return fmt.Sprintf("（%d%%）", (n*100+of/2)/of)
	}
	var parts []string
	if a.Should > 0 {
		parts = append(parts, fmt.Sprintf("应查%d件", a.Should))
	}
	if a.Sampled > 0 {
		parts = append(parts, fmt.Sprintf("抽查%d件%s", a.Sampled, share(a.Sampled, a.Should)), fmt.Sprintf("有问题%d件%s", a.Faulty, share(a.Faulty, a.Sampled)))
	}
	return strings.Join(parts, "，")
}

// conclusion tells what was found and the rules it breaks, or that nothing was found: a paper has both (form 3.12). Of an
// item that nobody concluded it tells nothing, and of one left out only why.
func conclusion(d Dossier, m matter) string {
	if len(m.findings) == 0 {
		note := strings.TrimSpace(m.fact)
		switch d.Answers[m.item.Code].Conclusion {
		case NoProblem:
			return strings.TrimSpace(note + "\n经检查，该事项未发现问题。")
		case NotApplicable:
			return "该事项不适用于被检单位：" + note
		case NotChecked:
			return "该事项未检查：" + note
		case "":
			return note
		}
	}
	lines := []string{strings.TrimSpace(m.fact)}
	var rules []string
	for _, b := range m.bases {
		rules = append(rules, CiteRule(d.Laws, b))
	}
	if len(rules) > 0 {
		lines = append(lines, "上述情况不符合"+strings.Join(rules, "、")+"的规定。")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// genericLaw are names that are no title of one rule but a way to speak of many.
var genericLaw = regexp.MustCompile(`(有关规定|制度)$|^省、市|、.*办法$`)

// BookTitle puts the name of a law into 《》, as Chinese documents cite it. What is no title of one rule but a way to speak of
// many (规范津贴补贴的有关规定) bears none. Marks inside become the inner marks 〈〉 (GB/T 15834-2011 4.15).
func BookTitle(name string) string {
	if genericLaw.MatchString(name) {
		return name
	}
	return "《" + strings.NewReplacer("《", "〈", "》", "〉").Replace(name) + "》"
}

// CiteRule gives a rule as papers cite it, 《中华人民共和国审计法》第三十一条; a law that the list does not have by its code.
func CiteRule(laws map[string]Law, b Basis) string {
	name := b.Law
	if l, ok := laws[b.Law]; ok && l.Name != "" {
		name = l.Name
	}
	return BookTitle(name) + b.Article
}

// OpenNotes lists the lines of the remarks of a review that wait for an answer, in their order. While there are any the
// review is not given (form 3.12).
func (n Paper) OpenNotes() []string {
	var out []string
	for line, note := range n.Notes {
		if blank(note.Answer) && !note.Settled {
			out = append(out, line)
		}
	}
	slices.Sort(out)
	return out
}

// NotePaper keeps a remark of the review of a working paper, which must be answered before the review is given. by is as
// in ReviewPaper: never the author nor the lead of the strand.
func (d Desk) NotePaper(ctx context.Context, paperID ID, by, text string) error {
	return d.onNotes(ctx, VerbNotePaper, paperID, func(w *work, p Paper) (Paper, error) {
		name, err := w.reviews(p, by, d.Who)
		if err != nil {
			return p, err
		}
		if err := required("text", text); err != nil {
			return p, err
		}
		line := fmt.Sprintf("%02d", len(p.Notes)+1)
		for i := len(p.Notes) + 2; p.Notes[line] != (ReviewNote{}); i++ {
			line = fmt.Sprintf("%02d", i)
		}
		p.Notes[line] = ReviewNote{Text: text, By: name, On: d.Today()}
		return p, nil
	})
}

// SettleNote says that the reviewer is content with the answer to a remark, or drops the remark; on false takes that back.
func (d Desk) SettleNote(ctx context.Context, paperID ID, line, by string, on bool) error {
	return d.onNotes(ctx, VerbNotePaper, paperID, func(w *work, p Paper) (Paper, error) {
		if _, err := w.reviews(p, by, d.Who); err != nil {
			return p, err
		}
		n, ok := p.Notes[line]
		if !ok {
			return p, Refuse("paper.note", "line", line, "index", p.Index)
		}
		n.Settled = on
		p.Notes[line] = n
		return p, nil
	})
}

// AnswerNote keeps the answer to a remark of the review. by is whose answer it is: who sits at the desk when empty. A
// remark that is settled takes no other answer ("paper.settled").
func (d Desk) AnswerNote(ctx context.Context, paperID ID, line, by, answer string) error {
	return d.onNotes(ctx, VerbAnswerNote, paperID, func(w *work, p Paper) (Paper, error) {
		n, ok := p.Notes[line]
		switch {
		case !ok:
			return p, Refuse("paper.note", "line", line, "index", p.Index)
		case n.Settled:
			return p, Refuse("paper.settled", "line", line, "index", p.Index)
		}
		if err := required("answer", answer); err != nil {
			return p, err
		}
		name, err := w.self(by, d.Who)
		if err != nil {
			return p, err
		}
		n.Answer, n.AnsweredBy, n.AnsweredOn = answer, name, d.Today()
		p.Notes[line] = n
		return p, nil
	})
}

// onNotes is a deed on the remarks of a paper.
func (d Desk) onNotes(ctx context.Context, verb Verb, paperID ID, f func(*work, Paper) (Paper, error)) error {
	return d.do(ctx, verb, "", func(w *work) error {
		p, err := Get[Paper](ctx, w.r, paperID)
		if err != nil {
			return err
		}
		w.deed.Case = p.Case
		if _, err := openCase(w, p.Case); err != nil {
			return err
		}
		notes := make(map[string]ReviewNote, len(p.Notes)+1)
		for line, n := range p.Notes {
			notes[line] = n
		}
		p.Notes = notes
		if p, err = f(w, p); err != nil {
			return err
		}
		return put(w, p)
	})
}

// reviews gives the name under which a paper is reviewed, and refuses its author and the lead of its strand.
func (w *work) reviews(p Paper, by, who string) (string, error) {
	name, err := w.self(by, who)
	if err != nil {
		return "", err
	}
	if !Apart(p.Author, name) {
		return "", refuseField("paper.reviewer", "reviewer", "name", name)
	}
	return name, w.examines(p.Case, p.Strand, name)
}
