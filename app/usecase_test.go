package app_test

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lianshen/app"
)

// The use cases, checked on the source: whoever does a deed passes the table of roles.

// verbPlace says at which argument a call takes the verb of its deed.
var verbPlace = map[string]int{"do": 1, "SaveCase": 1, "Keep": 2, "Amend": 2, "Discard": 2, "Permit": 3}

// called gives the name that a call calls, also of a generic function with its types written out.
func called(call *ast.CallExpr) string {
	f := call.Fun
	if i, ok := f.(*ast.IndexExpr); ok {
		f = i.X
	}
	switch f := f.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// isVerb says whether a type expression is app.Verb.
func isVerb(s source, e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == "Verb" && s.dir == "app"
	case *ast.SelectorExpr:
		x, ok := e.X.(*ast.Ident)
		return ok && x.Name == "app" && e.Sel.Name == "Verb"
	}
	return false
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// verbs gives every constant of the type Verb by its name.
func verbs(t *testing.T, all []source) map[string]app.Verb {
	t.Helper()
	out := map[string]app.Verb{}
	for _, s := range all {
		ast.Inspect(s.file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || !isVerb(s, spec.Type) {
				return true
			}
			for i, v := range spec.Values {
				if text, ok := literal(v); ok {
					out[spec.Names[i].Name] = app.Verb(text)
				}
			}
			return true
		})
	}
	if len(out) < len(app.Verbs) {
		t.Fatalf("%d verbs found: this test looks in the wrong place", len(out))
	}
	return out
}

func TestEveryDeedHasARule(t *testing.T) {
	all := sources(t, false)
	known := verbs(t, all)
	for name, verb := range known {
		if _, ok := app.RuleOf(verb); !ok {
			t.Errorf("%s (%q) has no rule who may do it", name, verb)
		}
	}
	seen := 0
	for _, s := range all {
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			at := s.fset.Position(call.Pos())
			ruled := func(e ast.Expr) {
				if text, ok := literal(e); ok {
					if _, has := app.RuleOf(app.Verb(text)); !has {
						t.Errorf("%s:%d does %q, which has no rule who may do it", s.path, at.Line, text)
					}
				}
			}
			if len(call.Args) == 1 && isVerb(s, call.Fun) { // app.Verb("…")
				ruled(call.Args[0])
			}
			place, does := verbPlace[called(call)]
			if !does || len(call.Args) <= place {
				return true
			}
			switch e := call.Args[place].(type) {
			case *ast.BasicLit:
				ruled(e)
			case *ast.Ident: // a parameter passes a verb on that was asked for where it is named
				if strings.HasPrefix(e.Name, "Verb") {
					seen++
				}
			case *ast.SelectorExpr:
				if strings.HasPrefix(e.Sel.Name, "Verb") {
					seen++
					if _, ok := known[e.Sel.Name]; !ok {
						t.Errorf("%s:%d does %s, which is no constant this test knows", s.path, at.Line, e.Sel.Name)
					}
				}
			}
			return true
		})
	}
	if seen < 50 {
		t.Errorf("only %d deeds found: this test looks in the wrong place", seen)
	}
}

// unasked are the functions that bring a deed to the log without Desk.do, each with the reason why it may. All others
// of store ask app.Permit themselves.
var unasked = map[string]string{
	"app/desk.go do":                      "asks the table",
	"store/workspace.go do":               "is the door",
	"store/load.go load":                  "Load asked, or the workspace is being founded",
	"store/keys.go note":                  "who changes a phrase has just proved it; a new recovery key was asked for",
	"store/sendout.go keepSent":           "WritePackage and WriteTemplates asked before they wrote",
	"store/takeback.go turnImport":        "TakeBack and TakeAgain asked",
	"store/takein.go keepImport":          "TakeIn asked",
	"store/seats.go takeOver":             "the recovery key is the authority: it opens a seat for who has none",
	"store/storetest/names.go PlantNames": "is for tests: what people wrote lies there already",
}

// TestOnlyTheDeskComesToTheDoor: a deed goes through Desk.do, which asks the table of roles, or asks it itself.
func TestOnlyTheDeskComesToTheDoor(t *testing.T) {
	came := map[string]bool{}
	for _, s := range sources(t, false) {
		for _, decl := range s.file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			does, asks, at := false, false, token.NoPos
			ast.Inspect(f.Body, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					switch name := called(n); {
					case name == "Do" && len(n.Args) == 2: // sync.Once and fyne have a Do of one argument
						does, at = true, n.Pos()
					case name == "permit" || name == "Permit" || name == "permitRestore":
						asks = true
					}
				case *ast.CompositeLit:
					if id, ok := n.Type.(*ast.Ident); ok && id.Name == "draft" && s.dir == "store" {
						does, at = true, n.Pos()
					}
				}
				return true
			})
			where := s.path + " " + f.Name.Name
			if does && unasked[where] == "" && (!asks || room(s.dir) != "store") {
				t.Errorf("%s:%d: %s does a deed without asking who may", s.path, s.fset.Position(at).Line, f.Name.Name)
			}
			came[where] = came[where] || does
		}
	}
	for where := range unasked {
		if !came[where] {
			t.Errorf("%s does no deed: this test looks in the wrong place", where)
		}
	}
}

// TestEveryUseCaseIsADeed: what a Desk offers reaches Desk.do, so that no use case slips past the table.
func TestEveryUseCaseIsADeed(t *testing.T) {
	calls, exported := map[string][]string{}, []string{}
	for _, s := range sources(t, false) {
		if s.dir != "app" {
			continue
		}
		for _, decl := range s.file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			takes := f.Recv != nil && ofDesk(f.Recv)
			if takes || ofDesk(f.Type.Params) {
				if f.Name.IsExported() && f.Name.Name != "Today" { // the date on the desk's calendar is no deed
					exported = append(exported, f.Name.Name)
				}
				ast.Inspect(f.Body, func(n ast.Node) bool {
					if call, ok := n.(*ast.CallExpr); ok {
						calls[f.Name.Name] = append(calls[f.Name.Name], called(call))
					}
					return true
				})
			}
		}
	}
	var reaches func(name string, past []string) bool
	reaches = func(name string, past []string) bool {
		return name == "do" || !slices.Contains(past, name) && slices.ContainsFunc(calls[name], func(next string) bool { return reaches(next, append(past, name)) })
	}
	for _, name := range exported {
		if !reaches(name, nil) {
			t.Errorf("%s is a use case and does not go through Desk.do", name)
		}
	}
	if len(exported) < 40 {
		t.Errorf("only %d use cases found: this test looks in the wrong place", len(exported))
	}
}

func ofDesk(list *ast.FieldList) bool {
	return list != nil && slices.ContainsFunc(list.List, func(f *ast.Field) bool {
		id, ok := f.Type.(*ast.Ident)
		return ok && id.Name == "Desk"
	})
}
