package vault

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"filippo.io/age"

	"lianshen/app"
)

const (
	fileFormat   = "lianshen-key"
	fileVersion  = 1
	fileLabel    = "lianshen/v1/key-file"
	maxFileSize  = 1 << 20 // bytes
	maxWorkspace = 64      // bytes of its ID; a UUID has 36
	seatIDSize   = 16      // bytes, 32 hex digits
)

// document is the key file as it stands on disk. File has the format.
type document struct {
	Format    string        `json:"format"`
	Version   int           `json:"version"`
	Workspace string        `json:"workspace"`
	Argon2id  derivation    `json:"argon2id"`
	Seats     []seatSlot    `json:"seats"`
	Recovery  *recoverySlot `json:"recovery,omitempty"`
	Escrow    *escrowSlot   `json:"escrow,omitempty"`
	Sum       []byte        `json:"sum"` // tells damage from a wrong phrase
	MAC       []byte        `json:"mac"` // tells a change made without the data key
}

type derivation struct {
	Salt      []byte `json:"salt"`
	Passes    uint32 `json:"passes"`
	MemoryKiB uint32 `json:"memoryKiB"`
	Threads   uint8  `json:"threads"`
}

// message gives the bytes that the file's sum and MAC cover: every field, each after its length as 8 bytes, most
// significant first. Numbers stand in decimal.
func (f *File) message() []byte {
	m := []byte(fileLabel)
	put := func(fields ...[]byte) {
		for _, v := range fields {
			m = append(binary.BigEndian.AppendUint64(m, uint64(len(v))), v...)
		}
	}
	number := func(n int) []byte { return strconv.AppendInt(nil, int64(n), 10) }
	put([]byte(f.workspace), f.salt[:], number(int(f.cost.Passes)), number(int(f.cost.MemoryKiB)), number(int(f.cost.Threads)))
	put(number(len(f.seats)))
	for _, s := range f.seats {
		put([]byte(s.Seat), []byte(s.Box), s.Secrets, s.Key)
	}
	if f.recovery == nil {
		put(number(0))
	} else {
		put(number(1), []byte(f.recovery.Box), f.recovery.Identity, f.recovery.Key)
	}
	if f.escrow == nil {
		put(number(0))
	} else {
		put(number(1), []byte(f.escrow.Box), f.escrow.Key)
	}
	return m
}

// checksum gives the sum of the message and its MAC. Anybody can make it: it finds accidents, not deeds.
func (f *File) checksum() [sha256.Size]byte {
	return sha256.Sum256(append(f.message(), f.mac[:]...))
}

// encode gives the bytes of the file.
func (f *File) encode() ([]byte, error) {
	sum := f.checksum()
	seats := f.seats
	if seats == nil {
		seats = []seatSlot{}
	}
	raw, err := json.MarshalIndent(document{
		Format: fileFormat, Version: fileVersion, Workspace: f.workspace,
		Argon2id: derivation{Salt: f.salt[:], Passes: f.cost.Passes, MemoryKiB: f.cost.MemoryKiB, Threads: f.cost.Threads},
		Seats:    seats, Recovery: f.recovery, Escrow: f.escrow, Sum: sum[:], MAC: f.mac[:],
	}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the key file: %w", err)
	}
	return append(raw, '\n'), nil
}

// faulty says why the bytes of a key file were refused.
type faulty struct {
	code    string // of the refusal
	version int    // of the format, for "key.newer"
	whole   bool   // the bytes are as they were written: a spare would be no better
	cause   error
}

func (f *faulty) Error() string { return f.cause.Error() }

// refusal gives what a person is told.
func (f *faulty) refusal(path string) error {
	e := &app.Error{Code: f.code, Args: map[string]any{"path": path}, Cause: f.cause}
	if f.code == "key.newer" {
		e.Args["version"] = f.version
	}
	return e
}

func damaged(format string, args ...any) *faulty {
	return &faulty{code: "key.damaged", cause: fmt.Errorf(format, args...)}
}

