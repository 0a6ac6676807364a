package app

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// What an index scheme may hold between braces. A figure behind case or serial says how many characters it has, as in
// "{序号3}". English words stand for the same.
const (
	markStrand = "三责" // strand of the paper: XR, BZ or JJ
	markYear   = "年度" // year of the round
	markCase   = "项目" // last characters of the number of the case, 3 unless told, 1–9
	markPart   = "部分" // Q for evidence sheets, the section of the checklist for working papers
	markSerial = "序号" // running number, at least 2 figures unless told, 1–6
)

var schemeWords = map[string]string{"strand": markStrand, "year": markYear, "case": markCase, "part": markPart, "serial": markSerial,
	markStrand: markStrand, markYear: markYear, markCase: markCase, markPart: markPart, markSerial: markSerial}

// DefaultIndex is the index scheme of form 3.12, "JJ003-3-07" for a paper and "JJ003-Q-07" for a sheet.
const DefaultIndex = "{三责}{项目}-{部分}-{序号}"

// IndexKinds lists what bears an index of a scheme: evidence sheets and working papers.
var IndexKinds = []Kind{KindSheet, KindPaper}

// maxScheme is how many characters a scheme may have.
const maxScheme = 60

var schemeMark = regexp.MustCompile(`\{([^{}0-9]*)([0-9]*)\}`)

// IndexScheme is the scheme by which a round numbers sheets or papers: its own, else [DefaultIndex].
func (s Settings) IndexScheme(kind Kind) string {
	if scheme := strings.TrimSpace(s.Indexes[string(kind)]); scheme != "" {
		return scheme
	}
	return DefaultIndex
}

// IndexParts is what an index is made of.
type IndexParts struct {
	Strand Strand
	Year   int
	Case   string // number of the case, LS2026-003
	Part   string // "Q" for sheets, the section of the checklist ("0" for none) for papers
}

// NextIndex gives the next index by a scheme: one more than the highest serial number among those that are taken and
// equal it in all else, and never one that is taken. A scheme that [Settings] would not take gives what DefaultIndex gives.
func NextIndex(scheme string, p IndexParts, taken []string) string {
	if blank(scheme) || checkScheme("", scheme) != nil {
		scheme = DefaultIndex
	}
	before, after, figures := cutScheme(scheme, p)
	last := 0
	for _, index := range taken {
		if n, ok := serialOf(index, before, after); ok {
			last = max(last, n)
		}
	}
	for {
		last++
		if index := fmt.Sprintf("%s%0*d%s", before, figures, last, after); !slices.Contains(taken, index) {
			return index
		}
	}
}

