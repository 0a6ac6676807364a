package exchange

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"

	"filippo.io/age"
)

// ageIntro begins every age file.
const ageIntro = "age-encryption.org/v1\n"

// DefaultWork is the cost of a phrase: scrypt with N = 2^18, 256 MiB and about a second. A reader takes no more.
const DefaultWork = 18

// Sizes of an age file in bytes.
const (
	ageStanza = 10 + 43 + 1 + 43 + 1         // "-> X25519 ", a share, the wrapped key
	agePhrase = 10 + 22 + 1 + 2 + 1 + 43 + 1 // "-> scrypt ", salt, cost, the wrapped key
	ageFoot   = 4 + 43 + 1                   // "--- ", the MAC of the header
	ageNonce  = 16
	ageChunk  = 64 << 10
	ageTag    = 16
)

// padded gives how many recipients the head of a package for n of them has: so that their number is not told.
func padded(n int) int {
	p := 4
	for p < n {
		p *= 2
	}
	return p
}

// recipients gives whom a package is encrypted to, in an order of no meaning, strangers that nobody is among them.
func (d Draft) recipients() ([]age.Recipient, error) {
	if d.Phrase != "" {
		if len(d.Recipients) > 0 {
			return nil, errors.New("a package is either for recipients or for a phrase")
		}
		r, err := age.NewScryptRecipient(d.Phrase)
		if err != nil {
			return nil, err
		}
		r.SetWorkFactor(d.work())
		return []age.Recipient{r}, nil
	}
	if len(d.Recipients) == 0 || len(d.Recipients) > maxReceive {
		return nil, fmt.Errorf("a package for %d recipients", len(d.Recipients))
	}
	var out []age.Recipient
	for _, text := range d.Recipients {
		r, err := age.ParseX25519Recipient(text)
		if err != nil {
			return nil, fmt.Errorf("read a recipient: %w", err)
		}
		out = append(out, r)
	}
	for len(out) < padded(len(d.Recipients)) {
		nobody, err := age.GenerateX25519Identity()
		if err != nil {
			return nil, fmt.Errorf("draw a recipient that nobody is: %w", err)
		}
		out = append(out, nobody.Recipient())
	}
	rand.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out, nil
}

func (d Draft) work() int {
	if d.Work == 0 {
		return DefaultWork
	}
	return d.Work
}

// Length gives how many bytes a package has, its parts together without the heads of parts: manifest, log and extra are
// the sizes of these entries (extra -1 = there is none), receivers the number of recipients, 0 = a phrase.
func Length(manifest, log, extra int64, blobs []Blob, receivers int) int64 {
	n := archived(manifest) + archived(64) + archived(log) + tarEnd
	if extra >= 0 {
		n += archived(extra)
	}
	for _, b := range blobs {
		n += archived(b.Size)
	}
	n += (n + ageChunk - 1) / ageChunk * ageTag
	n += int64(len(ageIntro)) + ageFoot + ageNonce
	if receivers == 0 {
		return n + agePhrase
	}
	return n + int64(padded(receivers))*ageStanza
}

// forPhrase says whether the head of an age file wants a phrase.
func forPhrase(head []byte) bool {
	return strings.HasPrefix(strings.TrimPrefix(string(head), ageIntro), "-> scrypt ")
}