// parse reads the bytes of a key file. Nothing in them is believed but what the checksum covers, and a cost beyond the
// limits is refused before anybody can pay it.
func parse(raw []byte, workspace string) (*File, *faulty) {
	if len(raw) > maxFileSize {
		return nil, damaged("the key file has more than %d bytes", maxFileSize)
	}
	var head struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return nil, damaged("the key file is not JSON") // the cause would quote the file
	}
	switch {
	case head.Format != fileFormat:
		return nil, damaged("the key file does not say that it is one")
	case head.Version > fileVersion:
		return nil, &faulty{code: "key.newer", version: head.Version, whole: true, cause: errors.New("a newer format")}
	case head.Version < 1:
		return nil, damaged("the key file has no version")
	}
	var d document
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		return nil, damaged("the key file has not the fields of its format")
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, damaged("the key file does not end where it should")
	}
	f, err := d.file()
	if err != nil {
		return nil, damaged("the key file: %w", err)
	}
	sum := f.checksum()
	whole := bytes.Equal(sum[:], d.Sum)
	switch {
	case !f.cost.Sound():
		return nil, &faulty{code: "key.cost", whole: whole, cause: errors.New("a cost out of the limits")}
	case !whole:
		return nil, damaged("the key file does not have its checksum")
	case f.workspace != workspace:
		return nil, &faulty{code: "key.foreign", whole: true, cause: errors.New("the key file of another workspace")}
	}
	return f, nil
}

// file gives the document's content after looking at every field's form.
func (d document) file() (*File, error) {
	f := &File{workspace: d.Workspace, cost: Cost{d.Argon2id.Passes, d.Argon2id.MemoryKiB, d.Argon2id.Threads},
		seats: d.Seats, recovery: d.Recovery, escrow: d.Escrow, random: rand.Reader}
	if d.Workspace == "" || len(d.Workspace) > maxWorkspace {
		return nil, errors.New("no workspace")
	}
	if len(d.Argon2id.Salt) != saltSize || len(d.MAC) != sha256.Size {
		return nil, errors.New("a salt or MAC of the wrong size")
	}
	copy(f.salt[:], d.Argon2id.Salt)
	copy(f.mac[:], d.MAC)
	if f.slots() > maxSlots {
		return nil, fmt.Errorf("more than %d slots", maxSlots)
	}
	seen := map[string]bool{}
	for _, s := range f.seats {
		id, err := hex.DecodeString(s.Seat)
		if err != nil || len(id) != seatIDSize || hex.EncodeToString(id) != s.Seat || seen[s.Seat] {
			return nil, errors.New("a slot names no seat, or one twice")
		}
		seen[s.Seat] = true
		if err := formed(s.Box, s.Secrets, secretsSize, s.Key); err != nil {
			return nil, fmt.Errorf("a seat's slot: %w", err)
		}
	}
	if r := f.recovery; r != nil {
		if err := formed(r.Box, r.Identity, identitySize, r.Key); err != nil {
			return nil, fmt.Errorf("the recovery slot: %w", err)
		}
	}
	if e := f.escrow; e != nil {
		if err := formed(e.Box, make([]byte, wrapOverhead), 0, e.Key); err != nil {
			return nil, fmt.Errorf("the escrow slot: %w", err)
		}
	}
	return f, nil
}

// formed looks at the form of a slot: its recipient, the size of what is wrapped in it, and that of its sealed key.
func formed(box string, wrapped []byte, plainSize int, sealed []byte) error {
	to, err := age.ParseX25519Recipient(box)
	switch {
	case err != nil || to.String() != box:
		return errors.New("no recipient")
	case len(wrapped) != wrapOverhead+plainSize:
		return errors.New("a wrapping of the wrong size")
	case len(sealed) == 0 || len(sealed) > maxSealedSize:
		return errors.New("a sealed key of the wrong size")
	}
	return nil
}
