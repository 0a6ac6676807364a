package store

import (
	"crypto/rand"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/store/journal"
	"lianshen/store/vault"
)

const whiteEgret = "河 边 的 第二 只 白鹭"

// logOfTwo gives a workspace with records of two people at one laptop, open at the first seat, and the second seat's
// secrets as a signer.
func logOfTwo(t testing.TB) (w *Workspace, o Options, second journal.Signer) {
	t.Helper()
	w, o = filled(t)
	if err := w.AddSeat(ctx, mustPerson(t, w, "李强"), "桌上的", whiteEgret); err != nil {
		t.Fatal(err)
	}
	answerOnce(t, w, "甲一")
	theirs := o
	theirs.Phrase = whiteEgret
	w = reopenAs(t, w, theirs)
	for _, name := range []string{"乙一", "乙二", "乙三"} {
		if err := keepAny(w.Desk(), "unit.save", app.Unit{ID: newID(), Name: name, Kind: app.County}); err != nil {
			t.Fatal(err)
		}
	}
	second, err := journal.SignerOf(slices.Clone(w.signer.Seed())) // closing wipes the workspace's own
	if err != nil {
		t.Fatal(err)
	}
	w = reopenAs(t, w, o)
	answerOnce(t, w, "甲二")
	if report, err := w.Verify(ctx, nil); err != nil || !report.OK() || report.Seats != 2 || len(report.Tips) != 2 {
		t.Fatalf("%+v, %v", report, err)
	}
	return w, o, second
}

// insert puts a record behind all others, as somebody with the data key could.
func insert(t testing.TB, w *Workspace, r journal.Record) int64 {
	t.Helper()
	var id int64
	if err := w.writer.row(ctx, "SELECT max(id) + 1 FROM record", nil, &id); err != nil {
		t.Fatal(err)
	}
	tamper(t, w, "INSERT INTO record(id, seat, seq, prev, hash, sig, body) VALUES(?,?,?,?,?,?,?)", id, r.Seat, r.Seq, r.Prev[:], r.Hash[:], r.Sig, r.Body)
	return id
}

