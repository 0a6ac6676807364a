package commands_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"unicode/utf16"
)

// markers are 200 words that occur nowhere else: four characters each of a list that no office text combines so.
var markers = func() []string {
	list := []rune("琮璟淼翀赟頔堃喆昇燚犇垚祎嬿孻婳嫄玥珺頎")
	out := make([]string, 200)
	for i := range out {
		out[i] = string([]rune{list[i%20], list[(i/20*7+i+3)%20], list[(i/20+11)%20], list[(i*3+i/20+5)%20]})
	}
	return out
}()

// searcher finds markers in bytes, in the encodings in which a program may leave them behind.
type searcher struct {
	needles map[string][]byte // "word in encoding" → bytes
	begins  [1 << 16][]string // the needles by their first two bytes
	opened  int               // compressed streams that were opened, all files together
}

func newSearcher(words []string) *searcher {
	s := &searcher{needles: map[string][]byte{}}
	for _, w := range words {
		s.needles[w+" in UTF-8"] = []byte(w)
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			var b []byte
			for _, u := range utf16.Encode([]rune(w)) {
				b = order.AppendUint16(b, u)
			}
			s.needles[fmt.Sprintf("%s in UTF-16 (%s)", w, order)] = b
		}
	}
	for name, b := range s.needles {
		first := binary.BigEndian.Uint16(b)
		s.begins[first] = append(s.begins[first], name)
	}
	return s
}

// plain looks for all needles in one pass.
func (s *searcher) plain(data []byte) []string {
	seen := map[string]bool{}
	for at := 0; at+1 < len(data); at++ {
		for _, name := range s.begins[uint16(data[at])<<8|uint16(data[at+1])] {
			if bytes.HasPrefix(data[at:], s.needles[name]) {
				seen[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// file looks into a file and into whatever compressed stream begins anywhere in it; it names what it found.
func (s *searcher) file(path string) ([]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, where := range s.within(data, 0) {
		found = append(found, path+": "+where)
	}
	return found, nil
}

// maxUnpacked bounds what one stream may unpack to.
const maxUnpacked = 32 << 20

func (s *searcher) within(data []byte, depth int) []string {
	found := s.plain(data)
	if depth > 3 {
		return found
	}
	for _, kind := range []struct {
		name  string
		magic []byte
		open  func([]byte) (io.Reader, error)
	}{
		{"zlib", []byte{0x78}, func(b []byte) (io.Reader, error) { return zlib.NewReader(bytes.NewReader(b)) }},
		{"gzip", []byte{0x1f, 0x8b, 8}, func(b []byte) (io.Reader, error) { return gzip.NewReader(bytes.NewReader(b)) }},
		{"zip", []byte("PK\x03\x04"), zipStream},
	} {
		for at := 0; ; at++ {
			next := bytes.Index(data[at:], kind.magic)
			if next < 0 {
				break
			}
			at += next
			r, err := kind.open(data[at:])
			if err != nil {
				continue
			}
			// What can be unpacked of a stream that is cut off or only looks like one is looked at all the same.
			plain, _ := io.ReadAll(io.LimitReader(r, maxUnpacked))
			if len(plain) < 8 {
				continue
			}
			s.opened++
			for _, where := range s.within(plain, depth+1) {
				found = append(found, fmt.Sprintf("%s at byte %d: %s", kind.name, at, where))
			}
		}
	}
	return found
}

// zipStream opens the deflate stream after a zip file's local header (APPNOTE 4.3.7).
func zipStream(b []byte) (io.Reader, error) {
	const header = 30
	if len(b) < header || binary.LittleEndian.Uint16(b[8:]) != zip.Deflate {
		return nil, io.ErrUnexpectedEOF
	}
	from := header + int(binary.LittleEndian.Uint16(b[26:])) + int(binary.LittleEndian.Uint16(b[28:]))
	if from > len(b) {
		return nil, io.ErrUnexpectedEOF
	}
	return flate.NewReader(bytes.NewReader(b[from:])), nil
}

// under looks into every file below the folders; it gives what it found and how many files and bytes it read.
func (s *searcher) under(t *testing.T, dirs ...string) (found []string, files int, size int64) {
	t.Helper()
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
			if err != nil || !e.Type().IsRegular() {
				return err
			}
			for _, word := range s.plain([]byte(path)) {
				found = append(found, "the name "+path+": "+word)
			}
			here, err := s.file(path)
			if err != nil {
				return err
			}
			info, err := e.Info()
			if err != nil {
				return err
			}
			found, files, size = append(found, here...), files+1, size+info.Size()
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found, files, size
}

// The search must be able to find: a word put into a file in each of the ways is named.
func TestSearchFindsAWordHoweverItIsLeftBehind(t *testing.T) {
	word := markers[137]
	noise := bytes.Repeat([]byte{0x78, 0x9c, 1, 0x1f, 0x8b, 0x50, 0x4b}, 300)
	packed := func(open func(io.Writer) io.WriteCloser) []byte {
		var b bytes.Buffer
		w := open(&b)
		fmt.Fprintf(w, "some text before %s and after", word)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	zlibbed := packed(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })
	var zipped bytes.Buffer
	z := zip.NewWriter(&zipped)
	w, err := z.Create("text.xml")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(w, "<t>", word, "</t>")
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	s := newSearcher(markers)
	for name, content := range map[string][]byte{
		"UTF-8":    []byte(word),
		"UTF-16LE": newSearcher([]string{word}).needles[word+" in UTF-16 (LittleEndian)"],
		"UTF-16BE": newSearcher([]string{word}).needles[word+" in UTF-16 (BigEndian)"],
		"zlib":     zlibbed,
		"zlib without compression": packed(func(w io.Writer) io.WriteCloser {
			z, err := zlib.NewWriterLevel(w, 0)
			if err != nil {
				t.Fatal(err)
			}
			return z
		}),
		"zlib cut off":        zlibbed[:len(zlibbed)-4],
		"gzip":                packed(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }),
		"zip":                 zipped.Bytes(),
		"zlib inside of gzip": packedTwice(t, zlibbed),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "left-behind"), append(append(append([]byte{}, noise...), content...), noise...), 0o600); err != nil {
				t.Fatal(err)
			}
			if found, files, _ := s.under(t, dir); len(found) == 0 || files != 1 {
				t.Errorf("not found in %d files", files)
			}
		})
	}
	t.Run("a file's name", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, word+".jpg"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if found, _, _ := s.under(t, dir); len(found) == 0 {
			t.Error("not found")
		}
	})
	t.Run("noise alone", func(t *testing.T) {
		if found := s.within(noise, 0); len(found) > 0 {
			t.Error(found)
		}
	})
}

func packedTwice(t *testing.T, inner []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(inner); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestMarkersAreTwoHundredDifferentWords(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range markers {
		seen[m] = true
		if len([]rune(m)) != 4 {
			t.Errorf("%q", m)
		}
	}
	if len(seen) != 200 {
		t.Errorf("%d different markers", len(seen))
	}
}
