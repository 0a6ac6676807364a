package bench_test

import (
	"context"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/ui/shell"
)

// A note may be as long as anybody pastes it: it is shown by its beginning, keys go on answering, and not a character of
// it is lost by that.
func TestALongNoteIsFoldedAndNothingOfItIsLost(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-04")
	long := strings.Repeat("检查发现第（一）项3件材料不完整，", 5800)
	if err := ws.Desk().AnswerItem(context.Background(), dossier(t, ws, "LS2026-005").Case.ID, "XR-7-03", app.AnswerInput{Note: &long}); err != nil {
		t.Fatal(err)
	}
	room.Open(shell.Route{Ref: "XR-7-03"})
	press(host, "1")
	press(host, "4") // the note is its reason
	room.Pause()
	got := answer(t, ws, "LS2026-005", "XR-7-03")
	if got.Note != long || got.Conclusion != app.NotChecked {
		t.Errorf("on disk: %q and %d characters", got.Conclusion, len([]rune(got.Note)))
	}
	room.Open(shell.Route{Ref: "XR-7-04"})
	press(host, "n")
	press(host, "短")
	room.Open(shell.Route{Ref: "XR-7-03"})
	if got := answer(t, ws, "LS2026-005", "XR-7-03").Note; got != long {
		t.Errorf("the long note became one of %d characters", len([]rune(got)))
	}
	if got := answer(t, ws, "LS2026-005", "XR-7-04").Note; got != "短" {
		t.Errorf("the short one became %q", got)
	}
}

func TestAFoldedNoteCanBeEdited(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-04")
	long := strings.Repeat("检查发现第（一）项3件材料不完整，", 500)
	if err := ws.Desk().AnswerItem(context.Background(), dossier(t, ws, "LS2026-005").Case.ID, "XR-7-03", app.AnswerInput{Note: &long}); err != nil {
		t.Fatal(err)
	}
	room.Open(shell.Route{Ref: "XR-7-03"})
	press(host, "n")
	press(host, "末")
	host.Win.Canvas().Unfocus()
	if got := answer(t, ws, "LS2026-005", "XR-7-03").Note; got != long+"末" {
		t.Errorf("on disk %d characters, want %d", len([]rune(got)), len([]rune(long))+1)
	}
}
