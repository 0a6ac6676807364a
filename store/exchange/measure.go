package exchange

import (
	"context"
	"fmt"
)

// Measure says how many bytes a package would have, its parts together without the heads of parts. Nothing is written.
func Measure(ctx context.Context, d Draft) (int64, error) {
	w := &writing{ctx: ctx, Draft: d}
	if err := w.prepare(); err != nil {
		return 0, fmt.Errorf("measure a package: %w", err)
	}
	return w.size, nil
}