// serialOf reads the serial number of an index between what stands before and behind it; what was added by hand behind
// the figures of "JJ003-3-07补" does not count.
func serialOf(index, before, after string) (int, bool) {
	rest, ok := strings.CutPrefix(index, before)
	if !ok {
		return 0, false
	}
	if rest, ok = strings.CutSuffix(rest, after); !ok {
		return 0, false
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	switch {
	case end < 0:
		end = len(rest)
	case after != "":
		return 0, false
	}
	n, err := strconv.Atoi(rest[:end])
	return n, err == nil && n < 1_000_000
}

// cutScheme fills a scheme but for its serial number: what stands before it and behind it, and how many figures it has.
func cutScheme(scheme string, p IndexParts) (before, after string, figures int) {
	var b strings.Builder
	at := 0
	for _, m := range schemeMark.FindAllStringSubmatchIndex(scheme, -1) {
		b.WriteString(scheme[at:m[0]])
		at = m[1]
		n, _ := strconv.Atoi(scheme[m[4]:m[5]])
		switch schemeWords[scheme[m[2]:m[3]]] {
		case markStrand:
			b.WriteString(p.Strand.Code())
		case markYear:
			b.WriteString(strconv.Itoa(p.Year))
		case markCase:
			if n == 0 {
				n = 3
			}
			number := []rune(p.Case)
			b.WriteString(string(number[max(0, len(number)-n):]))
		case markPart:
			b.WriteString(p.Part)
		case markSerial:
			if figures = n; n == 0 {
				figures = 2
			}
			before = b.String()
			b.Reset()
		}
	}
	b.WriteString(scheme[at:])
	return before, b.String(), figures
}

// CheckIndexScheme refuses a scheme that a round cannot number by; "" stands for DefaultIndex. Refused: "index.form",
// "index.mark", "index.serial", "index.case".
func CheckIndexScheme(scheme string) error { return checkScheme("indexes", scheme) }

// checkScheme refuses an index scheme that is too long or holds what no paper bears ("index.form"), a mark nobody knows
// ("index.mark"), one without exactly one serial number ("index.serial"), and one that does not tell cases apart
// ("index.case"), for papers of several cases lie in one archive. "" stands for the default.
func checkScheme(path, scheme string) error {
	if blank(scheme) {
		return nil
	}
	if len([]rune(scheme)) > maxScheme || strings.ContainsFunc(scheme, func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune(`/\:*?"<>|`, r) }) {
		return refuseField("index.form", path, "most", maxScheme)
	}
	count := map[string]int{}
	for _, m := range schemeMark.FindAllStringSubmatch(scheme, -1) {
		word, n := schemeWords[m[1]], 0
		if m[2] != "" {
			n, _ = strconv.Atoi(m[2])
		}
		most := map[string]int{markCase: 9, markSerial: 6}[word]
		if word == "" || m[2] != "" && (n < 1 || n > most) {
			return refuseField("index.mark", path, "mark", m[0])
		}
		count[word]++
	}
	if rest := schemeMark.ReplaceAllString(scheme, ""); strings.ContainsAny(rest, "{}") {
		return refuseField("index.mark", path, "mark", rest)
	}
	switch {
	case count[markSerial] != 1:
		return refuseField("index.serial", path, "count", count[markSerial])
	case count[markCase] == 0:
		return refuseField("index.case", path)
	}
	return nil
}

// checkIndexes refuses schemes that cannot be, and two by which a sheet and a paper get the same index ("index.same").
func (s Settings) checkIndexes() error {
	for kind, scheme := range s.Indexes {
		if !slices.Contains(list(IndexKinds), kind) {
			return refuseField("code.unknown", "settings/indexes", "code", kind)
		}
		if err := checkScheme("settings/indexes/"+kind, scheme); err != nil {
			return err
		}
	}
	sheet, paper := s.IndexScheme(KindSheet), s.IndexScheme(KindPaper)
	for _, section := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"} {
		p := IndexParts{Strand: Audit, Year: 2026, Case: "LS2026-003", Part: "Q"}
		b1, a1, _ := cutScheme(sheet, p)
		p.Part = section
		if b2, a2, _ := cutScheme(paper, p); b1 == b2 && a1 == a2 {
			return refuseField("index.same", "settings/indexes/"+string(KindPaper), "index", NextIndex(paper, p, nil))
		}
	}
	return nil
}

// nextIndex gives the next index of a sheet or a paper of a case by the scheme of its round. No sheet gets the index of a
// paper, nor the other way round.
func (w *work) nextIndex(kind Kind, strand Strand, c Case, part string) (string, error) {
	round, err := Get[Round](w.ctx, w.r, c.Round)
	if err != nil && CodeOf(err) != ErrNotFound.Code {
		return "", fmt.Errorf("read how the round numbers: %w", err)
	}
	sheets, err := List[Sheet](w.ctx, w.r, c.ID)
	if err != nil {
		return "", fmt.Errorf("list the sheets to number by: %w", err)
	}
	papers, err := List[Paper](w.ctx, w.r, c.ID)
	if err != nil {
		return "", fmt.Errorf("list the papers to number by: %w", err)
	}
	var taken []string
	for _, s := range sheets {
		taken = append(taken, s.Index)
	}
	for _, p := range papers {
		taken = append(taken, p.Index)
	}
	return NextIndex(round.Settings.IndexScheme(kind), IndexParts{Strand: strand, Year: round.Year, Case: c.Number, Part: part}, taken), nil
}
