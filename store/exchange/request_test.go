package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"

	"lianshen/app"
)

func request(s seat) Request {
	return Request{Person: "李卫国", Dept: "县委组织部", Laptop: "二号机", Sign: s.Public(), Box: s.box.Recipient().String(), Made: 1_795_000_000_000, Program: "1.0.0"}
}

func encoded(t testing.TB, s seat, r Request) []byte {
	t.Helper()
	raw, err := r.Encode(s.sign)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestARequestIsReadAsItWasMade(t *testing.T) {
	s := sit(t, 1)
	raw := encoded(t, s, request(s))
	got, err := ReadRequest(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	want := request(s)
	want.Format, want.Seat, want.Sig = RequestFormat, s.ID, got.Sig
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if _, err := DecodeRequest(append([]byte("\ufeff"), raw...)); err != nil {
		t.Errorf("with a byte order mark: %v", err)
	}
	if _, err := ReadRequest(iotest.ErrReader(errors.New("gone"))); err == nil || app.CodeOf(err) != "" {
		t.Errorf("a fault of the medium: %v", err)
	}
}

func TestAFingerprintStandsForBothKeys(t *testing.T) {
	a, b := sit(t, 1), sit(t, 2)
	form := regexp.MustCompile(`^\d{4} \d{4} \d{4} \d{4}$`)
	seen := map[string]bool{}
	for _, sign := range [][]byte{a.Public(), b.Public()} {
		for _, box := range []string{a.box.Recipient().String(), b.box.Recipient().String()} {
			f := Fingerprint(sign, box)
			if !form.MatchString(f) || seen[f] || f != Fingerprint(sign, box) {
				t.Errorf("fingerprint %q", f)
			}
			seen[f] = true
		}
	}
	if r := request(a); r.Fingerprint() != Fingerprint(r.Sign, r.Box) {
		t.Error("a request has another fingerprint than its seat")
	}
	// It is printed on paper and compared for years.
	if got := Fingerprint(bytes.Repeat([]byte{7}, 32), "age1"+strings.Repeat("q", 58)); got != "1721 7017 1862 0515" {
		t.Errorf("the fingerprint of known keys is now %s", got)
	}
}

func TestBadRequests(t *testing.T) {
	s, other := sit(t, 1), sit(t, 2)
	good := encoded(t, s, request(s))
	code := func(raw []byte) string {
		_, err := DecodeRequest(raw)
		return app.CodeOf(err)
	}
	for name, x := range map[string]struct {
		raw  []byte
		want string
	}{
		"nothing":          {nil, "request.foreign"},
		"a zip":            {[]byte("PK\x03\x04"), "request.foreign"},
		"other JSON":       {[]byte(`{"file":"else","request":{}}`), "request.foreign"},
		"half":             {good[:len(good)/2], "request.damaged"},
		"behind the end":   {append(bytes.Clone(good), '}'), "request.damaged"},
		"a changed name":   {bytes.Replace(good, []byte("李卫国"), []byte("李卫民"), 1), "request.damaged"},
		"a changed key":    {bytes.Replace(good, []byte(s.box.Recipient().String()), []byte(other.box.Recipient().String()), 1), "request.damaged"},
		"too long":         {append(bytes.Clone(good), bytes.Repeat([]byte(" "), MaxRequest)...), "request.damaged"},
		"no request in it": {[]byte(`{"file":"` + requestName + `"}`), "request.damaged"},
		"deep":             {[]byte(`{"file":"` + requestName + `","request":` + strings.Repeat("[", 20_000)), "request.damaged"},
	} {
		if got := code(x.raw); got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
	for i := range good {
		bent := bytes.Clone(good)
		bent[i] ^= 1
		// A bit in the names of the members that stand outside of what is signed may leave them as they are read.
		if r, err := DecodeRequest(bent); err == nil {
			r.Sig = nil
			want := request(s)
			want.Format, want.Seat = RequestFormat, s.ID
			if !reflect.DeepEqual(r, want) {
				t.Errorf("a bit of byte %d is flipped: %+v", i, r)
			}
		}
	}
}

func TestRequestsThatSayWhatCannotBe(t *testing.T) {
	s, other := sit(t, 1), sit(t, 2)
	for name, spoil := range map[string]func(*Request){
		"another's seat":  func(r *Request) { r.Seat = other.ID },
		"no name":         func(r *Request) { r.Person = " " },
		"control in name": func(r *Request) { r.Person = "李\x1b[2J" },
		"direction marks": func(r *Request) { r.Dept = "部\u202e" },
		"a long name":     func(r *Request) { r.Laptop = strings.Repeat("机", maxText+1) },
		"no box":          func(r *Request) { r.Box = "age1" },
		"short key":       func(r *Request) { r.Sign = r.Sign[:31] },
		"no time":         func(r *Request) { r.Made = 0 },
		"far future":      func(r *Request) { r.Made = maxMade + 1 },
		"format 0":        func(r *Request) { r.Format = 0 },
	} {
		r := request(s)
		r.Format, r.Seat = RequestFormat, s.ID
		spoil(&r)
		if got := app.CodeOf(sealedRequest(t, s, r, "")); got != "request.damaged" {
			t.Errorf("%s: %q", name, got)
		}
		r = request(s)
		spoil(&r)
		if _, err := r.Encode(s.sign); err == nil && name != "another's seat" && name != "format 0" {
			t.Errorf("%s is written", name)
		}
	}
	if _, err := request(s).Encode(other.sign); err == nil {
		t.Error("a request signed by another key is written")
	}
	r := request(s)
	r.Format, r.Seat = RequestFormat, s.ID
	if err := sealedRequest(t, s, r, `"later":{"a":[1]},`); err != nil {
		t.Errorf("a member from the future: %v", err)
	}
	r.Format = RequestFormat + 1
	r.Program = "9.9\x1b"
	var e *app.Error
	if err := sealedRequest(t, s, r, ""); !errors.As(err, &e) || e.Code != "request.newer" || e.Args["program"] != "9.9" {
		t.Errorf("a newer request: %v", err)
	}
}

// sealedRequest decodes a request that says whatever it says, signed by the seat, with a member put before the others.
func sealedRequest(t *testing.T, s seat, r Request, before string) error {
	t.Helper()
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	raw = append([]byte("{"+before), raw[1:]...)
	file, err := json.Marshal(requestFile{File: requestName, Request: raw, Sig: s.sign(digest(requestLabel, raw))})
	if err != nil {
		t.Fatal(err)
	}
	_, err = DecodeRequest(file)
	return err
}

func BenchmarkFingerprint(b *testing.B) {
	for b.Loop() {
		Fingerprint(make([]byte, 32), "age1")
	}
}
