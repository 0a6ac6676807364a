package roundfile

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"lianshen/app"
	"lianshen/assets"
	"lianshen/store/shipped"
)

// check judges the values of a decoded file against each other: every noun by the rules of its kind,
// identities and numbers once, references to something that is there, sums that agree. The refusal names
// the path; the line is looked up by who knows the bytes.
func check(f *File) error {
	c := &checker{file: f, known: map[app.ID]known{}}
	if err := f.walk(c.noun); err != nil {
		return err
	}
	if err := c.shipped(); err != nil {
		return err
	}
	if err := c.round(); err != nil {
		return err
	}
	for i := range f.Cases {
		if err := c.ofCase(fmt.Sprintf("cases[%d]", i), &f.Cases[i]); err != nil {
			return err
		}
	}
	return c.totals()
}

type checker struct {
	file  *File
	known map[app.ID]known           // every noun
	laws  map[string]bool            // codes of all laws there are
	items map[string]map[string]bool // strand and version → item codes
}

// known is what references ask about a noun.
type known struct {
	path  string
	kind  app.Kind
	owner app.ID
}

func refuse(code, path string, args ...any) error {
	return app.Refuse(code, append([]any{"path", path}, args...)...)
}

// noun judges one noun by the rules of its kind and notes who it is.
func (c *checker) noun(path string, n app.Noun) error {
	if err := app.CheckAlone(n); err != nil {
		var e *app.Error
		if errors.As(err, &e) {
			return &app.Error{Code: "roundfile.rule", Args: map[string]any{"path": path + fieldPath(n, e), "reason": e}, Cause: e}
		}
		return fmt.Errorf("check %s: %w", path, err)
	}
	id := n.NounID()
	if first, taken := c.known[id]; taken {
		return refuse("roundfile.twice", path+".id", "value", string(id), "first", first.path)
	}
	c.known[id] = known{path, n.NounKind(), n.NounOwner()}
	return nil
}

// shipped makes the lists of laws and item codes that may be cited: what came with the program and what
// the file adds. A file may amend a law that came with the program, under its identity; it may not take
// the identity, the code or the version of anything else that did.
func (c *checker) shipped() error {
	if err := c.taken(); err != nil {
		return err
	}
	lists, err := assets.Checklists()
	if err != nil {
		return fmt.Errorf("check round file: %w", err)
	}
	laws, err := assets.Laws()
	if err != nil {
		return fmt.Errorf("check round file: %w", err)
	}
	c.laws, c.items = map[string]bool{}, map[string]map[string]bool{}
	for _, l := range laws {
		c.laws[l.ID] = true
	}
	for _, list := range lists {
		items := map[string]bool{}
		for _, i := range list.Items() {
			items[i.Code] = true
		}
		c.items[list.Strand+" "+list.Version] = items
	}
	for i, l := range c.file.Laws {
		if c.laws[l.Code] && l.ID != app.DeriveID(app.KindLaw, "", l.Code) {
			return refuse("roundfile.twice", fmt.Sprintf("laws[%d].code", i), "value", l.Code, "first", "")
		}
		c.laws[l.Code] = true
	}
	for i, t := range c.file.Templates {
		key := string(t.Strand) + " " + t.Version
		if c.items[key] != nil {
			return refuse("roundfile.twice", fmt.Sprintf("templates[%d].version", i), "value", t.Version, "first", "")
		}
		if want := app.TemplateID(t.Strand, t.Version); t.ID != want { // cases find it by this ID
			return refuse("roundfile.identity", fmt.Sprintf("templates[%d].id", i), "value", string(t.ID), "want", string(want))
		}
		items := map[string]bool{}
		for _, s := range t.Sections {
			for _, item := range s.Items {
				items[item.Code] = true
			}
		}
		c.items[key] = items
	}
	return nil
}

// taken refuses a noun that has the identity of a shipped one and is not an edit of that law.
func (c *checker) taken() error {
	nouns, err := shipped.Nouns()
	if err != nil {
		return fmt.Errorf("check round file: %w", err)
	}
	laws := map[app.ID]string{}
	for _, l := range c.file.Laws {
		laws[l.ID] = l.Code
	}
	for _, n := range nouns {
		here, taken := c.known[n.NounID()]
		if l, ok := n.(app.Law); !taken || ok && laws[l.ID] == l.Code {
			continue
		}
		return refuse("roundfile.twice", here.path+".id", "value", string(n.NounID()), "first", "")
	}
	return nil
}

