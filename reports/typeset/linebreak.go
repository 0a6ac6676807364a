package typeset

// cut is one line of a paragraph: atoms[from:to], trailing blanks left out of
// to; next is where the next line begins.
type cut struct {
	from, to, next int
	hard           bool // ends at a forced break or at the paragraph's end
	forced         bool // no allowed break was to be had
}

// permission is whether a line may end after an atom.
type permission uint8

const (
	never permission = iota
	// ugly breaks cut a code of more than eight characters.
	ugly
	fine
)

// rules says after which atoms a line may end.
func rules(atoms []atom) []permission {
	allowed := make([]permission, len(atoms))
	open := false // the last mark before the blanks at hand must not end a line
	for i := 0; i+1 < len(atoms); i++ {
		a, b := &atoms[i], &atoms[i+1]
		if a.class != blank {
			open = ForbiddenAtEnd(a.r)
		}
		if a.class == newline || breakAllowed(a.class, b.class) {
			allowed[i] = fine
		}
		switch {
		case b.class == newline, a.class == blank && open:
			allowed[i] = never
		case a.class == digit && b.class == han && isUnit(b.r):
			allowed[i] = never // 3月, 12.5万元
		case a.r == '〕' && b.class == digit, b.r == '〔' && a.class == han:
			allowed[i] = never // 联审〔2026〕5号
		}
	}
	for from := 0; from < len(atoms); {
		to := from
		for to < len(atoms) && (atoms[to].class == letter || atoms[to].class == digit || atoms[to].class == joint) {
			to++
		}
		if isCode(atoms[from:to]) {
			// At least four characters stay on either line.
			for i := from + 3; i < to-4; i++ {
				allowed[i] = ugly
			}
			if to < len(atoms) && atoms[to].class == han && allowed[to-1] == never {
				allowed[to-1] = fine
			}
		}
		from = max(to, from+1)
	}
	return allowed
}

// endsOpen tells that before the blanks at hand stands a mark that must not end
// a line.
func endsOpen(atoms []atom) bool {
	for i := len(atoms) - 1; i >= 0; i-- {
		if atoms[i].class != blank {
			return ForbiddenAtEnd(atoms[i].r)
		}
	}
	return false
}

// isCode tells a run that is a code, such as an 18-character credit code: more
// than eight characters with a digit among them.
func isCode(run []atom) bool {
	digits := 0
	for _, a := range run {
		if a.class == digit {
			digits++
		}
	}
	return len(run) > 8 && digits > 0
}

// candidate is a place where the line could end and what that would cost.
type candidate struct {
	at   int // the line's last atom, -1 for none
	cost float64
}

func nextCut(atoms []atom, gaps []gap, allowed []permission, from int, width float64) cut {
	natural, shrink, stretch := 0.0, 0.0, 0.0
	best := candidate{-1, 0}
	consider := func(i int, cost float64) {
		if best.at < 0 || cost <= best.cost {
			best = candidate{i, cost}
		}
	}
	size := atoms[from].size
	overflow := len(atoms)
	for i := from; i < len(atoms); i++ {
		a := &atoms[i]
		if a.class == newline {
			if natural-blankEnd(atoms, from, i)-shrink <= width+slack {
				return cut{from: from, to: trim(atoms, from, i), next: i + 1, hard: true}
			}
			overflow = i
			break
		}
		if i > from {
			g := gaps[i-1]
			natural, shrink, stretch = natural+g.natural, shrink+g.shrink, stretch+g.stretch
		}
		if a.class == blank {
			// A blank at the end of the line takes no room.
			if allowed[i] == fine && natural <= width+slack {
				consider(i, costOf(width-natural, 0, shrink, stretch, size))
			}
			natural += a.advance
			continue
		}
		natural += a.advance
		end := blankAfter(a)
		if natural-end-shrink > width+slack {
			overflow = i
			break
		}
		if i == len(atoms)-1 {
			return cut{from: from, to: i + 1, next: i + 1, hard: true}
		}
		if allowed[i] == never {
			continue
		}
		cost := costOf(width-natural, end, shrink, stretch, size)
		if allowed[i] == ugly {
			cost += uglyCost
		}
		consider(i, cost)
	}
	if overflow == len(atoms) && trim(atoms, from, len(atoms)) < len(atoms) {
		return cut{from: from, to: trim(atoms, from, len(atoms)), next: len(atoms), hard: true}
	}
	if best.at >= 0 {
		return cut{from: from, to: trim(atoms, from, best.at+1), next: best.at + 1}
	}
	return emergency(atoms, from, max(overflow, from+1))
}

const (
	slack    = 0.01 // points lost to rounding
	uglyCost = 3
)

// costOf rates a line with extra room left (negative: too wide by so much).
// 1 is a line stretched by a tenth of an em at every gap, or squeezed wholly.
func costOf(extra, end, shrink, stretch, size float64) float64 {
	switch {
	case extra >= 0 && stretch > 0:
		return extra / stretch / (size / 10)
	case extra >= 0:
		return extra / (size / 10)
	case -extra <= end+slack || shrink == 0:
		return 0.1
	}
	return 0.1 + (-extra-end)/shrink
}

// trim gives the end of a line without the blanks before it.
func trim(atoms []atom, from, to int) int {
	for to > from+1 && atoms[to-1].class == blank {
		to--
	}
	return to
}

func blankEnd(atoms []atom, from, to int) float64 {
	if to = trim(atoms, from, to); to > from {
		return blankAfter(&atoms[to-1])
	}
	return 0
}

// emergency cuts where nothing allows it: inside a long word if it can be, so
// that no line begins or ends with a forbidden mark; else anywhere. The atom
// at overflow does not fit any more.
func emergency(atoms []atom, from, overflow int) cut {
	for i := min(overflow, len(atoms)-1); i > from; i-- {
		before, after := atoms[i-1], atoms[i]
		pair := before.class == dash && after.class == dash || before.class == dots && after.class == dots
		if !pair && !endsOpen(atoms[from:i]) && !ForbiddenAtStart(after.r) && after.class != newline && after.rise == 0 {
			return cut{from: from, to: trim(atoms, from, i), next: i}
		}
	}
	return cut{from: from, to: overflow, next: overflow, forced: true}
}
