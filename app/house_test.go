package app_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// The rules of the house, checked on the source itself. `make lint` runs them by their common name.

const module = "lianshen"

type source struct {
	path string // relative to the root, slash-separated
	dir  string
	file *ast.File
	fset *token.FileSet
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
		t.Fatalf("the root of the project is not above this package: %v", err)
	}
	return dir
}

// parsed keeps what sources gave: many rules are checked on one reading.
var parsed = map[bool][]source{}

// sources parses every Go file of the project; with tests when asked.
func sources(t *testing.T, tests bool) []source {
	t.Helper()
	if parsed[tests] == nil {
		parsed[tests] = parse(t, tests)
	}
	return parsed[tests]
}

func parse(t *testing.T, tests bool) []source {
	t.Helper()
	top := root(t)
	fset := token.NewFileSet()
	var out []source
	err := filepath.WalkDir(top, func(path string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(top, path)
		rel = filepath.ToSlash(rel)
		if e.IsDir() {
			if rel != "." && (strings.HasPrefix(e.Name(), ".") || e.Name() == "testdata" || e.Name() == "out" || e.Name() == "bin") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(rel, ".go") || (!tests && strings.HasSuffix(rel, "_test.go")) {
			return nil
		}
		f, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		out = append(out, source{rel, filepath.ToSlash(filepath.Dir(rel)), f, fset})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 10 {
		t.Fatalf("only %d Go files found: this test looks in the wrong place", len(out))
	}
	return out
}

func (s source) imports() []string {
	var out []string
	for _, i := range s.file.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		out = append(out, p)
	}
	return out
}

func room(dir string) string {
	if dir == "." {
		return "main"
	}
	return strings.SplitN(dir, "/", 2)[0]
}

// allowed says which rooms of the house each may import: main → ui → {store, reports} → app, assets is data.
var allowed = map[string][]string{
	"main":    {"ui", "assets"},
	"ui":      {"ui", "store", "reports", "app", "assets"},
	"store":   {"store", "app", "assets"},
	"reports": {"reports", "app", "assets"},
	"app":     {"app"},
	"assets":  {"assets"},
}

func TestHouseArrowsRunOneWay(t *testing.T) {
	for _, s := range sources(t, false) {
		from := room(s.dir)
		may, known := allowed[from]
		if !known {
			t.Errorf("%s: %s is no room of the house", s.path, from)
			continue
		}
		for _, imp := range s.imports() {
			if imp == "fyne.io/fyne/v2/app" && from != "main" {
				t.Errorf("%s imports %s: only main may", s.path, imp)
			}
			if strings.HasPrefix(imp, "fyne.io/") && from != "main" && from != "ui" {
				t.Errorf("%s imports %s: only ui shows windows", s.path, imp)
			}
			if to, ours := strings.CutPrefix(imp, module+"/"); ours && !slices.Contains(may, room(to)) {
				t.Errorf("%s imports %s: no arrow runs from %s to %s", s.path, imp, from, room(to))
			}
		}
	}
}

func TestHouseRoomsDoNotImportEachOther(t *testing.T) {
	shared := []string{"ui/kit", "ui/i18n", "ui/theme", "ui/shell", "ui/preview", "ui/ask", "ui/clip", "ui/papers", "ui/sweep", "ui/leaving", "ui/prefs", "ui/phrase", "ui/past", "ui/daybook", "ui/bundle", "ui/certificate", "ui/press"}
	for _, s := range sources(t, false) {
		if !strings.HasPrefix(s.dir, "ui/") || slices.Contains(shared, s.dir) {
			continue
		}
		for _, imp := range s.imports() {
			to, ours := strings.CutPrefix(imp, module+"/")
			if ours && strings.HasPrefix(to, "ui/") && !slices.Contains(shared, to) && to != s.dir {
				t.Errorf("%s imports %s: rooms ask the shell to go somewhere, they do not import each other", s.path, imp)
			}
		}
	}
}

func TestHouseKnowsNoNetwork(t *testing.T) {
	for _, s := range sources(t, true) {
		for _, imp := range s.imports() {
			if imp == "net/url" {
				continue // takes addresses apart, opens nothing
			}
			if imp == "net" || strings.HasPrefix(imp, "net/") || imp == "crypto/tls" || strings.HasPrefix(imp, "golang.org/x/net") {
				t.Errorf("%s imports %s: no package of the program may open a socket", s.path, imp)
			}
		}
	}
	// What decides, remembers and prints reaches no HTTP client through its libraries either.
	cmd := exec.Command("go", "list", "-deps", "-f", "{{.ImportPath}}", "./app/...", "./store/...", "./reports/...", "./assets/...")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	deps := strings.Fields(string(out))
	for _, banned := range []string{"net/http", "crypto/tls", "net/rpc", "net/smtp"} {
		if slices.Contains(deps, banned) {
			t.Errorf("app, store, reports or assets reaches %s through a library", banned)
		}
	}
}

// A tidy beside other PDF libraries once went back to gofpdf v1.0.0, which has none of the faces; and what only tests read
// files with must not come into the program.
func TestHouseKeepsItsPDFLibraries(t *testing.T) {
	mod, err := os.ReadFile(filepath.Join(root(t), "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"github.com/jung-kurt/gofpdf v1.16.2", "github.com/pdfcpu/pdfcpu v0.11.1"} {
		if !strings.Contains(string(mod), want+"\n") {
			t.Errorf("go.mod does not pin %s", want)
		}
	}
	for _, s := range sources(t, false) {
		for _, imp := range s.imports() {
			if strings.HasPrefix(imp, "github.com/pdfcpu/") {
				t.Errorf("%s imports %s, which is for tests alone", s.path, imp)
			}
		}
	}
}

func TestHouseBansCallsThatHarm(t *testing.T) {
	// gofpdf's own line breaking loses Han characters; its protection is RC4-40; its aliases break read-back.
	pdf := []string{"MultiCell", "SplitText", "SplitLines", "Write", "Writef", "WriteAligned", "Cell", "Cellf", "CellFormat", "SetProtection", "AliasNbPages"}
	for _, s := range sources(t, false) {
		usesPDF := slices.Contains(s.imports(), "github.com/jung-kurt/gofpdf")
		ast.Inspect(s.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			at := s.fset.Position(sel.Pos()).Line
			name := sel.Sel.Name
			x, _ := sel.X.(*ast.Ident)
			if usesPDF && slices.Contains(pdf, name) && (x == nil || !slices.Contains([]string{"w", "buf", "b", "out", "h", "hash", "zw", "f", "sb", "bw"}, x.Name)) {
				t.Errorf("%s:%d calls %s", s.path, at, name)
			}
			if x == nil {
				return true
			}
			call := x.Name + "." + name
			if room(s.dir) == "app" && slices.Contains([]string{"time.Now", "time.Since", "time.Sleep", "rand.Int", "rand.Read", "os.Open", "os.ReadFile"}, call) {
				t.Errorf("%s:%d calls %s: app has no clock, no random source and no files", s.path, at, call)
			}
			if call == "time.Sleep" {
				t.Errorf("%s:%d sleeps", s.path, at)
			}
			if strings.HasPrefix(s.dir, "ui/") && x.Name == "binding" {
				t.Errorf("%s:%d uses data binding, which cuts input-method text short", s.path, at)
			}
			return true
		})
	}
}

func TestHouseAppIsPure(t *testing.T) {
	for _, s := range sources(t, false) {
		if room(s.dir) != "app" {
			continue
		}
		for _, imp := range s.imports() {
			if imp == "os" || strings.HasPrefix(imp, "os/") || strings.HasPrefix(imp, "math/rand") || imp == "crypto/rand" || imp == "database/sql" || strings.Contains(imp, "sqlite") {
				t.Errorf("%s imports %s: app decides, it does not reach out", s.path, imp)
			}
		}
	}
}

func TestHouseShowsOnlyTranslatedText(t *testing.T) {
	for _, s := range sources(t, false) {
		if room(s.dir) != "ui" && room(s.dir) != "main" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || (lit.Kind != token.STRING && lit.Kind != token.CHAR) {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			if err != nil || s.dir == "ui/commands" && strings.HasPrefix(text, "Lianshen 联审") {
				return true // the program's own name in both scripts
			}
			for _, r := range text {
				if unicode.Is(unicode.Han, r) {
					t.Errorf("%s:%d holds Chinese text %q: it belongs in the translations", s.path, s.fset.Position(lit.Pos()).Line, text)
					break
				}
			}
			return true
		})
	}
}

var place = regexp.MustCompile(`\{[a-zA-Z0-9_]+\}`)

var schemeWord = regexp.MustCompile(`\{(strand|year|case|part|serial)[0-9]*\}`)

func translations(t *testing.T, lang string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root(t), "assets", "i18n", lang, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no translations for %s: %v", lang, err)
	}
	all := map[string]string{}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		one := map[string]string{}
		if err := json.Unmarshal(raw, &one); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		for k, v := range one {
			if _, twice := all[k]; twice {
				t.Errorf("%s: %q stands in two files", f, k)
			}
			all[k] = v
		}
	}
	return all
}

