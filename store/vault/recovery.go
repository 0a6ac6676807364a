package vault

import (
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/unicode/norm"

	"lianshen/app"
)

// Recovery is the recovery key of a workspace: 32 random bytes that are printed, kept in a safe, and open the
// workspace when every pass phrase is lost.
//
// On paper it has 14 groups of 4 characters. The alphabet is Crockford's base32 (no I, L, O, U). Two characters make a
// symbol of 10 bits, the first one its higher half, so there are 28 symbols: 26 hold the 256 bits and four zero bits,
// the last two are check symbols. With α = x in GF(2)[x]/(x¹⁰+x³+1) the symbols c₀…c₂₇ satisfy Σ cᵢ·αⁱ = 0 and
// Σ cᵢ·α²ⁱ = 0 (a Reed-Solomon code). So one wrong symbol, which is half a group, is always found and always placed,
// two are always found, and of what else goes wrong one in 2²⁴ passes.
type Recovery [32]byte

const (
	alphabet         = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	recoveryGroups   = 14
	groupSize        = 4
	recoverySymbols  = recoveryGroups * groupSize / 2
	recoveryData     = recoverySymbols - 2
	symbolsPerGroup  = groupSize / 2
	symbolBits       = 10
	fieldPolynomial  = 1<<10 | 1<<3 | 1 // primitive over GF(2)
	maxRecoveryInput = 4096             // bytes; a whole page is not a key
)

// NewRecovery draws a recovery key.
func NewRecovery(random io.Reader) (Recovery, error) {
	var r Recovery
	if _, err := io.ReadFull(random, r[:]); err != nil {
		return Recovery{}, fmt.Errorf("draw a recovery key: %w", err)
	}
	return r, nil
}

// String gives the key as it is printed: 14 groups with a dash between. It is secret.
func (r Recovery) String() string { return strings.Join(r.Groups(), "-") }

// Groups gives the 14 groups of 4 characters. They are secret.
func (r Recovery) Groups() []string {
	symbols := r.symbols()
	groups := make([]string, recoveryGroups)
	for g := range groups {
		var b strings.Builder
		for _, s := range symbols[g*symbolsPerGroup : (g+1)*symbolsPerGroup] {
			b.WriteByte(alphabet[s>>5])
			b.WriteByte(alphabet[s&31])
		}
		groups[g] = b.String()
	}
	return groups
}

// Confirms says whether what was typed is the group with this number, 1–14, read as forgivingly as ParseRecovery reads.
func (r Recovery) Confirms(group int, typed string) bool {
	if group < 1 || group > recoveryGroups || len(typed) > maxRecoveryInput {
		return false
	}
	var b strings.Builder
	for _, c := range norm.NFKC.String(typed) {
		if value, ok := characterValue(c); ok {
			b.WriteByte(alphabet[value])
		} else if !separates(c) {
			return false
		}
	}
	return b.String() == r.Groups()[group-1]
}

// ParseRecovery reads a recovery key as people type it: in any case, with or without spaces and dashes, O for 0, I and
// L for 1, U for V. Refusals: "recovery.length" (count, want: characters), "recovery.form" (group: the number of the
// group that is wrong, 1–14), "recovery.mistyped" (something is wrong, and the check characters cannot place it).
func ParseRecovery(text string) (Recovery, error) {
	if len(text) > maxRecoveryInput {
		return Recovery{}, app.Refuse("recovery.length", "count", len(text), "want", recoveryGroups*groupSize)
	}
	values, err := readCharacters(norm.NFKC.String(text))
	if err != nil {
		return Recovery{}, err
	}
	var symbols [recoverySymbols]uint16
	for i := range symbols {
		symbols[i] = uint16(values[2*i])<<5 | uint16(values[2*i+1])
	}
	if first, second := syndromes(symbols); first|second != 0 {
		return Recovery{}, misplaced(first, second)
	}
	if symbols[recoveryData-1]&0xf != 0 {
		return Recovery{}, app.Refuse("recovery.mistyped")
	}
	var r Recovery
	for bit := range len(r) * 8 {
		if symbols[bit/symbolBits]>>(symbolBits-1-bit%symbolBits)&1 == 1 {
			r[bit/8] |= 0x80 >> (bit % 8)
		}
	}
	return r, nil
}

