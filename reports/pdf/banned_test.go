package pdf

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// banned are gofpdf's methods that must not be used: those that break lines
// lose a Han character at each break, the others weaken the file.
var banned = map[string]string{
	"MultiCell":     "loses a Han character at every wrapped line",
	"SplitText":     "loses a Han character at every wrapped line",
	"SplitLines":    "loses a Han character at every wrapped line",
	"Write":         "breaks lines by itself",
	"WriteAligned":  "breaks lines by itself",
	"Cell":          "places text behind the typesetter's back",
	"Cellf":         "places text behind the typesetter's back",
	"CellFormat":    "places text behind the typesetter's back",
	"SetProtection": "RC4 with 40 bits is no protection",
	"AliasNbPages":  "replaces text after it was placed",
}

// bannedIn lists the banned calls in a file, whatever they are called on
// unless it is plainly no gofpdf document.
func bannedIn(source string) ([]string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "x.go", source, 0)
	if err != nil {
		return nil, err
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && banned[s.Sel.Name] != "" {
			if on, ok := s.X.(*ast.SelectorExpr); ok && on.Sel.Name == "pdf" {
				found = append(found, s.Sel.Name)
			} else if id, ok := s.X.(*ast.Ident); ok && (strings.Contains(id.Name, "pdf") || id.Name == "doc") {
				found = append(found, s.Sel.Name)
			}
		}
		return true
	})
	return found, nil
}

func TestNoBannedCallOfGofpdf(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	scanned := 0
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		source, err := os.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		found, err := bannedIn(string(source))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range found {
			t.Errorf("%s: %s %s", e.Name(), name, banned[name])
		}
		scanned++
	}
	if scanned == 0 {
		t.Fatal("nothing scanned")
	}
}

func TestTheScanFindsABannedCall(t *testing.T) {
	for _, call := range []string{`w.pdf.MultiCell(0,0,"","","",false)`, `pdf.SetProtection(0,"","")`} {
		found, err := bannedIn("package x\nfunc f() { " + call + " }")
		if err != nil || len(found) != 1 {
			t.Errorf("%s: found %v, %v", call, found, err)
		}
	}
}
