package bundle

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store/roundfile"
	"lianshen/store/storetest"
	"lianshen/ui/i18n"
)

var noon = time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Clean()
	os.Exit(code)
}

// The archive of a case of the sample, with one original there and one that is missing, is whole and says so.
func TestTheArchiveOfACaseIsWholeInBothLanguages(t *testing.T) {
	ctx := context.Background()
	ws := storetest.Sample(t, noon)
	c, err := ws.CaseByNumber(ctx, "LS2026-003")
	if err != nil {
		t.Fatal(err)
	}
	hash, size, err := ws.Attach(ctx, strings.NewReader("会议记录的扫描件"), "扫描件.txt")
	if err != nil {
		t.Fatal(err)
	}
	for i, h := range []string{hash, strings.Repeat("0", 64)} {
		e := app.Evidence{Case: c.ID, Title: []string{"在的", "不在的"}[i], Kind: "document", Method: app.MethodDocuments, Number: 900 + i,
			CollectedBy: "甲、乙", CollectedOn: app.MustDate("2026-05-01"), FileName: "扫描件.txt", FileHash: h, FileSize: size}
		if _, err := ws.Desk().AddEvidence(ctx, e); err != nil {
			t.Fatal(err)
		}
	}
	for _, lang := range []string{i18n.English, i18n.Chinese} {
		if err := i18n.SetLanguage(lang); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "档案")
		made, err := Save(ctx, ws, ws.Desk(), c.ID, Options{Path: path}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if made.Path != path+".zip" || made.Originals != 1 || len(made.Lacking) != 1 || made.Lacking[0].Evidence.Title != "不在的" {
			t.Errorf("%s: made %+v", lang, made)
		}
		files := map[string][]byte{}
		z, err := zip.OpenReader(made.Path)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if files[f.Name], err = io.ReadAll(r); err != nil {
				t.Fatal(err)
			}
		}
		z.Close()
		pdfs := 0
		for name, data := range files {
			switch filepath.Ext(name) {
			case ".html":
				wellFormed(t, name, data)
				if bytes.Contains(data, []byte("⟦")) {
					t.Errorf("%s %s lacks words", lang, name)
				}
			case ".pdf":
				pdfs++
			}
			sum := sha256.Sum256(data)
			if name != "SHA256SUMS" && !strings.Contains(string(files["SHA256SUMS"]), hex.EncodeToString(sum[:])+"  "+name+"\n") {
				t.Errorf("%s stands not in the sums", name)
			}
		}
		if pdfs == 0 {
			t.Error("no report is in the archive")
		}
		if string(files["originals/900_扫描件.txt"]) != "会议记录的扫描件" {
			t.Error("the original is not as it was")
		}
		round, err := roundfile.Read(bytes.NewReader(files["data/case.json"]))
		if err != nil || round.Cases[0].Case.Number != "LS2026-003" {
			t.Errorf("the data do not read: %v", err)
		}
		if !strings.Contains(string(files["pages/history.html"]), storetest.Person) {
			t.Error("the pages do not say who did what")
		}
	}
	if u := i18n.Unknown(); len(u) > 0 {
		t.Errorf("texts missing: %v", u)
	}
}

func wellFormed(t *testing.T, name string, data []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
}

func TestAWeakPhraseIsRefusedBeforeAnythingIsNoted(t *testing.T) {
	ctx := context.Background()
	ws := storetest.Sample(t, noon)
	c, err := ws.CaseByNumber(ctx, "LS2026-003")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	_, before, _ := ws.Tip()
	if _, err := Save(ctx, ws, ws.Desk(), c.ID, Options{Path: filepath.Join(dir, "a"), Phrase: "abc123"}, nil); app.CodeOf(err) != "phrase.weak" {
		t.Error(err)
	}
	if _, after, _ := ws.Tip(); after != before {
		t.Error("something was noted")
	}
	made, err := Save(ctx, ws, ws.Desk(), c.ID, Options{Path: filepath.Join(dir, "a.zip"), Phrase: "lantern gravel seven herons", Work: 10}, nil)
	if err != nil || filepath.Base(made.Path) != "a.zip.age" {
		t.Errorf("%s, %v", made.Path, err)
	}
	if list, _ := os.ReadDir(dir); len(list) != 1 {
		t.Errorf("%v", list)
	}
}

func TestPathsGetTheEndingOfWhatTheyHold(t *testing.T) {
	for _, c := range []struct {
		in     string
		phrase bool
		want   string
	}{{"a", false, "a.zip"}, {"a.zip", false, "a.zip"}, {"a.ZIP", false, "a.ZIP"}, {"a", true, "a.zip.age"}, {"a.zip", true, "a.zip.age"}, {"a.zip.age", true, "a.zip.age"}} {
		if got := Path(c.in, c.phrase); got != c.want {
			t.Errorf("%s becomes %s, not %s", c.in, got, c.want)
		}
	}
}
