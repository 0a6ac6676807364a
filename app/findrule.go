package app

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var articleWords = regexp.MustCompile(`^第?([0-9]{1,4}|[一二三四五六七八九十百零]{1,7})(条?)$`)

// ReadArticle reads the article of a law as people write it, "31", "第31条", "三十一条": the form papers cite, 第三十一条.
// False when the text names no article.
func ReadArticle(text string) (string, bool) {
	m := articleWords.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return "", false
	}
	if n, err := strconv.Atoi(m[1]); err == nil {
		if n == 0 {
			return "", false
		}
		return "第" + ChineseNumber(n) + "条", true
	}
	if m[2] == "" && !strings.HasPrefix(text, "第") && len([]rune(m[1])) == 1 && m[1] != "十" {
		return "", false // 一 alone is a word, not an article
	}
	return "第" + m[1] + "条", true
}

// FindRules looks rules up by words and article, "监督法 31" or "干部 第三十条": laws whose name, short name, number or code
// has every word, current ones first. With an article each law is given with it; without one with the articles that the
// checklists and the findings of the case cite of it, then alone. At most limit rules.
func FindRules(d Dossier, text string, limit int) []Basis {
	var words []string
	article := ""
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" 　《》，,、", r) }) {
		if a, ok := ReadArticle(w); ok && article == "" {
			article = a
			continue
		}
		words = append(words, w)
	}
	cited := citedArticles(d)
	var laws []Law
	for _, l := range d.Laws {
		in := strings.ToLower(l.Name + " " + l.Short + " " + l.NameEn + " " + l.Number + " " + l.Code)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(in, w) }) {
			laws = append(laws, l)
		}
	}
	rank := func(l Law) int {
		if l.Status == "repealed" {
			return 1
		}
		return 0
	}
	slices.SortFunc(laws, func(a, b Law) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(len(cited[b.Code]), len(cited[a.Code])), cmp.Compare(a.Code, b.Code))
	})
	var out []Basis
	for _, l := range laws {
		list := []Basis{{Law: l.Code, Article: article, Mark: Unverified}}
		if article == "" {
			list = append(slices.Clone(cited[l.Code]), Basis{Law: l.Code, Mark: Unverified})
		}
		for _, b := range list {
			if i := slices.IndexFunc(cited[l.Code], func(c Basis) bool { return c.Article == b.Article }); i >= 0 {
				b.Mark = cited[l.Code][i].Mark
			}
			if len(out) < limit {
				out = append(out, b)
			}
		}
	}
	return out
}

// citedArticles gives for each law the articles that the checklists and findings of the case cite, each once.
func citedArticles(d Dossier) map[string][]Basis {
	out := map[string][]Basis{}
	add := func(list []Basis) {
		for _, b := range list {
			if b.Article != "" && !slices.ContainsFunc(out[b.Law], func(o Basis) bool { return o.Article == b.Article }) {
				out[b.Law] = append(out[b.Law], Basis{Law: b.Law, Article: b.Article, Mark: b.Mark})
			}
		}
	}
	for _, s := range Strands {
		for _, sec := range d.Templates[s].Sections {
			for _, it := range sec.Items {
				add(it.Bases)
			}
		}
	}
	for _, f := range d.Findings {
		add(f.Bases)
	}
	return out
}
