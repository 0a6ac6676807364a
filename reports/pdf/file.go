package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strconv"
	"sync"
)

// Bounds that keep a broken file from costing memory or time without end.
const (
	maxStream  = 64 << 20 // bytes of one stream, unpacked
	maxObjects = 1 << 20
	maxPages   = 20000
)

// file is an opened PDF: a plain cross-reference table, as gofpdf writes it.
type file struct {
	data    []byte
	offsets map[ref]int
	trailer dict
}

func open(data []byte) (*file, error) {
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		return nil, fmt.Errorf("%w: no PDF header", ErrRead)
	}
	tail := data[max(0, len(data)-1024):]
	at := bytes.LastIndex(tail, []byte("startxref"))
	if at < 0 {
		return nil, fmt.Errorf("%w: no startxref", ErrRead)
	}
	x := &lexer{data: tail, at: at + len("startxref")}
	v, err := x.next(0)
	start, ok := v.(float64)
	if err != nil || !ok || start < 0 || start >= float64(len(data)) {
		return nil, fmt.Errorf("%w: startxref names no place", ErrRead)
	}
	f := &file{data: data, offsets: map[ref]int{}}
	return f, f.crossReferences(int(start))
}

func (f *file) crossReferences(at int) error {
	x := &lexer{data: f.data, at: at}
	if v, err := x.next(0); err != nil || v != keyword("xref") {
		return x.fail("no cross-reference table")
	}
	for {
		v, err := x.next(0)
		if err != nil {
			return err
		}
		if v == keyword("trailer") {
			break
		}
		count, err := x.next(0)
		first, ok1 := v.(float64)
		n, ok2 := count.(float64)
		if err != nil || !ok1 || !ok2 || n < 0 || first < 0 || first+n > maxObjects {
			return x.fail("broken cross-reference section")
		}
		for i := range int(n) {
			offset, err1 := x.next(0)
			_, err2 := x.next(0)
			kind, err3 := x.next(0)
			place, ok := offset.(float64)
			if err1 != nil || err2 != nil || err3 != nil || !ok {
				return x.fail("broken cross-reference")
			}
			if kind == keyword("n") && place >= 0 && place < float64(len(f.data)) {
				f.offsets[ref(int(first)+i)] = int(place)
			}
		}
	}
	v, err := x.next(0)
	if err != nil {
		return err
	}
	var ok bool
	if f.trailer, ok = v.(dict); !ok {
		return x.fail("no trailer")
	}
	return nil
}

// get follows a reference; other values are given back as they are.
func (f *file) get(v any) (any, error) {
	r, ok := v.(ref)
	if !ok {
		return v, nil
	}
	x, err := f.object(r)
	if err != nil {
		return nil, err
	}
	return x.next(0)
}

// object places a lexer after "n 0 obj".
func (f *file) object(r ref) (*lexer, error) {
	at, ok := f.offsets[r]
	if !ok {
		return nil, fmt.Errorf("%w: object %d is missing", ErrRead, r)
	}
	x := &lexer{data: f.data, at: at}
	for _, want := range []any{float64(r), float64(0), keyword("obj")} {
		if v, err := x.next(0); err != nil || v != want {
			return nil, x.fail("no object " + strconv.Itoa(int(r)))
		}
	}
	return x, nil
}

func (f *file) dict(v any) (dict, error) {
	v, err := f.get(v)
	if err != nil {
		return nil, err
	}
	d, ok := v.(dict)
	if !ok {
		return nil, fmt.Errorf("%w: %T where a dictionary belongs", ErrRead, v)
	}
	return d, nil
}

// stream gives the unpacked bytes of a stream object.
func (f *file) stream(v any) ([]byte, error) {
	r, ok := v.(ref)
	if !ok {
		return nil, fmt.Errorf("%w: a stream that is no object", ErrRead)
	}
	x, err := f.object(r)
	if err != nil {
		return nil, err
	}
	v, err = x.next(0)
	if err != nil {
		return nil, err
	}
	d, ok := v.(dict)
	if !ok {
		return nil, x.fail("stream without dictionary")
	}
	if v, err = x.next(0); err != nil || v != keyword("stream") {
		return nil, x.fail("no stream")
	}
	raw, err := f.raw(x, d)
	if err != nil {
		return nil, err
	}
	switch d["Filter"] {
	case nil:
		return raw, nil
	case name("FlateDecode"):
		return unpack(raw)
	}
	return nil, fmt.Errorf("%w: filter %v", ErrRead, d["Filter"])
}

func unpack(raw []byte) ([]byte, error) {
	z, err := unpacker(raw)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRead, err)
	}
	defer unpackers.Put(z)
	out := bytes.NewBuffer(make([]byte, 0, 6*len(raw)+bytes.MinRead))
	if _, err := out.ReadFrom(io.LimitReader(z, maxStream+1)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRead, err)
	}
	if out.Len() > maxStream {
		return nil, fmt.Errorf("%w: stream larger than %d bytes", ErrRead, maxStream)
	}
	return out.Bytes(), nil
}

// unpackers are kept for the next stream: each has a window of its own.
var unpackers sync.Pool

func unpacker(raw []byte) (io.Reader, error) {
	if z, ok := unpackers.Get().(zlib.Resetter); ok {
		return z.(io.Reader), z.Reset(bytes.NewReader(raw), nil)
	}
	return zlib.NewReader(bytes.NewReader(raw))
}

// pages lists the page dictionaries in order.
func (f *file) pages() ([]dict, error) {
	root, err := f.dict(f.trailer["Root"])
	if err != nil {
		return nil, err
	}
	var out []dict
	seen := map[ref]bool{}
	var walk func(v any, inherited any, depth int) error
	walk = func(v, inherited any, depth int) error {
		if r, ok := v.(ref); ok {
			if seen[r] {
				return fmt.Errorf("%w: the page tree bites its tail", ErrRead)
			}
			seen[r] = true
		}
		d, err := f.dict(v)
		if err != nil {
			return err
		}
		if d["Resources"] == nil {
			d["Resources"] = inherited
		}
		kids, ok := d["Kids"].([]any)
		if !ok {
			if len(out) >= maxPages {
				return fmt.Errorf("%w: more than %d pages", ErrRead, maxPages)
			}
			out = append(out, d)
			return nil
		}
		if depth > maxDepth {
			return fmt.Errorf("%w: page tree too deep", ErrRead)
		}
		for _, k := range kids {
			if err := walk(k, d["Resources"], depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	return out, walk(root["Pages"], nil, 0)
}
