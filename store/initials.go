package store

import (
	"bytes"
	"sort"
	"strings"
	"sync"

	"github.com/mozillazg/go-pinyin"
)

// maxReadings bounds how many readings of one run of characters are indexed.
const maxReadings = 8

// maxInitials is the longest run, in characters, whose initials are indexed whole; names are shorter.
const maxInitials = 24

// surnames lists the initials of surnames that are read otherwise than the character elsewhere (单 is Shàn, not dān).
var surnames = map[rune]byte{
	'单': 's', '仇': 'q', '解': 'x', '查': 'z', '曾': 'z', '区': 'o', '朴': 'p', '盖': 'g', '缪': 'm', '乐': 'y', '员': 'y',
	'折': 's', '繁': 'p', '翟': 'z', '种': 'c', '秘': 'b', '冼': 'x', '洗': 'x', '召': 's', '隗': 'k', '郇': 'h', '佴': 'n',
	'盛': 's', '宓': 'f', '逄': 'p', '牟': 'm', '石': 's', '任': 'r', '曲': 'q', '尹': 'y', '谌': 'c', '瞿': 'q', '臧': 'z', '尉': 'y',
	'长': 'z', '车': 'c', '宁': 'n', '那': 'n', '万': 'm', '贲': 'b', '卜': 'b', '都': 'd', '撒': 's', '费': 'f', '黑': 'h', '晟': 'c',
}

// compound lists surnames of two characters whose first character is read otherwise there.
var compound = map[string]string{"尉迟": "yc", "长孙": "zs", "万俟": "mq", "单于": "cy", "澹台": "tt"}

// heteronyms lists characters of common words whose readings begin with different letters.
var heteronyms = map[rune]string{
	'长': "cz", '行': "xh", '重': "zc", '调': "dt", '乐': "ly", '朝': "cz", '会': "hk", '厦': "sx", '曾': "cz", '参': "cs",
	'传': "cz", '藏': "cz", '弹': "dt", '降': "jx", '校': "xj", '系': "xj", '省': "sx", '率': "ls", '畜': "xc", '种': "zc",
	'属': "sz", '石': "sd", '单': "ds", '解': "jx", '查': "cz", '区': "qo", '车': "cj", '折': "zs", '见': "jx", '核': "h",
	'合': "hg", '给': "gj", '还': "hh", '约': "yy", '剥': "b", '识': "sz", '期': "qj", '似': "ss", '奇': "qj", '强': "qj",
	'巷': "xh", '番': "fp", '万': "wm", '尉': "wy", '仇': "cq", '朴': "pp", '盖': "gg", '缪': "mm", '翟': "zd", '叶': "yx",
}

var pinyinArgs = pinyin.NewArgs()

func init() { pinyinArgs.Style = pinyin.FirstLetter }

// spelt remembers the readings that were looked up: the same two thousand characters are asked for again and again.
var spelt sync.Map // rune → []byte

// readings gives the letters with which a character may be read; nil for a character without a known reading. What it
// gives is not changed.
func readings(r rune) []byte {
	if known, ok := spelt.Load(r); ok {
		return known.([]byte)
	}
	var out []byte
	if h := heteronyms[r]; h != "" {
		for i := range len(h) { // a letter twice is one reading
			if strings.IndexByte(h[:i], h[i]) < 0 {
				out = append(out, h[i])
			}
		}
	} else if p := pinyin.SinglePinyin(r, pinyinArgs); len(p) > 0 && len(p[0]) > 0 && p[0][0] >= 'a' && p[0][0] <= 'z' {
		out = []byte{p[0][0]}
	}
	spelt.Store(r, out)
	return out
}

// initials gives the tokens by which a text is found from the initials of its characters: of every run of Han
// characters each ending part, so that any stretch of it is the beginning of a token. A person's name is read with the
// surname's own reading, too.
func initials(s string, name bool) string {
	set := map[string]bool{}
	for _, run := range runs(s) {
		if !run.han {
			continue
		}
		chars := []rune(run.text)
		if len(chars) > maxInitials {
			chars = chars[:maxInitials]
		}
		for _, letters := range spell(chars, name) {
			for i := range letters {
				if len(letters)-i >= 2 {
					set[letters[i:]] = true
				}
			}
		}
	}
	out := make([]string, 0, len(set))
	for t := range set {
		out = append(out, t)
	}
	sort.Strings(out)
	return strings.Join(out, " ")
}

// spell gives the initials of a run in its possible readings, at most maxReadings.
func spell(chars []rune, name bool) []string {
	spelled := [][]byte{make([]byte, 0, len(chars))}
	for i, r := range chars {
		letters := readings(r)
		if name && i == 0 {
			if l, known := surnames[r]; known {
				letters = append([]byte{l}, letters...)
			}
		}
		switch {
		case len(letters) == 0: // no letter matches it, and its neighbours keep their places
			letters = []byte{'?'}
		case len(letters) > 1:
			var next [][]byte
			for j, l := range letters {
				if bytes.IndexByte(letters[:j], l) >= 0 {
					continue
				}
				for _, s := range spelled {
					if len(next) < maxReadings {
						next = append(next, append(append(make([]byte, 0, len(chars)), s...), l))
					}
				}
			}
			spelled = next
			continue
		}
		for k := range spelled {
			spelled[k] = append(spelled[k], letters[0])
		}
	}
	out := make([]string, len(spelled))
	for k, s := range spelled {
		out[k] = string(s)
	}
	if name && len(chars) >= 2 {
		if c, known := compound[string(chars[:2])]; known {
			out = append(out, c+out[0][2:])
		}
	}
	return out
}
