package pdf

// outline counts the entries of the outline, which gofpdf leaves out: the whole has so many entries in sight, an entry with
// others below it is shut and has so many to show (ISO 32000-1, 12.3.3).
func (n *finisher) outline(catalog dict) {
	root, ok := n.item(catalog["Outlines"])
	if !ok {
		return
	}
	if top := n.count(root["First"]); top > 0 {
		root["Count"] = top
	}
}

// count gives the entries of a level from its first one and counts those below each.
func (n *finisher) count(first any) int {
	entries := 0
	for entry, ok := n.item(first); ok; entry, ok = n.item(entry["Next"]) {
		entries++
		if below := n.count(entry["First"]); below > 0 {
			entry["Count"] = -below
		}
	}
	return entries
}

func (n *finisher) item(v any) (dict, bool) {
	r, ok := v.(ref)
	if !ok || n.objects[r] == nil {
		return nil, false
	}
	d, ok := n.objects[r].value.(dict)
	return d, ok
}
