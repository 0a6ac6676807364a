package app

import "context"

// Check refuses a noun that breaks a rule of its kind, with a sentence that names the field.
func Check(ctx context.Context, r Reader, n Noun) error {
	if !n.NounID().Valid() {
		return Refuse("id.invalid", "id", string(n.NounID()))
	}
	return nil
}
