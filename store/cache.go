package store

import (
	"sync"

	"lianshen/app"
)

// cache holds what is dear to compute: what all cases share, decoded, and each case's line on the board. It never
// answers with something older or newer than the reading transaction that asks: every entry knows the record it was
// computed at, and the cache knows the last record that touched what an entry is made of.
type cache struct {
	mu     sync.Mutex
	shared int64            // last record that touched something of no case
	cases  map[app.ID]int64 // last record that touched the case or something in it
	common *common
	lines  map[app.ID]line

	counted counted
	past    *past
	clashes clashList
	unseen  unseenNames

	folders folderMemory // the heads of packages in exchange folders
	writes  writes       // packages that are being written
	takes   turn         // of packages that are taken in
	unsound unsound      // attached files that were found damaged
}

// touch notes what a record touches. It is called before the commit: too early costs a reload, too late would show
// something stale.
func (c *cache) touch(record int64, touched []*noun) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cases == nil {
		c.cases, c.lines = map[app.ID]int64{}, map[app.ID]line{}
	}
	for _, e := range touched {
		if cas := caseOf(e.kind, e.id, e.owner); cas != "" {
			c.cases[cas] = record
		} else {
			c.shared = record
		}
	}
}

// sharedHolds says whether what was shared at one record is the same at another.
func (c *cache) sharedHolds(a, b int64) bool { return c.shared <= min(a, b) }

func (c *cache) caseHolds(id app.ID, a, b int64) bool {
	return c.sharedHolds(a, b) && c.cases[id] <= min(a, b)
}

func (c *cache) getCommon(at int64) *common {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.common != nil && c.sharedHolds(c.common.at, at) {
		return c.common
	}
	return nil
}

func (c *cache) putCommon(m *common) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.common = m
}

func (c *cache) getLine(id app.ID, at int64, today app.Date) (line, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	l, known := c.lines[id]
	return l, known && l.today == today && c.caseHolds(id, l.at, at)
}

func (c *cache) putLine(id app.ID, l line) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lines == nil {
		c.cases, c.lines = map[app.ID]int64{}, map[app.ID]line{}
	}
	c.lines[id] = l
}

// forget drops everything after the tables were computed anew: the last record may be the same, and the states others,
// where records were set aside or put back.
func (c *cache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.common, c.lines, c.counted, c.past, c.clashes = nil, map[app.ID]line{}, counted{}, nil, clashList{}
	c.unseen = unseenNames{}
}
