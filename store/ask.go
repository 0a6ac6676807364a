package store

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/journal"
	"lianshen/store/vault"
)

// A laptop that is to join a workspace asks for a seat first. Until the office answers, the folder NAME.lianshen.asked
// stands where the workspace is going to be:
//
//	key.json         the secrets of the coming seat, under the pass phrase, as in a workspace; its "workspace" is the
//	                 seat's own ID, and its data key seals nothing
//	request.lsseat   the request: names and public keys, signed
//	joined           where the workspace was made, once it was: only then does the folder go
//
// It is made as ….asked.part and renamed when it is whole.
const (
	askedSuffix = ".asked"
	requestFile = "request" + exchange.RequestSuffix
	joinedFile  = "joined"
)

// AskOptions say who asks for a seat.
type AskOptions struct {
	Person  string           // name
	Dept    string           // department, "" = not given
	Laptop  string           // what the person calls the machine, "" = the machine's own name
	Phrase  string           // is going to open the workspace
	Program string           // version
	Cost    vault.Cost       // what one try of the phrase costs; zero: measured on this machine
	Now     func() time.Time // nil: the machine's clock
}

// AskedDir gives the folder in which the request for the workspace at dir (…/NAME.lianshen) lies.
func AskedDir(dir string) string { return filepath.Clean(dir) + askedSuffix }

// Ask draws the keys of a seat for this laptop and keeps them beside where the workspace is going to be (dir,
// …/NAME.lianshen), with the request that the office is shown. Asking again gives the same request, whatever the names:
// the office may have answered it. Refusals: "workspace.name", "workspace.exists", "field.required" (field "person"), those
// of a phrase, with a request there already "phrase.wrong", and "ask.broken", "folder.readonly", "disk.full".
func Ask(ctx context.Context, dir string, o AskOptions) (exchange.Request, error) {
	return ask(ctx, realDisk{}, dir, o)
}

func ask(ctx context.Context, d disk, dir string, o AskOptions) (_ exchange.Request, err error) {
	if dir, err = newFolder(dir); err != nil {
		return exchange.Request{}, err
	}
	asked := AskedDir(dir)
	if exists(asked) {
		a, err := openAsked(asked, o.Phrase)
		if err != nil {
			return exchange.Request{}, err
		}
		a.forget()
		return a.request, nil
	}
	if strings.TrimSpace(o.Person) == "" {
		return exchange.Request{}, app.Refuse("field.required", "field", "person", "label", app.Word("field.person"))
	}
	if err := ctx.Err(); err != nil {
		return exchange.Request{}, err
	}
	part := asked + partSuffix
	if err := sweepAsking(d, part); err != nil {
		return exchange.Request{}, err
	}
	r, err := writeAsked(ctx, d, part, o)
	if err == nil {
		err = d.rename(part, asked)
	}
	if err != nil {
		return exchange.Request{}, errors.Join(told(err, asked, "keep the request"), sweepAsking(d, part))
	}
	return r, told(d.names(filepath.Dir(asked)), asked, "make the request durable")
}

// writeAsked lays out the folder under its provisional name.
func writeAsked(ctx context.Context, d disk, part string, o AskOptions) (r exchange.Request, err error) {
	if o.Cost == (vault.Cost{}) {
		o.Cost = vault.Calibrate(unlocking)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Laptop == "" {
		o.Laptop = machine()
	}
	secrets, err := vault.NewSecrets(rand.Reader)
	if err != nil {
		return r, err
	}
	public, sign := signing(secrets)
	r = exchange.Request{Person: strings.TrimSpace(o.Person), Dept: strings.TrimSpace(o.Dept), Laptop: strings.TrimSpace(o.Laptop), Sign: public, Box: secrets.Recipient(), Made: o.Now().UnixMilli(), Program: o.Program}
	raw, err := r.Encode(sign)
	if err != nil {
		return r, &app.Error{Code: "ask.names", Cause: err}
	}
	if r, err = exchange.DecodeRequest(raw); err != nil {
		return r, err
	}
	key, err := vault.NewKey(rand.Reader)
	if err != nil {
		return r, err
	}
	defer key.Forget()
	keys, err := vault.NewFile(string(app.SeatID(secrets.Seat())), key, o.Cost, rand.Reader)
	if err != nil {
		return r, err
	}
	if err := keys.AddSeat(key, o.Phrase, secrets); err != nil {
		return r, err
	}
	if err := ctx.Err(); err != nil { // deriving the phrase took a second
		return r, err
	}
	if err := d.mkdir(part); err != nil {
		return r, err
	}
	if err := keys.Write(keyPath(part)); err != nil {
		return r, err
	}
	if err := keys.Settle(keyPath(part)); err != nil {
		return r, err
	}
	err = d.write(filepath.Join(part, requestFile), func(to io.Writer) error {
		_, err := to.Write(raw)
		return err
	})
	return r, errors.Join(err, d.names(part))
}

// signing gives the public signing key of a seat, and what signs 32 bytes with the secret one.
func signing(s vault.Secrets) (public ed25519.PublicKey, sign func([]byte) []byte) {
	key := ed25519.NewKeyFromSeed(s.Sign[:])
	return key.Public().(ed25519.PublicKey), func(digest []byte) []byte { return ed25519.Sign(key, digest) }
}

// Asked reads the request that lies beside dir (…/NAME.lianshen), without the phrase. Refusals: "ask.none" (nobody has
// asked here), "ask.joined" (path: the workspace was made already), "ask.broken".
func Asked(dir string) (exchange.Request, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return exchange.Request{}, fmt.Errorf("find the workspace folder: %w", err)
	}
	return readAsked(AskedDir(dir))
}

