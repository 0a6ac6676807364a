package store

import "lianshen/store/vault"

// testPhrase opens every workspace of these tests.
const testPhrase = "县 城 的 第七 棵 槐树"

// quick fills in what tests of another matter do not care about.
func quick(o Options) Options {
	if o.Phrase == "" {
		o.Phrase = testPhrase
	}
	o.Cost, o.Log = vault.Lowest, silent
	return o
}
