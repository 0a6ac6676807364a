package app

import (
	"context"
	"maps"
	"strings"
)

// maxWording is the most characters that an office's own wording of a section may have.
const maxWording = 20_000

// WordingKey is the name under which Settings.Wordings keeps the wording of a section of a report.
func WordingKey(strand Strand, section string) string { return string(strand) + "." + section }

// checkWordings: a wording is of a report that there is ("code.unknown"), and not too long ("wording.long"). Whether it is sound is for those to
// say who read it: a broken one is kept, and the program's own words stand until it is mended.
func (s Settings) checkWordings() error {
	for key, text := range s.Wordings {
		strand, section, _ := strings.Cut(key, ".")
		if err := eachOf("settings/wordings", NewSet(strand), list(Strands)); err != nil {
			return err
		}
		if section == "" || len(section) > 40 || len([]rune(text)) > maxWording {
			return refuseField("wording.long", "settings/wordings/"+key, "most", maxWording)
		}
	}
	return nil
}

// wordingsOf are the wordings of one report.
func (s Settings) wordingsOf(strand Strand) map[string]string {
	out := map[string]string{}
	for key, text := range s.Wordings {
		if strings.HasPrefix(key, string(strand)+".") && !blank(text) {
			out[key] = text
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// WordSection keeps the office's own wording of a section for all cases of a round; "" gives the section back to the program.
func (d Desk) WordSection(ctx context.Context, round ID, strand Strand, section, text string) error {
	return Amend(ctx, d, VerbSaveRound, round, func(r *Round) error {
		r.Settings.Wordings = maps.Clone(r.Settings.Wordings)
		if r.Settings.Wordings == nil {
			r.Settings.Wordings = map[string]string{}
		}
		if key := WordingKey(strand, section); blank(text) {
			delete(r.Settings.Wordings, key)
		} else {
			r.Settings.Wordings[key] = text
		}
		return nil
	})
}
