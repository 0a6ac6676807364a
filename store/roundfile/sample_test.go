package roundfile

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"lianshen/assets"
)

var update = flag.Bool("update", false, "write the canonical form of the sample back")

func TestSampleIsCanonical(t *testing.T) {
	f, err := Read(bytes.NewReader(assets.SampleRound()))
	if err != nil {
		t.Fatal(explain(err))
	}
	var b bytes.Buffer
	if err := Write(&b, f); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("../../assets/sample/round.json", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(b.Bytes(), assets.SampleRound()) {
		t.Fatal("the sample is not in canonical form: go test ./store/roundfile -run Canonical -update")
	}
}
