package bundle

import (
	"context"
	"io"
	"path/filepath"
	"strings"

	"lianshen/app"
	"lianshen/reports/target"
	"lianshen/reports/xlsx"
	"lianshen/ui/i18n"
)

// WriteChecklist writes a checklist as a sheet that can be edited and taken in again. Refused: see target.Write.
func WriteChecklist(ctx context.Context, s app.Reader, id app.ID, path string) (target.Written, error) {
	t, err := app.Get[app.Template](ctx, s, id)
	if err != nil {
		return target.Written{}, err
	}
	laws, err := app.List[app.Law](ctx, s, "")
	if err != nil {
		return target.Written{}, err
	}
	return target.Write(ctx, path, func(w io.Writer) error { return xlsx.WriteChecklist(w, t, laws) })
}

// IncomingList is a sheet of a checklist that was read and not taken in yet.
type IncomingList struct {
	*xlsx.ListFilled
	Base   app.Template // it is held against
	File   string       // its name, without a folder
	SHA256 string       // hex
}

// ReadChecklist reads a sheet and holds it against a checklist. Nothing has changed yet. Refused: see
// xlsx.ReadChecklist.
func ReadChecklist(ctx context.Context, s app.Reader, base app.ID, path string) (*IncomingList, error) {
	t, err := app.Get[app.Template](ctx, s, base)
	if err != nil {
		return nil, err
	}
	laws, err := app.List[app.Law](ctx, s, "")
	if err != nil {
		return nil, err
	}
	filled, sum, err := xlsx.LoadChecklist(path, t, laws)
	if err != nil {
		return nil, err
	}
	return &IncomingList{filled, t, filepath.Base(path), sum}, nil
}

// Take takes the sheet in as one deed and gives the ID of the draft that holds it, see app.Desk.TakeList. version is
// needed when the checklist is no draft.
func (in *IncomingList) Take(ctx context.Context, desk app.Desk, version string, how app.ListTake) (app.ID, error) {
	return desk.TakeList(ctx, in.Base.ID, version, in.Title, in.TitleEn, in.Rows, how, app.ListFile{Name: in.File, SHA256: in.SHA256, Wrong: in.Wrong})
}

// ListPartText says what stands in a field of a part of a checklist, a line for each element of a list.
func ListPartText(p app.ListPart, c app.ListChange, laws map[string]app.Law) string {
	var out []string
	switch i := p.Item; {
	case c.Section == "" && c.Field == "titleEn":
		return p.TitleEn
	case c.Section == "":
		return p.Title
	case c.Item == "" && c.Field == "nameEn":
		return p.Section.NameEn
	case c.Item == "":
		return p.Section.Name
	case c.Field == "checkEn":
		return i.CheckEn
	case c.Field == "materials":
		for _, m := range i.Materials {
			out = append(out, i18n.T("checklists.material", "kind", i18n.Enum("materialkind", m.Kind), "name", m.Name))
		}
	case c.Field == "methods":
		for _, m := range i.Methods {
			out = append(out, i18n.Enum("method", m))
		}
		return i18n.List(out)
	case c.Field == "problems":
		out = i.Problems
	case c.Field == "bases":
		for _, b := range i.Bases {
			out = append(out, BasisText(b, laws))
		}
	case c.Field == "appliesTo":
		for _, k := range i.AppliesTo {
			out = append(out, i18n.Enum("unitkind", k))
		}
		if len(out) == 0 {
			return i18n.T("checklists.allunits")
		}
		return i18n.List(out)
	default:
		return i.Check
	}
	return strings.Join(out, "\n")
}

// BasisText says a rule with its mark.
func BasisText(b app.Basis, laws map[string]app.Law) string {
	name := b.Law
	if l, ok := laws[b.Law]; ok {
		name = app.BookTitle(l.Name)
	}
	mark := b.Mark
	if mark == "" {
		mark = app.Unverified
	}
	return i18n.T("checklists.basis", "law", name, "article", b.Article, "mark", i18n.Enum("mark", mark))
}
