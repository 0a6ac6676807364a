package notices

import (
	"lianshen/app"
	"lianshen/reports/document"
)

// Set makes the documents of several papers, in the order they are wanted. Refused: a set of nothing ("forms.none"), and
// what [Compose] refuses.
func Set(d app.Dossier, o Options, kinds ...Kind) ([]*document.Document, error) {
	var all []*document.Document
	for _, k := range kinds {
		docs, err := Compose(k, d, o)
		if err != nil {
			return nil, err
		}
		all = append(all, docs...)
	}
	if len(all) == 0 {
		return nil, app.Refuse("forms.none")
	}
	return all, nil
}
