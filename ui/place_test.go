package ui

import (
	"slices"
	"testing"

	"lianshen/store"
)

// Who types the beginning of a code finds what bears it first, in order; what only holds the words comes behind, as
// the search ranked it.
func TestSearchPutsWhatIsCalledByTheWordsFirst(t *testing.T) {
	var found []store.Hit
	for _, title := range []string{"重复支付", "XR-2-05 提前动议", "记录补写", "xr-1-02 权限", "XR-1-01 用人导向"} {
		found = append(found, store.Hit{Title: title})
	}
	nameFirst(found, " XR-")
	var got []string
	for _, h := range found {
		got = append(got, h.Title)
	}
	want := []string{"XR-1-01 用人导向", "XR-2-05 提前动议", "xr-1-02 权限", "重复支付", "记录补写"}
	if !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}
