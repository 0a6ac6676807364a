package i18n

import (
	"testing"
	"time"
)

func TestSizesAreToldInTheUnitThatReadsBest(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 1023: "1023 B", 1024: "1.0 KB", 3500: "3.4 KB", 104857600: "100.0 MB", 1 << 40: "1.0 TB", 1 << 60: "1048576.0 TB"} {
		if got := Bytes(n); got != want {
			t.Errorf("Bytes(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestAMomentIsToldInTheLaptopsTime(t *testing.T) {
	at := time.Date(2026, 3, 5, 14, 7, 59, 0, time.Local)
	if got := Moment(at.UTC()); got != "2026-03-05 14:07" {
		t.Errorf("got %q", got)
	}
	if got := Moment(time.Time{}); got != "—" {
		t.Errorf("an unknown moment is %q", got)
	}
}
