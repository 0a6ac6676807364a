package picture

import (
	"encoding/binary"
	"regexp"
	"time"
)

// EXIF as far as it is needed: how the camera was held and when it took the picture (CIPA DC-008: 4.6.2 the structure,
// tags 0112, 0132, 8769, 9003). What is damaged counts as not there.

const (
	tagOrientation = 0x0112
	tagTime        = 0x0132 // of the file
	tagExif        = 0x8769 // where the part with the picture's own tags begins
	tagOriginal    = 0x9003 // when the picture was taken
	maxTags        = 512    // in one part
	maxSegments    = 256    // of a file that are looked through
)

// exifOf finds the EXIF part of a file and gives orientation and time.
func exifOf(f Format, data []byte) (orientation int, at string) {
	var block []byte
	switch f {
	case JPEG:
		block = exifInJPEG(data)
	case PNG:
		block = chunk(data[8:], "eXIf", binary.BigEndian, true)
	case WebP:
		if block = chunk(data[12:], "EXIF", binary.LittleEndian, false); len(block) > 6 && string(block[:6]) == "Exif\x00\x00" {
			block = block[6:]
		}
	case TIFF:
		block = data
	}
	return readExif(block)
}

// segments calls see with the marker and the contents of each part of a JPEG file before its first scan, until it says
// that is enough.
func segments(data []byte, see func(marker byte, body []byte) (enough bool)) {
	at := 2
	for range maxSegments {
		if at+4 > len(data) || data[at] != 0xff {
			return
		}
		marker := data[at+1]
		if marker == 0xff { // fill bytes
			at++
			continue
		}
		size := int(binary.BigEndian.Uint16(data[at+2:]))
		if size < 2 || at+2+size > len(data) || marker == 0xda || see(marker, data[at+4:at+2+size]) {
			return
		}
		at += 2 + size
	}
}

func exifInJPEG(data []byte) (block []byte) {
	segments(data, func(marker byte, body []byte) bool {
		if marker == 0xe1 && len(body) > 6 && string(body[:6]) == "Exif\x00\x00" {
			block = body[6:]
		}
		return block != nil
	})
	return block
}

// progressive says whether a JPEG file comes in several scans (SOF2).
func progressive(data []byte) (is bool) {
	segments(data, func(marker byte, _ []byte) bool {
		is = is || marker == 0xc2
		return is
	})
	return is
}

// chunk finds a part of a PNG file (size, name, contents, sum) or of a RIFF file (name, size, contents, even).
func chunk(data []byte, name string, order binary.ByteOrder, png bool) []byte {
	for range maxSegments {
		if len(data) < 8 {
			return nil
		}
		size, called, after := uint64(order.Uint32(data)), string(data[4:8]), uint64(4)
		if !png {
			size, called, after = uint64(order.Uint32(data[4:])), string(data[:4]), uint64(order.Uint32(data[4:]))&1
		}
		if 8+size > uint64(len(data)) {
			return nil
		}
		if called == name {
			return data[8 : 8+size]
		}
		if 8+size+after > uint64(len(data)) {
			return nil
		}
		data = data[8+size+after:]
	}
	return nil
}

// readExif reads a block that begins as TIFF does.
func readExif(b []byte) (orientation int, at string) {
	orientation = 1
	if len(b) < 8 {
		return orientation, ""
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch string(b[:4]) {
	case "II*\x00":
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return orientation, ""
	}
	var sub uint32
	var file, original string
	tags(b, order, order.Uint32(b[4:]), func(tag, kind uint16, count uint32, value []byte) {
		switch tag {
		case tagOrientation:
			if o := int(order.Uint16(value)); kind == 3 && o >= 1 && o <= 8 {
				orientation = o
			}
		case tagTime:
			file = exifTime(text(b, order, kind, count, value))
		case tagExif:
			sub = order.Uint32(value)
		}
	})
	if sub != 0 {
		tags(b, order, sub, func(tag, kind uint16, count uint32, value []byte) {
			if tag == tagOriginal {
				original = exifTime(text(b, order, kind, count, value))
			}
		})
	}
	if original == "" {
		original = file
	}
	return orientation, original
}

// tags calls see with every tag of the part at a place; value are its four bytes.
func tags(b []byte, order binary.ByteOrder, at uint32, see func(tag, kind uint16, count uint32, value []byte)) {
	from := uint64(at)
	if from < 8 || from+2 > uint64(len(b)) {
		return
	}
	n := min(int(order.Uint16(b[from:])), maxTags)
	for i := range uint64(n) {
		p := from + 2 + 12*i
		if p+12 > uint64(len(b)) {
			return
		}
		see(order.Uint16(b[p:]), order.Uint16(b[p+2:]), order.Uint32(b[p+4:]), b[p+8:p+12])
	}
}

// text gives a tag of letters of the length of a time.
func text(b []byte, order binary.ByteOrder, kind uint16, count uint32, value []byte) string {
	const length = len("2026:03:12 10:31:05")
	at := uint64(order.Uint32(value))
	if kind != 2 || count < uint32(length) || at+uint64(length) > uint64(len(b)) {
		return ""
	}
	return string(b[at : at+uint64(length)])
}

var timeForm = regexp.MustCompile(`^\d{4}[:\-]\d\d[:\-]\d\d \d\d:\d\d:\d\d$`)

// exifTime gives a time as it is kept; "" for one that no camera can have meant.
func exifTime(s string) string {
	if !timeForm.MatchString(s) {
		return ""
	}
	at, err := time.Parse("2006:01:02 15:04:05", s[:4]+":"+s[5:7]+":"+s[8:])
	if err != nil || at.Year() < 1980 { // cameras whose clock was never set say 0000
		return ""
	}
	return at.Format("2006-01-02 15:04:05")
}
