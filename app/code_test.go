package app

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// literals collects the string literals that stand at a place of the calls of a function in this package.
func literals(t *testing.T, function string, place int) map[string]bool {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) <= place {
				return true
			}
			name := ""
			switch f := call.Fun.(type) {
			case *ast.Ident:
				name = f.Name
			case *ast.SelectorExpr:
				name = f.Sel.Name
			}
			if lit, ok := call.Args[place].(*ast.BasicLit); ok && name == function && lit.Kind == token.STRING {
				s, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Fatal(err)
				}
				found[s] = true
			}
			return true
		})
	}
	return found
}

func sameCodes(t *testing.T, what string, listed []string, used map[string]bool) {
	t.Helper()
	for code := range used {
		if !slices.Contains(listed, code) {
			t.Errorf("%s %q is used and not listed", what, code)
		}
	}
	for _, code := range listed {
		if !used[code] {
			t.Errorf("%s %q is listed and not used", what, code)
		}
	}
	if sorted := slices.Compact(slices.Sorted(slices.Values(listed))); len(sorted) != len(listed) {
		t.Errorf("%s: a code is listed twice", what)
	}
}

func TestEveryRefusalIsListed(t *testing.T) {
	used := literals(t, "Refuse", 0)
	maps.Copy(used, literals(t, "refuseField", 0))
	maps.Copy(used, literals(t, "refuse", 0)) // by the name of the person at work
	used["role.none"] = true                  // stands for "role.verb" when there is no role to name
	used[ErrNotFound.Code] = true
	sameCodes(t, "error", ErrorCodes, used)
}

func TestEveryGateIsListed(t *testing.T) {
	used := literals(t, "require", 1)
	maps.Copy(used, literals(t, "advise", 1))
	used["stage.order"] = true
	sameCodes(t, "gate", GateCodes, used)
}

func TestRefusalsNameNoValuesInLogs(t *testing.T) {
	err := Refuse("paper.reviewer", "name", "金底稿")
	if text := err.Error(); strings.Contains(text, "金底稿") || !strings.Contains(text, "paper.reviewer") {
		t.Errorf("the log line is %q", text)
	}
}
