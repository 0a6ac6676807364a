package i18n

import (
	"fmt"
	"time"
)

// Moment gives an instant in the laptop's own time, to the minute: 2026-03-05 14:07 in both languages, "—" when not
// known.
func Moment(at time.Time) string {
	if at.IsZero() {
		return "—"
	}
	return at.Local().Format("2006-01-02 15:04")
}

// Bytes gives the size of a file in the unit that reads best, in steps of 1,024: "812 B", "3.4 KB", "1.2 GB".
func Bytes(n int64) string {
	units := []string{"B", "KB", "MB", "GB", "TB"}
	size, unit := float64(n), 0
	for size >= 1024 && unit < len(units)-1 {
		size, unit = size/1024, unit+1
	}
	if unit == 0 {
		return fmt.Sprintf("%d B", n)
	}
	return fmt.Sprintf("%.1f %s", size, units[unit])
}
