package vault_test

import (
	"database/sql"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lianshen/store/vault"
	"lianshen/store/vault/vaulttest"
)

// powerCuts is how often the power is cut: LIANSHEN_POWER_CUTS; when that is not set 400, or 100 in the short run.
func powerCuts(t testing.TB) int {
	s := os.Getenv("LIANSHEN_POWER_CUTS")
	switch {
	case s == "" && testing.Short():
		return 100
	case s == "":
		return 400
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// recordDeeds records 120 transactions that write to two tables what must agree, with checkpoints in between, on a
// database called p.db.
func recordDeeds(t *testing.T, k *vault.Key) *vaulttest.Tape {
	t.Helper()
	dir := t.TempDir()
	db := create(t, k, filepath.Join(dir, "p.db"))
	tape := vaulttest.Record(t, dir)
	run(t, db, "PRAGMA wal_autocheckpoint=20")
	run(t, db, "PRAGMA cache_spill=10") // transactions reach the WAL before they commit, and frames are written twice
	run(t, db, "PRAGMA cache_size=12")
	run(t, db, "CREATE TABLE a(i INTEGER PRIMARY KEY, s TEXT); CREATE TABLE b(i INTEGER PRIMARY KEY, s TEXT)")
	r := rand.New(rand.NewSource(3))
	for i := 1; i <= 120; i++ {
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		s := strings.Repeat("检查", 100+r.Intn(900))
		deeds := []string{"INSERT INTO a VALUES(?1, ?2)", "INSERT INTO b VALUES(?1, ?2)", "UPDATE a SET s = s || 'x' WHERE i % 9 = ?1 % 9"}
		if i%40 == 0 {
			deeds = append(deeds, "DELETE FROM a WHERE i < ?1 - 30", "DELETE FROM b WHERE i < ?1 - 30")
		}
		for _, q := range deeds {
			if _, err := tx.Exec(q, i, s); err != nil {
				t.Fatal(err)
			}
		}
		if i%17 == 0 {
			if err := tx.Rollback(); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		tape.Acked(int64(i))
	}
	db.Close()
	tape.Stop()
	return tape
}

// losses cuts the power n times and counts what is found afterwards.
func losses(t *testing.T, k *vault.Key, tape *vaulttest.Tape, n int) (unopenable, corrupt, lost int) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "cut")
	said := 0
	tape.Cuts(rand.New(rand.NewSource(4)), n, func(c vaulttest.Cut) {
		c.Lay(t, dir)
		db := open(t, k, filepath.Join(dir, "p.db"), "_pragma=synchronous(off)")
		defer db.Close()
		db.SetMaxOpenConns(1)
		a, b, check, err := lookAt(db)
		switch {
		case err != nil && !strings.Contains(err.Error(), "no such table"): // cut before the first transaction
			unopenable++
		case err == nil && (check != "ok" || a != b):
			corrupt++
		case a < c.Acked:
			lost++
		default:
			return
		}
		if said++; said <= 3 {
			t.Logf("cut at step %d: tables end at %d and %d, acknowledged %d, %q, %v", c.Step, a, b, c.Acked, check, err)
		}
	})
	return unopenable, corrupt, lost
}

// lookAt reads how far the two tables of recordDeeds go and whether the database is whole.
func lookAt(db *sql.DB) (a, b int64, check string, err error) {
	if err = db.QueryRow("SELECT coalesce(max(i), 0) FROM a").Scan(&a); err != nil {
		return
	}
	if err = db.QueryRow("SELECT coalesce(max(i), 0) FROM b").Scan(&b); err != nil {
		return
	}
	err = db.QueryRow("PRAGMA integrity_check").Scan(&check)
	return
}

func TestPowerLossLosesNothing(t *testing.T) {
	k := keyOf(t, 1)
	tape := recordDeeds(t, k)
	n := powerCuts(t)
	unopenable, corrupt, lost := losses(t, k, tape, n)
	if got := fmt.Sprint(unopenable, corrupt, lost); got != "0 0 0" {
		t.Errorf("of %d cuts: %d unopenable, %d corrupt, %d lost what was acknowledged", n, unopenable, corrupt, lost)
	}
	t.Logf("%d cuts between %d steps", n, tape.Len())
}

// A workspace lives through many losses of power: what one leaves behind in the WAL must not look like damage, nor like
// transactions, to those after it.
func TestPowerLossAgainAndAgain(t *testing.T) {
	k, r := keyOf(t, 1), rand.New(rand.NewSource(5))
	for chain := range max(1, powerCuts(t)/100) {
		dir := t.TempDir()
		if err := k.NewDatabase(filepath.Join(dir, "p.db")); err != nil {
			t.Fatal(err)
		}
		deed, acked := int64(0), int64(0)
		for fall := range 12 {
			tape := vaulttest.Record(t, dir)
			db := open(t, k, filepath.Join(dir, "p.db"))
			db.SetMaxOpenConns(1)
			run(t, db, fmt.Sprintf("PRAGMA wal_autocheckpoint=%d", []int{5, 40, 1000}[chain%3]))
			run(t, db, "CREATE TABLE IF NOT EXISTS a(i INTEGER PRIMARY KEY, s TEXT); CREATE TABLE IF NOT EXISTS b(i INTEGER PRIMARY KEY, s TEXT)")
			a, b, check, err := lookAt(db)
			if err != nil || check != "ok" || a != b || a < acked {
				t.Fatalf("chain %d, after %d falls: tables end at %d and %d, acknowledged %d, %q, %v", chain, fall, a, b, acked, check, err)
			}
			tape.Acked(a)
			for range 1 + r.Intn(8) {
				deed++
				run(t, db, "BEGIN; INSERT INTO a VALUES(?1, zeroblob(?2)); INSERT INTO b VALUES(?1, zeroblob(?2)); COMMIT", deed, r.Intn(9000))
				tape.Acked(deed)
			}
			if r.Intn(3) == 0 {
				db.Close()
			}
			tape.Stop()
			next := filepath.Join(t.TempDir(), "next")
			tape.Cuts(r, 1, func(c vaulttest.Cut) {
				c.Lay(t, next)
				acked = max(acked, c.Acked)
			})
			db.Close()
			dir = next
		}
	}
}

// Without the first cure, a page 1 torn in a checkpoint locks everyone out.
func TestPowerLossNeedsTheGeometry(t *testing.T) {
	vaulttest.Without(t, vaulttest.Geometry)
	k := keyOf(t, 1)
	unopenable, _, _ := losses(t, k, recordDeeds(t, k), 80)
	if unopenable == 0 {
		t.Error("80 cuts found no torn page 1: the simulation proves nothing")
	}
}
