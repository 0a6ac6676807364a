package app

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// The rows of a list are kept as lines of JSON: a head that says what they are, then a line for each row.
const (
	rosterFormat  = "lianshen.roster"
	rosterVersion = 1
	// MostRosterRows is how many rows a list may have.
	MostRosterRows = 60_000
	// LongestRosterFile is how large the kept rows may be, in bytes.
	LongestRosterFile = 64 << 20
	longestRosterLine = 64 << 10
)

// rosterHead is the first line of the kept rows.
type rosterHead struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	Sort    string `json:"sort"`
	Rows    int    `json:"rows"`
}

// EncodeRoster writes rows as they are kept. Refused: more than MostRosterRows ("roster.rows").
func EncodeRoster(sort string, rows []RosterRow) ([]byte, error) {
	if len(rows) > MostRosterRows {
		return nil, Refuse("roster.rows", "most", MostRosterRows)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(rosterHead{rosterFormat, rosterVersion, sort, len(rows)}); err != nil {
		return nil, fmt.Errorf("write the head of a list: %w", err)
	}
	for _, r := range rows {
		if err := e.Encode(r); err != nil {
			return nil, fmt.Errorf("write row %d of a list: %w", r.Row, err)
		}
	}
	return b.Bytes(), nil
}

// DecodeRoster reads what EncodeRoster wrote. It reads no more than MostRosterRows rows of 64 KiB each. Refused: what is
// no list ("roster.kept"), and one that only a newer program reads ("roster.newer").
func DecodeRoster(data []byte) (sort string, rows []RosterRow, err error) {
	damaged := Refuse("roster.kept")
	if len(data) > LongestRosterFile {
		return "", nil, damaged
	}
	first, rest, _ := bytes.Cut(data, []byte("\n"))
	var head rosterHead
	if len(first) > longestRosterLine || json.Unmarshal(first, &head) != nil || head.Format != rosterFormat || head.Rows < 0 || head.Rows > MostRosterRows {
		return "", nil, damaged
	}
	if head.Version > rosterVersion {
		return "", nil, Refuse("roster.newer", "version", head.Version)
	}
	for len(rest) > 0 {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		if len(line) == 0 {
			continue
		}
		if len(line) > longestRosterLine || len(rows) >= head.Rows {
			return "", nil, damaged
		}
		var r RosterRow
		if err := json.Unmarshal(line, &r); err != nil {
			return "", nil, damaged // the decoder's words may hold what stands in the line
		}
		rows = append(rows, r)
	}
	if len(rows) != head.Rows {
		return "", nil, damaged
	}
	return head.Sort, rows, nil
}
