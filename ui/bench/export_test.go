package bench

import "time"

// NeverPause keeps the note from being kept by the passing of time, so that tests see what leads to it.
func (r *Room) NeverPause() {
	r.middle.note.after = func(time.Duration, func()) *time.Timer { return nil }
}

// Pause does at once what happens when nobody types for a while.
func (r *Room) Pause() { r.middle.note.save() }
