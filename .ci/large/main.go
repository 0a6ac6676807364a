// Command large writes a round file of 200 cases with 104 items each on standard output: what the speed of opening and
// loading is measured on.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"lianshen/app"
	"lianshen/store/roundfile"
)

func main() {
	f, err := roundfile.Sample(app.MustDate("2026-10-12"))
	if err == nil {
		err = grow(f, 200)
	}
	if err == nil {
		err = roundfile.Write(os.Stdout, f)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// grow makes n cases out of the first one, each with identities of its own.
func grow(f *roundfile.File, n int) error {
	doc, err := json.Marshal(f.Cases[0])
	if err != nil {
		return err
	}
	var tree any
	if err := json.Unmarshal(doc, &tree); err != nil {
		return err
	}
	var own []string
	collect(tree, &own)
	f.Cases, f.Meetings = nil, nil
	for i := range n {
		var pairs []string
		for j, id := range own {
			pairs = append(pairs, id, fmt.Sprintf("019c98b0-%04x-7%03x-8000-%012x", i, j, j))
		}
		var c roundfile.Case
		if err := json.Unmarshal([]byte(strings.NewReplacer(pairs...).Replace(string(doc))), &c); err != nil {
			return err
		}
		c.Case.Number = fmt.Sprintf("LS2026-%03d", i+1)
		for j := range c.Answers {
			c.Answers[j].ID = app.AnswerID(c.Case.ID, c.Answers[j].Item)
		}
		f.Cases = append(f.Cases, c)
	}
	return nil
}

func collect(v any, ids *[]string) {
	switch x := v.(type) {
	case map[string]any:
		if id, ok := x["id"].(string); ok {
			*ids = append(*ids, id)
		}
		for _, inner := range x {
			collect(inner, ids)
		}
	case []any:
		for _, inner := range x {
			collect(inner, ids)
		}
	}
}
