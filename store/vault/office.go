package vault

import (
	"fmt"
	"strings"

	"filippo.io/age"

	"lianshen/app"
)

// officeStart begins the secret half of every office key.
const officeStart = "AGE-SECRET-KEY-1"

// NewOffice draws the key pair of an office, an age X25519 one: secret ("AGE-SECRET-KEY-1…") is for OpenEscrow, public
// ("age1…") for SetEscrow.
func NewOffice() (secret, public string, err error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return "", "", fmt.Errorf("draw an office key: %w", err)
	}
	return id.String(), id.Recipient().String(), nil
}

// IsOffice says whether a text that a person has typed or pasted is meant as the secret half of an office key, by its
// beginning.
func IsOffice(text string) bool { return strings.HasPrefix(bare(text), officeStart) }

// ParseOffice reads the secret half of an office key, forgiving of case, blanks, line breaks and the lines of the key's
// file that begin with "#". It refuses with "office.form" what is not whole: characters at the end prove the others.
func ParseOffice(text string) (secret string, err error) {
	id, err := age.ParseX25519Identity(bare(text))
	if err != nil {
		return "", app.Refuse("office.form")
	}
	return id.String(), nil
}

// bare gives the characters of a key without the remarks and the blanks around and in it.
func bare(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(strings.TrimSpace(line), "#") {
			b.WriteString(strings.Join(strings.Fields(line), ""))
		}
	}
	return strings.ToUpper(b.String())
}
