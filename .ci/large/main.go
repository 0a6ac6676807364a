// Command large writes the large round file that the speed of opening and loading is measured on to standard output: 200
// cases with 104 answered items each, 5,000 pieces of evidence, 2,000 findings. Named a workspace that has taken it in, it
// gives that the 5,000 files instead; its pass phrase comes by LIANSHEN_PASSPHRASE_FILE.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/roundfile"
	"lianshen/store/storetest"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) (err error) {
	f, err := storetest.LargeRound(app.MustDate("2026-10-12"))
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return roundfile.Write(os.Stdout, f)
	}
	phrase, err := os.ReadFile(os.Getenv("LIANSHEN_PASSPHRASE_FILE"))
	if err != nil {
		return err
	}
	ws, err := store.Open(context.Background(), args[0], store.Options{Phrase: strings.TrimSpace(string(phrase))})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ws.Close()) }()
	return storetest.Attach(context.Background(), ws, f)
}
