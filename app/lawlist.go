package app

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// SaveLaw keeps a law of the list: an own one, or a correction of one that came with the program. Who checks its text
// and when is noted by the program: a law that becomes verified is verified by who sits at the desk, today. What was
// verified and says another name, number, text or status now is to be verified anew.
//
// Refused: a code that another law has ("law.taken"), and what CheckAlone refuses.
func (d Desk) SaveLaw(ctx context.Context, l Law) (ID, error) {
	l.ID = d.newID(l.ID)
	err := d.do(ctx, VerbSaveLaw, "", func(w *work) error {
		tidy(&l)
		l.Code = strings.TrimSpace(l.Code)
		all, err := List[Law](ctx, w.r, "")
		if err != nil {
			return fmt.Errorf("look for laws of the same code: %w", err)
		}
		var old Law
		for _, o := range all {
			switch {
			case o.ID == l.ID:
				old = o
			case o.Code == l.Code:
				return refuseField("law.taken", "code", "code", l.Code, "name", o.Name)
			}
		}
		if old.ID != "" {
			l.Code = old.Code // items and findings cite it by this
		}
		if l.Status == "" {
			l.Status = "current"
		}
		was := old.Mark == Verified
		switch {
		case l.Mark != Verified:
			l.Mark, l.CheckedBy, l.CheckedOn = Unverified, "", Date{}
		case !was:
			l.CheckedBy, l.CheckedOn = d.Who, d.Today()
		case l.Name != old.Name || l.Number != old.Number || l.Text != old.Text || l.Status != old.Status:
			l.Mark, l.CheckedBy, l.CheckedOn = Unverified, "", Date{}
		default:
			l.CheckedBy, l.CheckedOn = old.CheckedBy, old.CheckedOn
		}
		return put(w, l)
	})
	return l.ID, err
}

// NewLawCode gives a free code for an own law.
func NewLawCode(laws []Law) string {
	taken := map[string]bool{}
	for _, l := range laws {
		taken[l.Code] = true
	}
	for n := 1; ; n++ {
		if code := fmt.Sprintf("own-%03d", n); !taken[code] {
			return code
		}
	}
}

// Article is one article of a law.
type Article struct {
	Number string // 第四十八条
	Text   string // without the number; of lines
}

var (
	articleHead = regexp.MustCompile(`^\s*(第[一二三四五六七八九十百千零〇0-9]+条(?:之[一二三四五六七八九十]+)?)[\s　]*(.*)$`)
	chapterHead = regexp.MustCompile(`^\s*第[一二三四五六七八九十百千零〇0-9]+[编章节][\s　]`)
)

// Articles gives the articles of the text of a law as far as it was entered, in their order: each begins with a line
// that begins with its number and ends before the next one or the next chapter.
func (n Law) Articles() []Article {
	var out []Article
	in := false
	for _, line := range strings.Split(n.Text, "\n") {
		if m := articleHead.FindStringSubmatch(line); m != nil {
			out, in = append(out, Article{m[1], strings.TrimSpace(m[2])}), true
			continue
		}
		if chapterHead.MatchString(line) {
			in = false
		}
		if line = strings.TrimSpace(line); in && line != "" {
			a := &out[len(out)-1]
			a.Text = strings.TrimLeft(a.Text+"\n"+line, "\n")
		}
	}
	return out
}

// Article gives the text of the article that a citation names: "第四十六条（二）" is in 第四十六条; false when the text of
// the law does not have it or was not entered.
func (n Law) Article(cited string) (Article, bool) {
	m := articleHead.FindStringSubmatch(strings.TrimSpace(cited))
	if m == nil {
		return Article{}, false
	}
	for _, a := range n.Articles() {
		if a.Number == m[1] {
			return a, true
		}
	}
	return Article{}, false
}

// BasisDoubts lists the codes of BasisDoubt; "doubt.CODE" is what people read.
var BasisDoubts = []string{"law.missing", "law.repealed", "law.amended", "law.article", "basis.unverified"}

// BasisDoubt says why a citation should not stand in a document with a red head, worst first: the law is not in the list
// (law is the zero Law), it was repealed, a newer text exists, its text was entered and has no such article, or nobody
// looked the cited text up. A citation is looked up when it carries the mark itself, or when the law does and the whole
// of it or an article of its entered text is cited.
func BasisDoubt(law Law, b Basis) (code string, doubtful bool) {
	_, known := law.Article(b.Article)
	numbered := articleHead.MatchString(b.Article)
	switch {
	case law.Code == "":
		return "law.missing", true
	case law.Status == "repealed":
		return "law.repealed", true
	case law.Status == "amended":
		return "law.amended", true
	case numbered && !known && len(law.Articles()) > 0:
		return "law.article", true
	case b.Mark == Verified, law.Mark == Verified && (blank(b.Article) || known):
		return "", false
	}
	return "basis.unverified", true
}

