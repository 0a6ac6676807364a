// Package vault keeps a workspace unreadable and unforgeable for whoever has the disk and not the key: the database page
// by page while SQLite works on it, attached files as streams, and the data key itself in a file of slots.
//
// # What it withstands
//
// Whoever takes the laptop or copies its files learns how large they are and when they were written, and nothing of what
// they say. Whoever changes them is found out as soon as the change is read: pages and chunks authenticate themselves,
// their kind and their place. A loss of power at any moment loses nothing that was acknowledged. What the vault does not
// withstand is stated at the end.
//
// # Keys
//
// Everything hangs on 32 random bytes, the data key. What follows is made under keys derived from it,
//
//	HKDF-SHA256(data key, no salt, "lianshen/v1/" ‖ name), 32 bytes
//
// whose names are: "pages", "wal-heads", "blobs", "blob-names", "key-file". [File] says how the data key is kept.
//
// # The database
//
// The files are SQLite's own, as https://www.sqlite.org/fileformat2.html describes them, with pages of 4096 bytes of
// which the last 40 are reserved (byte 20 of page 1), always in WAL mode (bytes 18 and 19 are 2), never with auto-vacuum
// (bytes 52–55 are 0). Every page is sealed by itself:
//
//	bytes 0–4055     text of the page
//	bytes 4056–4071  tag
//	bytes 4072–4095  nonce, random, new with every writing
//
// Text and tag are XChaCha20-Poly1305 under the key "pages", with 9 bytes of additional data: 'd' (64 hex) and the number
// of the page as 8 bytes, most significant first. The first page is number 1 and lies at offset 0 of the file. Opened,
// the 40 reserved bytes are zeros. A page that holds only zeros in the file was never written; SQLite does not read
// it, and a reader may pass over it: page 262145, where SQLite keeps its locks, and free pages at the end.
//
// # The WAL
//
// Beside NAME.db lies NAME.db-wal while the database is open, and after an end that was not clean. Its layout, too, is
// SQLite's: a header of 32 bytes, then frames of a header of 24 bytes and a page of 4096. The frame with number n, from 1,
// lies at offset 32 + (n−1)·4120.
//
// The page of a frame is sealed as above, but with 'w' (77 hex) and the number of the frame.
//
// The headers go through Adiantum (XChaCha12, AES-256, NH, Poly1305; https://eprint.iacr.org/2018/720) under the key
// "wal-heads". The tweak is 8 bytes, most significant first: the number of the frame, and 0 for the header of the
// file. They have no room for a tag. What authenticates them is inside: SQLite's checksum, which runs on from the
// header of the file through the first 8 bytes of every frame's header and its page with the reserve as zeros, and
// which a header that was changed, and so opened to noise, does not carry.
//
// To read a database whose last transactions are in the WAL: open the header of the file; its first four bytes are
// 377f0682 (hex; 377f0683 on machines that store the most significant byte first), and its checksum holds. A header of
// zeros means that there is no WAL. Then take frame after frame as long as the page authenticates, the salt is that of the
// file's header, and the checksum holds; what comes after the last frame with a number of pages in bytes 4–7 of its header
// is left out, as not committed. Each frame's page replaces that page of the database; the last commit's number of pages
// is the size of the database.
//
// SQLite's third file, NAME.db-shm, says which pages are in the WAL, and no more; it is made anew from the WAL.
//
// # Streams
//
// An attached file is encrypted as a stream:
//
//	8 bytes   "LSHNBLB1"
//	16 bytes  random
//	then chunks of 65536 bytes of text and a tag of 16 bytes; the last may be shorter
//
// Each chunk is XChaCha20-Poly1305 under the key "blobs", with the 8 bytes of the beginning as additional data and the
// nonce
//
//	16 bytes  the random bytes of the stream
//	7 bytes   number of the chunk, from 0, most significant first
//	1 byte    1 in the last chunk, else 0
//
// The last chunk is empty only when the whole is. Nothing follows it. So chunks cannot be left out, repeated, put in
// another order or brought from another stream, and the end cannot be cut off. What the file is called is [Key.BlobName];
// that it is the right one is shown by its SHA-256, which stands in the log.
//
// # Test vectors
//
// testdata/vectors.json has all of this under a fixed key; testdata/vector.db and its WAL are a database. A test reads
// them with a reader that knows no more than what is written here. A byte numbered i of plain text is the low 8 bits of
// (i·i/8, rounded down) xor i.
//
// # How SQLite is made to do this
//
// [Key.VFS] registers a file system with SQLite that wraps the engine's own, which keeps doing the opening, locking,
// sharing and syncing. It reads and writes only shapes it knows, refuses all others, and so fails rather than let
// something out in clear:
//
//   - A database is a whole number of pages with an empty reserve, and read or written by pages. Reading a page that the
//     file does not have is damage. An empty file where a database was is damage too.
//   - There are no rollback journals. A database that is just being made by VACUUM INTO has one in memory.
//   - SQLite's temporary files are kept in memory, whatever temp_store says.
//   - Nothing is mapped into memory past the cipher.
//
// Connections are opened with journal_mode=wal and synchronous=full. With less, a loss of power may be taken for damage.
//
// Four pieces of care came out of simulating the loss of power, wrong keys and flipped bits; a test takes each out and
// shows what is lost without:
//
//   - SQLite looks at page 1 before it reads the WAL. If power went while a checkpoint wrote page 1, the look fails though
//     the WAL holds the page whole. So a first look that fails is answered with the geometry above, the same for every
//     database; the reading that follows has to authenticate.
//   - Under a wrong key nothing authenticates, and SQLite would take a WAL full of committed transactions for empty and
//     delete it. So nothing is written, cut or deleted before some page has authenticated. For the same reason a WAL is
//     not poured into a database none of whose pages is ours.
//   - SQLite takes the first frame that does not hold for the end of the WAL. So a WAL whose header is neither whole nor
//     zeros with nothing behind, or which holds two commits in one unbroken chain of checksums after such a frame, is
//     damaged and has no torn end: the first of these commits was on disk, with all before it, before the second was begun.
//   - SQLite keeps Go functions as plain words which the garbage collector does not see, so only declared functions are
//     given to it, never closures.
//
// # What it does not withstand
//
//   - Swap space and hibernation may hold what was in memory. Encrypt the whole disk as well.
//   - Whoever can write files can put back an older state: of everything, or of single pages, which authenticate as what
//     they once were. Mixed states are found by verifying the log; a whole older state only when another laptop or a
//     printed tip of the log is met.
//   - The last transaction of a WAL cannot be told from one that the power tore, if it is damaged; and a WAL that is cut
//     off at a frame ends there, as one that is taken away is not missed.
//   - While the database is open, NAME.db-shm holds the checksum of everything in the WAL, 64 bits, in clear. Whoever
//     guesses all of it can test the guess.
//   - A program of the same user that reads this program's memory. [Harden] makes that harder.
package vault