// readCharacters gives the values of the 56 characters. Where there is another number of them, the groups as they were
// typed may tell which one is too short or too long.
func readCharacters(text string) ([]byte, error) {
	var values []byte
	var sizes []int // of the groups
	fresh := true
	for _, c := range text {
		if separates(c) {
			fresh = true
			continue
		}
		value, ok := characterValue(c)
		if !ok {
			return nil, app.Refuse("recovery.form", "group", min(len(values)/groupSize+1, recoveryGroups))
		}
		if fresh {
			sizes, fresh = append(sizes, 0), false
		}
		sizes[len(sizes)-1]++
		values = append(values, value)
	}
	if len(values) == recoveryGroups*groupSize {
		return values, nil
	}
	odd := 0
	for i, size := range sizes {
		if size != groupSize {
			odd = i + 1
		}
	}
	if len(sizes) == recoveryGroups && len(values)-sizes[odd-1] == (recoveryGroups-1)*groupSize {
		return nil, app.Refuse("recovery.form", "group", odd)
	}
	return nil, app.Refuse("recovery.length", "count", len(values), "want", recoveryGroups*groupSize)
}

// separates says whether a character stands between groups and means nothing. Printed dashes come in many forms.
func separates(c rune) bool {
	return strings.ContainsRune(" \t\r\n-_.,/\u00ad‐‑‒–—―−", c)
}

// characterValue gives the five bits of a character.
func characterValue(c rune) (byte, bool) {
	if c >= 'a' && c <= 'z' {
		c -= 'a' - 'A'
	}
	switch c {
	case 'O':
		c = '0'
	case 'I', 'L':
		c = '1'
	case 'U':
		c = 'V'
	}
	at := strings.IndexRune(alphabet, c)
	return byte(max(at, 0)), at >= 0
}

// symbols gives the 26 symbols of the key and the two that check them.
func (r Recovery) symbols() [recoverySymbols]uint16 {
	var s [recoverySymbols]uint16
	for bit := range len(r) * 8 {
		if r[bit/8]&(0x80>>(bit%8)) != 0 {
			s[bit/symbolBits] |= 1 << (symbolBits - 1 - bit%symbolBits)
		}
	}
	// x·α²⁶ + y·α²⁷ = first and x·α⁵² + y·α⁵⁴ = second
	const x, y = recoveryData, recoveryData + 1
	first, second := syndromes(s)
	s[y] = multiply(second^multiply(first, power(x)), inverse(power(2*y)^power(x+y)))
	s[x] = multiply(first^multiply(s[y], power(y)), inverse(power(x)))
	return s
}

// syndromes gives Σ cᵢ·αⁱ and Σ cᵢ·α²ⁱ: both are zero where nothing is wrong.
func syndromes(s [recoverySymbols]uint16) (first, second uint16) {
	for i, c := range s {
		first ^= multiply(c, power(i))
		second ^= multiply(c, power(2*i))
	}
	return first, second
}

// misplaced refuses what does not add up, with the group if one wrong symbol explains it.
func misplaced(first, second uint16) error {
	if first != 0 && second != 0 {
		at := multiply(second, inverse(first))
		for i := range recoverySymbols {
			if power(i) == at {
				return app.Refuse("recovery.form", "group", i/symbolsPerGroup+1)
			}
		}
	}
	return app.Refuse("recovery.mistyped")
}

// multiply multiplies in GF(2¹⁰).
func multiply(a, b uint16) uint16 {
	var product uint32
	for i := range symbolBits {
		if b>>i&1 == 1 {
			product ^= uint32(a) << i
		}
	}
	for i := 2*symbolBits - 2; i >= symbolBits; i-- {
		if product>>i&1 == 1 {
			product ^= fieldPolynomial << (i - symbolBits)
		}
	}
	return uint16(product)
}

// power gives αⁿ.
func power(n int) uint16 {
	p := uint16(1)
	for range n {
		p = multiply(p, 2)
	}
	return p
}

// inverse gives 1/a = a^(2¹⁰-2) = a²·a⁴·…·a⁵¹².
func inverse(a uint16) uint16 {
	p := uint16(1)
	for range symbolBits - 1 {
		a = multiply(a, a)
		p = multiply(p, a)
	}
	return p
}
