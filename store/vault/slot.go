package vault

import (
	"bytes"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"

	"filippo.io/age"
	"golang.org/x/crypto/chacha20poly1305"

	"lianshen/store/journal"
)

// Secrets are the secret halves of a seat's keys. They never stand anywhere but in the seat's slot of the key file,
// wrapped under its pass phrase.
type Secrets struct {
	Sign [ed25519.SeedSize]byte // the seed of the Ed25519 key that signs the seat's records
	Box  string                 // the age X25519 identity that opens what is sealed to the seat, "AGE-SECRET-KEY-1…"
}

// NewSecrets draws the secrets of a new seat. The signing key comes from random; age draws the other one from the
// system itself.
func NewSecrets(random io.Reader) (Secrets, error) {
	var s Secrets
	if _, err := io.ReadFull(random, s.Sign[:]); err != nil {
		return Secrets{}, fmt.Errorf("draw a seat's signing key: %w", err)
	}
	box, err := age.GenerateX25519Identity()
	if err != nil {
		return Secrets{}, fmt.Errorf("draw a seat's box key: %w", err)
	}
	s.Box = box.String()
	return s, nil
}

// Seat gives the seat's ID in the log: 32 hex digits, journal.SeatID of the public signing key.
func (s Secrets) Seat() string {
	return journal.SeatID(ed25519.NewKeyFromSeed(s.Sign[:]).Public().(ed25519.PublicKey))
}

// Recipient gives the public half of Box, "age1…"; "" where Box is no identity.
func (s Secrets) Recipient() string {
	box, err := age.ParseX25519Identity(s.Box)
	if err != nil {
		return ""
	}
	return box.Recipient().String()
}

// Format keeps the secrets out of logs and errors, whatever the verb.
func (Secrets) Format(f fmt.State, _ rune) { io.WriteString(f, secretsText) }

// MarshalText keeps them out of JSON.
func (Secrets) MarshalText() ([]byte, error) { return []byte(secretsText), nil }

const secretsText = "vault.Secrets{…}"

// seatSlot is the slot of one seat: its secrets under the phrase, the data key under its secrets.
type seatSlot struct {
	Seat    string `json:"seat"`    // 32 hex digits
	Box     string `json:"box"`     // age recipient, the public half of the seat's box key
	Secrets []byte `json:"secrets"` // wrap(phrase key, Sign ‖ Box)
	Key     []byte `json:"key"`     // age file to the box: the data key
}

// recoverySlot is the slot of the printed recovery key. It has an identity of its own, so that a new data key can be
// sealed to it while the printed page lies in the safe.
type recoverySlot struct {
	Box      string `json:"box"`      // age recipient
	Identity []byte `json:"identity"` // wrap(key that follows from the recovery key, age identity)
	Key      []byte `json:"key"`      // age file to the box: the data key
}

// escrowSlot is the slot of the office: a public key whose secret half is kept elsewhere.
type escrowSlot struct {
	Box string `json:"box"` // age recipient
	Key []byte `json:"key"` // age file to the box: the data key
}

// Labels keep what is wrapped for one purpose from being taken for another.
const (
	seatLabel     = "lianshen/v1/seat-slot"
	recoveryLabel = "lianshen/v1/recovery-slot"
)

// Sizes of what is wrapped. The text of an age X25519 identity has 74 characters.
const (
	saltSize      = 16
	wrapOverhead  = chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead
	identitySize  = 74
	secretsSize   = ed25519.SeedSize + identitySize
	maxSealedSize = 1024 // an age file of one recipient and 32 bytes has 232
)

// errNotOpened says that a wrapping does not open under this key.
var errNotOpened = errors.New("does not open")

// bound gives what a wrapping is bound to: the label and each part with a zero byte between. No part holds a zero byte.
func bound(label string, parts ...string) []byte {
	b := []byte(label)
	for _, p := range parts {
		b = append(append(b, 0), p...)
	}
	return b
}

// wrap seals plain under a key with XChaCha20-Poly1305: nonce ‖ ciphertext ‖ tag.
func wrap(random io.Reader, key, plain, to []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, fmt.Errorf("wrap: %w", err)
	}
	nonce := make([]byte, aead.NonceSize(), wrapOverhead+len(plain))
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, fmt.Errorf("draw a nonce: %w", err)
	}
	return aead.Seal(nonce, nonce, plain, to), nil
}

// unwrap opens what wrap has sealed, or gives errNotOpened.
func unwrap(key, sealed, to []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, fmt.Errorf("unwrap: %w", err)
	}
	if len(sealed) < wrapOverhead {
		return nil, errNotOpened
	}
	plain, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], to)
	if err != nil {
		return nil, errNotOpened
	}
	return plain, nil
}

// wrapSecrets makes the wrapping of a seat's slot.
func wrapSecrets(random io.Reader, key []byte, workspace string, s Secrets) ([]byte, error) {
	plain := slices.Concat(s.Sign[:], []byte(s.Box))
	defer clear(plain)
	return wrap(random, key, plain, bound(seatLabel, workspace, s.Seat(), s.Recipient()))
}

// open gives the secrets of the slot if the key is that of its phrase, and errNotOpened if it is not.
func (s seatSlot) open(key []byte, workspace string) (Secrets, error) {
	plain, err := unwrap(key, s.Secrets, bound(seatLabel, workspace, s.Seat, s.Box))
	if err != nil {
		return Secrets{}, err
	}
	defer clear(plain)
	if len(plain) != secretsSize {
		return Secrets{}, errNotOpened
	}
	found := Secrets{Sign: [ed25519.SeedSize]byte(plain), Box: string(plain[ed25519.SeedSize:])}
	// The tag alone does not bind the key: the public halves do.
	if found.Seat() != s.Seat || found.Recipient() != s.Box {
		return Secrets{}, errNotOpened
	}
	return found, nil
}

// recoveryKey gives the key under which the recovery slot's identity is wrapped.
func recoveryKey(r Recovery, workspace string) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, r[:], nil, string(bound(recoveryLabel, workspace)), KeySize)
	if err != nil {
		return nil, fmt.Errorf("derive the key of the recovery slot: %w", err)
	}
	return key, nil
}

// seal seals the data key to an age recipient.
func seal(k *Key, recipient string) ([]byte, error) {
	to, err := age.ParseX25519Recipient(recipient)
	if err != nil {
		return nil, fmt.Errorf("read a recipient: %w", err)
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to)
	if err == nil {
		_, err = w.Write(k.data[:])
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("seal the data key: %w", err)
	}
	return out.Bytes(), nil
}

// unseal opens the data key with an age identity, or gives errNotOpened.
func unseal(sealed []byte, identity string) (*Key, error) {
	id, err := age.ParseX25519Identity(identity)
	if err != nil {
		return nil, errNotOpened
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err != nil {
		return nil, errNotOpened
	}
	data, err := io.ReadAll(io.LimitReader(r, KeySize+1))
	if err != nil || len(data) != KeySize {
		return nil, errNotOpened
	}
	defer clear(data)
	return KeyOf(data)
}
