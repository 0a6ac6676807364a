package kit

// Chosen gives the places of the first and the last of the rows that are chosen, both included; false when none is.
func (t *DataTable) Chosen() (from, to int, any bool) {
	if t.cursor < 0 || t.cursor >= t.total {
		return 0, 0, false
	}
	return min(max(t.anchor, 0), t.cursor), max(t.anchor, t.cursor), true
}

// SelectRows chooses the rows from one place to another, the second in hand.
func (t *DataTable) SelectRows(from, to int) {
	if t.total == 0 {
		return
	}
	t.anchor, t.cursor = max(0, min(from, t.total-1)), max(0, min(to, t.total-1))
	t.reveal(t.cursor)
	t.body.place(true)
}
