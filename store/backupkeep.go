package store

import (
	"slices"
	"time"
)

// The rule of keeping backups.
const (
	keepLast = 10 // the latest so many
	keepDays = 30 // and the last one of each of so many days, counted back from the latest
	// and the last one of each month, for ever
)

// superfluous gives those backups of one workspace that the rule of keeping lets go: all but the last ten, the last
// one of each day of thirty days, and the last one of each month. Only good ones count, in the days of the given place;
// one that is not good is neither counted nor let go, so that the latest good one always stays; nor is one that is
// dated after now, by a clock that was ahead, or thirty days would be counted from a day that has not come. They are
// counted from the latest backup and not from now, so that a clock that is ahead lets nothing go by itself.
func superfluous(all []Backup, now time.Time, place *time.Location) []Backup {
	good := slices.DeleteFunc(slices.Clone(all), func(b Backup) bool { return !b.Good || b.At.After(now) })
	slices.SortStableFunc(good, func(a, b Backup) int { return b.At.Compare(a.At) })
	days, months := map[string]bool{}, map[string]bool{}
	var out []Backup
	for i, b := range good {
		at := b.At.In(place)
		day, month := at.Format("2006-01-02"), at.Format("2006-01")
		keep := i < keepLast || !months[month] || !days[day] && at.After(good[0].At.In(place).AddDate(0, 0, -keepDays))
		days[day], months[month] = true, true
		if !keep {
			out = append(out, b)
		}
	}
	return out
}
