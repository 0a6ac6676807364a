package vault

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"lianshen/app"
)

const (
	testWorkspace = "019a2b3c-4d5e-7f60-8123-456789abcdef"
	testPhrase    = "雨后青溪 seven lamps"
	otherPhrase   = "桥东旧书店 at noon"
)

func newKey(t testing.TB) *Key {
	t.Helper()
	k, err := NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func newSecrets(t testing.TB) Secrets {
	t.Helper()
	s, err := NewSecrets(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// newFile gives a key file with one seat under testPhrase.
func newFile(t testing.TB) (*File, *Key, Secrets) {
	t.Helper()
	k, s := newKey(t), newSecrets(t)
	f, err := NewFile(testWorkspace, k, Lowest, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.AddSeat(k, testPhrase, s); err != nil {
		t.Fatal(err)
	}
	return f, k, s
}

func refused(t *testing.T, err error, code string) {
	t.Helper()
	if got := app.CodeOf(err); got != code {
		t.Errorf("refused with %q (%v), want %q", got, err, code)
	}
}

func opens(t *testing.T, f *File, phrase string, k *Key, s Secrets) {
	t.Helper()
	got, secrets, err := f.Unlock(phrase)
	if err != nil {
		t.Fatalf("Unlock: %v", err)
	}
	if got.data != k.data {
		t.Error("Unlock gives another data key")
	}
	if secrets != s {
		t.Error("Unlock gives another seat's secrets")
	}
}

func TestThePhraseDecidesTheSeat(t *testing.T) {
	f, k, first := newFile(t)
	second := newSecrets(t)
	if err := f.AddSeat(k, otherPhrase, second); err != nil {
		t.Fatal(err)
	}
	opens(t, f, testPhrase, k, first)
	opens(t, f, otherPhrase, k, second)
	_, _, err := f.Unlock("neither of them")
	refused(t, err, "phrase.wrong")
	if want := []string{first.Seat(), second.Seat()}; !slices.Equal(f.Seats(), want) {
		t.Errorf("Seats = %v, want %v", f.Seats(), want)
	}
}

func TestAFileComesBackFromDisk(t *testing.T) {
	f, k, s := newFile(t)
	r, err := NewRecovery(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	office, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.SetRecovery(k, r), f.SetEscrow(k, office.Recipient().String())); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "key.json")
	if err := f.Write(path); err != nil {
		t.Fatal(err)
	}
	back, err := Read(path, testWorkspace)
	if err != nil {
		t.Fatal(err)
	}
	opens(t, back, testPhrase, k, s)
	for name, open := range map[string]func() (*Key, error){
		"recovery": func() (*Key, error) { return back.Recover(r) },
		"escrow":   func() (*Key, error) { return back.OpenEscrow(office.String()) },
	} {
		got, err := open()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got.data != k.data {
			t.Errorf("%s gives another data key", name)
		}
	}
	if back.Cost() != Lowest || !back.HasRecovery() || back.Escrow() != office.Recipient().String() || back.FromOld() || back.Workspace() != testWorkspace {
		t.Error("the file came back changed")
	}
}

func TestPhrasesAndSeatsChange(t *testing.T) {
	f, k, first := newFile(t)
	second := newSecrets(t)
	if err := f.AddSeat(k, otherPhrase, second); err != nil {
		t.Fatal(err)
	}
	refused(t, f.AddSeat(k, testPhrase, newSecrets(t)), "phrase.taken")
	refused(t, f.ChangePhrase(k, second, testPhrase), "phrase.taken")
	refused(t, f.ChangePhrase(k, second, "  "), "phrase.empty")
	if err := f.ChangePhrase(k, second, otherPhrase); err != nil {
		t.Errorf("one's own phrase once more: %v", err)
	}
	if f.AddSeat(k, "yet another phrase", second) == nil {
		t.Error("a seat got a second slot")
	}
	if f.ChangePhrase(k, newSecrets(t), "yet another phrase") == nil || f.RemoveSeat(k, "nobody") == nil {
		t.Error("a seat without a slot was changed")
	}
	opens(t, f, otherPhrase, k, second)

	if err := f.ChangePhrase(k, first, "雾里的灯 after rain"); err != nil {
		t.Fatal(err)
	}
	_, _, err := f.Unlock(testPhrase)
	refused(t, err, "phrase.wrong")
	opens(t, f, "雾里的灯 after rain", k, first)
	opens(t, f, otherPhrase, k, second)

	if err := f.RemoveSeat(k, first.Seat()); err != nil {
		t.Fatal(err)
	}
	_, _, err = f.Unlock("雾里的灯 after rain")
	refused(t, err, "phrase.wrong")
	opens(t, f, otherPhrase, k, second)
}

func TestAPhraseOpensHoweverItIsTyped(t *testing.T) {
	f, k, _ := newFile(t)
	s := newSecrets(t)
	if err := f.AddSeat(k, "café ７ 雨", s); err != nil {
		t.Fatal(err)
	}
	opens(t, f, "cafe\u0301 7\u3000雨", k, s)
}

func TestRecoveryAndEscrow(t *testing.T) {
	f, k, _ := newFile(t)
	_, err := f.Recover(Recovery{})
	refused(t, err, "recovery.none")
	_, err = f.OpenEscrow("")
	refused(t, err, "escrow.none")
	refused(t, f.SetEscrow(k, "age1 of the office"), "escrow.form")

	first, second := Recovery{1}, Recovery{2}
	office, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.SetRecovery(k, first), f.SetRecovery(k, second), f.SetEscrow(k, office.Recipient().String())); err != nil {
		t.Fatal(err)
	}
	_, err = f.Recover(first)
	refused(t, err, "recovery.wrong")
	if got, err := f.Recover(second); err != nil || got.data != k.data {
		t.Errorf("Recover: %v", err)
	}
	for _, wrong := range []string{"", "AGE-SECRET-KEY-1", newSecrets(t).Box} {
		_, err = f.OpenEscrow(wrong)
		refused(t, err, "escrow.wrong")
	}
	if err := f.SetEscrow(k, ""); err != nil || f.Escrow() != "" {
		t.Errorf("the escrow stays: %v", err)
	}
}

// The data key is renewed without a phrase and without the printed page.
func TestANewDataKeyGoesToEverySlot(t *testing.T) {
	f, old, first := newFile(t)
	second, recovery := newSecrets(t), Recovery{7}
	office, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.AddSeat(old, otherPhrase, second), f.SetRecovery(old, recovery), f.SetEscrow(old, office.Recipient().String())); err != nil {
		t.Fatal(err)
	}
	renewed := newKey(t)
	next, err := f.Rekey(renewed, old)
	if err != nil {
		t.Fatal(err)
	}
	opens(t, next, testPhrase, renewed, first)
	opens(t, next, otherPhrase, renewed, second)
	if got, err := next.Recover(recovery); err != nil || got.data != renewed.data {
		t.Errorf("Recover: %v", err)
	}
	if got, err := next.OpenEscrow(office.String()); err != nil || got.data != renewed.data {
		t.Errorf("OpenEscrow: %v", err)
	}
	refused(t, next.Check(old), "key.changed")
	opens(t, f, testPhrase, old, first) // the former file stays as it was
	if got, err := f.Recover(recovery); err != nil || got.data != old.data {
		t.Errorf("the former file: %v", err)
	}
	if _, err := f.Rekey(renewed, newKey(t)); app.CodeOf(err) != "key.changed" {
		t.Errorf("Rekey with a wrong key: %v", err)
	}
}

func TestAKeyFileHasRoomFor64(t *testing.T) {
	f, k, _ := newFile(t)
	for len(f.seats) < maxSlots { // slots of nobody, without their derivations
		s := newSecrets(t)
		f.seats = append(f.seats, seatSlot{Seat: s.Seat(), Box: s.Recipient(), Secrets: make([]byte, wrapOverhead+secretsSize), Key: f.seats[0].Key})
	}
	f.stamp(k)
	refused(t, f.AddSeat(k, otherPhrase, newSecrets(t)), "key.full")
	refused(t, f.SetRecovery(k, Recovery{}), "key.full")
	refused(t, f.SetEscrow(k, newSecrets(t).Recipient()), "key.full")
	raw, err := f.encode()
	if err != nil || len(raw) > maxFileSize/8 {
		t.Errorf("%d bytes, %v", len(raw), err)
	}
	if _, refusal := parse(raw, testWorkspace); refusal != nil {
		t.Errorf("a full file is refused: %v", refusal)
	}
	f.seats = append(f.seats, f.seats[1])
	f.seats[64].Seat = newSecrets(t).Seat()
	f.stamp(k)
	if raw, err = f.encode(); err != nil {
		t.Fatal(err)
	}
	if _, refusal := parse(raw, testWorkspace); refusal == nil || refusal.code != "key.damaged" {
		t.Errorf("65 slots: %v", refusal)
	}
}

// What is secret never comes out of a log line or an error, whatever the verb.
func TestSecretsAreNeverPrinted(t *testing.T) {
	s := newSecrets(t)
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("unlocked", "secrets", s)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("unlocked", "secrets", s)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q", "%d"} {
		fmt.Fprintf(&log, verb, s)
		fmt.Fprintf(&log, verb, &s)
		fmt.Fprintf(&log, verb, []Secrets{s})
	}
	for _, secret := range []string{s.Box, s.Box[20:40], hex.EncodeToString(s.Sign[:]), fmt.Sprint(s.Sign[:]), base64.StdEncoding.EncodeToString(s.Sign[:])} {
		if strings.Contains(strings.ToUpper(log.String()), strings.ToUpper(secret)) {
			t.Errorf("a secret stands in %s", log.String())
		}
	}
	f, k, _ := newFile(t)
	_, _, wrong := f.Unlock("a wrong phrase nobody may see")
	for _, err := range []error{wrong, f.AddSeat(k, testPhrase, s), f.AddSeat(k, testPhrase+"\xff", s)} {
		if err == nil || strings.Contains(err.Error(), "lamps") || strings.Contains(err.Error(), "nobody") {
			t.Errorf("%v", err)
		}
	}
}

func TestNoFileWithoutSoundCostOrName(t *testing.T) {
	k := newKey(t)
	for name, make := range map[string]func() (*File, error){
		"no cost":       func() (*File, error) { return NewFile(testWorkspace, k, Cost{}, rand.Reader) },
		"no name":       func() (*File, error) { return NewFile("", k, Lowest, rand.Reader) },
		"a long name":   func() (*File, error) { return NewFile(strings.Repeat("x", 65), k, Lowest, rand.Reader) },
		"no randomness": func() (*File, error) { return NewFile(testWorkspace, k, Lowest, strings.NewReader("short")) },
	} {
		if _, err := make(); err == nil {
			t.Errorf("%s: a file was made", name)
		}
	}
}
