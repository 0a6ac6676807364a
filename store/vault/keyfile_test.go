package vault

import (
	"crypto/rand"
	"errors"
	"path/filepath"
	"slices"
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
