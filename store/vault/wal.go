package vault

import (
	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"

	"lianshen/store/vault/internal/tap"
)

const (
	walHeadSize   = 32 // header of a WAL, in bytes
	frameHeadSize = 24 // header of a frame, in bytes
	frameSize     = frameHeadSize + PageSize
)

// walState is what a WAL file remembers between calls.
type walState struct {
	low, high int64 // frames [low, high) were written since the last sync, none when both are 0

	head [walHeadSize]byte // header of the WAL, opened, while frames are read in a row
	read int64             // the last frame read in a row that goes on from the header
	sum  sums              // the checksum up to there
}

func (w *walState) wrote(frame int64) {
	if w.high == 0 || frame < w.low {
		w.low = frame
	}
	if frame >= w.high {
		w.high = frame + 1
	}
}

func (w *walState) synced() { w.low, w.high = 0, 0 }

func (w *walState) unsynced(frame int64) bool { return frame >= w.low && frame < w.high }

// inFrame gives the frame, from 1, at an offset of a WAL, and how far into it the offset lies.
func inFrame(off int64) (frame, in int64) {
	return (off-walHeadSize)/frameSize + 1, (off - walHeadSize) % frameSize
}

// frameAt gives the offset of a frame.
func frameAt(frame int64) int64 { return walHeadSize + (frame-1)*frameSize }

// readWAL reads what SQLite asks of a WAL: its header, a frame's header, a page, or a whole frame.
func (f *file) readWAL(t *libc.TLS, into []byte, off int64) int32 {
	n := int64(len(into))
	if off < walHeadSize {
		if off+n > walHeadSize {
			return sqlite3.SQLITE_IOERR_READ
		}
		return f.readWALHead(t, into, off)
	}
	frame, in := inFrame(off)
	switch {
	case in+n <= frameHeadSize:
		return f.readFrameHead(t, into, frame, in)
	case in == frameHeadSize && n == PageSize:
		rc := f.fetch(t, into, off)
		if rc != sqlite3.SQLITE_OK {
			clear(into)
			return rc
		}
		if !f.pages.open(into, place{inWAL, frame}) {
			return sqlite3.SQLITE_IOERR_DATA
		}
		f.proved()
		return rc
	case in == 0 && n == frameSize:
		return f.readFrame(t, into, frame)
	}
	return sqlite3.SQLITE_IOERR_READ
}

// readWALHead reads from the header of the WAL. It lies in one sector and is synced before any frame, so it is whole or,
// in a file that power loss left longer than written, zeros, with no frame behind it. Anything else is damage; SQLite
// would take it for the header of a WAL without transactions, and throw them away.
func (f *file) readWALHead(t *libc.TLS, into []byte, off int64) int32 {
	raw := f.buf[:walHeadSize]
	if rc := f.fetch(t, raw, 0); rc != sqlite3.SQLITE_OK {
		clear(into)
		return rc
	}
	head := &f.wal.head
	copy(head[:], raw)
	whole := false
	if empty(raw) {
		whole = !f.anyFrame(t)
	} else {
		f.heads.open(head[:], 0)
		whole = validHead(head[:])
	}
	if !whole && !tap.NoTorn.Load() {
		clear(into)
		return sqlite3.SQLITE_IOERR_DATA
	}
	f.wal.read, f.wal.sum = 0, sumsAt(head[atHeadSum:])
	copy(into, head[off:])
	return sqlite3.SQLITE_OK
}

// anyFrame reports whether any frame of the file authenticates.
func (f *file) anyFrame(t *libc.TLS) bool {
	last := (f.size(t) - walHeadSize) / frameSize
	for frame := int64(1); frame <= last; frame++ {
		page := f.buf[:PageSize]
		if f.fetch(t, page, frameAt(frame)+frameHeadSize) != sqlite3.SQLITE_OK {
			return false
		}
		if f.pages.open(page, place{inWAL, frame}) {
			f.proved()
			return true
		}
	}
	return false
}

