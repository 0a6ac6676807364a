package vault

import (
	"strings"
	"testing"

	"lianshen/app"
)

func TestAnOfficeKeyIsReadHoweverItWasPasted(t *testing.T) {
	secret, public, err := NewOffice()
	if err != nil || !strings.HasPrefix(public, "age1") {
		t.Fatal(public, err)
	}
	swapped := secret[:30] + string(secret[31]) + string(secret[30]) + secret[32:]
	if secret[30] == secret[31] {
		swapped = secret[:30] + secret[31:]
	}
	for _, c := range []struct {
		name, text   string
		meant, sound bool
	}{
		{"as drawn", secret, true, true},
		{"in two lines", " " + secret[:40] + "\r\n\t" + secret[40:] + "\n", true, true},
		{"in groups of four", secret[:16] + " " + secret[16:20] + "  " + secret[20:], true, true},
		{"small", strings.ToLower(secret), true, true},
		{"the whole file", "# public key: " + public + "\n" + secret + "\n", true, true},
		{"two characters exchanged", swapped, true, false},
		{"cut off", secret[:70], true, false},
		{"the public half", public, false, false},
		{"a recovery key", "7K3M-9QXA-0000", false, false},
		{"nothing", "\n", false, false},
	} {
		got, err := ParseOffice(c.text)
		if IsOffice(c.text) != c.meant || (err == nil) != c.sound || c.sound && got != secret || !c.sound && (app.CodeOf(err) != "office.form" || got != "") {
			t.Errorf("%s: meant %v, %v", c.name, IsOffice(c.text), err)
		}
		if err != nil && strings.Contains(err.Error(), secret[16:40]) {
			t.Errorf("%s: the error tells the secret", c.name)
		}
	}
}
