package preview

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/jung-kurt/gofpdf"
)

// secret stands for the text of a workspace: it must not be found anywhere on disk.
const secret = "PLAINTEXT-OF-A-WORKSPACE"

// sample is a PDF of two pages: the first has a black square of 50 mm at 20 mm from the left upper corner.
func sample(t testing.TB) []byte {
	t.Helper()
	p := gofpdf.New("P", "mm", "A4", "")
	p.SetCompression(false)
	p.SetFont("Helvetica", "", 14)
	p.AddPage()
	p.SetFillColor(0, 0, 0)
	p.Rect(20, 20, 50, 50, "F")
	p.AddPageFormat("L", gofpdf.SizeType{Wd: 210, Ht: 297})
	p.Text(40, 40, secret)
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// cache keeps the compiled code between the tests of this package: compiling takes seconds.
var cache string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "lianshen-preview-test")
	if err != nil {
		panic(err)
	}
	cache = dir
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

func open(t *testing.T, data []byte) (*Engine, *Book) {
	t.Helper()
	e := New(cache)
	t.Cleanup(func() { _ = e.Close() })
	b, err := e.Open(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	return e, b
}

func TestPagesAreRenderedWhereTheyArePrinted(t *testing.T) {
	_, b := open(t, sample(t))
	if b.Pages() != 2 {
		t.Fatalf("pages = %d, want 2", b.Pages())
	}
	if s := b.Size(1); int(s.Width) != 595 || int(s.Height) != 841 {
		t.Errorf("size of page 1 = %v", s)
	}
	if s := b.Size(2); s.Width < s.Height {
		t.Errorf("page 2 should lie across, it measures %v", s)
	}
	if b.Size(3) != (Size{}) {
		t.Error("page 3 has a size")
	}
	img, err := b.Page(context.Background(), 1, 96)
	if err != nil {
		t.Fatal(err)
	}
	at := func(mm float64) int { return int(mm / 25.4 * 96) }
	for _, c := range []struct {
		x, y float64
		want color.Gray
	}{{45, 45, color.Gray{0}}, {10, 10, color.Gray{255}}, {80, 45, color.Gray{255}}} {
		if got := color.GrayModel.Convert(img.At(at(c.x), at(c.y))); got != c.want {
			t.Errorf("at %v,%v mm: %v, want %v", c.x, c.y, got, c.want)
		}
	}
}

func TestAPictureStaysWhenTheNextPageIsMade(t *testing.T) {
	_, b := open(t, sample(t))
	first, err := b.Page(context.Background(), 1, 60)
	if err != nil {
		t.Fatal(err)
	}
	before := bytes.Clone(first.(*image.RGBA).Pix)
	if _, err := b.Page(context.Background(), 2, 60); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, first.(*image.RGBA).Pix) {
		t.Error("the first picture changed")
	}
}

func TestResolutionIsHeldInItsRange(t *testing.T) {
	_, b := open(t, sample(t))
	img, err := b.Page(context.Background(), 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	if w := img.Bounds().Dx(); w < 140 {
		t.Errorf("width %d: below %d dpi", w, MinDPI)
	}
}

func TestRefusals(t *testing.T) {
	e, b := open(t, sample(t))
	if _, err := b.Page(context.Background(), 0, 96); err == nil {
		t.Error("page 0 was rendered")
	}
	if _, err := b.Page(context.Background(), 3, 96); err == nil {
		t.Error("page 3 of 2 was rendered")
	}
	if _, err := e.Open(context.Background(), []byte("no PDF at all")); err == nil {
		t.Error("something that is no PDF was opened")
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if _, err := b.Page(stopped, 1, 96); !errors.Is(err, context.Canceled) {
		t.Errorf("a stopped rendering gives %v", err)
	}
	if _, err := b.Page(context.Background(), 1, 96); err != nil {
		t.Errorf("after the refusals: %v", err)
	}
}

func TestClosing(t *testing.T) {
	e, b := open(t, sample(t))
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Errorf("second close: %v", err)
	}
	if _, err := b.Page(context.Background(), 1, 96); !errors.Is(err, ErrClosed) {
		t.Errorf("page of a closed book: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Open(context.Background(), sample(t)); !errors.Is(err, ErrClosed) {
		t.Errorf("open on a closed engine: %v", err)
	}
	if err := New("").Close(); err != nil {
		t.Errorf("closing an engine that never started: %v", err)
	}
}

// The cache may hold compiled code and nothing that was looked at.
func TestNothingOfTheDocumentIsLeftOnDisk(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	e, b := open(t, sample(t))
	for n := 1; n <= b.Pages(); n++ {
		if _, err := b.Page(context.Background(), n, 96); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, dir := range []string{cache, tmp} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			seen++
			data, err := os.ReadFile(path)
			if bytes.Contains(data, []byte(secret)) || bytes.Contains(data, []byte("%PDF-1.")) && dir == tmp {
				t.Errorf("%s holds text of the document", path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if seen == 0 {
		t.Error("no compiled code was kept: every start would take seconds")
	}
}

func BenchmarkPageAt96DPI(b *testing.B) {
	e := New(cache)
	defer func() { _ = e.Close() }()
	book, err := e.Open(context.Background(), sample(b))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := book.Page(context.Background(), 1, 96); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWarmStart(b *testing.B) {
	data := sample(b)
	for b.Loop() {
		e := New(cache)
		if _, err := e.Open(context.Background(), data); err != nil {
			b.Fatal(err)
		}
		if err := e.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
