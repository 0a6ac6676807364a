package exchange

// Offer takes packages up as if they had been found in a folder.
func (r *Room) Offer(sets [][]string) { r.in.add(sets) }

// PlaceAt chooses a folder to write to as if the person had chosen it.
func (r *Room) PlaceAt(dir string) { r.out.place(dir) }
