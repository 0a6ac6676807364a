package exchange

import (
	"bufio"
	"crypto/ed25519"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"

	"lianshen/store/journal"
)

// logWriter writes records as the frames that the package text describes.
type logWriter struct {
	to    io.Writer
	seats map[string]*logSeat
	n     int   // records
	size  int64 // bytes
	buf   []byte
}

// logSeat is a seat of the log as far as it was written or read.
type logSeat struct {
	name  string
	index uint64
	seq   int64
	tip   journal.Hash
}

func newLogWriter(to io.Writer) *logWriter { return &logWriter{to: to, seats: map[string]*logSeat{}} }

// add writes one record.
func (w *logWriter) add(r journal.Record) error {
	switch {
	case !seatForm.MatchString(r.Seat), r.Seq < 1, r.Seq > maxSeq, len(r.Sig) != ed25519.SignatureSize:
		return fmt.Errorf("record %s:%d cannot go into a package", r.Seat, r.Seq)
	case len(r.Body) == 0 || len(r.Body) > MaxBody:
		return fmt.Errorf("record %s:%d has %d bytes, which is more than a package takes", r.Seat, r.Seq, len(r.Body))
	}
	seat, b := w.seats[r.Seat], w.buf[:0]
	var name []byte
	if seat == nil {
		if len(w.seats) == MaxSeats {
			return fmt.Errorf("a package takes the records of %d seats at most", MaxSeats)
		}
		seat = &logSeat{name: r.Seat, index: uint64(len(w.seats)), seq: -1}
		w.seats[r.Seat] = seat
		name, _ = hex.DecodeString(r.Seat) // the form allows hex digits only
	}
	if seat.seq+1 == r.Seq && seat.tip == r.Prev {
		b = binary.AppendUvarint(b, seat.index<<1|1)
	} else {
		b = binary.AppendUvarint(b, seat.index<<1)
		b = append(b, name...)
		b = binary.AppendUvarint(b, uint64(r.Seq))
		b = append(b, r.Prev[:]...)
	}
	b = append(b, r.Sig...)
	b = binary.AppendUvarint(b, uint64(len(r.Body)))
	b = append(b, r.Body...)
	if w.size += int64(len(b)); w.size > MaxLogPlain {
		return errors.New("the log is longer than a package takes")
	}
	if _, err := w.to.Write(b); err != nil {
		return err
	}
	seat.seq, seat.tip = r.Seq, r.Hash
	w.n++
	w.buf = b[:0]
	if cap(w.buf) > 1<<20 {
		w.buf = nil
	}
	return nil
}

// readFrames reads the frames of a log that has size bytes and hands out the records in their order. It gives their
// number. Whatever the bytes, it takes no more memory than one record needs.
func readFrames(from io.Reader, size int64, take func(journal.Record) error) (int, error) {
	in := &frameReader{r: bufio.NewReaderSize(from, 64<<10), left: size}
	var seats []*logSeat
	n := 0
	for in.left > 0 {
		head, err := in.uvarint()
		if err != nil {
			return n, err
		}
		index, follows := head>>1, head&1 == 1
		if index > uint64(len(seats)) || index == uint64(len(seats)) && follows {
			return n, errors.New("a frame of a seat that was not named")
		}
		r := journal.Record{}
		if index == uint64(len(seats)) {
			if len(seats) == MaxSeats {
				return n, errors.New("a log of too many seats")
			}
			var name [16]byte
			if err := in.full(name[:]); err != nil {
				return n, err
			}
			seats = append(seats, &logSeat{name: hex.EncodeToString(name[:])})
		}
		seat := seats[index]
		if follows {
			r.Seq, r.Prev = seat.seq+1, seat.tip
		} else {
			seq, err := in.uvarint()
			if err == nil {
				err = in.full(r.Prev[:])
			}
			if err != nil {
				return n, err
			}
			r.Seq = int64(min(seq, maxSeq+1))
		}
		if r.Seq < 1 || r.Seq > maxSeq {
			return n, errors.New("a frame of an impossible number")
		}
		r.Seat, r.Sig = seat.name, make([]byte, ed25519.SignatureSize)
		if err := in.full(r.Sig); err != nil {
			return n, err
		}
		length, err := in.uvarint()
		if err != nil {
			return n, err
		}
		if length == 0 || length > MaxBody || int64(length) > in.left {
			return n, errors.New("a frame of an impossible length")
		}
		r.Body = make([]byte, length)
		if err := in.full(r.Body); err != nil {
			return n, err
		}
		r.Hash = journal.Sum(r.Prev, r.Body)
		seat.seq, seat.tip = r.Seq, r.Hash
		n++
		if err := take(r); err != nil {
			return n, &takerError{err}
		}
	}
	if _, err := in.r.ReadByte(); err != io.EOF {
		return n, errors.Join(errors.New("the log is longer than it says"), err)
	}
	return n, nil
}

// takerError is what somebody said to whom something was handed out of a package: no fault of the package.
type takerError struct{ error }

func (e *takerError) Unwrap() error { return e.error }

// frameReader reads no further than the log is said to be long.
type frameReader struct {
	r    *bufio.Reader
	left int64
}

// ReadByte gives the next byte, for numbers.
func (f *frameReader) ReadByte() (byte, error) {
	if f.left < 1 {
		return 0, io.ErrUnexpectedEOF
	}
	f.left--
	return f.r.ReadByte()
}

func (f *frameReader) uvarint() (uint64, error) {
	n, err := binary.ReadUvarint(f)
	return n, cut(err)
}

func (f *frameReader) full(b []byte) error {
	if f.left -= int64(len(b)); f.left < 0 {
		return io.ErrUnexpectedEOF
	}
	_, err := io.ReadFull(f.r, b)
	return cut(err)
}

// cut says of an end that comes before its time that it does.
func cut(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// newCompressor gives the one way in which this program compresses a log: the same records give the same bytes, as long
// as one program runs, so that a long log can be compressed twice instead of being kept.
func newCompressor(to io.Writer) (*zstd.Encoder, error) {
	return zstd.NewWriter(to, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedDefault),
		zstd.WithWindowSize(windowWritten), zstd.WithLowerEncoderMem(true), zstd.WithZeroFrames(true))
}

// readLog reads a compressed log of size bytes when it is uncompressed.
func readLog(from io.Reader, size int64, take func(journal.Record) error) (int, error) {
	d, err := zstd.NewReader(from, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(MaxWindow), zstd.WithDecoderMaxMemory(MaxWindow))
	if err != nil {
		return 0, fmt.Errorf("uncompress the log: %w", err)
	}
	defer d.Close()
	return readFrames(d, size, take)
}
