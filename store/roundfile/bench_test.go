package roundfile

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/vault"
)

// multiplied gives a round of n cases, each with all that the first case of the sample has, under
// identities of its own.
func multiplied(t testing.TB, n int) *File {
	t.Helper()
	f := sample(t)
	one := f.Cases[0]
	doc, err := json.Marshal(one)
	if err != nil {
		t.Fatal(err)
	}
	var own []string
	if err := one.walk("", func(_ string, n app.Noun) error {
		own = append(own, string(n.NounID()))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	f.Cases, f.Meetings = nil, nil
	for i := range n {
		var pairs []string
		for j, id := range own {
			pairs = append(pairs, id, fmt.Sprintf("019c98b0-%04x-7%03x-8000-%012x", i, j, j))
		}
		var c Case
		if err := json.Unmarshal([]byte(strings.NewReplacer(pairs...).Replace(string(doc))), &c); err != nil {
			t.Fatal(err)
		}
		c.Case.Number = fmt.Sprintf("LS2026-%03d", i+1)
		for j := range c.Answers {
			c.Answers[j].ID = app.AnswerID(c.Case.ID, c.Answers[j].Item)
		}
		f.Cases = append(f.Cases, c)
	}
	return f
}

func TestRoundOfManyCasesReadsAsWritten(t *testing.T) {
	f := multiplied(t, 30)
	again, err := Read(bytes.NewReader(written(t, f)))
	if err != nil {
		t.Fatal(explain(err))
	}
	if again.Totals.Answers != 30*104 || !bytes.Equal(written(t, again), written(t, f)) {
		t.Errorf("%d answers came back", again.Totals.Answers)
	}
}

// The largest round that the product is made for.
func BenchmarkRead200Cases(b *testing.B) {
	data := written(b, multiplied(b, 200))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Read(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLoad200Cases does what the command load does: read the file, make a workspace, take everything in. It tells
// the parts as well.
func BenchmarkLoad200Cases(b *testing.B) {
	data := written(b, multiplied(b, 200))
	ctx := context.Background()
	var read, create, load time.Duration
	for b.Loop() {
		start := time.Now()
		f, err := Read(bytes.NewReader(data))
		if err != nil {
			b.Fatal(err)
		}
		read += time.Since(start)
		start = time.Now()
		w, err := store.Create(ctx, filepath.Join(b.TempDir(), "big.lianshen"), store.Options{Person: "张联络", Phrase: "县 城 的 第七 棵 槐树", Cost: vault.Lowest, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			b.Fatal(err)
		}
		create += time.Since(start)
		start = time.Now()
		if err := w.Load(ctx, f.Nouns(), app.VerbLoad); err != nil {
			b.Fatal(err)
		}
		load += time.Since(start)
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
	for name, d := range map[string]time.Duration{"read-ms": read, "create-ms": create, "load-ms": load} {
		b.ReportMetric(float64(d.Milliseconds())/float64(b.N), name)
	}
}

func BenchmarkWrite200Cases(b *testing.B) {
	f := multiplied(b, 200)
	for b.Loop() {
		written(b, f)
	}
}

func BenchmarkSample(b *testing.B) {
	for b.Loop() {
		if _, err := Sample(SampleToday); err != nil {
			b.Fatal(err)
		}
	}
}
