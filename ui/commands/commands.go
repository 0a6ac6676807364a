// Package commands is what the program can be asked without its window: the headless commands of the
// same binary. Results go to stdout, reasons to stderr; the exit code is 0 only when the thing was done.
//
// Nothing here needs a window system; the window itself is opened by the function in [System].
package commands

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"time"

	"github.com/alecthomas/kong"

	"lianshen/app"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
)

// Version is the version of the program, the same as in FyneApp.toml.
const Version = "0.1.0"

// WindowOptions are what the window is opened with.
type WindowOptions struct {
	Lang      string // "zh", "en" or "" for the system's
	Workspace string // folder to open, or ""
	// Phrase gives the pass phrase from the file that was named; nil: the window asks the person.
	Phrase func() (string, error)
}

// System is what the commands have of the machine they run on.
type System struct {
	Stdin          io.Reader // nil: the standard input of the process
	Stdout, Stderr io.Writer
	Window         func(WindowOptions) error
	Now            func() time.Time // nil: the machine's clock
	Cost           vault.Cost       // of deriving keys in new workspaces; zero: calibrated to the machine
}

// Exit codes.
const (
	exitDone    = 0
	exitRefused = 1 // the thing could not be done; the reason is on stderr
	exitUsage   = 2 // the command line was not understood
)

type grammar struct {
	Lang      string `help:"Language of messages: zh or en." placeholder:"zh|en"`
	Workspace string `short:"w" help:"Workspace folder (NAME.lianshen)." placeholder:"DIR"`
	// The phrase itself is taken from no argument and no variable: both can be read by other programs of the machine.
	PassphraseFile string `env:"LIANSHEN_PASSPHRASE_FILE" help:"File whose first line is the pass phrase; - is standard input." placeholder:"FILE"`

	Open    openCmd    `cmd:"" default:"1" hidden:"" help:"Open the window."`
	Demo    demoCmd    `cmd:"" help:"Make the sample workspace and its reports under DIR."`
	Load    loadCmd    `cmd:"" help:"Load a round file into the workspace, which is made when it does not exist."`
	Dump    dumpCmd    `cmd:"" help:"Write the round of the workspace as a round file."`
	Cases   casesCmd   `cmd:"" help:"List the cases."`
	Show    showCmd    `cmd:"" help:"Show a case."`
	Report  reportCmd  `cmd:"" help:"Print a report of a case as PDF or Word file."`
	Gates   gatesCmd   `cmd:"" help:"Say what a case still lacks before its stage can close."`
	Search  searchCmd  `cmd:"" help:"Search cases, items, findings and texts."`
	History historyCmd `cmd:"" help:"Tell what was changed in a case, or show it as it was."`
	Seats   seatsCmd   `cmd:"" help:"List who sits where, and who was left out."`
	Verify  verifyCmd  `cmd:"" help:"Check the whole workspace."`
	Backup  backupCmd  `cmd:"" help:"Back the workspace up and open the copy to prove it."`
	Restore restoreCmd `cmd:"" help:"Make a workspace of a backup in a new folder, or say what it would lack."`
	Salvage salvageCmd `cmd:"" help:"Save what can be read of a damaged workspace into a new folder."`
	Doctor  doctorCmd  `cmd:"" help:"Print what support needs to know, without personal data."`
	Office  officeCmd  `cmd:"" name:"officekey" help:"Make an office key: it opens workspaces in the place of a pass phrase."`
	Version versionCmd `cmd:"" help:"Print the version."`

	exchangeGrammar
	unitFilesGrammar
	checklistGrammar
	assignGrammar
	formsGrammar
	noticesGrammar
	compareGrammar
	versionsGrammar
	rosterGrammar
	sweepGrammar
	daylogGrammar
}

type run struct {
	System
	ctx        context.Context
	workspace  string
	phraseFile string
	read       string // pass phrase from phraseFile, once it was read
	lang       string
}

// usageError is a command line that was not understood.
type usageError struct{ error }

// Unwrap gives the reason.
func (e usageError) Unwrap() error { return e.error }

// Main does what args ask for and gives the exit code.
func Main(args []string, sys System) int {
	if sys.Now == nil {
		sys.Now = time.Now
	}
	if sys.Stdin == nil {
		sys.Stdin = os.Stdin
	}
	// What goes well is not told on stderr: there stand reasons only.
	level := slog.LevelWarn
	switch os.Getenv("LIANSHEN_LOG") {
	case "info":
		level = slog.LevelInfo
	case "debug":
		level = slog.LevelDebug
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(sys.Stderr, &slog.HandlerOptions{Level: level})))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := dispatch(ctx, args, sys)
	if err == nil {
		return exitDone
	}
	code := exitRefused
	var usage usageError
	if errors.As(err, &usage) {
		code = exitUsage
		if app.CodeOf(err) == "" {
			fmt.Fprintf(sys.Stderr, "lianshen: %v\n", err) // kong's own words name the part that was not understood
			return code
		}
	}
	sentence, hint := i18n.Error(err)
	fmt.Fprintf(sys.Stderr, "lianshen: %s\n", sentence)
	if hint != "" {
		fmt.Fprintf(sys.Stderr, "  %s\n", hint)
	}
	return code
}

func dispatch(ctx context.Context, args []string, sys System) error {
	var g grammar
	helped := false
	parser, err := kong.New(&g, kong.Name("lianshen"), kong.Description("Lianshen 联审: the joint review of three responsibilities."),
		kong.Writers(sys.Stdout, sys.Stderr), kong.Exit(func(int) { helped = true }), kong.UsageOnError())
	if err != nil {
		return fmt.Errorf("read the commands' grammar: %w", err)
	}
	k, err := parser.Parse(args)
	if helped {
		return nil
	}
	if err != nil {
		return usageError{err}
	}
	lang := g.Lang // the window chooses again when nothing was asked for
	if err := i18n.SetLanguage(i18n.SystemLanguage()); err != nil {
		return err
	}
	if g.Lang != "" {
		if err := i18n.SetLanguage(g.Lang); err != nil {
			return usageError{err}
		}
	}
	return k.Run(&run{System: sys, ctx: ctx, workspace: g.Workspace, phraseFile: g.PassphraseFile, lang: lang})
}

type openCmd struct{}

// Run opens the window.
func (openCmd) Run(r *run) error {
	o := WindowOptions{Lang: r.lang, Workspace: r.workspace}
	if r.phraseFile != "" {
		o.Phrase = r.phrase
	}
	return r.Window(o)
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(r *run) error {
	_, err := fmt.Fprintln(r.Stdout, "lianshen", Version)
	return err
}
