// Package sweep says in words what the sweep of a case found and what the case still lacks, for rooms and commands alike.
package sweep

import (
	"lianshen/app"
	"lianshen/ui/i18n"
)

// Find says what the sweep found.
func Find(f app.SweepFind) string { return i18n.TMap("sweep."+f.Code, f.Args) }

// FindHint says what to do about it.
func FindHint(f app.SweepFind) string { return i18n.TMap("sweep."+f.Code+".hint", f.Args) }

// Gap says what a case still lacks. What an item checks is told in the language in use, where the checklist has it.
func Gap(d app.Dossier, g app.Gap) string {
	if i18n.Language() == i18n.English && g.Code == "item" {
		if item, _, ok := d.Templates[g.Strand].Find(g.Ref); ok && item.CheckEn != "" {
			return i18n.T("gap.item", "item", item.Code, "check", item.CheckEn)
		}
	}
	return i18n.TMap("gap."+g.Code, g.Args)
}
