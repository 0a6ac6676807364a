package picture

import (
	"container/list"
	"image"
	"sync"
)

// Shelf keeps pictures that were made, so that an item with its photos opens at once. It lies in memory only and never
// takes more than its bound: what was not looked at for longest goes. It may be used from any goroutine.
type Shelf struct {
	mu    sync.Mutex
	bound int // bytes
	used  int
	order *list.List // the latest looked at first
	all   map[key]*list.Element
}

// key names a picture by the SHA-256 of its file and the size it was made in.
type key struct {
	hash string
	side int
}

type kept struct {
	key
	img *image.RGBA
	err error
}

func (k kept) size() int {
	if k.img == nil {
		return 256
	}
	return len(k.img.Pix)
}

// NewShelf makes a shelf that takes at most bound bytes.
func NewShelf(bound int) *Shelf {
	return &Shelf{bound: bound, order: list.New(), all: map[key]*list.Element{}}
}

// Get gives the picture of a file at a size, or why there is none; known is false when it was never made or had to go.
func (s *Shelf) Get(hash string, side int) (img *image.RGBA, err error, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.all[key{hash, side}]
	if e == nil {
		return nil, nil, false
	}
	s.order.MoveToFront(e)
	k := e.Value.(kept)
	return k.img, k.err, true
}

// Put keeps a picture, or why there is none.
func (s *Shelf) Put(hash string, side int, img *image.RGBA, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := kept{key{hash, side}, img, err}
	if e := s.all[k.key]; e != nil {
		s.used -= e.Value.(kept).size()
		s.order.Remove(e)
		delete(s.all, k.key)
	}
	if k.size() > s.bound {
		return
	}
	s.all[k.key] = s.order.PushFront(k)
	s.used += k.size()
	for s.used > s.bound {
		last := s.order.Back()
		old := s.order.Remove(last).(kept)
		delete(s.all, old.key)
		s.used -= old.size()
	}
}

// Clear forgets everything, such as when the workspace is locked.
func (s *Shelf) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.order.Init()
	clear(s.all)
	s.used = 0
}