func TestHouseTranslationsAreComplete(t *testing.T) {
	zh, en := translations(t, "zh-Hans"), translations(t, "en")
	for k, v := range zh {
		w, ok := en[k]
		if !ok {
			t.Errorf("%q has no English", k)
			continue
		}
		if strings.TrimSpace(v) == "" || strings.TrimSpace(w) == "" {
			t.Errorf("%q is empty in a language", k)
		}
		if strings.HasPrefix(k, "error.index.") || k == "forms.index.help" { // the marks of a scheme are words of either language in braces
			w = schemeWord.ReplaceAllString(w, "")
		}
		a, b := place.FindAllString(v, -1), place.FindAllString(w, -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(slices.Compact(a), slices.Compact(b)) {
			t.Errorf("%q fills other places in Chinese %v than in English %v", k, a, b)
		}
		if strings.ContainsAny(v, "!！") {
			t.Errorf("%q shouts in Chinese", k)
		}
		for _, r := range w {
			if unicode.Is(unicode.Han, r) && !strings.HasSuffix(k, ".zh") && !slices.Contains(chineseInEnglish, k) {
				t.Errorf("%q has Chinese in its English: %q", k, w)
				break
			}
		}
	}
	for k := range en {
		if _, ok := zh[k]; !ok {
			t.Errorf("%q has no Chinese", k)
		}
	}
}

// chineseInEnglish are the keys whose English names a Chinese word on purpose.
var chineseInEnglish = []string{"lang.zh", "shell.brand", "welcome.brand", "settings.lang.zh", "settings.language.zh-Hans", "error.number.form.hint",
	"finding.amounts", "error.money.invalid.hint", "clashes.yuan"}

// Every key that code names as a literal must exist; keys made of parts are covered by the tests of their area.
func TestHouseKeysInCodeExist(t *testing.T) {
	zh := translations(t, "zh-Hans")
	seen := 0
	for _, s := range sources(t, false) {
		if room(s.dir) != "ui" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != "T" {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); !ok || x.Name != "i18n" {
				return true
			}
			lit, ok := call.Args[0].(*ast.BasicLit)
			if !ok {
				return true
			}
			key, _ := strconv.Unquote(lit.Value)
			seen++
			if _, has := zh[key]; !has {
				t.Errorf("%s:%d asks for %q, which no translation has", s.path, s.fset.Position(lit.Pos()).Line, key)
			}
			return true
		})
	}
	if seen == 0 {
		t.Error("no key found in ui: this test looks in the wrong place")
	}
}

func TestHouseRefusalsAreTranslated(t *testing.T) {
	zh := translations(t, "zh-Hans")
	seen := 0
	for _, s := range sources(t, false) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			name := ""
			switch f := call.Fun.(type) {
			case *ast.Ident:
				name = f.Name
			case *ast.SelectorExpr:
				name = f.Sel.Name
			}
			if name != "Refuse" {
				return true
			}
			lit, ok := call.Args[0].(*ast.BasicLit)
			if !ok {
				return true
			}
			code, _ := strconv.Unquote(lit.Value)
			seen++
			for _, key := range []string{"error." + code, "error." + code + ".hint"} {
				if _, has := zh[key]; !has {
					t.Errorf("%s:%d refuses with %q, but %q has no words", s.path, s.fset.Position(lit.Pos()).Line, code, key)
				}
			}
			return true
		})
	}
	if seen == 0 {
		t.Error("no refusal found: this test looks in the wrong place")
	}
}