func readAsked(asked string) (exchange.Request, error) {
	if !exists(asked) {
		return exchange.Request{}, app.Refuse("ask.none", "path", asked)
	}
	if to := joinedAt(asked); to != "" {
		return exchange.Request{}, app.Refuse("ask.joined", "path", to)
	}
	raw, err := os.ReadFile(filepath.Join(asked, requestFile))
	if err == nil {
		var r exchange.Request
		if r, err = exchange.DecodeRequest(raw); err == nil {
			return r, nil
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return exchange.Request{}, told(err, asked, "read the request")
	}
	return exchange.Request{}, &app.Error{Code: "ask.broken", Args: map[string]any{"path": asked}, Cause: err}
}

// RequestFile gives the bytes of the request beside dir, to be written on a stick as they are. It refuses as Asked does.
func RequestFile(dir string) ([]byte, error) {
	if _, err := Asked(dir); err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(filepath.Join(AskedDir(dir), requestFile))
	return raw, told(err, dir, "read the request")
}

// FindAsked gives the workspaces (…/NAME.lianshen) in a folder for which a seat was asked and which are not there yet. A
// request that was answered, and stayed because that was cut off, goes.
func FindAsked(parent string) []string {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		name, is := strings.CutSuffix(e.Name(), askedSuffix)
		if !is || !e.IsDir() || !strings.HasSuffix(name, Suffix) {
			continue
		}
		dir := filepath.Join(parent, name)
		if joinedAt(AskedDir(dir)) == "" {
			out = append(out, dir)
		} else if err := dropAsked(realDisk{}, AskedDir(dir)); err != nil {
			slog.Default().Warn("a request that was answered stays", "error", err)
		}
	}
	return out
}

// Withdraw takes a request back: its keys are overwritten, and a pack that the office writes for them opens nowhere any
// more. Without a request it does nothing.
func Withdraw(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("find the workspace folder: %w", err)
	}
	return dropAsked(realDisk{}, AskedDir(dir))
}

// dropAsked takes the folder away, the keys first.
func dropAsked(d disk, asked string) error {
	if !exists(asked) {
		return nil
	}
	for _, name := range []string{"key.json", "key.json.old", "key.json.tmp"} {
		if err := destroy(d, filepath.Join(asked, name)); err != nil {
			return told(err, asked, "take away the keys of a request")
		}
	}
	return told(errors.Join(removeTree(d, asked), d.names(filepath.Dir(asked))), asked, "take away a request")
}

// sweepAsking takes away what asking that was cut off has left, and nothing else.
func sweepAsking(d disk, part string) error {
	entries, err := os.ReadDir(part)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return told(err, part, "look at an unfinished request")
	}
	ours := map[string]bool{"key.json": true, "key.json.old": true, "key.json.tmp": true, requestFile: true}
	for _, e := range entries {
		if !ours[e.Name()] {
			return app.Refuse("workspace.exists", "path", part)
		}
	}
	return told(removeTree(d, part), part, "take away an unfinished request")
}

// askedSeat are the keys of a seat that was asked for, opened.
type askedSeat struct {
	dir     string
	request exchange.Request
	secrets vault.Secrets
	key     *vault.Key
	cost    vault.Cost
}

func (a askedSeat) forget() { a.key.Forget() }

// openAsked opens the keys of a request. Refusals: those of readAsked, and "phrase.wrong", "phrase.empty".
func openAsked(asked, phrase string) (a askedSeat, err error) {
	a.dir = asked
	if a.request, err = readAsked(asked); err != nil {
		return a, err
	}
	keys, err := vault.Read(keyPath(asked), string(app.SeatID(a.request.Seat)))
	if err != nil {
		if app.CodeOf(err) != "" {
			err = &app.Error{Code: "ask.broken", Args: map[string]any{"path": asked}, Cause: err}
		}
		return a, told(err, asked, "read the keys of a request")
	}
	if a.key, a.secrets, err = keys.Unlock(phrase); err != nil {
		return a, err
	}
	a.cost = keys.Cost()
	if public, _ := signing(a.secrets); !bytes.Equal(public, a.request.Sign) || a.secrets.Recipient() != a.request.Box {
		a.forget()
		return a, &app.Error{Code: "ask.broken", Args: map[string]any{"path": asked}, Cause: errors.New("the request is of other keys")}
	}
	return a, nil
}

// joinedAt gives the workspace that was made of a request, "" as long as there is none. The word alone does not count: a
// cut may have come between it and the workspace's name.
func joinedAt(asked string) string {
	raw, err := os.ReadFile(filepath.Join(asked, joinedFile))
	if err != nil {
		return ""
	}
	to := strings.TrimSuffix(string(raw), "\n")
	if !filepath.IsAbs(to) || !exists(manifestPath(to)) {
		return ""
	}
	return to
}

// sweepAsked takes away the request of which this workspace was made, when that was cut off.
func (w *Workspace) sweepAsked() {
	asked := AskedDir(w.dir)
	if joinedAt(asked) != w.dir {
		return
	}
	if err := dropAsked(w.disk, asked); err != nil {
		w.log.Warn("a request that was answered stays", "error", err)
	}
}

// seatOf gives the noun of a seat that was asked for.
func seatOf(r exchange.Request) app.Seat {
	return app.Seat{ID: app.SeatID(r.Seat), Laptop: r.Laptop, Key: journal.SeatID(r.Sign), Sign: base64.StdEncoding.EncodeToString(r.Sign), Box: r.Box}
}
