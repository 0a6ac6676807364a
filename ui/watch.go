package ui

import (
	"time"

	"lianshen/ui/kit"
	"lianshen/ui/shell"
)

// lookEvery is how often the window looks whether it is to be locked, so that after waking from suspend the screen shows
// the workspace no longer than this.
const lookEvery = time.Second

// tendEvery is how often the window looks whether a backup is due or a known stick was plugged in.
const tendEvery = 10 * time.Minute

// watch locks the window when nobody is at work or the machine has slept, and keeps backups up to date in a long
// session, until stop is called.
func (d *desktop) watch() (stop func()) {
	begun, done := time.Now(), make(chan struct{})
	ticker, tend := time.NewTicker(lookEvery), time.NewTicker(tendEvery)
	go func() {
		var w shell.Watch
		for {
			select {
			case <-done:
				ticker.Stop()
				tend.Stop()
				return
			case <-tend.C:
				d.main(d.tend)
			case <-ticker.C:
				if w.Look(time.Now(), time.Since(begun), kit.Idle(), d.prefs.Get().Idle.Limit()) {
					d.main(d.Lock)
				}
			}
		}
	}()
	return func() { close(done) }
}