// nextOf gives a record that would follow a seat's last one, with something harmless in it.
func nextOf(t testing.TB, w *Workspace, s journal.Signer, change func(*journal.Body)) journal.Record {
	t.Helper()
	own := chain(t, w, s.ID)
	last := own[int64(len(own))]
	prev := last.Hash
	if len(own) == 0 {
		prev = journal.Genesis(w.id, s.Public())
	}
	value, err := json.Marshal(app.Unit{ID: newID(), Name: "添上的", Kind: app.County})
	if err != nil {
		t.Fatal(err)
	}
	b := journal.Body{V: journal.Version, Seat: s.ID, Seq: int64(len(own)) + 1, Time: w.tip.time.Next(w.now()) + 1000, Who: "李强", Verb: "unit.save",
		Changes: []journal.Change{{Change: app.Change{Entity: newID(), Noun: app.KindUnit, Kind: app.New, Value: value}}}}
	if change != nil {
		change(&b)
	}
	r, err := s.Seal(prev, b)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestVerifyFindsWhatAMemberOfTheWorkspaceCouldForge(t *testing.T) {
	for _, c := range []struct {
		name string
		harm func(w *Workspace, o Options, second journal.Signer) int64
		part string
	}{
		{"a record of a seat that nobody enrolled", func(w *Workspace, _ Options, _ journal.Signer) int64 {
			stranger, err := journal.NewSigner(rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			return insert(t, w, nextOf(t, w, stranger, nil))
		}, "seat"},
		{"a record of the other seat under one's own key", func(w *Workspace, _ Options, second journal.Signer) int64 {
			r := nextOf(t, w, second, nil)
			mine := nextOf(t, w, w.signer, nil)
			r.Sig = mine.Sig
			return insert(t, w, r)
		}, "signature"},
		{"an earlier record once more, under the next number", func(w *Workspace, _ Options, second journal.Signer) int64 {
			own := chain(t, w, second.ID)
			last := own[int64(len(own))]
			r := own[2]
			r.Seq, r.Prev = last.Seq+1, last.Hash
			r.Hash = journal.Sum(r.Prev, r.Body)
			return insert(t, w, r)
		}, "signature"},
		{"a record left out of the other seat's log", func(w *Workspace, _ Options, second journal.Signer) int64 {
			tamper(t, w, "DELETE FROM record WHERE seat = ? AND seq = 2", second.ID)
			var id int64
			if err := w.writer.row(ctx, "SELECT id FROM record WHERE seat = ? AND seq = 3", []any{second.ID}, &id); err != nil {
				t.Fatal(err)
			}
			return id
		}, "gap"},
		{"a seat that enrols itself in somebody else's place", func(w *Workspace, _ Options, second journal.Signer) int64 {
			return insert(t, w, nextOf(t, w, second, func(b *journal.Body) {
				value, err := json.Marshal(app.Seat{ID: app.SeatID(second.ID), Person: w.Me().ID, Key: second.ID})
				if err != nil {
					t.Fatal(err)
				}
				b.Changes[0] = journal.Change{Change: app.Change{Entity: app.SeatID(second.ID), Noun: app.KindSeat, Kind: app.New, Value: value}}
			}))
		}, "enrol"},
		{"a record written after the seat was left out", func(w *Workspace, _ Options, second journal.Signer) int64 {
			if err := w.LeaveOut(ctx, app.SeatID(second.ID), "调离"); err != nil {
				t.Fatal(err)
			}
			return insert(t, w, nextOf(t, w, second, nil))
		}, "out"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, o, second := logOfTwo(t)
			id := c.harm(w, o, second)
			report, err := w.Verify(ctx, nil)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(report.Troubles, func(x Trouble) bool { return x.Code == "record" && x.Part == c.part && x.Record == id }) {
				t.Fatalf("record %d is told as %+v", id, report.Troubles)
			}
			if _, err := w.SetAside(ctx, report); err != nil {
				t.Fatal(err)
			}
			if report, err = w.Verify(ctx, nil); err != nil || !report.OK() || report.Aside+report.Lost != 1 {
				t.Errorf("after setting it aside: %+v, %v", report, err)
			}
			answerOnce(t, w, "接着写")
		})
	}
}

func TestALostEnrolmentIsNotBlamedOnTheRecordsOfTheSeat(t *testing.T) {
	w, o, second := logOfTwo(t)
	var enrolled int64
	if err := w.writer.row(ctx, "SELECT min(record) FROM change c JOIN entity e ON e.n = c.entity WHERE e.id = ?", []any{string(app.SeatID(second.ID))}, &enrolled); err != nil {
		t.Fatal(err)
	}
	tamper(t, w, "UPDATE record SET body = zeroblob(100) WHERE id = ?", enrolled)
	report, err := w.Verify(ctx, nil)
	if err != nil || len(report.Troubles) != 1 || report.Troubles[0].Record != enrolled {
		t.Fatalf("%+v, %v", report.Troubles, err)
	}
	if done, err := w.SetAside(ctx, report); err != nil || done != (Mended{Aside: 1}) {
		t.Fatalf("%+v, %v", done, err)
	}
	w = reopenAs(t, w, o)
	report, err = w.Verify(ctx, nil)
	told := slices.ContainsFunc(report.Advice, func(x Trouble) bool { return x.Part == "unvouched" && x.Seat == second.ID })
	if err != nil || !report.OK() || !told {
		t.Errorf("%+v, %v", report, err)
	}
	if seats, err := w.Seats(ctx); err != nil || len(seats) != 1 {
		t.Errorf("%d seats, %v", len(seats), err)
	}
}

func mustSecrets(t testing.TB) vault.Secrets {
	t.Helper()
	s, err := vault.NewSecrets(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestVerifyProvesTheKeyFile(t *testing.T) {
	for _, c := range []struct {
		name string
		harm func(t *testing.T, w *Workspace, o Options)
		part string
	}{
		{"gone", func(t *testing.T, w *Workspace, _ Options) {
			for _, path := range []string{keyPath(w.dir), keyPath(w.dir) + ".old"} {
				if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
					t.Fatal(err)
				}
			}
		}, "missing"},
		{"damaged, with its spare", func(t *testing.T, w *Workspace, _ Options) { flip(t, keyPath(w.dir), 400) }, "spare"},
		{"an older one put back", func(t *testing.T, w *Workspace, o Options) {
			// As it was before this seat was given its slot.
			if err := w.changeKeys(func() error { return w.keys.RemoveSeat(w.key, w.signer.ID) }); err != nil {
				t.Fatal(err)
			}
		}, "older"},
		{"another workspace's", func(t *testing.T, w *Workspace, _ Options) {
			other, _ := filled(t)
			raw, err := os.ReadFile(keyPath(other.dir))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(keyPath(w.dir), raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}, "foreign"},
		{"a slot of a seat that is not at work", func(t *testing.T, w *Workspace, _ Options) {
			if err := w.changeKeys(func() error { return w.keys.AddSeat(w.key, whiteEgret, mustSecrets(t)) }); err != nil {
				t.Fatal(err)
			}
		}, "stranger"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, o := filled(t)
			c.harm(t, w, o)
			report, err := w.Verify(ctx, nil)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(report.Troubles, func(x Trouble) bool { return x.Code == "key" && x.Part == c.part }) {
				t.Errorf("told: %+v", report.Troubles)
			}
		})
	}
}

func TestEveryTroubleHasItsWordsInBothLanguages(t *testing.T) {
	parts := map[string][]string{
		"record":     {"seat", "out", "enrol", "gap", "prev", "hash", "signature", "body", "mismatch", "time", "order", "unvouched"},
		"attachment": {"missing", "changed", "unreadable"},
		"key":        {"missing", "damaged", "foreign", "newer", "cost", "changed", "spare", "stranger", "older"},
		"backup":     {"none", "old", "damaged", "trial", "untried"},
		"database":   {""}, "projection": {"entity"},
	}
	for _, lang := range []string{"zh-Hans", "en"} {
		words := map[string]string{}
		files, err := filepath.Glob(filepath.Join("..", "assets", "i18n", lang, "*.json"))
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		for _, path := range files {
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(raw, &words); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
		}
		for code, all := range parts {
			for _, part := range all {
				key, args := Trouble{Code: code, Part: part, Seat: strings.Repeat("a", 32)}.Word()
				for _, k := range []string{key, key + ".hint"} {
					if words[k] == "" {
						t.Errorf("%s: no words for %s", lang, k)
					}
				}
				for _, place := range strings.Split(words[key], "{")[1:] {
					if name, _, _ := strings.Cut(place, "}"); args[name] == nil {
						t.Errorf("%s: %s speaks of {%s}", lang, key, name)
					}
				}
			}
		}
	}
}
