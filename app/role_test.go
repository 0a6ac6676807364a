package app

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares a text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not as kept; look at what changed and run with -update when it is right:\n%s", name, got)
	}
}

// TestEveryRoleAndDeedIsAsKept writes the whole table of roles and deeds: + may, on every strand; o may on strands of
// one's own and where a deed is about none; w may on strands of one's own only; . may not.
func TestEveryRoleAndDeedIsAsKept(t *testing.T) {
	var b strings.Builder
	b.WriteString("# + on every strand, o on own strands and on what is of none, w on own strands only, . not\n")
	fmt.Fprintf(&b, "# case: of the group only in own cases, nobody when recused; recus: nobody when recused\n%-20s %-5s", "", "case")
	for _, r := range Roles {
		fmt.Fprintf(&b, " %11s", r)
	}
	b.WriteString("\n")
	own := NewSet(string(Audit))
	for _, verb := range slices.Sorted(slices.Values(Verbs)) {
		rule, known := RuleOf(verb)
		if !known {
			t.Errorf("deed %q has no rule", verb)
		}
		where := "."
		switch {
		case rule.Scope && rule.Recusal:
			where = "case"
		case rule.Recusal:
			where = "recus"
		case rule.Scope:
			where = "scope"
		}
		fmt.Fprintf(&b, "%-20s %-5s", verb, where)
		for _, r := range Roles {
			mark := map[[3]bool]string{{true, true, true}: "+", {true, false, true}: "o", {true, false, false}: "w", {}: "."}[[3]bool{
				May(r, verb, Audit, own), May(r, verb, Review, own), May(r, verb, "", own)}]
			if mark == "" {
				mark = "?"
			}
			fmt.Fprintf(&b, " %11s", mark)
		}
		b.WriteString("\n")
	}
	golden(t, "roles.golden", strings.ReplaceAll(b.String(), " \n", "\n"))
}

func TestRulesAreOfDeedsThereAre(t *testing.T) {
	for verb, rule := range rules {
		if !slices.Contains(Verbs, verb) {
			t.Errorf("a rule for %q, which is no deed", verb)
		}
		if len(rule.Roles) == 0 {
			t.Errorf("nobody may %s", verb)
		}
		seen := map[Role]bool{}
		for _, r := range rule.Roles {
			if seen[r] || !slices.Contains(Roles, r) {
				t.Errorf("%s: role %q twice or unknown", verb, r)
			}
			seen[r] = true
		}
	}
	for kind := range maps.Keys(keepVerbs) {
		if !slices.Contains(Kinds, kind) {
			t.Errorf("%q is no kind", kind)
		}
	}
	for _, kind := range Kinds {
		if _, known := rules[KeepVerb(kind)]; !known {
			t.Errorf("no deed by which a %s is kept", kind)
		}
	}
}

// TestRolesMayWhatThePlanGivesThem says in words of its own what domain 5.1 says, apart from the table.
func TestRolesMayWhatThePlanGivesThem(t *testing.T) {
	own, all := NewSet("audit"), NewSet("review", "verification", "audit")
	for _, c := range []struct {
		role   Role
		verb   Verb
		strand Strand
		own    Set
		want   bool
	}{
		{RoleInspector, VerbAnswerItem, Audit, own, true}, {RoleInspector, VerbAnswerItem, Review, own, false},
		{RoleInspector, VerbDropFinding, Audit, own, false}, {RoleInspector, VerbCloseStage, "", all, false},
		{RoleInspector, VerbSaveEval, "", all, false}, {RoleStrandLead, VerbEditText, Audit, own, true},
		{RoleStrandLead, VerbApprove, Audit, own, false}, {RoleStrandLead, VerbEditText, Review, own, false},
		{RoleStrandLead, VerbReviewPaper, Audit, own, false}, {RoleStrandLead, VerbSaveCase, Audit, own, true},
		{RoleStrandLead, VerbSaveCase, "", own, false}, {RoleOffice, VerbCloseStage, "", nil, false},
		{RoleGroupLeader, VerbCloseStage, "", nil, true}, {RoleGroupLeader, VerbApprove, Audit, all, false},
		{RoleGroupLeader, VerbEditText, Review, nil, true}, {RoleOffice, VerbSaveFinding, Audit, all, false},
		{RoleOffice, VerbIssue, Audit, nil, true}, {RoleApprover, VerbApprove, Audit, own, true},
		{RoleApprover, VerbApprove, Review, own, false}, {RoleReviewer, VerbReviewPaper, Review, nil, true},
		{RoleReviewer, VerbSaveFinding, Review, nil, false}, {RoleTally, VerbSaveEval, "", nil, true},
		{RoleTally, VerbAnswerItem, Audit, all, false}, {RoleMaterials, VerbSaveMaterial, "", nil, true},
		{RoleMaterials, VerbSaveFinding, Audit, all, false}, {RoleLiaison, VerbSaveMaterial, "", all, false},
		{RoleLiaison, VerbSignIn, "", all, false}, {RoleAdmin, VerbEnrol, "", nil, true},
		{RoleAdmin, VerbSaveTemplate, "", nil, true}, {RoleAdmin, VerbSaveFinding, Audit, all, false},
		{RoleLeading, VerbRegisterUse, "", nil, true}, {RoleLeading, VerbSaveFinding, Audit, all, false},
	} {
		if got := May(c.role, c.verb, c.strand, c.own); got != c.want {
			t.Errorf("%s %s %s: %v", c.role, c.verb, c.strand, got)
		}
	}
	if May(RoleOffice, "nonsense", "", all) {
		t.Error("a deed without a rule is nobody's")
	}
	if Apart("金底稿", " 金底稿 ") || !Apart("金底稿", "戚复核") || !Apart("", "") {
		t.Error("author and reviewer")
	}
}
