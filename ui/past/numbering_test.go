package past_test

import (
	"strings"
	"testing"

	"lianshen/app"
)

// What changes in how a round numbers is said in words, down to the form and the sort of paper.
func TestTheNumberingOfARoundIsSaidInWords(t *testing.T) {
	w := words(t)
	for path, want := range map[string]string{"settings/indexes/sheet": "取证单", "settings/formNumbers/talk": "谈话记录"} {
		if got := w.Field(app.KindRound, path); !strings.HasSuffix(got, want) {
			t.Errorf("%s is called %q", path, got)
		}
	}
}