// refer refuses an ID that is not a noun of this kind in the file; "" is no reference.
func (c *checker) refer(path string, id app.ID, kind app.Kind) error {
	if id == "" || c.known[id].kind == kind {
		return nil
	}
	return refuse("roundfile.reference", path, "value", short(string(id)), "kind", string(kind))
}

func (c *checker) referSet(path string, s app.Set, kind app.Kind, owner app.ID) error {
	for _, id := range s.Sorted() {
		if err := c.owned(path+member([]string{path}, id), app.ID(id), kind, owner); err != nil {
			return err
		}
	}
	return nil
}

// owned is refer for a noun that must belong to owner.
func (c *checker) owned(path string, id app.ID, kind app.Kind, owner app.ID) error {
	if err := c.refer(path, id, kind); err != nil {
		return err
	}
	if id != "" && c.known[id].owner != owner {
		return refuse("roundfile.reference", path, "value", string(id), "kind", string(kind))
	}
	return nil
}

func (c *checker) round() error {
	r := c.file.Round
	errs := []error{c.refer("round.office.director", r.Office.Director, app.KindPerson),
		c.refer("round.office.coordinator", r.Office.Coordinator, app.KindPerson)}
	for _, s := range app.Strands {
		errs = append(errs, c.version("round.templates."+string(s), s, r.Templates[s]))
	}
	for i, z := range c.file.Zones {
		errs = append(errs, c.same(fmt.Sprintf("zones[%d].round", i), z.Round, r.ID))
	}
	for i, g := range c.file.Groups {
		p := fmt.Sprintf("groups[%d]", i)
		errs = append(errs, c.same(p+".round", g.Round, r.ID), c.refer(p+".zone", g.Zone, app.KindZone), c.refer(p+".leader", g.Leader, app.KindPerson),
			c.referSet(p+".deputies", g.Deputies, app.KindPerson, ""), c.referSet(p+".members", g.Members, app.KindPerson, ""))
	}
	for i, m := range c.file.Meetings {
		p := fmt.Sprintf("meetings[%d]", i)
		errs = append(errs, c.same(p+".round", m.Round, r.ID), c.referSet(p+".cases", m.Cases, app.KindCase, r.ID))
	}
	numbers := map[string]bool{}
	for i := range c.file.Cases {
		k, p := c.file.Cases[i].Case, fmt.Sprintf("cases[%d].case", i)
		if numbers[k.Number] {
			errs = append(errs, refuse("roundfile.twice", p+".number", "value", k.Number, "first", ""))
		}
		numbers[k.Number] = true
		errs = append(errs, c.same(p+".round", k.Round, r.ID), c.refer(p+".unit", k.Unit, app.KindUnit),
			c.refer(p+".zone", k.Zone, app.KindZone), c.refer(p+".group", k.Group, app.KindGroup))
		errs = append(errs, c.referSet(p+".recused", k.Recused, app.KindPerson, ""))
		for _, s := range app.Strands {
			sp := p + ".strands." + string(s)
			errs = append(errs, c.version(sp+".template", s, k.Strands[s].Template), c.refer(sp+".lead", k.Strands[s].Lead, app.KindPerson))
		}
	}
	return firstOf(errs)
}

func firstOf(errs []error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// same refuses an owner other than the one the noun stands under.
func (c *checker) same(path string, got, want app.ID) error {
	if got == want {
		return nil
	}
	return refuse("roundfile.owner", path, "value", string(got), "want", string(want))
}

// version refuses a pinned checklist that nobody has; "" pins none.
func (c *checker) version(path string, s app.Strand, version string) error {
	if version == "" || c.items[string(s)+" "+version] != nil {
		return nil
	}
	return refuse("roundfile.template", path, "value", short(version))
}

// totals refuses control sums that are not those of the file.
func (c *checker) totals() error {
	want, got := reflect.ValueOf(c.file.Sum()), reflect.ValueOf(c.file.Totals)
	for i := range want.NumField() {
		if want.Field(i).Int() != got.Field(i).Int() {
			name, _, _ := strings.Cut(want.Type().Field(i).Tag.Get("json"), ",")
			return refuse("roundfile.sum", "totals."+name, "value", got.Field(i).Int(), "want", want.Field(i).Int())
		}
	}
	return nil
}
