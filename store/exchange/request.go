package exchange

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"

	"lianshen/app"
	"lianshen/store/journal"
)

const (
	// RequestSuffix ends the name of a seat request.
	RequestSuffix = ".lsseat"
	// RequestFormat is the version of the seat request that this program writes and the highest it reads.
	RequestFormat = 1
	// MaxRequest is how long a seat request may be, in bytes.
	MaxRequest = 64 << 10

	requestLabel     = "lianshen/request/v1\x00"
	fingerprintLabel = "lianshen/fingerprint/v1\x00"
	requestName      = "lianshen-seat-request"
)

// Request asks an office for a seat. It is not secret; who takes it in compares its fingerprint with the one that the
// person reads out.
type Request struct {
	Format  int    `json:"format"`
	Person  string `json:"person"`
	Dept    string `json:"dept"`
	Laptop  string `json:"laptop"`
	Seat    string `json:"seat"` // in the log, 32 hex digits; follows from Sign
	Sign    []byte `json:"sign"` // Ed25519 public key
	Box     string `json:"box"`  // age X25519 recipient, "age1…"
	Made    int64  `json:"made"` // milliseconds since 1970 UTC by the laptop's clock
	Program string `json:"program"`
	Sig     []byte `json:"-"` // of what stands above, by Sign
}

// requestFile is a request as it lies in a file: the bytes that were signed stay as they are.
type requestFile struct {
	File    string          `json:"file"` // requestName
	Request json.RawMessage `json:"request"`
	Sig     []byte          `json:"sig"`
}

// Fingerprint gives what people compare: 16 digits in 4 groups of 4 that follow from both public keys of a seat.
// sign is its Ed25519 key, box its age recipient.
//
// 16 digits are 53 bits. So that nobody finds other keys with the same digits by trying, the hash is taken 65,536 times
// over, which takes a few milliseconds here and 2^69 hashes there.
func Fingerprint(sign []byte, box string) string {
	h := sha256.New()
	for _, part := range [][]byte{sign, []byte(box)} {
		h.Write([]byte(fingerprintLabel))
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		h.Write(part)
	}
	sum := [sha256.Size]byte(h.Sum(nil))
	for range 1 << 16 {
		sum = sha256.Sum256(sum[:])
	}
	digits := fmt.Sprintf("%016d", binary.BigEndian.Uint64(sum[:])%1e16)
	return strings.Join([]string{digits[:4], digits[4:8], digits[8:12], digits[12:]}, " ")
}

// Fingerprint gives the fingerprint of the seat that is asked for.
func (r Request) Fingerprint() string { return Fingerprint(r.Sign, r.Box) }

// Encode gives the file of a request. sign gives the Ed25519 signature of the 32 bytes it is told by the key r.Sign.
// Format and Seat are set here.
func (r Request) Encode(sign func([]byte) []byte) ([]byte, error) {
	r.Format, r.Seat = RequestFormat, journal.SeatID(r.Sign)
	if err := r.check(); err != nil {
		return nil, fmt.Errorf("encode a seat request: %w", err)
	}
	raw, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("encode a seat request: %w", err)
	}
	file, err := json.Marshal(requestFile{File: requestName, Request: raw, Sig: sign(digest(requestLabel, raw))})
	if err != nil {
		return nil, fmt.Errorf("encode a seat request: %w", err)
	}
	if _, err := DecodeRequest(file); err != nil {
		return nil, fmt.Errorf("encode a seat request: %w", err)
	}
	return file, nil
}

// DecodeRequest reads the file of a request, whoever may have written it. Refusals: "request.foreign" (not a request at
// all), "request.newer" (of a newer program), "request.damaged" (changed on its way, or not signed with its own key).
// Members it does not know are passed over.
func DecodeRequest(raw []byte) (Request, error) {
	damaged := func(cause error) (Request, error) {
		return Request{}, &app.Error{Code: "request.damaged", Cause: cause}
	}
	var file requestFile
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if !bytes.Contains(raw[:min(len(raw), 200)], []byte(`"`+requestName+`"`)) {
		return Request{}, app.Refuse("request.foreign")
	}
	if len(raw) > MaxRequest {
		return damaged(errors.New("the request is too long"))
	}
	if err := json.Unmarshal(raw, &file); err != nil || file.File != requestName {
		return damaged(errors.Join(errors.New("the request is cut or changed"), err))
	}
	var version struct {
		Format  int    `json:"format"`
		Program string `json:"program"`
	}
	if err := json.Unmarshal(file.Request, &version); err == nil && version.Format > RequestFormat {
		return Request{}, app.Refuse("request.newer", "program", printable(version.Program))
	}
	var r Request
	if err := json.Unmarshal(file.Request, &r); err != nil {
		return damaged(err)
	}
	r.Sig = file.Sig
	if err := r.check(); err != nil {
		return damaged(err)
	}
	if len(r.Sig) != ed25519.SignatureSize || !ed25519.Verify(r.Sign, digest(requestLabel, file.Request), r.Sig) {
		return damaged(errors.New("the request is not signed with its own key"))
	}
	return r, nil
}

// ReadRequest reads a request from a file that is opened already, and no more of it than a request can have. It refuses
// as DecodeRequest does; what from fails with is passed on.
func ReadRequest(from io.Reader) (Request, error) {
	raw, err := io.ReadAll(io.LimitReader(from, MaxRequest+1))
	if err != nil {
		return Request{}, fmt.Errorf("read a seat request: %w", err)
	}
	return DecodeRequest(raw)
}

// check refuses a request that says what cannot be.
func (r Request) check() error {
	if _, err := age.ParseX25519Recipient(r.Box); err != nil {
		return errors.New("the request has no key to be written to")
	}
	switch {
	case r.Format < 1 || len(r.Sign) != ed25519.PublicKeySize || journal.SeatID(r.Sign) != r.Seat:
		return errors.New("the request is of no seat")
	case strings.TrimSpace(r.Person) == "" || !proper(r.Person) || !proper(r.Dept) || !proper(r.Laptop) || !proper(r.Program):
		return errors.New("the request has an impossible name")
	case r.Made < 1 || r.Made > maxMade:
		return errors.New("the request is of an impossible time")
	}
	return nil
}
