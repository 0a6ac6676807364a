// Package exchange is what laptops pass to each other as files: packages of records and attached files, requests for a
// seat, receipts. It knows the log (package journal) and no database; package store decides what goes into a package and
// what becomes of one that came.
//
// [Write] writes a package and proves it on the medium, [Open] opens one. Neither ever lays down anything in the clear,
// and neither needs more memory for a large file than for a small one.
//
// # The package file
//
// A package is an age file (age-encryption.org/v1), binary, not armored. Its name ends in ".lspack". What it holds is a tar
// archive:
//
//	manifest.json   what the package is and what it holds
//	manifest.sig    64 bytes: Ed25519 signature of the manifest by the sender's seat
//	log.zst         records, in frames, compressed
//	extra.json      with templates: their nouns; otherwise absent
//	blobs/HASH      attached files, each named by the SHA-256 of its contents in lower-case hex
//
// in this order, blobs ascending by name. The manifest holds size and SHA-256 of every other entry but manifest.sig. So
// the signature stands for the whole, and age for its secrecy.
//
// Recipients are X25519 keys ("age1…"), or one scrypt phrase. Their number is not told: the head is filled up with keys
// that are drawn and thrown away to 4, 8, 16 … 1024 stanzas of type X25519, in an order of no meaning. A phrase has
// N = 2^10 to 2^18 (a reader takes no more). Whoever is not named learns the length of the file and, of a split one, that
// it is a part of a package of this program.
//
// # The archive
//
// Every entry is headed by one POSIX ustar block of 512 bytes of exactly this form, all else zero; numbers are octal
// digits ended by a zero byte:
//
//	  0  name
//	100  "0000600" mode     108  "0000000" uid     116  "0000000" gid
//	124  size, 11 digits    136  "00000000000" time
//	148  checksum: 6 digits, a zero byte, a blank; the sum of all bytes of the block with 8 blanks in this place
//	156  "0" a plain file   257  "ustar\0" "00"
//	329  "0000000"          337  "0000000"
//
// A name is one or two parts of lower-case letters, digits, "_", "-" and ".", not beginning with ".", with "/" between
// them. Contents are filled up with zeros to 512 bytes. Two blocks of zeros end the archive, and with it the file.
// Entries of other names may stand anywhere after manifest.sig; a reader passes over them. Anything else is damage: an
// entry twice, missing, in another place, of another size or hash, and a file under blobs/ that the manifest does not
// name.
//
// # The manifest
//
// A JSON object, UTF-8, at most 16 MiB; its members are those of [Manifest]. A reader passes over members it does not
// know. Bytes are base64. Runs of records (lacks, withheld) are text like "3-7,9,12-40". format is the version of the
// writer, minRead the lowest version that can read it: a reader whose [Format] is lower refuses, whatever else it may
// find. A kind it does not know it refuses too. The signature is
//
//	Ed25519 of SHA-256("lianshen/package/v1\0" ‖ length of manifest.json as 8 bytes, big end first ‖ manifest.json)
//
// by from.key, and from.seat follows from that key as package journal says. That this seat was enrolled is for the
// receiver to know. Texts have at most 200 characters and no control or direction marks.
//
// # The log
//
// log.zst is a zstd stream (RFC 8878) with a window of at most 8 MiB. Uncompressed it has logPlain bytes, at most 4 GiB:
// one frame for each of the manifest's records, nothing between them, nothing behind. A frame is
//
//	head     uvarint: number of the seat in this log << 1 | follows
//	name     16 bytes, the seat's name in binary; only when the number is that of a seat not yet seen: seats are
//	         numbered from 0 in the order in which they come
//	seq      uvarint, number of the record   ⎫ only when follows is 0. When it is 1, seq is one more than that of the
//	prev     32 bytes                        ⎭ seat's last record in this log, and prev is that record's hash
//	sig      64 bytes
//	length   uvarint, 1 to 16 MiB
//	body     so many bytes
//
// where uvarint is that of encoding/binary. The hash of a record is not in the frame: it follows from prev and body (see
// package journal). At most 4096 seats.
//
// # Parts
//
// A package that is longer than a medium bears is cut into 2 to 500 files NAME.lspack.1ofN … NAME.lspack.NofN. Each is
//
//	 0  "lianshen.part/1\n"
//	16  16 random bytes, the same in all parts
//	32  number of the part, from 1, 4 bytes        36  how many there are, 4 bytes
//	40  where its piece begins in the package      48  length of the piece      56  length of the package, 8 bytes each
//	64  the piece
//	    SHA-256 of the package from its beginning to the end of this piece
//	    SHA-256 of this file up to here
//
// with numbers big end first. The last part's first hash is that of the whole package. The names of the files are a
// convenience; what they are they say themselves.
//
// # Writing
//
// Files are written as NAME.part, made durable, given their names (the first part last) without ever replacing a file,
// and read back from the medium; only a package that reads back as it was meant is done. A file that ends in ".part" is
// nobody's package ([Half]); who holds a lock on it is writing it.
//
// # The receipt
//
// What a laptop has, signed by a seat on it: members as in [Receipt]. The signature is Ed25519 of SHA-256(
// "lianshen/receipt/v1\0" ‖ length as 8 bytes ‖ JSON), where JSON is the object without the member sig, members sorted by
// name, without blanks, with <, > and & written as \u003c, \u003e and \u0026. Members that a program does not know are
// passed on as they came and are part of what is signed.
//
// # The seat request
//
// A file of JSON, at most 64 KiB, name ending in ".lsseat":
//
//	{"file":"lianshen-seat-request","request":{…},"sig":"…"}
//
// with the members of [Request] in request. The signature is Ed25519 of SHA-256("lianshen/request/v1\0" ‖ length as 8
// bytes ‖ the bytes of the value of request), by the key in it. The request is not secret and proves nothing but that
// who made it has that key; whose key it is two people settle by comparing the fingerprint ([Fingerprint]):
//
//	h = SHA-256(L ‖ 32 as 8 bytes ‖ sign ‖ L ‖ length of box as 8 bytes ‖ box), L = "lianshen/fingerprint/v1\0"
//	h = SHA-256(h), 65,536 times over
//	the first 8 bytes of h, big end first, modulo 10^16, as 16 digits
//
// # Vectors
//
// testdata/vector holds packages, a split one, one with a phrase, and a seat request, with everything that opens them
// and what is in them (opens.json). They stand for all the files of version 1 that are out there and are never made anew.
package exchange
