package assets

import (
	"embed"
	"encoding/json"
	"fmt"
	"sync"
)

//go:embed talks/outlines.json
var outlineFile embed.FS

// Outline is a list of questions to begin a talk with. The record of a talk is an official paper and in Chinese whatever
// the language of the window, so the questions are, too.
type Outline struct {
	Type      string   `json:"type"`   // app.Talk.Type
	Strand    string   `json:"strand"` // "" = for every strand
	Questions []string `json:"questions"`
}

var outlines = sync.OnceValues(func() ([]Outline, error) {
	raw, err := outlineFile.ReadFile("talks/outlines.json")
	if err != nil {
		return nil, fmt.Errorf("read the outlines of talks: %w", err)
	}
	var out []Outline
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, fmt.Errorf("read the outlines of talks: %w", err)
	}
	return out, nil
})

// TalkOutline gives the questions of a type of talk held for strands (none: for all), common ones first.
func TalkOutline(talk string, strands []string) ([]string, error) {
	list, err := outlines()
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{"": true}
	for _, s := range strands {
		wanted[s] = true
	}
	var out []string
	for _, o := range list {
		if o.Type == talk && (len(strands) == 0 || wanted[o.Strand]) {
			out = append(out, o.Questions...)
		}
	}
	return out, nil
}
