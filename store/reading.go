package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lianshen/app"
)

// A copy for reading is a workspace that was made from a reading package: it has the records of the package, and nobody
// who could add one. It is encrypted as every workspace is, under a phrase of the reader's own.

// ReadingCopy says of what a copy for reading is a copy.
type ReadingCopy struct {
	Package     app.ID    `json:"package"` // of which it was made
	Number      int64     `json:"number"`  // of the sender's packages
	Made        time.Time `json:"made"`    // when the package was written: the copy shows that moment
	Came        time.Time `json:"came"`    // when the copy was made or refreshed
	Title       string    `json:"title"`   // what people call the round
	From        Party     `json:"from"`
	Fingerprint string    `json:"fingerprint"`   // of the sender's keys
	Name        string    `json:"name"`          // of the file
	For         app.ID    `json:"for,omitempty"` // the seat it was written to; "" = to whoever has the phrase
	Scoped      bool      `json:"scoped"`        // it does not hold everything
}

const readingKey = "reading" // in the table keep

// Reading says whether the workspace is a copy for reading, in which nothing can be changed.
func (w *Workspace) Reading() bool { return w.made.Reading }

// ReadingOf says of what the workspace is a copy. It refuses with "reading.none" where it is none.
func (w *Workspace) ReadingOf(ctx context.Context) (ReadingCopy, error) {
	var c ReadingCopy
	if !w.Reading() {
		return c, app.Refuse("reading.none", "path", w.dir)
	}
	err := w.keptJSON(ctx, readingKey, &c)
	return c, err
}

// writable refuses every change of a copy for reading with "workspace.reading".
func (w *Workspace) writable() error {
	if w.made.Reading && !w.laying {
		return app.Refuse("workspace.reading", "path", w.dir)
	}
	return nil
}

// sitToRead opens a copy for reading: nobody sits at a seat there.
func (w *Workspace) sitToRead(ctx context.Context) error {
	c, err := w.ReadingOf(ctx)
	if err != nil {
		return err
	}
	w.meMu.Lock()
	defer w.meMu.Unlock()
	w.seat, w.me, w.reader = app.Seat{}, app.Person{}, c.For
	return nil
}

// onlooker is who looks at protected matter. Whoever opens a copy for reading by its phrase sees what the leading group
// sees (domain 5.1: results, and not what was said in confidence); one that was written to a seat shows what that seat's
// person may see.
func (w *Workspace) onlooker(ctx context.Context, r app.Reader) (app.Actor, error) {
	if !w.Reading() {
		return app.ActorAt(ctx, r, w.Seat().ID)
	}
	if w.reader != "" {
		a, err := app.ActorAt(ctx, r, w.reader)
		a.Alone = false // that it is the only seat in the copy gives no further sight
		if err == nil {
			return a, nil
		}
		if app.CodeOf(err) == "" {
			return a, err
		}
	}
	return app.Actor{Person: app.Person{Roles: app.NewSet(string(app.RoleLeading))}}, nil
}

// keepJSON keeps a value that this laptop alone knows, within the running transaction.
func (w *Workspace) keepJSON(key string, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode what is kept as %s: %w", key, err)
	}
	return w.writer.exec("INSERT OR REPLACE INTO keep(key, value) VALUES(?,?)", key, string(raw))
}

// keptJSON reads it again; v stays as it is where nothing was kept.
func (w *Workspace) keptJSON(ctx context.Context, key string, v any) error {
	var raw string
	err := w.borrow(ctx, func(s *session) error {
		return s.row(ctx, "SELECT value FROM keep WHERE key = ?", []any{key}, &raw)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(raw), v)
	}
	if err != nil {
		return fmt.Errorf("read what is kept as %s: %w", key, err)
	}
	return nil
}
