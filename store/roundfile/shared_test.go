package roundfile_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"

	"lianshen/app"
	"lianshen/store/roundfile"
	"lianshen/store/shipped"
)

// edited gives a shipped law as an office has edited it.
func edited(t *testing.T) app.Law {
	t.Helper()
	l, err := app.Get[app.Law](context.Background(), loaded(t, &roundfile.File{Round: app.Round{ID: "019c98a0-0045-7f14-ad0e-118f53cbac84", Name: "空", Year: 2026}}),
		app.DeriveID(app.KindLaw, "", "civil-servant-law"))
	if err != nil {
		t.Fatal(err)
	}
	l.Status, l.Number, l.Short = "repealed", "主席令第999号", "旧公务员法"
	return l
}

func TestEditedShippedLawSurvivesTheFile(t *testing.T) {
	ctx := context.Background()
	for name, edit := range map[string]func(*app.Law){
		"name":         func(l *app.Law) { l.Name += "（修订）" },
		"English name": func(l *app.Law) { l.NameEn += " (revised)" },
		"short name":   func(l *app.Law) { l.Short = "公法" },
		"number":       func(l *app.Law) { l.Number = "主席令第999号" },
		"status":       func(l *app.Law) { l.Status = "repealed" },
		"mark": func(l *app.Law) {
			l.Mark = app.Mark(map[app.Mark]app.Mark{app.Verified: app.Unverified, app.Unverified: app.Verified}[l.Mark])
		},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := roundfile.Sample(roundfile.SampleToday)
			if err != nil {
				t.Fatal(err)
			}
			w := loaded(t, f)
			var want app.Law
			err = app.Amend(ctx, w.Desk(), app.VerbSaveLaw, app.DeriveID(app.KindLaw, "", "civil-servant-law"), func(l *app.Law) error {
				edit(l)
				want = *l
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			once := dumped(t, w)
			again, err := roundfile.Read(bytes.NewReader(once))
			if err != nil {
				t.Fatal(err)
			}
			if len(again.Laws) != 1 || again.Laws[0] != want {
				t.Fatalf("the file has %+v", again.Laws)
			}
			copied := loaded(t, again)
			if got, err := app.Get[app.Law](ctx, copied, want.ID); err != nil || got != want {
				t.Errorf("loaded as %+v, %v", got, err)
			}
			if twice := dumped(t, copied); !bytes.Equal(once, twice) {
				t.Errorf("the second dump differs: %s", firstDifference(twice, once))
			}
		})
	}
}

func TestShippedLawStandsInAFileOnlyAsItself(t *testing.T) {
	for _, x := range []struct {
		name string
		law  func(app.Law) app.Law
		code string
		path string
	}{
		{"as itself", func(l app.Law) app.Law { return l }, "", ""},
		{"under another identity", func(l app.Law) app.Law { l.ID = "019c98a0-0045-7f14-ad0e-118f53cbffff"; return l }, "roundfile.twice", "laws[0].code"},
		{"under another code", func(l app.Law) app.Law { l.Code = "another-law"; return l }, "roundfile.twice", "laws[0].id"},
	} {
		t.Run(x.name, func(t *testing.T) {
			f, err := roundfile.Sample(roundfile.SampleToday)
			if err != nil {
				t.Fatal(err)
			}
			f.Laws = []app.Law{x.law(edited(t))}
			var b bytes.Buffer
			if err := roundfile.Write(&b, f); err != nil {
				t.Fatal(err)
			}
			_, err = roundfile.Read(&b)
			var e *app.Error
			if app.CodeOf(err) != x.code || errors.As(err, &e) && (e.Args["path"] != x.path || e.Args["line"].(int) < 2) {
				t.Errorf("%v", err)
			}
		})
	}
}

// A noun of the file that takes the place of a shipped checklist or calendar would change it for everybody.
func TestNothingTakesTheIdentityOfWhatIsShipped(t *testing.T) {
	nouns, err := shipped.Nouns()
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[app.Kind]bool{}
	for _, n := range nouns {
		if kinds[n.NounKind()] {
			continue
		}
		kinds[n.NounKind()] = true
		f, err := roundfile.Sample(roundfile.SampleToday)
		if err != nil {
			t.Fatal(err)
		}
		f.Units = append(f.Units, app.Unit{ID: n.NounID(), Name: "某局", Kind: app.Organ})
		var b bytes.Buffer
		if err := roundfile.Write(&b, f); err != nil {
			t.Fatal(err)
		}
		if _, err := roundfile.Read(&b); app.CodeOf(err) != "roundfile.twice" {
			t.Errorf("%s: %v", n.NounKind(), err)
		}
	}
	if len(kinds) != 3 {
		t.Errorf("only %v are shipped", kinds)
	}
}

func TestUnitsNobodyReviewsYetSurviveTheFile(t *testing.T) {
	f, err := roundfile.Sample(roundfile.SampleToday)
	if err != nil {
		t.Fatal(err)
	}
	spare := app.Unit{ID: "019c98a0-0045-7f14-ad0e-118f53cbffff", Name: "青禾县档案馆", Kind: app.Organ}
	f.Units = append(f.Units, spare)
	w := loaded(t, f)
	again, err := roundfile.FromReader(context.Background(), w)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(again.Units, spare) {
		t.Error("a unit without a case was lost")
	}
}

func TestSecondRoundOfTheSamePeopleLoadsBesideTheFirst(t *testing.T) {
	ctx := context.Background()
	f, err := roundfile.Sample(roundfile.SampleToday)
	if err != nil {
		t.Fatal(err)
	}
	w := loaded(t, f)
	next := app.Round{ID: "019c98a0-0045-7f14-ad0e-118f53cbfffe", Name: "2027年度", Year: 2027, Settings: app.DefaultSettings()}
	second := &roundfile.File{Format: roundfile.Format, Round: next, People: f.People, Units: f.Units[:2]}
	second.Units = append(second.Units, app.Unit{ID: "019c98a0-0045-7f14-ad0e-118f53cbfffd", Name: "青禾县档案馆", Kind: app.Organ})
	if err := w.Load(ctx, second.Nouns(), app.VerbLoad); err != nil {
		t.Fatal(err)
	}
	second.Units[2].Name = "青禾县档案局"
	second.Round.ID = "019c98a0-0045-7f14-ad0e-118f53cbfffc"
	err = w.Load(ctx, second.Nouns(), app.VerbLoad)
	var e *app.Error
	if !errors.As(err, &e) || e.Code != "noun.differs" || e.Args["name"] != "青禾县档案局" {
		t.Errorf("refused as %v", err)
	}
	one, err := roundfile.FromRound(ctx, w, f.Round.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(one.Cases) != len(f.Cases) || len(one.Units) != len(f.Units)+1 {
		t.Errorf("the first round has %d cases and %d units", len(one.Cases), len(one.Units))
	}
}
