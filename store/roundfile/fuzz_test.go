package roundfile

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/assets"
)

// small is a whole round of little text, so that the fuzzer gets somewhere.
func small(t testing.TB) []byte {
	f := sample(t)
	f.Cases = f.Cases[8:9] // at the self-check: few nouns, all sorts of fields
	f.Meetings = nil
	var units []app.Unit
	for _, u := range f.Units {
		if u.ID == f.Cases[0].Case.Unit {
			units = append(units, u)
		}
	}
	f.Units = units
	return written(t, f)
}

// Whatever is read is either refused by a sentence with a place, or is a file that writes and reads again
// as itself.
func FuzzRead(f *testing.F) {
	f.Add(small(f))
	f.Add([]byte(`{"format":"lianshen.round/1"}`))
	f.Add([]byte(`{"format":"lianshen.round/1","round":{"id":"019c98a0-0045-7f14-ad0e-118f53cbac84","name":"a","year":2026},"totals":{}}`))
	for _, m := range mutations {
		if len(m.anchors) == 0 && len(m.now) < 1000 {
			if i := bytes.Index(small(f), []byte(m.old)); i >= 0 {
				f.Add(bytes.Replace(small(f), []byte(m.old), []byte(m.now), 1))
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Read(bytes.NewReader(data))
		if err != nil {
			var e *app.Error
			if !errors.As(err, &e) || !strings.HasPrefix(e.Code, "roundfile.") {
				t.Fatalf("refused without a sentence: %v", err)
			}
			line, ok := e.Args["line"].(int)
			if _, has := e.Args["path"].(string); !has || !ok || line < 1 || line > 1+bytes.Count(data, []byte("\n")) {
				t.Fatalf("refused without a place: %s", explain(err))
			}
			return
		}
		once := written(t, file)
		again, err := Read(bytes.NewReader(once))
		if err != nil {
			t.Fatalf("what was written is refused: %s", explain(err))
		}
		if twice := written(t, again); !bytes.Equal(once, twice) {
			t.Fatal("written, read and written again it differs")
		}
	})
}

func TestEveryTruncationIsRefused(t *testing.T) {
	data := small(t)
	for n := 0; n < len(data)-2; n += 41 {
		if _, err := Read(bytes.NewReader(data[:n])); app.CodeOf(err) != "roundfile.truncated" && app.CodeOf(err) != "roundfile.foreign" && app.CodeOf(err) != "roundfile.encoding" && app.CodeOf(err) != "roundfile.syntax" {
			t.Fatalf("the first %d bytes: %s", n, explain(err))
		}
	}
}

func TestHalfWrittenFileIsCalledSo(t *testing.T) {
	data := assets.SampleRound()
	for _, part := range []int{3, 10, 50, 90, 99} {
		half := data[:bytes.LastIndexByte(data[:len(data)*part/100], '\n')+1]
		_, err := Read(bytes.NewReader(half))
		var e *app.Error
		if !errors.As(err, &e) || e.Code != "roundfile.truncated" || e.Args["line"] != 1+bytes.Count(half, []byte("\n")) {
			t.Errorf("%d %% of the sample: %s", part, explain(err))
		}
	}
}

func TestWhatIsNoRoundFileIsCalledSo(t *testing.T) {
	for _, text := range []string{"", " ", "null", "[]", "7", `"x"`, "{}", `{"cases":[]}`, `{"name":"x","format":"lianshen.round/1"}`, "PK\x03\x04zip", "<html>", `{"format":7}`, `{"format":"x"}`} {
		if _, err := Read(strings.NewReader(text)); app.CodeOf(err) != "roundfile.foreign" {
			t.Errorf("%q: %s", text, explain(err))
		}
	}
	for text, code := range map[string]string{
		"{\"format\":\"lianshen.round/1\"}\n{}": "roundfile.trailing", "{\"format\":\"lianshen.round/1\",\"round\":{\"name\":\"\xff\"}}": "roundfile.encoding",
		`{"format":"lianshen.round/12"}`: "roundfile.newer", `{"format":"lianshen.round/1"`: "roundfile.truncated",
		strings.Repeat("[", 100_000): "roundfile.foreign", `{"format":"lianshen.round/1","round":` + strings.Repeat("[", 100_000): "roundfile.type",
		`{"format":"lianshen.round/1","round":{"name":"\ud800"}}`: "roundfile.encoding",
	} {
		if _, err := Read(strings.NewReader(text)); app.CodeOf(err) != code {
			t.Errorf("%.60q: %s, want %s", text, explain(err), code)
		}
	}
}
