package commands_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
)

// Programs of the scripts that do what no command of the program does. The pass phrase comes from the file that
// LIANSHEN_PASSPHRASE_FILE names.
var exchangePrograms = map[string]func(){
	// answer WORKSPACE CASE ITEM CONCLUSION [NOTE] answers one item of a case, as a person does at the bench.
	"answer": func() {
		within(os.Args[1], func(ctx context.Context, ws *store.Workspace) error {
			c, err := ws.CaseByNumber(ctx, os.Args[2])
			if err != nil {
				return err
			}
			conclusion := app.Conclusion(os.Args[4])
			in := app.AnswerInput{Conclusion: &conclusion}
			if len(os.Args) == 6 {
				in.Note = &os.Args[5]
			}
			return ws.Desk().AnswerItem(ctx, c.ID, os.Args[3], in)
		})
	},
	// state WORKSPACE FILE writes every noun of the workspace, so that two can be compared whole.
	"state": func() {
		within(os.Args[1], func(ctx context.Context, ws *store.Workspace) error {
			var out strings.Builder
			err := ws.All(ctx, func(kind app.Kind, id app.ID, doc json.RawMessage) error {
				_, err := fmt.Fprintf(&out, "%s %s %s\n", kind, id, doc)
				return err
			})
			if err != nil {
				return err
			}
			return os.WriteFile(os.Args[2], []byte(out.String()), 0o600)
		})
	},
	// settle WORKSPACE settles every clash by what is shown meanwhile.
	"settle": func() {
		within(os.Args[1], func(ctx context.Context, ws *store.Workspace) error {
			list, err := ws.Clashes(ctx, "")
			if err != nil {
				return err
			}
			for _, c := range list {
				value := c.Sides[0].Value
				if c.Field == "" {
					value = c.Doc
				}
				if err := ws.Desk().Choose(ctx, app.Choice{Entity: c.Entity, Kind: c.Kind, Field: c.Field, Value: value}); err != nil {
					return err
				}
			}
			return nil
		})
	},
	// spoil FROM TO cut|flip N copies a file but for its last N bytes, or with one bit changed N bytes before its end.
	"spoil": func() {
		raw, err := os.ReadFile(os.Args[1])
		n, nerr := strconv.Atoi(os.Args[4])
		err = errors.Join(err, nerr)
		if err == nil && n >= len(raw) {
			err = io.ErrUnexpectedEOF
		}
		if err == nil {
			if at := len(raw) - n; os.Args[3] == "cut" {
				raw = raw[:at]
			} else {
				raw[at] ^= 1
			}
			err = os.WriteFile(os.Args[2], raw, 0o600)
		}
		exitWith(err)
	},
}

// within opens a workspace of a script, does f and ends the program.
func within(dir string, f func(context.Context, *store.Workspace) error) {
	ctx := context.Background()
	phrase, err := os.ReadFile(os.Getenv("LIANSHEN_PASSPHRASE_FILE"))
	exitOn(err)
	ws, err := store.Open(ctx, dir, store.Options{Phrase: strings.TrimSpace(string(phrase)), Log: slog.New(slog.DiscardHandler)})
	exitOn(err)
	exitWith(errors.Join(f(ctx, ws), ws.Close()))
}

func exitOn(err error) {
	if err != nil {
		exitWith(err)
	}
}

func exitWith(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// exchangeScriptCommands are those that need what another command has told.
var exchangeScriptCommands = map[string]func(*testscript.TestScript, bool, []string){
	// enrol REQUEST WORKSPACE [ARGUMENT…] enrols the seat of a request by its true fingerprint.
	"enrol": func(ts *testscript.TestScript, neg bool, args []string) {
		req, err := exchange.ReadRequest(strings.NewReader(ts.ReadFile(args[0])))
		ts.Check(err)
		done := ts.Exec("lianshen", append([]string{"enrol", args[0], "--workspace", args[1], "--fingerprint", req.Fingerprint()}, args[2:]...)...)
		if neg != (done != nil) {
			ts.Fatalf("enrolling ended with %v", done)
		}
	},
	// take PATTERN NAME renames the one file that the pattern means.
	"take": func(ts *testscript.TestScript, neg bool, args []string) {
		found, err := filepath.Glob(ts.MkAbs(args[0]))
		ts.Check(err)
		if neg {
			if len(found) > 0 {
				ts.Fatalf("there is %v", found)
			}
			return
		}
		if len(found) != 1 {
			ts.Fatalf("%s means %v", args[0], found)
		}
		ts.Check(os.Rename(found[0], ts.MkAbs(args[1])))
	},
}
