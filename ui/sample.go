package ui

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"

	"lianshen/app"
	"lianshen/store"
)

// sampleFile is the file beside a sample workspace that holds its pass phrase. Nothing in a sample is real: the phrase is
// there so that the sample is encrypted like every other workspace and still opens with one click.
const sampleFile = "sample.passphrase"

func besideSample(dir string) string { return filepath.Join(filepath.Dir(dir), sampleFile) }

// sampleOf gives the pass phrase that lies beside a sample, and whether there is one. Beside a workspace that is not a
// sample no file is read.
func sampleOf(dir string) (string, bool) {
	if !store.IsSample(dir) {
		return "", false
	}
	raw, err := os.ReadFile(besideSample(dir))
	phrase, _, _ := strings.Cut(string(raw), "\n")
	phrase = strings.TrimSpace(phrase)
	return phrase, err == nil && phrase != ""
}

// newSample gives the pass phrase for a sample at dir: the one that lies there already, for other samples in the same
// folder use it, else a random one, which it writes there.
func newSample(dir string) (string, error) {
	path := besideSample(dir)
	if raw, err := os.ReadFile(path); err == nil {
		line, _, _ := strings.Cut(string(raw), "\n")
		if line = strings.TrimSpace(line); line != "" {
			return line, nil
		}
	}
	phrase := rand.Text() // 130 bits
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", app.Refuse("file.unwritable", "path", path)
	}
	if err := os.WriteFile(path, []byte(phrase+"\n"), 0o600); err != nil {
		return "", app.Refuse("file.unwritable", "path", path)
	}
	return phrase, nil
}
