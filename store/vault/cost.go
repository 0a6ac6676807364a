package vault

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"lianshen/app"
)

// Cost is what one try of a pass phrase costs: the parameters of Argon2id (RFC 9106).
type Cost struct {
	Passes    uint32 // over the memory: 1–10
	MemoryKiB uint32 // 8 MiB–1 GiB, in KiB
	Threads   uint8  // lanes: 1–16
}

// Lowest is the lowest cost that is taken. It is for tests and for samples; it protects nothing.
var Lowest = Cost{Passes: 1, MemoryKiB: 8 << 10, Threads: 1}

// The limits keep a key file that somebody else has written from asking for all the memory of the laptop, or for
// minutes of its time.
const (
	maxPasses    = 10
	minMemoryKiB = 8 << 10
	maxMemoryKiB = 1 << 20
	maxThreads   = 16
)

// What Calibrate chooses from: RFC 9106 §4 recommends three passes over 64 MiB where memory is short; more than
// 256 MiB would hurt laptops of 4 GiB.
const (
	calibratedPasses   = 3
	calibratedThreads  = 4
	calibratedLowKiB   = 64 << 10
	calibratedHighKiB  = 256 << 10
	calibratedSteps    = 16 << 10 // so that two laptops of one make have the same cost
	calibrationSamples = 2        // the faster one counts: the other may have been held up
)

// Sound says whether the cost lies within the limits.
func (c Cost) Sound() bool {
	return c.Passes >= 1 && c.Passes <= maxPasses &&
		c.MemoryKiB >= minMemoryKiB && c.MemoryKiB <= maxMemoryKiB &&
		c.Threads >= 1 && c.Threads <= maxThreads
}

// Calibrate measures this machine and gives the cost at which one try takes about the target: three passes, as many
// lanes as there are processors up to 4, and the memory that fits, from 64 to 256 MiB. It takes about half a second.
func Calibrate(target time.Duration) Cost {
	c := Cost{Passes: calibratedPasses, MemoryKiB: calibratedLowKiB, Threads: uint8(min(calibratedThreads, runtime.NumCPU()))}
	best := time.Duration(1<<63 - 1)
	for range calibrationSamples {
		start := time.Now()
		stretch([]byte("calibrate"), make([]byte, saltSize), c)
		best = min(best, time.Since(start))
	}
	c.MemoryKiB = memoryFor(target, best)
	return c
}

// memoryFor gives the memory at which a try takes the target when one over calibratedLowKiB took measured: the time
// grows in proportion.
func memoryFor(target, measured time.Duration) uint32 {
	kib := float64(calibratedLowKiB) * float64(target) / float64(max(measured, 1))
	if kib >= calibratedHighKiB {
		return calibratedHighKiB
	}
	return max(uint32(kib)/calibratedSteps*calibratedSteps, calibratedLowKiB)
}

// maxPhrase is the length of the longest pass phrase, in bytes of UTF-8.
const maxPhrase = 1024

// phraseBytes gives the bytes of a phrase that count: those of its NFKC form. So a phrase opens however it was typed:
// é as one character or as two, Latin letters and spaces in the full width of a Chinese input method. Refusals:
// "phrase.empty", "phrase.long", "phrase.form".
func phraseBytes(phrase string) ([]byte, error) {
	switch {
	case strings.TrimSpace(phrase) == "":
		return nil, app.Refuse("phrase.empty")
	case len(phrase) > maxPhrase:
		return nil, app.Refuse("phrase.long", "limit", maxPhrase)
	case !utf8.ValidString(phrase):
		return nil, app.Refuse("phrase.form")
	}
	return norm.NFKC.Bytes([]byte(phrase)), nil
}

// stretching lets one derivation run at a time: each may take a quarter of a gigabyte.
var stretching sync.Mutex

// stretch derives the key of a phrase.
func stretch(phrase, salt []byte, c Cost) []byte {
	stretching.Lock()
	defer stretching.Unlock()
	key := argon2.IDKey(phrase, salt, c.Passes, c.MemoryKiB, c.Threads, KeySize)
	if c.MemoryKiB >= calibratedLowKiB {
		debug.FreeOSMemory() // a window should not carry the memory of its unlocking about all day
	}
	return key
}

// phraseKey derives the key that opens the slot of whoever knows the phrase.
func phraseKey(phrase string, salt []byte, c Cost) ([]byte, error) {
	if !c.Sound() {
		return nil, fmt.Errorf("derive the key of a phrase: the cost is out of its limits")
	}
	raw, err := phraseBytes(phrase)
	if err != nil {
		return nil, err
	}
	defer clear(raw)
	return stretch(raw, salt, c), nil
}
