package journal

import (
	"maps"
	"math/rand"
	"slices"
)

// pass takes a package of one laptop into another one: what it lacks, of some nouns. It may be lost, come twice, or in
// another order than it was written.
func (s *simulation) pass(from, to *laptop) error {
	if s.roll("lost", 6) == 0 {
		return nil
	}
	nouns := map[int]bool{}
	for n := range s.nouns {
		nouns[n] = s.roll("scope", 3) > 0
	}
	// Of a noun come all records or none, and so of every noun that they touch as well.
	for again := !s.loose; again; {
		again = false
		for _, ref := range from.came {
			in := slices.ContainsFunc(s.records[ref], func(w written) bool { return nouns[w.noun] })
			for _, w := range s.records[ref] {
				if in && !nouns[w.noun] {
					nouns[w.noun], again = true, true
				}
			}
		}
	}
	var brought []Ref
	for _, ref := range from.came {
		in := slices.ContainsFunc(s.records[ref], func(w written) bool { return nouns[w.noun] })
		if in && !to.has[ref] && !(s.loose && s.roll("withheld", 4) == 0) {
			brought = append(brought, ref)
		}
	}
	return s.bring(to, brought)
}

// bring takes records into a laptop as one import, in any order.
func (s *simulation) bring(to *laptop, brought []Ref) error {
	if len(brought) == 0 {
		return nil
	}
	if s.roll.one("disorder") {
		shuffle(s.roll, brought)
	}
	for _, ref := range brought {
		if err := s.take(to, ref); err != nil {
			return err
		}
		if at := s.records[ref][0].Time; at < Time((s.now+to.skew+24*3600*1000)<<16) {
			to.last = max(to.last, at)
		}
	}
	to.imports = append(to.imports, brought)
	return nil
}

func shuffle[T any](roll dice, all []T) {
	r := rand.New(rand.NewSource(int64(roll("order", 1<<16))))
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
}

// takeBack takes the effect from an import of a laptop, and from what rests on it. The laptop's own records stay its own:
// where one rests on the import, all of it stays.
func (s *simulation) takeBack(l *laptop) error {
	if len(l.imports) == 0 {
		return nil
	}
	gone := map[Ref]bool{}
	for _, ref := range l.imports[s.roll("import", len(l.imports))] {
		gone[ref] = true
	}
	for again := true; again; {
		again = false
		for _, ref := range l.came {
			if gone[ref] {
				continue
			}
			for _, w := range s.records[ref] {
				for _, p := range w.Parents {
					seat, seq, _, err := p.Split()
					if err != nil {
						return err
					}
					if gone[RefOf(seat, seq)] {
						gone[ref], again = true, true
					}
				}
			}
		}
	}
	return s.drop(l, gone)
}

// drop leaves records of a laptop without effect.
func (s *simulation) drop(l *laptop, gone map[Ref]bool) error {
	touched := map[int]bool{}
	for ref := range gone {
		if l.has[ref] {
			for _, w := range s.records[ref] {
				touched[w.noun] = true
			}
		}
		delete(l.has, ref)
	}
	l.came = slices.DeleteFunc(slices.Clone(l.came), func(r Ref) bool { return gone[r] })
	l.imports = nil
	for _, noun := range slices.Sorted(maps.Keys(touched)) {
		if err := s.merge(l, noun); err != nil {
			return err
		}
	}
	return nil
}

// meet brings every record to every laptop, each in an order of its own.
func (s *simulation) meet() error {
	for _, l := range s.laptops {
		var lacking []Ref
		for _, ref := range s.all {
			if !l.has[ref] {
				lacking = append(lacking, ref)
			}
		}
		if err := s.bring(l, lacking); err != nil {
			return err
		}
	}
	return nil
}

// leaveOut takes the later records of a seat out of all that counts, everywhere.
func (s *simulation) leaveOut() error {
	seat := s.laptops[s.roll("who", len(s.laptops))]
	after := int64(s.roll("after", int(seat.seq)+1))
	gone := map[Ref]bool{}
	for seq := after + 1; seq <= seat.seq; seq++ {
		gone[RefOf(seat.seat, seq)] = true
	}
	s.all = slices.DeleteFunc(s.all, func(r Ref) bool { return gone[r] })
	s.loose = s.loose || len(gone) > 0 // what others wrote upon them stays
	for _, l := range s.laptops {
		if err := s.drop(l, gone); err != nil {
			return err
		}
	}
	return nil
}
