package roundfile

import (
	"bytes"
	"fmt"
	"io"

	"lianshen/app"
)

// MaxBytes is the size of the largest round file that is read. A round of 200 cases with all items
// answered takes about 28 MB.
const MaxBytes = 256 << 20

// Read reads a round file strictly. What it gives back has no unknown field, no dangling reference, no
// wrong sum and no date that does not exist; otherwise it is an *app.Error whose code starts with
// "roundfile." and whose Args name the path ("cases[2].findings[0].amount") and the line (from 1).
// At most MaxBytes are read.
func Read(r io.Reader) (*File, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read round file: %w", err)
	}
	if len(data) > MaxBytes {
		return nil, app.Refuse("roundfile.large", "path", "", "line", 1, "limit", MaxBytes>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) // some editors put this mark of UTF-8 first
	f, err := decode(data)
	if err != nil {
		return nil, err
	}
	if err := check(f); err != nil {
		return nil, placed(err, data)
	}
	return f, nil
}
