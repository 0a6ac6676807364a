package i18n_test

import (
	"testing"

	"lianshen/app"
	"lianshen/ui/i18n"
)

func TestOneThingIsNotCalledMany(t *testing.T) {
	t.Cleanup(func() { _ = i18n.SetLanguage(i18n.Chinese) })
	for _, x := range []struct {
		text string
		n    any
		want string
	}{
		{"{n} items kept", 1, "1 item kept"},
		{"{n} items kept", 2, "2 items kept"},
		{"{n} items are not in the file", 1, "1 item is not in the file"},
		{"overdue {n} working days", 1, "overdue 1 working day"},
		{"{m} files, {n} pages", 1, "{m} files, 1 page"},
		{"finding {n} is open", 1, "finding 1 is open"},
		{"{n} was kept", 1, "1 was kept"},
		{"{n} items kept", "11", "11 items kept"},
	} {
		if err := i18n.SetLanguage(i18n.English); err != nil {
			t.Fatal(err)
		}
		if got := i18n.Fill(x.text, "n", x.n); got != x.want {
			t.Errorf("%q with %v: %q, want %q", x.text, x.n, got, x.want)
		}
		if err := i18n.SetLanguage(i18n.Chinese); err != nil {
			t.Fatal(err)
		}
		if got := i18n.Fill("{n} items", "n", 1); got != "1 items" {
			t.Errorf("a Chinese text was changed: %q", got)
		}
	}
}

// A list of strands in a refusal is read in words, not in codes.
func TestRefusalNamesStrandsInWords(t *testing.T) {
	sentence, _ := i18n.Error(app.Refuse("drafts.missing", "strands", []app.Strand{app.Review, app.Audit}))
	want := i18n.T("error.drafts.missing", "strands", i18n.List([]string{i18n.Enum("strand", app.Review), i18n.Enum("strand", app.Audit)}))
	if sentence != want {
		t.Errorf("%q, want %q", sentence, want)
	}
}
