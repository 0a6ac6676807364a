package ui

import (
	"bytes"
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"log/slog"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	fynedesktop "fyne.io/fyne/v2/driver/desktop"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// hiddenName stands behind a code in the vault of a case, and in every text of it, see storetest.PlantNames.
const hiddenName = storetest.HiddenName

var pageName = regexp.MustCompile(`^[pP]age[A-Z]`)

// places gives every place of the window: each room that is registered, with the pages that its package names.
func places(t *testing.T, entries []shell.Entry) []string {
	t.Helper()
	pages := map[string][]string{shell.RoomBoard: {"round"}}
	for _, s := range app.Stages {
		pages[shell.RoomCase] = append(pages[shell.RoomCase], string(s))
	}
	folders := map[string]string{"casefile": shell.RoomCase}
	err := filepath.WalkDir(".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		room := filepath.Base(filepath.Dir(path))
		if folders[room] != "" {
			room = folders[room]
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			spec, is := n.(*ast.ValueSpec)
			if !is {
				return true
			}
			for i, name := range spec.Names {
				if !pageName.MatchString(name.Name) || i >= len(spec.Values) {
					continue
				}
				if lit, is := spec.Values[i].(*ast.BasicLit); is && lit.Kind == token.STRING {
					if page, err := strconv.Unquote(lit.Value); err == nil && page != "" {
						pages[room] = append(pages[room], page)
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name)
		for _, p := range pages[e.Name] {
			out = append(out, e.Name+"/"+p)
		}
	}
	if len(out) < 40 {
		t.Errorf("only %d places: %v", len(out), out)
	}
	return out
}

// copied gives what lies on the clipboard after all rows of every table in view were copied.
func (x *world) copied() string {
	var all strings.Builder
	shelltest.Walk(x.d.window.Content(), func(o fyne.CanvasObject) bool {
		if table, is := o.(*kit.DataTable); is {
			fyne.CurrentApp().Clipboard().SetContent("")
			x.d.window.Canvas().Focus(table)
			table.TypedShortcut(&fyne.ShortcutSelectAll{})
			table.TypedShortcut(&fyne.ShortcutCopy{})
			x.settle()
			all.WriteString(fyne.CurrentApp().Clipboard().Content() + "\n")
		}
		return true
	})
	return all.String()
}

// TestNoRoomShowsANameToWhoMayNotSeeIt goes to every place of the window, with a record of each kind in hand, looks at
// every text that is drawn and copies every table: as an inspector of another strand nowhere a name, as one who may see it
// in most rooms. What the program notes for its makers meanwhile, down to the least, names nobody whoever is at work.
func TestNoRoomShowsANameToWhoMayNotSeeIt(t *testing.T) {
	var log bytes.Buffer
	former := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(former) })
	ctx := context.Background()
	ws := storetest.Sample(t, noon)
	c, firsts := storetest.PlantNames(t, ws, "LS2026-001")
	people, err := app.List[app.Person](ctx, ws, "")
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(people, func(p app.Person) bool { return p.Name == "华取证" })
	if i < 0 || people[i].Strands.Has(string(app.Review)) {
		t.Fatal("nobody in the sample works on the audit alone")
	}
	dir := ws.Dir()
	if err := ws.AddSeat(ctx, people[i].ID, "乙机", theirs); err != nil {
		t.Fatal(err)
	}
	if err := ws.Close(); err != nil {
		t.Fatal(err)
	}
	at := func(phrase string) map[string]bool {
		x := start(t, t.TempDir(), Options{Lang: "zh", Workspace: dir, Phrase: func() (string, error) { return phrase, nil }})
		x.until(func() bool { return x.d.ws != nil })
		if top := x.top(); top != nil {
			x.press(top, i18n.T("secrecy.read"))
		}
		shown := map[string]bool{}
		look := func(place string) {
			x.settle()
			words := x.words() + x.d.window.Title()
			if len(app.FindNames(words, []app.Alias{{Name: hiddenName}})) > 0 || strings.Contains(words, "13900000000") || strings.Contains(words, "保密的话") {
				shown[place] = true
			}
			if len(app.FindNames(x.copied(), []app.Alias{{Name: hiddenName}})) > 0 {
				shown["copied from "+place] = true
			}
		}
		for _, room := range places(t, x.d.place(x.d.ws).Entries) {
			x.d.shell.Go(shell.Route{Room: room, Case: c.ID})
			look(room)
		}
		for kind, id := range firsts {
			r := routeOf(store.Hit{Kind: kind, ID: id, Case: c.ID})
			x.d.shell.Go(r)
			look(r.Room + " with a " + string(kind))
		}
		for _, item := range []string{"XR-1-01", "JJ-1-01", "JJ-3-02"} {
			x.d.shell.Go(shell.Route{Room: shell.RoomBench, Case: c.ID, Ref: item})
			look(shell.RoomBench)
		}
		x.d.shell.Go(shell.Route{Room: shell.RoomBoard})
		x.settle()
		for _, words := range []string{hiddenName, "若溪", "审计"} {
			x.d.shell.TypedShortcut(&fynedesktop.CustomShortcut{KeyName: fyne.KeyK, Modifier: fyne.KeyModifierControl})
			x.settle()
			if entries := shelltest.Entries(x.top()); len(entries) > 0 {
				entries[0].SetText(words)
				x.settle()
				entries[0].SetText(words + " ") // what was typed is not what was found
				if text := strings.ReplaceAll(x.words(), words+" \n", ""); strings.Contains(text, "若溪") {
					shown["search"] = true
				}
			}
			if entries := shelltest.Entries(x.top()); len(entries) > 0 && entries[0].OnEscape != nil {
				entries[0].OnEscape()
			}
			x.settle()
		}
		x.quit()
		return shown
	}
	if shown := at(storetest.Phrase); len(shown) < 8 {
		t.Errorf("who may see the name sees it only in %v: this test does not look", slices.Sorted(maps.Keys(shown)))
	} else if !slices.ContainsFunc(slices.Collect(maps.Keys(shown)), func(place string) bool { return strings.HasPrefix(place, "copied from ") }) {
		t.Errorf("who may see the name copies it from no table: this test does not copy")
	} else {
		t.Logf("who may see it: %v", slices.Sorted(maps.Keys(shown)))
	}
	if shown := at(theirs); len(shown) > 0 {
		t.Errorf("shown to who may not see it: %v", slices.Sorted(maps.Keys(shown)))
	}
	if log.Len() == 0 {
		t.Error("the program notes nothing: this test does not look")
	}
	if noted := log.String(); len(app.FindNames(noted, []app.Alias{{Name: hiddenName}})) > 0 || strings.Contains(noted, "13900000000") || strings.Contains(noted, "保密的话") {
		t.Error("a name stands in the log")
	}
}
