package store

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/journal"
	"lianshen/store/vault"
)

// asking gives the options of somebody who asks for a seat.
func asking() AskOptions {
	return AskOptions{Person: "李强", Dept: "市审计局", Laptop: "审计局的电脑", Phrase: hisPhrase, Program: "1.0", Cost: vault.Lowest, Now: clock()}
}

// joiner gives the options with which that person opens what comes of it.
func joiner() Options { return quick(Options{Phrase: hisPhrase, Now: clock()}) }

// groupDir is where the workspace of a laptop is going to be.
func groupDir(t testing.TB) string { return filepath.Join(t.TempDir(), "青溪组.lianshen") }

// draftOf gives everything that a workspace has as a package for somebody.
func draftOf(t testing.TB, w *Workspace, kind exchange.Kind, recipients []string, phrase string) exchange.Draft {
	t.Helper()
	var records []journal.Record
	if err := eachRecord(ctx, w.writer, "SELECT id, seat, seq, prev, hash, sig, body FROM record ORDER BY id", nil, func(r stored) error {
		records = append(records, r.Record)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	has, err := have(ctx, w.writer, false)
	if err != nil {
		t.Fatal(err)
	}
	var founder []byte
	if err := w.writer.row(ctx, "SELECT key FROM seat WHERE n = 1", nil, &founder); err != nil {
		t.Fatal(err)
	}
	d := exchange.Draft{Recipients: recipients, Phrase: phrase, Work: 10, Sign: func(sum []byte) []byte { return signAs(w.signer, sum) },
		Log: func(yield func(journal.Record) error) error {
			for _, r := range records {
				if err := yield(r); err != nil {
					return err
				}
			}
			return nil
		},
		Blob: w.OpenAttachment,
		Manifest: exchange.Manifest{Program: "1.0", Kind: kind, ID: newID(), Number: w.now().Unix(), Made: w.now().UnixMilli(), Workspace: w.id, Founder: founder,
			Title: "青溪县2026年联审", Office: w.Office(), From: exchange.Sender{Seat: w.signer.ID, Key: w.signer.Public(), Box: w.Seat().Box, Person: w.Me().Name, Laptop: w.Seat().Laptop},
			Since: exchange.Vector{}, Has: has},
	}
	seen := map[string]bool{}
	for _, e := range list[app.Evidence](t, w) {
		if e.FileHash != "" && !seen[e.FileHash] && w.present(e.FileHash) {
			seen[e.FileHash] = true
			d.Manifest.Blobs = append(d.Manifest.Blobs, exchange.Blob{Hash: e.FileHash, Size: e.FileSize})
		}
	}
	return d
}

func signAs(s journal.Signer, sum []byte) []byte {
	_, sign := signing(vault.Secrets{Sign: [32]byte(s.Seed())})
	return sign(sum)
}

func list[T app.Noun](t testing.TB, r app.Reader) []T {
	t.Helper()
	all, err := app.List[T](ctx, r, "")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// write writes a package into a folder of its own and gives its path.
func write(t testing.TB, d exchange.Draft) string {
	t.Helper()
	out, err := exchange.Write(ctx, t.TempDir(), "包.lspack", d, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out.Paths[0]
}

// roundPack has a laptop ask and the office admit it, and gives the folder asked for and the pack.
func roundPack(t testing.TB, office *Workspace) (dir string, seat app.Seat, pack string) {
	t.Helper()
	dir = groupDir(t)
	req, err := Ask(ctx, dir, asking())
	if err != nil {
		t.Fatal(err)
	}
	seat = admit(t, office, req)
	return dir, seat, write(t, draftOf(t, office, exchange.RoundPack, []string{seat.Box}, ""))
}

func admit(t testing.TB, office *Workspace, req exchange.Request) app.Seat {
	t.Helper()
	p := app.Person{Name: req.Person, Dept: req.Dept, Roles: app.NewSet(string(app.RoleInspector)), Strands: app.NewSet(string(app.Audit))}
	seat, err := office.Admit(ctx, req, p, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return seat
}

func TestALaptopAsksIsAdmittedAndJoins(t *testing.T) {
	office, _ := filled(t)
	secret, public, err := vault.NewOffice()
	if err != nil {
		t.Fatal(err)
	}
	if err := office.SetOffice(ctx, public); err != nil {
		t.Fatal(err)
	}
	dir, seat, pack := roundPack(t, office)
	view, err := PeekPack(ctx, dir, []string{pack}, hisPhrase)
	if err != nil {
		t.Fatal(err)
	}
	if view.Title != "青溪县2026年联审" || view.From.Person != office.Me().Name || !view.From.Enrolled || view.Cases != 1 || view.Blobs != 2 ||
		view.Seat.ID != seat.ID || view.Person.Name != "李强" || view.Fingerprint != exchange.Fingerprint(office.signer.Public(), office.Seat().Box) {
		t.Errorf("%+v", view)
	}
	recovery := vault.Recovery{1, 2, 3}
	o := joiner()
	o.Recovery = &recovery
	w, err := Join(ctx, dir, []string{pack}, dir, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if w.ID() != office.ID() || w.Seat().ID != seat.ID || w.Me().Name != "李强" || w.Office() != public || w.Reading() {
		t.Errorf("%s %+v %+v %q", w.ID(), w.Seat(), w.Me(), w.Office())
	}
	for _, e := range list[app.Evidence](t, w) {
		if w.AttachmentState(e.FileHash) != AttachmentPresent {
			t.Errorf("attachment %d is %s", e.Number, w.AttachmentState(e.FileHash))
		}
	}
	if len(list[app.Evidence](t, w)) != 2 {
		t.Errorf("%d evidences", len(list[app.Evidence](t, w)))
	}
	if exists(AskedDir(dir)) {
		t.Error("the request stays")
	}
	sound(t, w)
	// What is done here stands at the own seat, and goes on after opening again.
	if err := app.Keep(ctx, w.Desk(), app.VerbWritePaper, app.Talk{}); err == nil {
		t.Error("what makes no sense is kept")
	}
	if key, seq, _ := w.Tip(); key != seat.Key || seq != 1 {
		t.Errorf("the tip is %s:%d", key, seq)
	}
	w = as(t, w, hisPhrase)
	sound(t, w)
	w.Close()
	for name, o := range map[string]Options{"recovery": {Recovery: &recovery}, "office": {Office: secret}} {
		o.Phrase = "另一个 全新的 口令 在此"
		if all, err := Sitters(ctx, dir, quick(o)); err != nil || len(all) != 2 {
			t.Errorf("%s: %d, %v", name, len(all), err)
		}
	}
}

func TestAskingAgainGivesTheSameRequest(t *testing.T) {
	dir := groupDir(t)
	first, err := Ask(ctx, dir, asking())
	if err != nil {
		t.Fatal(err)
	}
	other := asking()
	other.Person = "另一个人"
	again, err := Ask(ctx, dir, other)
	if err != nil || again.Seat != first.Seat || again.Person != "李强" {
		t.Errorf("%+v, %v", again, err)
	}
	raw, err := RequestFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	read, err := exchange.DecodeRequest(raw)
	if err != nil || read.Seat != first.Seat || read.Fingerprint() != first.Fingerprint() {
		t.Errorf("%+v, %v", read, err)
	}
	if found := FindAsked(filepath.Dir(dir)); len(found) != 1 || found[0] != dir {
		t.Errorf("found %v", found)
	}
	if err := Withdraw(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := Asked(dir); app.CodeOf(err) != "ask.none" {
		t.Errorf("after withdrawing: %v", err)
	}
	anew, err := Ask(ctx, dir, other)
	if err != nil || anew.Seat == first.Seat {
		t.Errorf("a request after withdrawing: %+v, %v", anew, err)
	}
}

func TestAskingIsRefusedByName(t *testing.T) {
	asked := groupDir(t)
	if _, err := Ask(ctx, asked, asking()); err != nil {
		t.Fatal(err)
	}
	made := bare(t)
	broken := groupDir(t)
	if _, err := Ask(ctx, broken, asking()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(AskedDir(broken), requestFile)
	raw, err := os.ReadFile(path)
	if err == nil {
		raw[len(raw)/2] ^= 1
		err = os.WriteFile(path, raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	with := func(f func(*AskOptions)) AskOptions {
		o := asking()
		f(&o)
		return o
	}
	for _, c := range []struct {
		name, dir string
		o         AskOptions
		code      string
	}{
		{"a folder that is no name of ours", filepath.Join(t.TempDir(), "联审"), asking(), "workspace.name"},
		{"a workspace is there", made.dir, asking(), "workspace.exists"},
		{"nobody", groupDir(t), with(func(o *AskOptions) { o.Person = " " }), "field.required"},
		{"a name with an end of line", groupDir(t), with(func(o *AskOptions) { o.Person = "李\n强" }), "ask.names"},
		{"a name without an end", groupDir(t), with(func(o *AskOptions) { o.Laptop = strings.Repeat("长", 300) }), "ask.names"},
		{"no phrase", groupDir(t), with(func(o *AskOptions) { o.Phrase = "" }), "phrase.empty"},
		{"another phrase than before", asked, with(func(o *AskOptions) { o.Phrase = herPhrase }), "phrase.wrong"},
		{"a request that was changed", broken, asking(), "ask.broken"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Ask(ctx, c.dir, c.o); app.CodeOf(err) != c.code {
				t.Errorf("got %v, want %s", err, c.code)
			}
			if exists(AskedDir(c.dir) + partSuffix) {
				t.Error("something half made stays")
			}
		})
	}
}

func TestAdmittingIsRefusedByName(t *testing.T) {
	office, _ := filled(t)
	req, err := Ask(ctx, groupDir(t), asking())
	if err != nil {
		t.Fatal(err)
	}
	seat := admit(t, office, req)
	if again := admit(t, office, req); again.ID != seat.ID || len(list[app.Seat](t, office)) != 2 || len(list[app.Person](t, office)) != 2 {
		t.Errorf("admitted twice: %+v", again)
	}
	if slots := office.keys.Seats(); len(slots) != 1 {
		t.Errorf("the seat elsewhere has a slot here: %d", len(slots))
	}
	if _, err := office.Admit(ctx, req, app.Person{Name: "赵云"}, nil, nil, nil); app.CodeOf(err) != "request.enrolled" {
		t.Errorf("for another person: %v", err)
	}
	if _, err := office.Admit(ctx, req, app.Person{ID: office.Me().ID}, nil, nil, nil); app.CodeOf(err) != "request.enrolled" {
		t.Errorf("for another person that is known: %v", err)
	}
	tampered := req
	tampered.Box = office.Seat().Box
	if _, err := office.Admit(ctx, tampered, app.Person{Name: "李强"}, nil, nil, nil); app.CodeOf(err) != "request.enrolled" {
		t.Errorf("with another key: %v", err)
	}
	second, err := Ask(ctx, groupDir(t), asking())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := office.Admit(ctx, second, app.Person{ID: newID()}, nil, nil, nil); app.CodeOf(err) != "person.unknown" {
		t.Errorf("for nobody: %v", err)
	}
	known, err := office.Admit(ctx, second, app.Person{ID: seat.Person}, nil, nil, app.NewSet(string(app.Audit)))
	if err != nil || known.Person != seat.Person || !known.Strands.Has(string(app.Audit)) {
		t.Errorf("a second seat of a person: %+v, %v", known, err)
	}
	if err := office.LeaveOut(ctx, seat.ID, "电脑丢失"); err != nil {
		t.Fatal(err)
	}
	if _, err := office.Admit(ctx, req, app.Person{ID: seat.Person}, nil, nil, nil); app.CodeOf(err) != "request.out" {
		t.Errorf("after it was left out: %v", err)
	}
	if due, err := office.NeedsRenewal(ctx); err != nil || due {
		t.Errorf("the data key is to be renewed for a seat that never had it: %v, %v", due, err)
	}
	office = as(t, office, backupPhrase)
	sound(t, office)
}

func TestJoiningIsRefusedByNameAndLeavesTheRequest(t *testing.T) {
	office, _ := filled(t)
	dir, seat, pack := roundPack(t, office)
	made := bare(t)
	strange := groupDir(t)
	if _, err := Ask(ctx, strange, asking()); err != nil {
		t.Fatal(err)
	}
	other, _ := filled(t)
	cut := func(n int64) string {
		raw, err := os.ReadFile(pack)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "包.lspack")
		if err := os.WriteFile(path, raw[:int64(len(raw))-n], 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	flipped := cut(0)
	if raw, err := os.ReadFile(flipped); err == nil {
		raw[len(raw)/2] ^= 1
		if err := os.WriteFile(flipped, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	forged := func(change func(*exchange.Draft)) string {
		d := draftOf(t, office, exchange.RoundPack, []string{seat.Box}, "")
		change(&d)
		return write(t, d)
	}
	wrong := joiner()
	wrong.Phrase = herPhrase
	for _, c := range []struct {
		name, asked, to, pack string
		o                     Options
		code                  string
	}{
		{"wrong phrase", dir, dir, pack, wrong, "phrase.wrong"},
		{"a pack for another seat", strange, strange, pack, joiner(), "exchange.receiver"},
		{"nobody has asked", groupDir(t), groupDir(t), pack, joiner(), "ask.none"},
		{"the folder is there", dir, made.dir, pack, joiner(), "workspace.exists"},
		{"a folder that is no name of ours", dir, filepath.Join(t.TempDir(), "联审"), pack, joiner(), "workspace.name"},
		{"no pack there", dir, dir, filepath.Join(t.TempDir(), "没有.lspack"), joiner(), "file.unreadable"},
		{"a pack cut off", dir, dir, cut(40), joiner(), "exchange.damaged"},
		{"a pack cut off in the middle", dir, dir, cut(100_000), joiner(), "exchange.damaged"},
		{"one bit flipped", dir, dir, flipped, joiner(), "exchange.damaged"},
		{"a work package", dir, dir, forged(func(d *exchange.Draft) { d.Manifest.Kind = exchange.WorkPack }), joiner(), "join.kind"},
		{"another workspace's records under this pack", dir, dir, forged(func(d *exchange.Draft) {
			o := draftOf(t, other, exchange.RoundPack, []string{seat.Box}, "")
			d.Log, d.Blob, d.Manifest.Blobs, d.Manifest.Has = o.Log, o.Blob, o.Manifest.Blobs, o.Manifest.Has
		}), joiner(), "join.unenrolled"},
		{"another founder", dir, dir, forged(func(d *exchange.Draft) { d.Manifest.Founder = other.signer.Public() }), joiner(), "exchange.sender"},
		{"another workspace's name", dir, dir, forged(func(d *exchange.Draft) { d.Manifest.Workspace = other.id }), joiner(), "exchange.fork"},
		{"records left out without a word", dir, dir, forged(func(d *exchange.Draft) {
			all := d.Log
			d.Log = func(yield func(journal.Record) error) error {
				return all(func(r journal.Record) error {
					if r.Seq == 2 {
						return nil
					}
					return yield(r)
				})
			}
		}), joiner(), "exchange.gap"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, err := Join(ctx, c.asked, []string{c.pack}, c.to, c.o, nil)
			if err == nil {
				w.Close()
			}
			if app.CodeOf(err) != c.code {
				t.Errorf("got %v, want %s", err, c.code)
			}
			if exists(c.to+partSuffix) || c.to != made.dir && exists(c.to) {
				t.Error("something of a workspace stays")
			}
			if _, err := Asked(dir); err != nil {
				t.Errorf("the request is gone: %v", err)
			}
		})
	}
	w, err := Join(ctx, dir, []string{pack}, dir, joiner(), nil)
	if err != nil {
		t.Fatalf("after all that: %v", err)
	}
	w.Close()
	if _, err := Join(ctx, dir, []string{pack}, dir, joiner(), nil); app.CodeOf(err) != "workspace.exists" {
		t.Errorf("a second time: %v", err)
	}
	if _, err := Join(ctx, dir, []string{pack}, groupDir(t), joiner(), nil); app.CodeOf(err) != "ask.none" {
		t.Errorf("a second time elsewhere: %v", err)
	}
}

func TestASeatThatWasLeftOutMeanwhileDoesNotJoin(t *testing.T) {
	office, _ := filled(t)
	dir, seat, _ := roundPack(t, office)
	if err := office.LeaveOut(ctx, seat.ID, "登记有误"); err != nil {
		t.Fatal(err)
	}
	pack := write(t, draftOf(t, office, exchange.RoundPack, []string{seat.Box}, ""))
	if _, err := Join(ctx, dir, []string{pack}, dir, joiner(), nil); app.CodeOf(err) != "seat.out" {
		t.Errorf("got %v", err)
	}
}

func TestASecondPackForTheSeatIsAnOrdinaryImport(t *testing.T) {
	office, _ := filled(t)
	dir, seat, pack := roundPack(t, office)
	w, err := Join(ctx, dir, []string{pack}, dir, joiner(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	unit(t, office, "望溪区")
	more := write(t, draftOf(t, office, exchange.RoundPack, []string{seat.Box}, ""))
	done, err := w.TakeIn(ctx, []string{more}, TakeIn{}, nil)
	if err != nil || done.Records != 1 {
		t.Fatalf("%+v, %v", done, err)
	}
	if units := list[app.Unit](t, w); len(units) != 1 || units[0].Name != "望溪区" {
		t.Errorf("%+v", units)
	}
	sound(t, w)
}

// TestJoiningCutOffAtEveryStepIsThereOrNot ends the program at each step of joining. Afterwards there is the request, which
// still joins, or the workspace.
func TestJoiningCutOffAtEveryStepIsThereOrNot(t *testing.T) {
	office, _ := filled(t)
	errCut := errors.New("cut")
	for n := 0; ; n++ {
		dir, seat, pack := roundPack(t, office)
		step, cutAt := 0, ""
		j := joining{disk: realDisk{}, step: func(name string) error {
			if step++; step > n {
				cutAt = name
				return errCut
			}
			return nil
		}}
		w, err := j.join(ctx, dir, []string{pack}, dir, joiner(), nil)
		if err == nil {
			w.Close()
			if n < 7 {
				t.Errorf("only %d steps", n)
			}
			return
		}
		if !errors.Is(err, errCut) {
			t.Fatalf("step %d: %v", n, err)
		}
		if exists(dir) {
			if w, err = Open(ctx, dir, joiner()); err != nil {
				t.Fatalf("cut at %s: the workspace does not open: %v", cutAt, err)
			}
			if exists(AskedDir(dir)) {
				t.Errorf("cut at %s: the request stays", cutAt)
			}
		} else if w, err = Join(ctx, dir, []string{pack}, dir, joiner(), nil); err != nil {
			t.Fatalf("cut at %s: the request does not join: %v", cutAt, err)
		}
		if w.Seat().ID != seat.ID {
			t.Errorf("cut at %s: seat %s", cutAt, w.Seat().ID)
		}
		w.Close()
	}
}

func TestARequestThatWasJoinedElsewhereDoesNotJoinAgain(t *testing.T) {
	office, _ := filled(t)
	dir, _, pack := roundPack(t, office)
	elsewhere := groupDir(t)
	j := joining{disk: realDisk{}, step: func(name string) error {
		if name == "request" {
			return errors.New("cut")
		}
		return nil
	}}
	if _, err := j.join(ctx, dir, []string{pack}, elsewhere, joiner(), nil); err == nil {
		t.Fatal("it was not cut off")
	}
	if _, err := Join(ctx, dir, []string{pack}, dir, joiner(), nil); app.CodeOf(err) != "ask.joined" {
		t.Errorf("two workspaces of one seat: %v", err)
	}
	if found := FindAsked(filepath.Dir(dir)); len(found) != 0 || exists(AskedDir(dir)) {
		t.Errorf("the answered request stays: %v", found)
	}
}

func TestADiskThatFailsWhileAskingOrJoiningIsTold(t *testing.T) {
	office, _ := filled(t)
	dir := groupDir(t)
	for after := 0; ; after++ {
		d := &failing{disk: realDisk{}, after: after, err: syscall.ENOSPC}
		_, err := ask(ctx, d, dir, asking())
		if err == nil {
			break
		}
		if app.CodeOf(err) != "disk.full" {
			t.Fatalf("asking, after %d: %v", after, err)
		}
		if exists(AskedDir(dir)) {
			t.Fatalf("asking, after %d: a request is there", after)
		}
	}
	req, err := Asked(dir)
	if err != nil {
		t.Fatal(err)
	}
	pack := write(t, draftOf(t, office, exchange.RoundPack, []string{admit(t, office, req).Box}, ""))
	for after := 0; ; after++ {
		d := &failing{disk: realDisk{}, after: after, err: syscall.ENOSPC}
		w, err := joining{disk: d}.join(ctx, dir, []string{pack}, dir, joiner(), nil)
		if err == nil {
			w.Close()
			break
		}
		if app.CodeOf(err) != "disk.full" {
			t.Fatalf("joining, after %d: %v", after, err)
		}
		if exists(dir) {
			t.Fatalf("joining, after %d: a workspace is there", after)
		}
	}
}

// TestAskingSurvivesALossOfPower cuts the power at random moments of asking: afterwards there is a whole request or none.
func TestAskingSurvivesALossOfPower(t *testing.T) {
	root := t.TempDir()
	rec := &recorder{disk: realDisk{}, root: root}
	if _, err := ask(ctx, keyed{rec}, filepath.Join(root, "组.lianshen"), asking()); err != nil {
		t.Fatal(err)
	}
	for i := range cuts() / 8 {
		random := rand.New(rand.NewPCG(uint64(i), 21))
		m := modelOf(t, t.TempDir())
		upTo := random.IntN(len(rec.events) + 1)
		for _, e := range rec.events[:upTo] {
			m.play(e)
		}
		left := t.TempDir()
		lay(t, m.cut(random), left)
		dir := filepath.Join(left, "组.lianshen")
		r, err := Asked(dir)
		switch {
		case err == nil:
			if a, err := openAsked(AskedDir(dir), hisPhrase); err != nil || a.request.Seat != r.Seat {
				t.Fatalf("cut %d after %d: a request that does not open: %v", i, upTo, err)
			}
		case app.CodeOf(err) != "ask.none":
			t.Fatalf("cut %d after %d: %v", i, upTo, err)
		case upTo == len(rec.events):
			t.Fatalf("cut %d: an acknowledged request is gone", i)
		}
	}
}

// keyed notes what package vault writes as well: it has no disk that could be put in its place.
type keyed struct{ *recorder }

func (k keyed) write(path string, fill func(io.Writer) error) error {
	for _, name := range []string{"key.json", "key.json.old"} {
		key := filepath.Join(filepath.Dir(path), name)
		raw, err := os.ReadFile(key)
		if err != nil {
			continue
		}
		k.note("create", key, "", nil)
		k.note("write", key, "", raw)
		k.note("sync", key, "", nil)
	}
	return k.recorder.write(path, fill)
}

func TestStoppingAJoinLeavesTheRequest(t *testing.T) {
	office, _ := filled(t)
	dir, _, pack := roundPack(t, office)
	for _, at := range []int{1, 3} {
		stop, end := context.WithCancel(ctx)
		told := 0
		_, err := Join(stop, dir, []string{pack}, dir, joiner(), func(int64, int64) {
			if told++; told == at {
				end()
			}
		})
		end()
		if !errors.Is(err, context.Canceled) || exists(dir) || exists(dir+partSuffix) {
			t.Errorf("stopped at %d: %v", at, err)
		}
	}
	if _, err := Asked(dir); err != nil {
		t.Error(err)
	}
}

// TestASeatIsSentItsScopeAndNoMore goes the whole way with packages as the program writes them.
func TestASeatIsSentItsScopeAndNoMore(t *testing.T) {
	office, _ := filled(t)
	other := app.Case{ID: newID(), Number: "LS2026-002"}
	create, err := app.Create(other)
	if err != nil {
		t.Fatal(err)
	}
	if err := office.Do(ctx, func(app.Reader) (app.Deed, error) {
		return app.Deed{Verb: "case.add", Case: other.ID, Changes: []app.Change{create}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	dir := groupDir(t)
	req, err := Ask(ctx, dir, asking())
	if err != nil {
		t.Fatal(err)
	}
	p := app.Person{Name: "李强", Roles: app.NewSet(string(app.RoleGroupLeader)), Strands: app.NewSet(string(app.Audit))}
	seat, err := office.Admit(ctx, req, p, nil, app.NewSet(string(other.ID)), nil)
	if err != nil {
		t.Fatal(err)
	}
	sent, err := office.WritePackage(ctx, Outgoing{Kind: exchange.RoundPack, To: []app.ID{seat.ID}, Full: true}, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	view, err := PeekPack(ctx, dir, sent.Paths, hisPhrase)
	if err != nil || view.Cases != 1 || !view.From.Enrolled || !view.Seat.Cases.Has(string(other.ID)) {
		t.Fatalf("%+v, %v", view, err)
	}
	w, err := Join(ctx, dir, sent.Paths, dir, joiner(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if cases := list[app.Case](t, w); len(cases) != 1 || cases[0].Number != "LS2026-002" {
		t.Errorf("%+v", cases)
	}
	sound(t, w)
	if err := w.TakeBack(ctx, 1, "试试"); app.CodeOf(err) != "import.seat" {
		t.Errorf("the package that the seat stands in is taken back: %v", err)
	}
	w = as(t, w, hisPhrase)
	reading, err := office.WritePackage(ctx, Outgoing{Kind: exchange.ReadingPack, To: []app.ID{seat.ID}, Full: true}, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := OpenReading(ctx, reading.Paths, filepath.Join(t.TempDir(), "阅览.lianshen"), ReadingKey{By: w}, joiner(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if cases := list[app.Case](t, r); len(cases) != 1 || !r.Reading() {
		t.Errorf("%+v", cases)
	}
	sound(t, r)
}
