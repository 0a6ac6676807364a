package exchange

// Offer takes packages up as if they had been found in a folder.
func (r *Room) Offer(sets [][]string) { r.in.add(sets) }
