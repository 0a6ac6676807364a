package exchange

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"filippo.io/age"

	"lianshen/app"
	"lianshen/store/journal"
)

// manifestLabel keeps the signature of a manifest apart from every other use of a seat's key.
const manifestLabel = "lianshen/package/v1\x00"

// digest is what a seat signs: SHA-256 over a label, the length as 8 bytes, big end first, and the bytes.
func digest(label string, raw []byte) []byte {
	h := sha256.New()
	h.Write([]byte(label))
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(raw))))
	h.Write(raw)
	return h.Sum(nil)
}

// errSignature says that a manifest was not signed by whom it names.
var errSignature = errors.New("the manifest is not signed by the seat it names")

// parseManifest reads manifest.json, whoever may have written it. It gives an *[app.Error] "exchange.newer" or
// "exchange.kind" without a path, errSignature, or an error that means damage. Members it does not know are passed over.
func parseManifest(raw, sig []byte) (Manifest, error) {
	var m Manifest
	switch {
	case len(raw) > MaxManifest:
		return m, errors.New("the manifest is too long")
	case bytes.Count(raw, []byte("{")) > maxObjects, bytes.Count(raw, []byte(",")) > maxElements:
		return m, errors.New("the manifest has too many members")
	}
	// What a newer program has written may be anything but these two: they are looked at first.
	var version struct {
		MinRead int    `json:"minRead"`
		Program string `json:"program"`
	}
	if err := json.Unmarshal(raw, &version); err == nil && version.MinRead > Format {
		return m, app.Refuse("exchange.newer", "program", printable(version.Program))
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, fmt.Errorf("decode the manifest: %w", err)
	}
	if err := m.From.check(); err != nil {
		return m, err
	}
	if len(sig) != ed25519.SignatureSize || !ed25519.Verify(m.From.Key, digest(manifestLabel, raw), sig) {
		return m, errSignature
	}
	switch {
	case !kindForm.MatchString(string(m.Kind)):
		return m, errors.New("the manifest is of no kind")
	case !slices.Contains(Kinds, m.Kind):
		return m, app.Refuse("exchange.kind", "program", printable(m.Program))
	}
	return m, m.check()
}

// check refuses a manifest that says what cannot be.
func (m Manifest) check() error {
	vectors := []error{m.From.check(), m.Since.Check(), m.Has.Check(), m.Scope.check()}
	for seat, rs := range m.Withheld {
		if vectors = append(vectors, rs.Check()); !seatForm.MatchString(seat) || len(m.Withheld) > MaxSeats {
			return errors.New("the manifest withholds records of what is no seat")
		}
	}
	for _, err := range vectors {
		if err != nil {
			return fmt.Errorf("the manifest: %w", err)
		}
	}
	switch {
	case m.Format < 1 || m.MinRead < 1 || m.MinRead > m.Format:
		return fmt.Errorf("the manifest is of format %d for %d", m.Format, m.MinRead)
	case !m.ID.Valid() || m.Number < 1 || m.Number > maxSeq || m.Made < 1 || m.Made > maxMade:
		return errors.New("the manifest has an impossible identity, number or time")
	case !proper(m.Program) || !proper(m.Title):
		return errors.New("the manifest has an impossible text")
	case !app.ID(m.Workspace).Valid() && (m.Workspace != "" || m.Kind != Templates):
		return errors.New("the manifest is of no workspace")
	case len(m.Founder) != ed25519.PublicKeySize && (len(m.Founder) > 0 || m.Kind == RoundPack):
		return errors.New("the manifest has no founder")
	case len(m.To) > MaxSeats || slices.ContainsFunc(m.To, func(s string) bool { return !seatForm.MatchString(s) }):
		return errors.New("the manifest is for what is no seat")
	case m.Records < 0 || m.Changes < 0 || m.LogPlain < 0 || m.LogPlain > MaxLogPlain || int64(m.Records) > m.LogPlain:
		return errors.New("the manifest counts what cannot be")
	case !m.Log.holds(MaxLogPlain) || m.Log.Size < 1 || m.Extra != nil && !m.Extra.holds(MaxExtra):
		return errors.New("the manifest has an impossible part")
	case len(m.Blobs) > MaxBlobs || len(m.Receipts) > MaxSeats:
		return errors.New("the manifest has too many files or receipts")
	}
	for i, b := range m.Blobs {
		if !hashForm.MatchString(b.Hash) || b.Size < 0 || b.Size > MaxBlob || i > 0 && m.Blobs[i-1].Hash >= b.Hash {
			return errors.New("the manifest has an impossible attached file")
		}
	}
	for _, r := range m.Receipts {
		if err := r.Check(); err != nil {
			return fmt.Errorf("the manifest: %w", err)
		}
	}
	return nil
}

func (s Sender) check() error {
	if len(s.Key) != ed25519.PublicKeySize || journal.SeatID(s.Key) != s.Seat || !proper(s.Person) || !proper(s.Laptop) {
		return errors.New("an impossible sender")
	}
	if s.Box == "" {
		return nil
	}
	// People compare the fingerprint of both keys: what is no key must not have one.
	if _, err := age.ParseX25519Recipient(s.Box); err != nil {
		return errors.New("a sender whom nobody could write to")
	}
	return nil
}

func (s Scope) check() error {
	if len(s.Cases) > MaxCases || len(s.Strands) > MaxSeats {
		return errors.New("a scope of too much")
	}
	for _, id := range s.Cases {
		if !id.Valid() {
			return errors.New("a scope of no case")
		}
	}
	for _, strand := range s.Strands {
		if !kindForm.MatchString(string(strand)) {
			return errors.New("a scope of no strand")
		}
	}
	return nil
}

func (p Part) holds(most int64) bool {
	return p.Size >= 0 && p.Size <= most && hashForm.MatchString(p.SHA256)
}

// proper says whether a text from outside can be shown: not too long, nothing in it that steers a terminal or turns the
// direction of writing.
func proper(s string) bool { return utf8.ValidString(s) && s == printable(s) }

// printable makes a text of it that can be shown.
func printable(s string) string {
	out := make([]rune, 0, min(len(s), maxText))
	for _, c := range s {
		if len(out) == maxText {
			break
		}
		if c != utf8.RuneError && (unicode.IsPrint(c) || unicode.Is(unicode.Zs, c)) {
			out = append(out, c)
		}
	}
	return string(out)
}
