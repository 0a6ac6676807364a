// Package bench is the checklist at work: the sections and their progress on the left, the item in hand in the middle
// with what to check and the four conclusions under the keys 1–4, its proof on the right. Every answer is on disk
// before the next key is handled; what is typed is kept at every pause, and before anything else comes into view.
package bench

import (
	"context"
	"io"

	"lianshen/app"
	"lianshen/store"
)

// Store is what the bench asks of the workspace.
type Store interface {
	Dossier(ctx context.Context, caseID app.ID) (app.Dossier, error)
	Attach(ctx context.Context, r io.Reader, name string) (hash string, size int64, err error)
	Detach(hash string) error
	OpenAttachment(ctx context.Context, hash string) (io.ReadCloser, error)
	AttachmentState(hash string) store.AttachmentState
	Thumbnail(ctx context.Context, hash string) ([]byte, error)
	KeepThumbnail(ctx context.Context, hash string, small []byte) error
	Names(ctx context.Context, cases ...app.ID) (app.NameGuard, error)
	FindingRows(ctx context.Context, q store.FindingQuery) ([]store.FindingRow, int, error)
	History(ctx context.Context, entity app.ID, field string) ([]store.Event, error)
}
