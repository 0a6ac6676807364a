// Package preview shows the pages of a PDF as they will be printed: it renders the file itself, so what is
// on the screen cannot differ from the paper.
//
// The renderer is PDFium compiled to WebAssembly: no C, and nothing outside its own memory. It is given no
// directory, so it can neither read a file of the machine nor leave a page behind. The only thing kept on disk is the
// machine code compiled from PDFium, which is the same for everybody and holds nothing of a workspace.
package preview

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Range of resolutions a page may be asked for, in dots per inch. The upper end keeps one A4 page under 70 MB.
const (
	MinDPI = 18
	MaxDPI = 480
)

// ErrClosed is returned by everything of an Engine or a Book after its Close.
var ErrClosed = errors.New("the page renderer is closed")

// Engine is the renderer. It is costly to start (seconds at the very first time, a tenth of a second afterwards) and
// therefore starts with the first Open; one is enough for a program. It may be used from any goroutine: the pages are
// made one after another.
type Engine struct {
	cacheDir string

	mu     sync.Mutex // guards everything below and every call into PDFium, which is one thread by nature
	pool   pdfium.Pool
	one    pdfium.Pdfium
	code   wazero.CompilationCache
	closed bool
}

// New gives an Engine that has not started. cacheDir is a folder for compiled machine code; it is made when needed. With
// "" or a folder that cannot be written the code is compiled anew at every start.
func New(cacheDir string) *Engine { return &Engine{cacheDir: cacheDir} }

// CacheDir is the folder for compiled code that suits this user, or "" when the system names none.
func CacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "lianshen", "preview")
}

// start makes PDFium ready. The caller holds the lock.
func (e *Engine) start() error {
	if e.closed {
		return ErrClosed
	}
	if e.one != nil {
		return nil
	}
	begun := time.Now()
	// PDFium's own setjmp is compiled to WebAssembly exceptions: without this feature the module is refused.
	config := wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling)
	if e.cacheDir != "" {
		if code, err := wazero.NewCompilationCacheWithDir(e.cacheDir); err == nil {
			e.code = code
			config = config.WithCompilationCache(code)
		}
	}
	pool, err := webassembly.Init(webassembly.Config{
		MaxIdle: 1, MaxTotal: 1, ReuseWorkers: true,
		FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
		RuntimeConfig: config,
	})
	if err != nil {
		return errors.Join(fmt.Errorf("start the page renderer: %w", err), e.dropCode())
	}
	one, err := pool.GetInstanceWithContext(context.Background())
	if err != nil {
		return errors.Join(fmt.Errorf("start the page renderer: %w", err), pool.Close(), e.dropCode())
	}
	e.pool, e.one = pool, one
	if time.Since(begun) > time.Second { // the code was compiled, which takes 300 MB that nobody needs any more
		debug.FreeOSMemory()
	}
	return nil
}

func (e *Engine) dropCode() error {
	if e.code == nil {
		return nil
	}
	err := e.code.Close(context.Background())
	e.code = nil
	return err
}

// Close ends the renderer and gives its memory back. Books that are still open become useless.
func (e *Engine) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil
	}
	e.closed = true
	if e.one == nil {
		return nil
	}
	err := errors.Join(e.one.Close(), e.pool.Close(), e.dropCode())
	e.one, e.pool = nil, nil
	return err
}

// Book is a PDF that is open for looking at.
type Book struct {
	engine *Engine
	doc    references.FPDF_DOCUMENT
	data   []byte // PDFium reads from it as long as the book is open
	sizes  []Size
	closed bool
}

// Size is the size of a page in points, 1/72 inch.
type Size struct{ Width, Height float64 }

// Open reads a PDF from memory. It waits for a rendering that is under way; ctx ends the waiting between the steps.
func (e *Engine) Open(ctx context.Context, data []byte) (*Book, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := e.start(); err != nil {
		return nil, err
	}
	opened, err := e.one.OpenDocument(&requests.OpenDocument{File: &data})
	if err != nil {
		return nil, fmt.Errorf("open the document for its preview: %w", err)
	}
	b := &Book{engine: e, doc: opened.Document, data: data}
	if b.sizes, err = e.sizesOf(opened.Document); err != nil {
		return nil, errors.Join(err, b.close())
	}
	return b, nil
}

func (e *Engine) sizesOf(doc references.FPDF_DOCUMENT) ([]Size, error) {
	count, err := e.one.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc})
	if err != nil {
		return nil, fmt.Errorf("count the pages of the preview: %w", err)
	}
	sizes := make([]Size, count.PageCount)
	for i := range sizes {
		s, err := e.one.GetPageSize(&requests.GetPageSize{Page: page(doc, i)})
		if err != nil {
			return nil, fmt.Errorf("measure page %d of the preview: %w", i+1, err)
		}
		sizes[i] = Size{s.Width, s.Height}
	}
	return sizes, nil
}

func page(doc references.FPDF_DOCUMENT, index int) requests.Page {
	return requests.Page{ByIndex: &requests.PageByIndex{Document: doc, Index: index}}
}

// Pages gives the number of pages.
func (b *Book) Pages() int { return len(b.sizes) }

// Size gives the size of page n, counted from 1; the zero Size when there is no such page.
func (b *Book) Size(n int) Size {
	if n < 1 || n > len(b.sizes) {
		return Size{}
	}
	return b.sizes[n-1]
}

// Page renders page n, counted from 1, at dpi dots per inch (held within MinDPI and MaxDPI). The picture belongs to the
// caller. ctx ends the waiting before the page is begun; one page takes 10–30 ms.
func (b *Book) Page(ctx context.Context, n, dpi int) (image.Image, error) {
	if n < 1 || n > len(b.sizes) {
		return nil, fmt.Errorf("there is no page %d in a document of %d", n, len(b.sizes))
	}
	e := b.engine
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if b.closed || e.closed {
		return nil, ErrClosed
	}
	r, err := e.one.RenderPageInDPI(&requests.RenderPageInDPI{Page: page(b.doc, n-1), DPI: min(max(dpi, MinDPI), MaxDPI)})
	if err != nil {
		return nil, fmt.Errorf("render page %d: %w", n, err)
	}
	defer r.Cleanup()
	seen, ok := r.Result.RenderedImage.(*image.RGBA)
	if !ok {
		return nil, fmt.Errorf("render page %d: unexpected picture %T", n, r.Result.RenderedImage)
	}
	// The pixels lie in PDFium's memory, which the next page overwrites.
	own := image.NewRGBA(seen.Rect)
	copy(own.Pix, seen.Pix)
	return own, nil
}

// Close gives back the memory of the book. It may be called twice.
func (b *Book) Close() error {
	b.engine.mu.Lock()
	defer b.engine.mu.Unlock()
	return b.close()
}

func (b *Book) close() error {
	if b.closed || b.engine.closed {
		return nil
	}
	b.closed = true
	b.data = nil
	if _, err := b.engine.one.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: b.doc}); err != nil {
		return fmt.Errorf("close the document of the preview: %w", err)
	}
	return nil
}
