package app

import (
	"crypto/sha256"
	"fmt"
	"regexp"
)

// ID names one noun for ever: a UUID in its canonical lower-case text form. New nouns get a UUIDv7;
// what people call a thing (case number, paper index) is a field, never an ID.
type ID string

var idForm = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// Valid says whether the ID is a canonical lower-case UUID.
func (id ID) Valid() bool { return idForm.MatchString(string(id)) }

// DeriveID gives the same ID (a UUIDv8) for the same parts on every laptop, so that two people who
// first answer the same item of the same case write to one noun and not to two.
func DeriveID(kind Kind, owner ID, key string) ID {
	h := sha256.New()
	for _, part := range []string{"lianshen/derived/v1", string(kind), string(owner), key} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	b := h.Sum(nil)[:16]
	b[6] = b[6]&0x0f | 0x80
	b[8] = b[8]&0x3f | 0x80
	return ID(fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16]))
}
