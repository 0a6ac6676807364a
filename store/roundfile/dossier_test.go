package roundfile_test

import (
	"bytes"
	"context"
	"reflect"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/roundfile"
	"lianshen/store/storetest"
)

// Every case of the sample alone is a file that reads again and says the same of the case.
func TestEveryCaseAloneIsAFile(t *testing.T) {
	ctx := context.Background()
	ws := storetest.Sample(t, time.Date(2026, 10, 12, 9, 0, 0, 0, time.UTC))
	board, err := ws.Board(ctx, store.BoardQuery{Sort: "number"}, app.MustDate("2026-10-12"))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range board.Rows {
		d, err := ws.Dossier(ctx, row.ID)
		if err != nil {
			t.Fatal(err)
		}
		f, err := roundfile.FromDossier(ctx, ws, d)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := roundfile.Write(&out, f); err != nil {
			t.Fatal(err)
		}
		back, err := roundfile.Read(&out)
		if err != nil {
			t.Fatalf("%s: %v", row.Number, err)
		}
		if len(back.Cases) != 1 || !reflect.DeepEqual(back.Cases[0].Answers, f.Cases[0].Answers) || back.Cases[0].Case.Number != row.Number || len(back.Cases[0].Findings) != len(d.Findings) {
			t.Errorf("%s came back otherwise", row.Number)
		}
	}
	if len(board.Rows) != 10 {
		t.Errorf("%d cases", len(board.Rows))
	}
}
