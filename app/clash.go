package app

import "context"

// Clash is a field about which people contradict each other until one of them chooses, or a noun that one deleted and
// another changed meanwhile (Field "").
type Clash struct {
	Entity ID
	Kind   Kind
	Field  string // path, as in Change; "" = whether the noun is to be there at all
	Strand Strand // of the strand alone; "" = common to all, or of several
}

// ClashReader is a Reader that knows what clashes as of its moment. A Reader that is none knows of no clashes.
type ClashReader interface {
	Reader
	// EachClash gives every open clash of the workspace; Strand may be left empty, LoadDossier fills it in.
	EachClash(ctx context.Context, f func(Clash) error) error
}
