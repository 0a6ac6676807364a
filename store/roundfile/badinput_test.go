package roundfile

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"lianshen/app"
	"lianshen/assets"
)

var errStick = errors.New("the stick was pulled")

// full is a disk on which room bytes are left.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.room {
		return f.room, errStick
	}
	f.room -= len(p)
	return len(p), nil
}

func TestFaultsOfTheDiskAreHandedOn(t *testing.T) {
	if f, err := Read(iotest.ErrReader(errStick)); f != nil || !errors.Is(err, errStick) {
		t.Errorf("reading: %v, %v", f != nil, err)
	}
	half := iotest.DataErrReader(iotest.TimeoutReader(bytes.NewReader(assets.SampleRound())))
	if f, err := Read(half); f != nil || !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("reading half: %v, %v", f != nil, err)
	}
	if err := Write(&full{room: 1000}, sample(t)); !errors.Is(err, errStick) {
		t.Errorf("writing: %v", err)
	}
}

func TestMarkOfEncodingAtTheBeginningIsPassedOver(t *testing.T) {
	marked := append([]byte("\xef\xbb\xbf"), assets.SampleRound()...)
	f, err := Read(bytes.NewReader(marked))
	if err != nil {
		t.Fatal(explain(err))
	}
	if !bytes.Equal(written(t, f), assets.SampleRound()) {
		t.Error("it reads otherwise")
	}
	if _, err := Read(strings.NewReader("\ufeff\ufeff{}")); app.CodeOf(err) != "roundfile.foreign" {
		t.Errorf("two marks: %v", err)
	}
}

func TestOtherEncodingsAreCalledSo(t *testing.T) {
	wide := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(string(assets.SampleRound()[:2000]))) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	gbk := []byte("{\"format\": \"lianshen.round/1\",\n \"round\": {\"name\": \"\xc7\xe0\xba\xcc\xcf\xd8\"}}") // 青禾县
	for name, data := range map[string][]byte{"UTF-16": wide, "GBK": gbk} {
		if _, err := Read(bytes.NewReader(data)); app.CodeOf(err) != "roundfile.encoding" {
			t.Errorf("%s: %s", name, explain(err))
		}
	}
}

func TestLongestTextAndForeignScriptsAreTakenAsTheyAre(t *testing.T) {
	for name, text := range map[string]string{
		"100,000 characters": strings.Repeat("示", app.TextLimit), "characters beyond the first plane": strings.Repeat("𬴂", app.TextLimit),
		"right-to-left script": "ئۇيغۇرچە", "combining": "e\u0301", "lines": "一\n二", "quotes": `"\/` + "<>&\u00a0",
	} {
		t.Run(name, func(t *testing.T) {
			f := sample(t)
			f.Round.City = text
			once := written(t, f)
			again, err := Read(bytes.NewReader(once))
			if err != nil {
				t.Fatal(explain(err))
			}
			if again.Round.City != text || !bytes.Equal(written(t, again), once) {
				t.Error("it came back otherwise")
			}
		})
	}
}
