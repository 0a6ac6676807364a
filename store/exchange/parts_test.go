package exchange

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
)

// threeParts writes a package in three parts.
func threeParts(t testing.TB, s seat) (memory, Written) {
	t.Helper()
	on, w := written(t, s.draft(s.records(t, 3, 1), noise(150_000)), MinLimit)
	if len(w.Paths) != 3 {
		t.Fatalf("%d parts", len(w.Paths))
	}
	return on, w
}

func TestAnyPartOpensThePackage(t *testing.T) {
	s := sit(t, 1)
	on, w := threeParts(t, s)
	want, err := whatIsRead(s, on, w.Paths...)
	if err != nil {
		t.Fatal(err)
	}
	for name, paths := range map[string][]string{
		"the first": w.Paths[:1], "the second": w.Paths[1:2], "the last": w.Paths[2:], "two": {w.Paths[2], w.Paths[0]},
		"the other way round": {w.Paths[2], w.Paths[1], w.Paths[0]}, "one twice": {w.Paths[1], w.Paths[1]},
	} {
		if got, err := whatIsRead(s, on, paths...); err != nil || got != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i, path := range w.Paths {
		if n := len(on[path]); n > MinLimit || i < 2 && n < MinLimit {
			t.Errorf("part %d has %d bytes", i+1, n)
		}
		if filepath.Base(path) != []string{"联审.lspack.1of3", "联审.lspack.2of3", "联审.lspack.3of3"}[i] {
			t.Errorf("part %d is called %s", i+1, path)
		}
	}
	// Three sticks, and names that somebody changed.
	spread := memory{"/a/一.bin": on[w.Paths[0]], "/b/联审.lspack.2of3": on[w.Paths[1]], "/c/联审 (1).lspack.3of3": on[w.Paths[2]], "/c/别的.txt": nil}
	if got, err := whatIsRead(s, spread, "/a/一.bin", "/b/联审.lspack.2of3", "/c/联审 (1).lspack.3of3"); err != nil || got != want {
		t.Errorf("from three folders: %v", err)
	}
	// Parts of other packages lie beside them.
	_, other := threeParts(t, s)
	foreign, _ := threeParts(t, s)
	for i, path := range other.Paths {
		on["/stick/另一个.lspack."+strings.TrimPrefix(filepath.Ext(path), ".")] = foreign[path]
		on["/stick/aaa.lspack."+strings.TrimPrefix(filepath.Ext(path), ".")] = noise(300 + i)
	}
	if got, err := whatIsRead(s, on, w.Paths[1]); err != nil || got != want {
		t.Errorf("among others: %v", err)
	}
}

func TestWhatIsWrongWithPartsIsToldByPart(t *testing.T) {
	s := sit(t, 1)
	good, w := threeParts(t, s)
	other, _ := threeParts(t, s)
	whole, one := written(t, s.draft(nil), 0)
	bend := func(path string, at int) func(memory) {
		return func(on memory) { on[path] = bytes.Clone(on[path]); on[path][at] ^= 1 }
	}
	for name, x := range map[string]struct {
		spoil func(memory)
		open  []string
		code  string
		path  string
		parts string
	}{
		"one is missing":       {func(on memory) { delete(on, w.Paths[1]) }, w.Paths[:1], "exchange.parts.missing", w.Paths[0], "2"},
		"two are missing":      {func(on memory) { delete(on, w.Paths[0]); delete(on, w.Paths[1]) }, w.Paths[2:], "exchange.parts.missing", w.Paths[2], "1, 2"},
		"another's lies there": {func(on memory) { on[w.Paths[1]] = other[w.Paths[1]] }, w.Paths[:1], "exchange.parts.missing", w.Paths[0], "2"},
		"sets are mixed":       {func(on memory) { on[w.Paths[1]] = other[w.Paths[1]] }, w.Paths, "exchange.parts.mixed", w.Paths[1], ""},
		"a part and a package": {func(on memory) { on["/stick/b.lspack"] = whole[one.Paths[0]] }, []string{w.Paths[0], "/stick/b.lspack"}, "exchange.parts.mixed", "/stick/b.lspack", ""},
		"a package and a part": {func(on memory) { on["/stick/b.lspack"] = whole[one.Paths[0]] }, []string{"/stick/b.lspack", w.Paths[0]}, "exchange.parts.mixed", w.Paths[0], ""},
		"two packages": {func(on memory) {
			on["/stick/b.lspack"], on["/stick/c.lspack"] = whole[one.Paths[0]], whole[one.Paths[0]]
		}, []string{"/stick/b.lspack", "/stick/c.lspack"}, "exchange.parts.mixed", "/stick/c.lspack", ""},
		"one is cut":              {func(on memory) { on[w.Paths[1]] = on[w.Paths[1]][:5000] }, w.Paths[:1], "exchange.part.damaged", w.Paths[1], ""},
		"one is longer":           {func(on memory) { on[w.Paths[2]] = append(bytes.Clone(on[w.Paths[2]]), 0) }, w.Paths[:1], "exchange.part.damaged", w.Paths[2], ""},
		"one is empty":            {func(on memory) { on[w.Paths[1]] = nil }, w.Paths[:1], "exchange.part.damaged", w.Paths[1], ""},
		"one is something else":   {func(on memory) { on[w.Paths[1]] = noise(700) }, w.Paths[:1], "exchange.foreign", w.Paths[1], ""},
		"its number is bent":      {bend(w.Paths[1], 35), w.Paths[:1], "exchange.part.damaged", w.Paths[1], ""},
		"its beginning is bent":   {bend(w.Paths[1], 3), w.Paths[:1], "exchange.part.damaged", w.Paths[1], ""},
		"its place is bent":       {bend(w.Paths[1], 47), w.Paths[:1], "exchange.part.damaged", w.Paths[1], ""},
		"a later one is bent":     {bend(w.Paths[2], 5000), w.Paths[:1], "exchange.part.damaged", w.Paths[2], ""},
		"the first one is bent":   {bend(w.Paths[0], 5000), w.Paths[2:], "exchange.part.damaged", w.Paths[0], ""},
		"a foot is bent":          {bend(w.Paths[1], len(good[w.Paths[1]])-1), w.Paths[2:], "exchange.part.damaged", w.Paths[1], ""},
		"the running sum is bent": {bend(w.Paths[1], len(good[w.Paths[1]])-partFoot), w.Paths[2:], "exchange.part.damaged", w.Paths[1], ""},
		"a newer program's":       {bend(w.Paths[0], 14), w.Paths[:1], "exchange.part.newer", w.Paths[0], ""},
		"it is not there":         {func(memory) {}, []string{"/stick/x.lspack.1of3"}, "file.unreadable", "/stick/x.lspack.1of3", ""},
	} {
		on := maps.Clone(good)
		x.spoil(on)
		_, err := whatIsRead(s, on, x.open...)
		var e *app.Error
		if !errors.As(err, &e) || e.Code != x.code || e.Args["path"] != x.path || x.parts != "" && (e.Args["parts"] != x.parts || e.Args["of"] != 3) {
			t.Errorf("%s: %v %v", name, err, e)
		}
	}
}

func TestThereIsALimitToSplitting(t *testing.T) {
	s := sit(t, 1)
	d := s.draft(nil, noise(70_000))
	for _, limit := range []int64{1, partHead + partFoot, MinLimit - 1} {
		if _, err := writeTo(ctx, memory{}, "/stick", "联审.lspack", d, limit, nil); app.CodeOf(err) != "exchange.parts.many" {
			t.Errorf("limit %d: %v", limit, err)
		}
	}
	var set [16]byte
	for _, x := range []struct {
		total, limit int64
		parts        int
	}{{1, 0, 0}, {1 << 40, 0, 0}, {MinLimit, MinLimit, 0}, {MinLimit + 1, MinLimit, 2}, {4 << 30, 1<<32 - 1, 2}, {500 * (MinLimit - 128), MinLimit, 500}} {
		pieces, err := split(x.total, x.limit, set)
		if err != nil || len(pieces) != x.parts {
			t.Errorf("%d by %d: %d parts, %v", x.total, x.limit, len(pieces), err)
		}
		sum := int64(0)
		for i, p := range pieces {
			if p.off != sum || p.n != i+1 || p.of != x.parts || p.length+partHead+partFoot > x.limit {
				t.Errorf("%d by %d: %+v", x.total, x.limit, p)
			}
			if same, err := parsePiece(p.encode()); err != nil || same != p {
				t.Errorf("%+v reads as %+v, %v", p, same, err)
			}
			sum += p.length
		}
		if x.parts > 0 && sum != x.total {
			t.Errorf("%d by %d: %d bytes in all", x.total, x.limit, sum)
		}
	}
	if _, err := split(500*(MinLimit-128)+1, MinLimit, set); app.CodeOf(err) != "exchange.parts.many" {
		t.Error(err)
	}
}

// On a real disk, where a folder can hold much else.
func TestPartsAreFoundInAFolder(t *testing.T) {
	s := sit(t, 1)
	dir := t.TempDir()
	w, err := Write(ctx, dir, "联审.lspack", s.draft(nil, noise(150_000)), MinLimit, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "x.lspack.2of3"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := whatIsRead(s, realDisk{}, w.Paths[2]); err != nil {
		t.Error(err)
	}
	os.Remove(w.Paths[1])
	if _, err := whatIsRead(s, realDisk{}, w.Paths[2]); app.CodeOf(err) != "exchange.parts.missing" {
		t.Error(err)
	}
}
