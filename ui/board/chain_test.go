package board

import (
	"reflect"
	"testing"

	"lianshen/app"
	"lianshen/ui/i18n"
)

func TestAChainIsEditedAsLines(t *testing.T) {
	for _, lang := range []string{i18n.Chinese, i18n.English} {
		if err := i18n.SetLanguage(lang); err != nil {
			t.Fatal(err)
		}
		got, err := readChain(chainText(app.CountyChain()))
		if err != nil || !reflect.DeepEqual(got, app.CountyChain()) {
			t.Errorf("%s: there and back: %+v %v", lang, got, err)
		}
	}
	if err := i18n.SetLanguage(i18n.Chinese); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text, code string
		want       []app.ChainStep
	}{
		{"", "", nil},
		{"\n审理;;\n", "", []app.ChainStep{{Name: "审理"}}},
		{"复核；reviewer, approver；3", "", []app.ChainStep{{Name: "复核", Roles: app.NewSet("reviewer", "approver"), Days: 3}}},
		{"复核；门卫；3", "chain.role", nil},
		{"复核；reviewer；三", "chain.days", nil},
	} {
		got, err := readChain(c.text)
		if app.CodeOf(err) != c.code || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %+v %v", c.text, got, err)
		}
	}
}
