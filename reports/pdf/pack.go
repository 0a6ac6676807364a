package pdf

import (
	"bytes"
	"compress/zlib"
	"runtime"
	"sync"
	"sync/atomic"
)

// packers are kept for the next stream: one takes more than a megabyte of memory to begin with.
var packers = sync.Pool{New: func() any {
	z, _ := zlib.NewWriterLevel(nil, zlib.BestSpeed) // the level is one
	return z
}}

// packed is a stream in the form that files have it.
func packed(d dict, raw []byte) *object {
	b := bytes.NewBuffer(make([]byte, 0, len(raw)/2+64))
	z := packers.Get().(*zlib.Writer)
	z.Reset(b)
	_, _ = z.Write(raw) // a buffer takes everything
	_ = z.Close()
	packers.Put(z)
	d["Filter"], d["Length"] = name("FlateDecode"), b.Len()
	return &object{d, b.Bytes()}
}

// onAllCores does n things, as many at a time as there are cores.
func onAllCores(n int, do func(i int)) {
	workers := min(n, runtime.GOMAXPROCS(0))
	if workers <= 1 {
		for i := range n {
			do(i)
		}
		return
	}
	var next atomic.Int64
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	all.Wait()
}
