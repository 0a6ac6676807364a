package typeset

import "strings"

// class is what a character means for breaking and spacing a line.
type class uint8

const (
	han       class = iota // a full cell: ideographs, kana, symbols
	opening                // （《“ : full cell, left half blank
	closing                // ）》”，。 : full cell, right half blank
	colon                  // ：；！？ : full cell, right quarter may go
	trailing               // ％ 々 · : never first in a line, nothing to squeeze
	dash                   // —
	dots                   // …
	letter                 // Latin, Greek, Cyrillic letters
	digit                  // 0–9
	joint                  // - / _ @ & + = inside Latin text
	westOpen               // ( [ {
	westClose              // ) ] } , . : ; ! ? %
	prefix                 // ¥ $ № #
	blank                  // a space
	hardBlank              // a space that does not break
	newline                // a forced break
)

const (
	openers   = "（《〈「『【〔〖［｛“‘"
	closers   = "）》〉」』】〕〗］｝”’、，。．"
	colons    = "：；！？"
	trailers  = "％‰℃°々ー·•～〜"
	joints    = "-/_@&+=~*\\|–<>\"'"
	westOpens = "([{"
	westEnds  = ")]},.:;!?%"
	prefixes  = "¥￥$＄№#＃"
)

var punctuation = func() map[rune]class {
	m := map[rune]class{'—': dash, '…': dots, ' ': blank, '\t': blank, '\u00A0': hardBlank, '\u202F': hardBlank, '\n': newline}
	for set, c := range map[string]class{openers: opening, closers: closing, colons: colon, trailers: trailing,
		joints: joint, westOpens: westOpen, westEnds: westClose, prefixes: prefix} {
		for _, r := range set {
			m[r] = c
		}
	}
	return m
}()

func classOf(r rune) class {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF:
		return han
	case r >= '0' && r <= '9':
		return digit
	case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
		return letter
	}
	if c, ok := punctuation[r]; ok {
		return c
	}
	switch {
	case r == '×' || r == '÷' || r == '±' || r == '§':
		return han
	case isSpace(r):
		return blank
	case r < 0x0590:
		return letter
	}
	return han
}

// ForbiddenAtStart tells characters that must not begin a line (避头).
func ForbiddenAtStart(r rune) bool {
	switch classOf(r) {
	case closing, colon, trailing, dots, dash, westClose:
		return true
	}
	return false
}

// ForbiddenAtEnd tells characters that must not end a line (避尾).
func ForbiddenAtEnd(r rune) bool {
	switch classOf(r) {
	case opening, westOpen, prefix:
		return true
	}
	return false
}

// western tells the classes that make up words and numbers.
func (c class) western() bool {
	return c == letter || c == digit || c == joint || c == westClose || c == westOpen
}

// units follow a number and stay with it.
const units = "年月日时分秒个人名项条款章份票次批卷册页号元万亿％级处件位家起周岁米吨度"

func isUnit(r rune) bool { return strings.ContainsRune(units, r) }

// breakAllowed is the rule for a break between two neighbours; what depends on
// more than the two (codes, numbers with units) is decided in rules.
func breakAllowed(a, b class) bool {
	switch b {
	case closing, colon, trailing, dash, dots, westClose, blank, hardBlank:
		return false
	}
	switch a {
	case opening, westOpen, prefix, hardBlank:
		return false
	case blank, dash, dots:
		return true
	}
	if a.western() && (b.western() || b == prefix) {
		return false
	}
	return true
}