func (f *file) readFrameHead(t *libc.TLS, into []byte, frame, in int64) int32 {
	head := f.buf[:frameHeadSize]
	if rc := f.fetch(t, head, frameAt(frame)); rc != sqlite3.SQLITE_OK {
		clear(into)
		return rc
	}
	f.heads.open(head, frame)
	copy(into, head[in:])
	return sqlite3.SQLITE_OK
}

// readFrame reads a whole frame. SQLite does so in two cases. When a transaction has overwritten frames of its own, it
// sums them up again before it syncs them. And when it finds out, after a crash, how far the WAL is good, it reads from
// the header to the first frame that does not go on from the one before, which it takes for the end. It may be the
// torn end of the last transaction, or the rest of an older and longer WAL. But if what was acknowledged follows, it is
// damage, and ending there would throw that away.
func (f *file) readFrame(t *libc.TLS, into []byte, frame int64) int32 {
	if rc := f.fetch(t, into, frameAt(frame)); rc != sqlite3.SQLITE_OK {
		clear(into)
		return rc
	}
	f.heads.open(into[:frameHeadSize], frame)
	whole := f.pages.open(into[frameHeadSize:], place{inWAL, frame})
	if whole {
		f.proved()
	} else {
		clear(into)
	}
	switch {
	case f.wal.unsynced(frame):
		if !whole {
			return sqlite3.SQLITE_IOERR_DATA
		}
	case whole && f.wal.goesOn(into, frame):
	case tap.NoTorn.Load():
	case f.committedAfter(t, frame):
		clear(into)
		return sqlite3.SQLITE_IOERR_DATA
	}
	return sqlite3.SQLITE_OK
}

// goesOn reports whether an opened frame goes on from those read before it, as SQLite is about to find out for itself.
func (w *walState) goesOn(frame []byte, number int64) bool {
	if number != w.read+1 || !sameSalt(w.head[:], frame) || w.sum.overFrame(w.head[:], frame) != sumsAt(frame[atFrameSum:]) {
		return false
	}
	w.read, w.sum = number, sumsAt(frame[atFrameSum:])
	return true
}

// committedAfter reports whether a transaction that was acknowledged follows the frame. Each is synced before the next
// begins, so where two commits stand in one unbroken chain of checksums, the first was whole on disk together with
// all before it. One commit proves nothing: it may be the end of the transaction that was cut off, and remains of such
// transactions stay behind later, shorter ones, but their checksums do not follow on.
func (f *file) committedAfter(t *libc.TLS, frame int64) bool {
	var c chain
	last := (f.size(t) - walHeadSize) / frameSize
	for frame++; frame <= last && c.commits < 2; frame++ {
		if f.fetch(t, f.buf, frameAt(frame)) != sqlite3.SQLITE_OK {
			return false
		}
		f.heads.open(f.buf[:frameHeadSize], frame)
		if !sameSalt(f.wal.head[:], f.buf) || !f.pages.open(f.buf[frameHeadSize:], place{inWAL, frame}) {
			c = chain{}
			continue
		}
		c.follow(f.wal.head[:], f.buf)
	}
	return c.commits >= 2
}

// writeWAL writes what SQLite writes to a WAL: its header, a frame's header, or a frame's page.
func (f *file) writeWAL(t *libc.TLS, data []byte, off int64) int32 {
	if off == 0 && len(data) == walHeadSize {
		head := append(f.buf[:0], data...)
		f.heads.seal(head, 0)
		return f.put(t, head, off)
	}
	if off < walHeadSize {
		return sqlite3.SQLITE_IOERR_WRITE
	}
	frame, in := inFrame(off)
	switch {
	case in == 0 && len(data) == frameHeadSize:
		head := append(f.buf[:0], data...)
		f.heads.seal(head, frame)
		return f.put(t, head, off)
	case in == frameHeadSize && len(data) == PageSize && empty(data[bodySize:]):
		if first(data) && !ours(data) { // it would get stuck here, as the database does not take it either
			return sqlite3.SQLITE_IOERR_WRITE
		}
		f.wal.wrote(frame)
		f.pages.seal(f.out, data, place{inWAL, frame})
		return f.put(t, f.out, off)
	}
	return sqlite3.SQLITE_IOERR_WRITE
}
