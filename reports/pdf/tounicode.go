package pdf

import (
	"encoding/binary"
	"fmt"
	"unicode/utf16"
)

// toUnicode is a font's table from codes to characters.
type toUnicode struct {
	single map[uint16][]rune
	ranges []codeRange
}

type codeRange struct {
	first, last uint16
	to          rune
}

func (t *toUnicode) lookup(code uint16) ([]rune, bool) {
	if found, ok := t.single[code]; ok {
		return found, true
	}
	for _, r := range t.ranges {
		if code >= r.first && code <= r.last {
			return []rune{r.to + rune(code-r.first)}, true
		}
	}
	return nil, false
}

// parseToUnicode reads the bfchar and bfrange sections of a CMap.
func parseToUnicode(data []byte) (*toUnicode, error) {
	t := &toUnicode{single: map[uint16][]rune{}}
	x := &lexer{data: data}
	var operands []any
	for {
		v, err := x.next(0)
		if err != nil {
			return nil, err
		}
		if v == nil {
			return t, nil
		}
		op, ok := v.(keyword)
		if !ok {
			operands = append(operands, v)
			continue
		}
		switch op {
		case "endbfchar":
			err = t.chars(operands)
		case "endbfrange":
			err = t.addRanges(operands)
		}
		if err != nil {
			return nil, err
		}
		operands = operands[:0]
	}
}

func (t *toUnicode) chars(operands []any) error {
	if len(operands)%2 != 0 {
		return fmt.Errorf("%w: bfchar without its character", ErrRead)
	}
	for i := 0; i < len(operands); i += 2 {
		code, ok1 := codeOf(operands[i])
		to, ok2 := charsOf(operands[i+1])
		if !ok1 || !ok2 {
			return fmt.Errorf("%w: broken bfchar", ErrRead)
		}
		t.single[code] = to
	}
	return nil
}

func (t *toUnicode) addRanges(operands []any) error {
	if len(operands)%3 != 0 {
		return fmt.Errorf("%w: bfrange of two", ErrRead)
	}
	for i := 0; i < len(operands); i += 3 {
		first, ok1 := codeOf(operands[i])
		last, ok2 := codeOf(operands[i+1])
		if !ok1 || !ok2 || last < first {
			return fmt.Errorf("%w: broken bfrange", ErrRead)
		}
		if list, ok := operands[i+2].([]any); ok {
			for j, v := range list {
				if to, ok := charsOf(v); ok && int(first)+j <= int(last) {
					t.single[first+uint16(j)] = to
				}
			}
			continue
		}
		to, ok := charsOf(operands[i+2])
		if !ok || len(to) != 1 {
			return fmt.Errorf("%w: broken bfrange", ErrRead)
		}
		t.ranges = append(t.ranges, codeRange{first, last, to[0]})
	}
	return nil
}

func codeOf(v any) (uint16, bool) {
	s, ok := v.(text)
	if !ok || len(s) != 2 {
		return 0, false
	}
	return binary.BigEndian.Uint16(s), true
}

func charsOf(v any) ([]rune, bool) {
	s, ok := v.(text)
	if !ok || len(s) == 0 || len(s)%2 != 0 {
		return nil, false
	}
	units := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		units = append(units, binary.BigEndian.Uint16(s[i:]))
	}
	return utf16.Decode(units), true
}
