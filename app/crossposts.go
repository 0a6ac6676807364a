package app

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// quotaCount holds what is approved and what is there of one kind in one place.
type quotaCount struct {
	quota, actual int
	named         bool // the list of posts speaks of it
	posts, people []RosterRow
}

// countPosts counts by section ("" = the unit itself) and kind.
func (x *comparing) countPosts() map[string]map[string]*quotaCount {
	out := map[string]map[string]*quotaCount{}
	at := func(section, kind string) *quotaCount {
		if out[section] == nil {
			out[section] = map[string]*quotaCount{}
		}
		if out[section][kind] == nil {
			out[section][kind] = &quotaCount{}
		}
		return out[section][kind]
	}
	for _, r := range x.l.Posts {
		for kind, n := range r.Quotas {
			c := at(sectionOf(r), kind)
			c.quota, c.named = c.quota+n, true
			c.posts = append(c.posts, r)
		}
	}
	for _, r := range x.l.Staff {
		if r.Gone() {
			continue
		}
		kinds := []string{r.Kind}
		if r.Leads() && r.Kind != KindOff {
			kinds = append(kinds, PostsLeaders)
		}
		for _, kind := range kinds {
			if kind == "" || kind == KindOff {
				continue
			}
			c := at(sectionOf(r), kind)
			c.actual++
			c.people = append(c.people, r)
		}
	}
	return out
}

// quotas looks for more people than approved posts, in the unit as a whole and in its sections.
func (x *comparing) quotas() {
	if len(x.l.Staff) == 0 {
		x.skip("staff", CrossQuota, CrossSection, CrossLeaders)
		return
	}
	counts := x.countPosts()
	sections := slices.Sorted(maps.Keys(counts))
	asked := false
	for _, kind := range PostKinds {
		total := x.total(counts, kind)
		if total.named {
			asked = true
			x.over(kind, "", total)
		}
		for _, s := range sections {
			if c := counts[s][kind]; s != "" && c != nil && c.named {
				x.over(kind, s, *c)
			}
		}
	}
	if !asked {
		x.skip("posts", CrossQuota, CrossSection, CrossLeaders)
	} else if !slices.ContainsFunc(x.l.Staff, func(r RosterRow) bool { return r.Kind != "" }) {
		x.skip("kind", CrossQuota, CrossSection)
	}
}

// total gives the numbers of a kind in the whole unit. A row of the unit itself that is as large as all sections together
// is their sum and not one more section. Without a list of posts the facts of the case say what is approved.
func (x *comparing) total(counts map[string]map[string]*quotaCount, kind string) quotaCount {
	var sum, unit quotaCount
	for _, section := range slices.Sorted(maps.Keys(counts)) {
		c := counts[section][kind]
		if c == nil {
			continue
		}
		sum.actual += c.actual
		sum.people = append(sum.people, c.people...)
		if section == "" {
			unit = *c
			continue
		}
		sum.quota += c.quota
		sum.posts = append(sum.posts, c.posts...)
		sum.named = sum.named || c.named
	}
	switch {
	case unit.named && (!sum.named || unit.quota >= sum.quota && kind != PostsLeaders):
		sum.quota, sum.posts = unit.quota, unit.posts
	case unit.named:
		sum.quota, sum.posts = sum.quota+unit.quota, append(unit.posts, sum.posts...)
	}
	sum.named = sum.named || unit.named
	if p, said := x.d.Case.Facts.Posts[kind]; !sum.named && said && p.Quota > 0 {
		sum.quota, sum.named = p.Quota, true
	}
	return sum
}

func (x *comparing) over(kind, section string, c quotaCount) {
	n := c.actual - c.quota
	if n <= 0 {
		return
	}
	rule, grade, place := CrossQuota, GradeSevere, "本单位"
	if section != "" {
		rule, grade, place = CrossSection, GradeNotable, section
	}
	if kind == PostsLeaders {
		rule = CrossLeaders
	}
	var list strings.Builder
	for i, r := range c.people {
		if kind != PostsLeaders || i >= 30 {
			break // those of a large kind stand in the table of proof
		}
		if i > 0 {
			list.WriteString("、")
		}
		fmt.Fprintf(&list, "%s（%s）", r.Name, r.Post)
	}
	fact := fmt.Sprintf("经比对名册，%s%s核定%d名，实有%d名，超出%d名。", place, kindWords[kind], c.quota, c.actual, n)
	if list.Len() > 0 {
		fact += "实配人员：" + list.String() + "。"
	}
	x.propose(rule, grade, section, fmt.Sprintf("%s|%s|%d|%d", section, kind, c.quota, c.actual), fact,
		append(proofs("posts", c.posts...), proofs("staff", c.people...)...),
		"kind", Word("rosterkind."+kind), "section", section, "whole", section == "", "quota", c.quota, "actual", c.actual, "n", n)
}

