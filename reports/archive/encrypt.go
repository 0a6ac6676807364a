package archive

import (
	"fmt"
	"io"

	"filippo.io/age"
)

// Encrypt puts what is written into a file of the format age-encryption.org/v1 that opens with a pass phrase, by the
// program or by the age command (age -d FILE.zip.age > FILE.zip). What it gives must be closed. work is the work factor
// of scrypt as a power of two; 0 = 18, about a second.
func Encrypt(w io.Writer, phrase string, work int) (io.WriteCloser, error) {
	to, err := age.NewScryptRecipient(phrase)
	if err != nil {
		return nil, fmt.Errorf("encrypt an archive: %w", err)
	}
	if work > 0 {
		to.SetWorkFactor(work)
	}
	out, err := age.Encrypt(w, to)
	if err != nil {
		return nil, fmt.Errorf("encrypt an archive: %w", err)
	}
	return out, nil
}
