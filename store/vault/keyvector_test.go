package vault_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"

	"filippo.io/age"
	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/text/unicode/norm"

	"lianshen/store/vault"
)

// opens is what opens testdata/keyfile/key.json. Neither file is ever made anew: they stand for all the key files of
// version 1 that are out there.
type opens struct {
	Workspace string
	DataKey   string
	FileKey   string
	Seats     []struct{ Phrase, NFKC, Sign, Box, Seat string }
	Recovery  struct{ Bytes, Printed string }
	Escrow    string
}

const vectorPath = "testdata/keyfile/key.json"

func vector(t *testing.T) opens {
	t.Helper()
	raw, err := os.ReadFile("testdata/keyfile/opens.json")
	if err != nil {
		t.Fatal(err)
	}
	var v opens
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTheKeyFileOfTheVectorOpens(t *testing.T) {
	v := vector(t)
	f, err := vault.Read(vectorPath, v.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	for _, seat := range v.Seats {
		k, s, err := f.Unlock(seat.Phrase)
		if err != nil {
			t.Fatal(err)
		}
		if s.Seat() != seat.Seat || hex.EncodeToString(s.Sign[:]) != seat.Sign || s.Box != seat.Box {
			t.Error("other secrets come out")
		}
		proveKey(t, k, v)
	}
	r, err := vault.ParseRecovery(v.Recovery.Printed)
	if err != nil || hex.EncodeToString(r[:]) != v.Recovery.Bytes || r.String() != v.Recovery.Printed {
		t.Errorf("the printed recovery key: %v", err)
	}
	k, err := f.Recover(r)
	if err != nil {
		t.Fatal(err)
	}
	proveKey(t, k, v)
	if k, err = f.OpenEscrow(v.Escrow); err != nil {
		t.Fatal(err)
	}
	proveKey(t, k, v)
}

// proveKey compares the key by what follows from it: the name of a file attached.
func proveKey(t *testing.T, k *vault.Key, v opens) {
	t.Helper()
	want, err := vault.KeyOf(vectorBytes(t, v.DataKey))
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256([]byte("a file")); k.BlobName(sum) != want.BlobName(sum) {
		t.Error("another data key comes out")
	}
}

func vectorBytes(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A reader made by what the documentation of vault.File says, and by nothing of package vault.
func TestTheDocumentedFormatIsEnoughForAReader(t *testing.T) {
	v := vector(t)
	raw, err := os.ReadFile(vectorPath)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Format    string
		Version   int
		Workspace string
		Argon2id  struct {
			Salt              []byte
			Passes, MemoryKiB uint32
			Threads           uint8
		}
		Seats    []struct{ Seat, Box, Secrets, Key string }
		Recovery struct{ Box, Identity, Key string }
		Escrow   struct{ Box, Key string }
		Sum, MAC []byte
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if file.Format != "lianshen-key" || file.Version != 1 || file.Workspace != v.Workspace || len(file.Seats) != len(v.Seats) {
		t.Fatalf("%+v", file)
	}
	dataKey := vectorBytes(t, v.DataKey)

	for i, seat := range v.Seats {
		slot := file.Seats[i]
		phrase := norm.NFKC.Bytes([]byte(seat.Phrase))
		if !bytes.Equal(phrase, vectorBytes(t, seat.NFKC)) {
			t.Errorf("the phrase is %x in NFKC", phrase)
		}
		p := argon2.IDKey(phrase, file.Argon2id.Salt, file.Argon2id.Passes, file.Argon2id.MemoryKiB, file.Argon2id.Threads, 32)
		secrets := openWrapped(t, p, slot.Secrets, "lianshen/v1/seat-slot\x00"+file.Workspace+"\x00"+slot.Seat+"\x00"+slot.Box)
		if hex.EncodeToString(secrets[:32]) != seat.Sign || string(secrets[32:]) != seat.Box {
			t.Error("other secrets come out")
		}
		public := sha256.Sum256(ed25519.NewKeyFromSeed(secrets[:32]).Public().(ed25519.PublicKey))
		if hex.EncodeToString(public[:16]) != slot.Seat || slot.Seat != seat.Seat {
			t.Error("the slot is another seat's")
		}
		if got := openAge(t, string(secrets[32:]), slot.Box, slot.Key); !bytes.Equal(got, dataKey) {
			t.Error("another data key comes out of a seat's slot")
		}
	}

	r := expand(t, vectorBytes(t, v.Recovery.Bytes), "lianshen/v1/recovery-slot\x00"+file.Workspace)
	identity := openWrapped(t, r, file.Recovery.Identity, "lianshen/v1/recovery-slot\x00"+file.Workspace+"\x00"+file.Recovery.Box)
	if got := openAge(t, string(identity), file.Recovery.Box, file.Recovery.Key); !bytes.Equal(got, dataKey) {
		t.Error("another data key comes out of the recovery slot")
	}
	if got := openAge(t, v.Escrow, file.Escrow.Box, file.Escrow.Key); !bytes.Equal(got, dataKey) {
		t.Error("another data key comes out of the escrow slot")
	}

	message := []byte("lianshen/v1/key-file")
	put := func(fields ...string) {
		for _, field := range fields {
			message = append(binary.BigEndian.AppendUint64(message, uint64(len(field))), field...)
		}
	}
	put(file.Workspace, string(file.Argon2id.Salt), strconv.Itoa(int(file.Argon2id.Passes)), strconv.Itoa(int(file.Argon2id.MemoryKiB)), strconv.Itoa(int(file.Argon2id.Threads)))
	put(strconv.Itoa(len(file.Seats)))
	for _, s := range file.Seats {
		put(s.Seat, s.Box, string(bytesOf(t, s.Secrets)), string(bytesOf(t, s.Key)))
	}
	put("1", file.Recovery.Box, string(bytesOf(t, file.Recovery.Identity)), string(bytesOf(t, file.Recovery.Key)))
	put("1", file.Escrow.Box, string(bytesOf(t, file.Escrow.Key)))
	fileKey := expand(t, dataKey, "lianshen/v1/key-file")
	if hex.EncodeToString(fileKey) != v.FileKey {
		t.Error("another key of the file")
	}
	mac := hmac.New(sha256.New, fileKey)
	mac.Write(message)
	if !hmac.Equal(mac.Sum(nil), file.MAC) {
		t.Error("another MAC")
	}
	if sum := sha256.Sum256(append(message, file.MAC...)); !bytes.Equal(sum[:], file.Sum) {
		t.Error("another sum")
	}
}

// The printed form by what the documentation of vault.Recovery says.
func TestTheDocumentedRecoveryKeyIsEnoughForAReader(t *testing.T) {
	v := vector(t)
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	text := strings.ReplaceAll(v.Recovery.Printed, "-", "")
	if len(text) != 56 {
		t.Fatalf("%d characters", len(text))
	}
	// α·a in GF(2)[x]/(x¹⁰+x³+1)
	double := func(a int) int {
		if a <<= 1; a>>10 == 1 {
			a ^= 1<<10 | 1<<3 | 1
		}
		return a
	}
	var bits strings.Builder
	first, second := 0, 0
	for i := range 28 {
		c := strings.IndexByte(alphabet, text[2*i])<<5 | strings.IndexByte(alphabet, text[2*i+1])
		a, b := c, c
		for range i {
			a, b = double(a), double(double(b))
		}
		first, second = first^a, second^b
		if i < 26 {
			bits.WriteString(strconv.FormatInt(int64(c|1<<10), 2)[1:])
		}
	}
	if first != 0 || second != 0 {
		t.Errorf("the symbols add up to %d and %d", first, second)
	}
	want := ""
	for _, b := range vectorBytes(t, v.Recovery.Bytes) {
		want += strconv.FormatInt(int64(b)|1<<8, 2)[1:]
	}
	if bits.String() != want+"0000" {
		t.Error("other bits stand on the page")
	}
}

func bytesOf(t *testing.T, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func expand(t *testing.T, secret []byte, label string) []byte {
	t.Helper()
	key, err := hkdf.Key(sha256.New, secret, nil, label, 32)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func openWrapped(t *testing.T, key []byte, wrapped, bound string) []byte {
	t.Helper()
	sealed := bytesOf(t, wrapped)
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := aead.Open(nil, sealed[:24], sealed[24:], []byte(bound))
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func openAge(t *testing.T, identity, box, sealed string) []byte {
	t.Helper()
	id, err := age.ParseX25519Identity(identity)
	if err != nil {
		t.Fatal(err)
	}
	if id.Recipient().String() != box {
		t.Error("the slot has another recipient")
	}
	r, err := age.Decrypt(bytes.NewReader(bytesOf(t, sealed)), id)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}
