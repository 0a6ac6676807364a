package vault

import (
	"encoding/binary"
	"fmt"
)

// The parts of a WAL file, for those who read a damaged one frame by frame.
const (
	WALHeadSize = walHeadSize // bytes before the first frame
	FrameSize   = frameSize   // a frame's header and its page, in bytes
)

// OpenFrame gives the page that frame number (from 1) of a WAL holds, its reserve as zeros, and which page of the
// database it is. It returns ErrDamaged when the page does not authenticate as that frame under this key. The page's
// number stands in the frame's header, which only a checksum guards: who uses it proves what comes of it.
func (k *Key) OpenFrame(frame []byte, number int64) (page int64, plain []byte, err error) {
	if len(frame) != FrameSize {
		return 0, nil, fmt.Errorf("frame %d has %d bytes: %w", number, len(frame), ErrDamaged)
	}
	p, err := newPages(k)
	if err != nil {
		return 0, nil, err
	}
	whole := append([]byte(nil), frame...)
	newHeads(k).open(whole[:frameHeadSize], number)
	if plain = whole[frameHeadSize:]; !p.open(plain, place{inWAL, number}) {
		return 0, nil, fmt.Errorf("frame %d: %w", number, ErrDamaged)
	}
	return int64(binary.BigEndian.Uint32(whole)), plain, nil
}
