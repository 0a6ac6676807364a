package exchange

import "regexp"

// What a package may hold at most. A reader refuses more as damage before it takes memory for it.
const (
	MaxManifest = 16 << 20        // bytes of manifest.json
	MaxExtra    = 16 << 20        // bytes of extra.json
	MaxBody     = 16 << 20        // bytes of the body of one record
	MaxLogPlain = 4 << 30         // bytes of the log, uncompressed
	MaxWindow   = 8 << 20         // bytes that the compression of the log may look back
	MaxBlob     = 1<<33 - 1       // bytes of one attached file: what the header of a tar entry can say
	MaxBlobs    = 200_000         // attached files
	MaxSeats    = 4096            // seats in a vector, in a log, among the receipts
	MaxCases    = 100_000         // in a scope
	MaxParts    = 500             // of a split package
	maxReceive  = 1024            // recipients that age takes
	maxSeq      = 1e17            // as in package journal
	maxText     = 200             // characters of a title or a name
	maxMade     = 253402300799999 // milliseconds until the end of the year 9999
	maxObjects  = 1 << 18         // objects in a manifest
	maxElements = 1 << 21         // commas in a manifest

	windowWritten = 4 << 20
)

var (
	seatForm = regexp.MustCompile(`^[0-9a-f]{32}$`)
	hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)
	kindForm = regexp.MustCompile(`^[a-z]{1,20}$`)
)