// bodies looks for sections in which people sit and which nobody approved.
func (x *comparing) bodies() {
	known := map[string]bool{}
	for _, r := range x.l.Posts {
		if s := sectionOf(r); s != "" {
			known[s] = true
		}
	}
	if len(x.l.Staff) == 0 || len(known) == 0 {
		x.skip(lacking(x.l.Staff, "posts.sections"), CrossBody)
		return
	}
	there := map[string][]RosterRow{}
	for _, r := range x.l.Staff {
		if s := sectionOf(r); s != "" && !known[s] && !r.Gone() {
			there[s] = append(there[s], r)
		}
	}
	for _, s := range slices.Sorted(maps.Keys(there)) {
		fact := fmt.Sprintf("人员名册中有%d人列在“%s”，编制核定名册中没有这一内设机构。", len(there[s]), s)
		x.propose(CrossBody, GradeNotable, s, s, fact, proofs("staff", there[s]...), "section", s, "n", len(there[s]))
	}
}

// lacking says what a rule lacks: the list of staff, else what is named.
func lacking(staff []RosterRow, other string) string {
	if len(staff) == 0 {
		return "staff"
	}
	return other
}

// titles looks for leadership posts that nobody approved, and for ranks above the approved ones of their section.
func (x *comparing) titles() {
	titles, ranks := map[string][]RosterRow{}, map[string]int{}
	for _, r := range x.l.Posts {
		s := sectionOf(r)
		if r.Post != "" {
			titles[s] = append(titles[s], r)
		}
		if n := rankOf(r.Rank); n > ranks[s] {
			ranks[s] = n
		}
	}
	if len(x.l.Staff) == 0 || len(titles) == 0 {
		x.skip(lacking(x.l.Staff, "posts.titles"), CrossTitle)
	}
	if len(x.l.Staff) == 0 || len(ranks) == 0 {
		x.skip(lacking(x.l.Staff, "posts.ranks"), CrossRank)
	}
	for _, r := range x.l.Staff {
		s := sectionOf(r)
		if r.Gone() || r.Post == "" && r.Rank == "" {
			continue
		}
		approved := titles[s]
		named := func(p RosterRow) bool { return titleCovers(p.Post, r.Post, s) }
		if r.Leads() && len(approved) > 0 && !slices.ContainsFunc(approved, named) {
			fact := fmt.Sprintf("%s任“%s”，编制核定名册中没有这一领导职务名称。", personInWords(r), r.Post)
			x.propose(CrossTitle, GradeNotable, r.Name, identity(r)+"|"+r.Post, fact, append(proofs("staff", r), proofs("posts", approved...)...),
				"name", r.Name, "post", r.Post, "section", s)
		}
		if n := rankOf(r.Rank); n > 0 && ranks[s] > 0 && n > ranks[s] {
			top := slices.DeleteFunc(slices.Clone(x.l.Posts), func(p RosterRow) bool { return sectionOf(p) != s || rankOf(p.Rank) != ranks[s] })
			fact := fmt.Sprintf("%s任“%s”，职级为%s，高于编制核定名册中该处最高规格%s。", personInWords(r), r.Post, r.Rank, top[0].Rank)
			x.propose(CrossRank, GradeSevere, r.Name, identity(r)+"|"+r.Rank, fact, append(proofs("staff", r), proofs("posts", top...)...),
				"name", r.Name, "post", r.Post, "rank", r.Rank, "approved", top[0].Rank)
		}
	}
}

// titleCovers says whether an approved title is the post that somebody holds: the same words, with or without the name of the
// section before them, or one of several in a cell (党组书记、局长).
func titleCovers(title, post, section string) bool {
	parts := func(s string) []string {
		return strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune("、，,;；/ （）()", c) })
	}
	for _, t := range parts(title) {
		for _, p := range parts(post) {
			if p == t || p == section+t || section+p == t {
				return true
			}
		}
	}
	return false
}
