package roundfile_test

import (
	"bytes"
	"maps"
	"testing"

	"lianshen/app"
	"lianshen/assets"
	"lianshen/store/roundfile"
)

// How a round numbers papers and forms goes along in its file, through a workspace and back; a file with a scheme that
// cannot number is refused with the place.
func TestTheNumberingOfARoundGoesAlong(t *testing.T) {
	f, err := roundfile.Read(bytes.NewReader(assets.SampleRound()))
	if err != nil {
		t.Fatal(err)
	}
	f.Round.Settings.Indexes = map[string]string{"sheet": "证{三责}{项目}-{序号3}"}
	f.Round.Settings.FormNumbers = map[string]string{"talk": "青联审表五"}
	again, err := roundfile.Read(bytes.NewReader(dumped(t, loaded(t, f))))
	if err != nil {
		t.Fatal(err)
	}
	if s := again.Round.Settings; !maps.Equal(s.Indexes, f.Round.Settings.Indexes) || !maps.Equal(s.FormNumbers, f.Round.Settings.FormNumbers) {
		t.Errorf("came back as %v, %v", s.Indexes, s.FormNumbers)
	}
	f.Round.Settings.Indexes["sheet"] = "证{三责}{项目}"
	var b bytes.Buffer
	if err := roundfile.Write(&b, f); err != nil {
		t.Fatal(err)
	}
	if _, err := roundfile.Read(&b); app.CodeOf(err) == "" {
		t.Errorf("a scheme without a serial number was read: %v", err)
	}
}
