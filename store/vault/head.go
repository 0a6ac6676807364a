package vault

import (
	"encoding/binary"

	"lukechampine.com/adiantum"
	"lukechampine.com/adiantum/hbsh"
)

// heads seals and opens the headers of a WAL and of its frames. A frame's header has no room for a tag, and says with a
// checksum something about the page behind it, so it goes through a cipher of which every bit of the output depends on
// every bit of the input. It holds scratch space, so it serves one goroutine at a time.
type heads struct {
	cipher *hbsh.HBSH
	tweak  [8]byte
}

func newHeads(k *Key) *heads {
	key := k.heads
	return &heads{cipher: adiantum.New(key[:])}
}

// at gives the tweak of a frame's header, 0 for the header of the WAL.
func (h *heads) at(frame int64) []byte {
	binary.BigEndian.PutUint64(h.tweak[:], uint64(frame))
	return h.tweak[:]
}

// seal and open work where the header lies. Opening never fails: what was not sealed so comes out as noise, which does
// not carry the right checksums.
func (h *heads) seal(head []byte, frame int64) { h.cipher.Encrypt(head, h.at(frame)) }
func (h *heads) open(head []byte, frame int64) { h.cipher.Decrypt(head, h.at(frame)) }

// Offsets in the header of a WAL and of a frame, from SQLite's description of the WAL format.
const (
	walMagic = 0x377f0682 // with the last bit set, checksums are over big-endian words

	atHeadSalt = 16
	atHeadSum  = 24

	atCommit    = 4 // pages of the database after a commit, 0 in a frame that commits nothing
	atFrameSalt = 8
	atFrameSum  = 16
)

// sums is SQLite's checksum of a WAL, which runs on from the header through all frames.
type sums [2]uint32

func (s sums) over(b []byte, order binary.ByteOrder) sums {
	for ; len(b) >= 8; b = b[8:] {
		s[0] += order.Uint32(b) + s[1]
		s[1] += order.Uint32(b[4:]) + s[0]
	}
	return s
}

// overFrame runs on over an opened frame: the first 8 bytes of its header, and its page.
func (s sums) overFrame(walHead, frame []byte) sums {
	order := orderOf(walHead)
	return s.over(frame[:atFrameSalt], order).over(frame[frameHeadSize:], order)
}

// sameSalt reports whether an opened frame belongs to the WAL with this opened header, and not to one that was there
// before and shorter.
func sameSalt(walHead, frame []byte) bool {
	return string(frame[atFrameSalt:atFrameSum]) == string(walHead[atHeadSalt:atHeadSum])
}

func sumsAt(b []byte) sums {
	return sums{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])}
}

func orderOf(head []byte) binary.ByteOrder {
	if head[3]&1 == 1 {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// validHead reports whether this is the opened header of a WAL of ours.
func validHead(head []byte) bool {
	return binary.BigEndian.Uint32(head)&^1 == walMagic && binary.BigEndian.Uint32(head[8:]) == PageSize &&
		sums{}.over(head[:atHeadSum], orderOf(head)) == sumsAt(head[atHeadSum:])
}

// chain counts the commits in an unbroken run of opened frames.
type chain struct {
	commits int
	linked  bool
	sum     sums
}

// follow takes the next opened frame of the WAL with this opened header.
func (c *chain) follow(walHead, frame []byte) {
	next := sumsAt(frame[atFrameSum:])
	if c.linked && c.sum.overFrame(walHead, frame) != next {
		c.commits = 0
	}
	c.linked, c.sum = true, next
	if binary.BigEndian.Uint32(frame[atCommit:]) != 0 {
		c.commits++
	}
}
