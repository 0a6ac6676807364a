package store

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// factsOf gives a report as one text: every value that a person could read.
func factsOf(d DoctorReport) string {
	var b strings.Builder
	for _, f := range d.Facts {
		fmt.Fprintln(&b, f.Key, f.Args)
	}
	return b.String()
}

func TestTheDoctorTellsNothingPersonal(t *testing.T) {
	w, o := filled(t)
	mustBackup(t, w, "hand")
	answerOnce(t, w, "附件不全的会议记录")
	open, err := Doctor(ctx, w.dir, w)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	closed, err := Doctor(ctx, w.dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{factsOf(open), factsOf(closed)} {
		for _, secret := range []string{o.Person, o.Phrase, o.Laptop, "桥", "LS2026", "附件不全", "台账", w.dir, "2026年度", os.TempDir(), "TestTheDoctor"} {
			if strings.Contains(text, secret) {
				t.Errorf("%q stands in\n%s", secret, text)
			}
		}
	}
	for _, key := range []string{"doctor.program", "doctor.sqlite", "doctor.counts", "doctor.backups", "doctor.trial.none", "doctor.keys", "doctor.structure", "doctor.unclean", "doctor.recovery"} {
		if !strings.Contains(factsOf(open), key+" ") {
			t.Errorf("no %s in\n%s", key, factsOf(open))
		}
	}
	if strings.Contains(factsOf(closed), "doctor.counts") || !strings.Contains(factsOf(closed), "doctor.database") {
		t.Errorf("closed:\n%s", factsOf(closed))
	}
}

func TestTheDoctorFindsWhatIsWorthALook(t *testing.T) {
	for _, c := range []struct {
		name string
		harm func(dir string) error
		key  string
	}{
		{"no manifest", func(dir string) error { return os.Remove(manifestPath(dir)) }, "doctor.folder.bad"},
		{"a cut database", func(dir string) error { return os.Truncate(databasePath(dir), 5000) }, "doctor.database"},
		{"no key file", func(dir string) error {
			return errorsOf(os.Remove(keyPath(dir)), os.Remove(keyPath(dir)+".old"))
		}, "doctor.keys.bad"},
		{"no backups", func(dir string) error { return os.RemoveAll(BackupsDir(dir)) }, "doctor.backups.none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, _ := filled(t)
			mustBackup(t, w, "hand")
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if err := c.harm(w.dir); err != nil {
				t.Fatal(err)
			}
			report, err := Doctor(ctx, w.dir, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range report.Facts {
				if f.Key == c.key && f.Bad {
					return
				}
			}
			t.Errorf("not told:\n%s", factsOf(report))
		})
	}
}

func errorsOf(all ...error) error {
	for _, err := range all {
		if err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}
