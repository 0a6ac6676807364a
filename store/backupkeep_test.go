package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// backupAt gives a good backup made at a time like "2026-03-02 09:00".
func backupAt(t testing.TB, when string) Backup {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", when)
	if err != nil {
		t.Fatal(err)
	}
	return Backup{Path: when, At: at, Good: true}
}

func TestTheRuleOfKeeping(t *testing.T) {
	var hourly, daily, monthly []Backup
	for i := range 15 {
		hourly = append(hourly, backupAt(t, fmt.Sprintf("2026-03-02 %02d:00", 23-i)))
	}
	for i := range 40 {
		at := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC).AddDate(0, 0, -i)
		daily = append(daily, Backup{Path: at.Format("2006-01-02 15:04"), At: at, Good: true})
	}
	for i := range 14 {
		monthly = append(monthly, backupAt(t, fmt.Sprintf("2025-%02d-15 08:00", i%12+1)))
		monthly[i].At = monthly[i].At.AddDate(i/12, 0, 0)
	}
	bad := backupAt(t, "2020-01-01 00:00")
	bad.Good = false
	for _, c := range []struct {
		name string
		all  []Backup
		gone []string
	}{
		{"none", nil, nil},
		{"ten of one day", hourly[:10], nil},
		{"fifteen of one day: the last ten stay", hourly, []string{"2026-03-02 13:00", "2026-03-02 12:00", "2026-03-02 11:00", "2026-03-02 10:00", "2026-03-02 09:00"}},
		{"one a day for thirty days, and the last one of the month before", daily,
			[]string{"2026-02-27 12:00", "2026-02-26 12:00", "2026-02-25 12:00", "2026-02-24 12:00", "2026-02-23 12:00", "2026-02-22 12:00", "2026-02-21 12:00", "2026-02-20 12:00"}},
		{"one a month for ever", monthly, nil},
		{"a clock that was ahead: what it has dated neither counts nor goes", append([]Backup{backupAt(t, "2031-05-01 00:00")}, hourly[:10]...), nil},
		{"thirty days before a day that has not come", append([]Backup{backupAt(t, "2031-05-01 00:00")}, daily[:30]...), nil},
		{"what is not good is neither counted nor let go", append([]Backup{bad}, hourly[:10]...), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var gone []string
			for _, b := range superfluous(c.all, time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC), time.UTC) {
				gone = append(gone, b.Path)
			}
			want := c.gone
			if c.name == "one a day for thirty days, and the last one of the month before" {
				// 31 March back to 2 March are thirty days; of the others 28 February is the last of its month.
				want = nil
				for i := 30; i < 40; i++ {
					p := daily[i].Path
					if p != "2026-02-28 12:00" {
						want = append(want, p)
					}
				}
			}
			if !slices.Equal(gone, want) {
				t.Errorf("let go %v\nwant %v", gone, want)
			}
		})
	}
}

func TestTheRuleOfKeepingKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		var all []Backup
		for i, minutes := range rapid.SliceOfNDistinct(rapid.IntRange(0, 600*24*60), 0, 60, rapid.ID[int]).Draw(t, "minutes") {
			all = append(all, Backup{Path: fmt.Sprint(i), At: base.Add(time.Duration(minutes) * time.Minute), Good: rapid.IntRange(0, 9).Draw(t, "good") > 0})
		}
		now := base.Add(time.Duration(rapid.IntRange(0, 600*24*60).Draw(t, "now")) * time.Minute)
		gone := map[string]bool{}
		for _, b := range superfluous(all, now, time.UTC) {
			gone[b.Path] = true
			if !b.Good || b.At.After(now) {
				t.Fatalf("%v is not good or not yet, and is let go", b.At)
			}
		}
		good := slices.DeleteFunc(slices.Clone(all), func(b Backup) bool { return !b.Good || b.At.After(now) })
		slices.SortFunc(good, func(a, b Backup) int { return b.At.Compare(a.At) })
		months, days := map[string]bool{}, map[string]bool{}
		for i, b := range good {
			month, day := b.At.Format("2006-01"), b.At.Format("2006-01-02")
			if gone[b.Path] && i < keepLast {
				t.Fatalf("one of the last ten, %v, is let go", b.At)
			}
			if gone[b.Path] && !months[month] {
				t.Fatalf("the last one of %s is let go", month)
			}
			if gone[b.Path] && !days[day] && good[0].At.Sub(b.At) < 29*24*time.Hour {
				t.Fatalf("the last one of %s is let go", day)
			}
			months[month], days[day] = true, true
		}
		// Letting go again lets nothing more go.
		left := slices.DeleteFunc(slices.Clone(all), func(b Backup) bool { return gone[b.Path] })
		if again := superfluous(left, now, time.UTC); len(again) != 0 {
			t.Fatalf("the second time %d more go", len(again))
		}
	})
}