// LawUse is a place where a law is cited.
type LawUse struct {
	Law     string // code
	Article string
	// Either an item of checklists, or a finding.
	Item     string
	Versions []string // of the checklists in which the item cites it so
	Finding  ID
	Case     ID
	Number   int
	Title    string // of the finding; of an item what to check
	Doubt    string // of the citation, see BasisDoubt; "" = none
}

// LawUses gives where laws are cited, by the code of the law: items of the checklists that are not retired, in the order
// of their codes, then findings that were not dropped, by case and number.
func LawUses(laws []Law, templates []Template, findings []Finding) map[string][]LawUse {
	by := map[string]Law{}
	for _, l := range laws {
		by[l.Code] = l
	}
	doubt := func(b Basis) string {
		code, _ := BasisDoubt(by[b.Law], b)
		return code
	}
	type key struct{ law, item, article string }
	items := map[key]*LawUse{}
	for _, t := range templates {
		if !t.Retired.IsZero() {
			continue
		}
		for _, s := range t.Sections {
			for _, i := range s.Items {
				for _, b := range i.Bases {
					k := key{b.Law, i.Code, b.Article}
					if items[k] == nil {
						items[k] = &LawUse{Law: b.Law, Article: b.Article, Item: i.Code, Title: i.Check, Doubt: doubt(b)}
					}
					items[k].Versions = append(items[k].Versions, t.Version)
				}
			}
		}
	}
	keys := slices.SortedFunc(maps.Keys(items), func(a, b key) int {
		return strings.Compare(a.item+"\x00"+a.article, b.item+"\x00"+b.article)
	})
	out := map[string][]LawUse{}
	for _, k := range keys {
		u := *items[k]
		slices.Sort(u.Versions)
		out[k.law] = append(out[k.law], u)
	}
	sorted := slices.Clone(findings)
	slices.SortStableFunc(sorted, func(a, b Finding) int {
		if c := strings.Compare(string(a.Case), string(b.Case)); c != 0 {
			return c
		}
		return a.Number - b.Number
	})
	for _, f := range sorted {
		if f.State == FindingDropped {
			continue
		}
		for _, b := range f.Bases {
			out[b.Law] = append(out[b.Law], LawUse{Law: b.Law, Article: b.Article, Finding: f.ID, Case: f.Case, Number: f.Number, Title: f.Title, Doubt: doubt(b)})
		}
	}
	return out
}

// FoundLaw is a law that a search found.
type FoundLaw struct {
	Law      Law
	Articles []Article // those the words are found in, at most ten; without words none
}

// SearchLaws gives the laws in which all the words are found, those with the words in a name first, else in the order
// given. Words are looked for in names, short names, numbers, codes and remarks, in the articles of the entered text, and
// in the numbers of articles that uses cite: "公务员法 第四十八条". No words find all. The case of letters does not count.
func SearchLaws(laws []Law, uses map[string][]LawUse, words string) []FoundLaw {
	want := strings.Fields(strings.ToLower(strings.ReplaceAll(words, "　", " ")))
	var first, then []FoundLaw
	for _, l := range laws {
		if len(want) == 0 {
			first = append(first, FoundLaw{Law: l})
			continue
		}
		name := strings.ToLower(l.Name + "\n" + l.Short + "\n" + l.NameEn)
		all := name + "\n" + strings.ToLower(l.Number+"\n"+l.Code+"\n"+l.Remarks)
		var rest []string
		for _, w := range want {
			if !strings.Contains(all, w) {
				rest = append(rest, w)
			}
		}
		if len(rest) == 0 {
			if strings.Contains(name, want[0]) {
				first = append(first, FoundLaw{Law: l})
			} else {
				then = append(then, FoundLaw{Law: l})
			}
			continue
		}
		if arts, ok := articlesWith(l, uses[l.Code], rest); ok {
			then = append(then, FoundLaw{l, arts})
		}
	}
	return append(first, then...)
}

// articlesWith gives the articles in which all words stand; false when there is neither one nor a citation of one.
func articlesWith(l Law, uses []LawUse, words []string) (out []Article, found bool) {
	has := func(text string) bool {
		text = strings.ToLower(text)
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
	}
	for _, a := range l.Articles() {
		if len(out) < 10 && has(a.Number+" "+a.Text) {
			out = append(out, a)
		}
	}
	return out, len(out) > 0 || slices.ContainsFunc(uses, func(u LawUse) bool { return has(u.Article) })
}
