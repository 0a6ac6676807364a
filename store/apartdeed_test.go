package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"lianshen/app"
	"lianshen/store"
)

// pick gives one of a list.
func pick[T any](c *crowd, all []T) T { return all[c.r.Intn(len(all))] }

// some gives one of the nouns of a kind in a case, false when there is none.
func some[T app.Noun](c *crowd, w *store.Workspace, cas app.ID) (T, bool) {
	all, err := app.List[T](context.Background(), w, cas)
	c.must(err)
	if len(all) == 0 {
		var none T
		return none, false
	}
	return all[c.r.Intn(len(all))], true
}

// wrote notes where a text was written.
func (c *crowd) wrote(w *store.Workspace, entity app.ID, text string) {
	c.marks[text] = mark{by: w, entity: entity}
}

// shared gives one of a few identities, so that two people make the same noun without knowing of each other.
func (c *crowd) shared(kind app.Kind, cas app.ID) app.ID {
	return app.DeriveID(kind, cas, fmt.Sprint("apart", c.r.Intn(3)))
}

// deed does one of the deeds that the rooms of a case offer.
func (c *crowd) deed(w *store.Workspace) {
	ctx, d, cas, text := context.Background(), w.Desk(), c.some(), c.text()
	today := d.Today()
	id := app.ID("")
	var what app.Verb
	var err error
	switch c.r.Intn(30) {
	case 0, 1, 2, 3, 4:
		item := pick(c, []string{"XR-1-01", "BZ-1-02"})
		conclusion, n := pick(c, app.Conclusions), c.r.Intn(5)
		methods := app.NewSet(pick(c, []string{"talk", "documents", "site"}))
		id, what, err = app.AnswerID(cas.ID, item), app.VerbAnswerItem, d.AnswerItem(ctx, cas.ID, item, app.AnswerInput{Conclusion: &conclusion, Note: &text, Methods: &methods, Sampled: &n})
	case 5:
		what, id = app.VerbRecordFinding, c.shared(app.KindFinding, cas.ID)
		_, err = d.RecordFinding(ctx, app.Finding{ID: id, Case: cas.ID, Strand: app.Audit, Item: "JJ-1-02", Title: text, Fact: "属实。"})
	case 6, 7:
		f, ok := some[app.Finding](c, w, cas.ID)
		if !ok {
			return
		}
		f.Title, f.InReport = text, !f.InReport
		id, what, err = f.ID, app.VerbSaveFinding, d.SaveFinding(ctx, f)
	case 8:
		f, ok := some[app.Finding](c, w, cas.ID)
		if !ok {
			return
		}
		what, err = app.VerbDropFinding, d.DropFinding(ctx, f.ID, "重复记录")
		text = ""
	case 9:
		what = app.VerbAddEvidence
		id, err = d.AddEvidence(ctx, app.Evidence{Case: cas.ID, Title: text, Kind: "document", Method: app.MethodDocuments})
	case 10:
		what = app.VerbWritePaper
		id, err = d.WritePaper(ctx, app.Paper{Case: cas.ID, Title: text, Item: "JJ-1-02", Process: "抽查十件", Conclusion: "属实"})
	case 11:
		p, ok := some[app.Paper](c, w, cas.ID)
		if !ok {
			return
		}
		id, what, err = p.ID, app.VerbReviewPaper, d.ReviewPaper(ctx, p.ID, w.Me().Name, text)
	case 12, 13:
		id, what = c.shared(app.KindTalk, cas.ID), app.VerbSaveTalk
		err = d.SaveTalk(ctx, app.Talk{ID: id, Case: cas.ID, Type: "single", On: today, Place: "会议室", Talkers: app.NewSet("a", "b"), People: 1, Label: "被谈话人A", Text: text})
	case 14, 15:
		id, what = c.shared(app.KindMaterial, cas.ID), app.VerbSaveMaterial
		err = d.SaveMaterial(ctx, app.Material{ID: id, Case: cas.ID, Name: text, Kind: app.Ledger, AskedOn: today})
	case 16:
		what, id = app.VerbEditText, app.ReportTextID(cas.ID, app.Audit, "basic")
		err = d.EditText(ctx, app.ReportText{Case: cas.ID, Strand: app.Audit, Section: "basic", Text: text})
	case 17:
		what, err = app.VerbResetText, d.ResetText(ctx, cas.ID, app.Audit, "basic")
		text = ""
	case 18:
		what, id = app.VerbSaveAnnounce, cas.ID
		err = d.SaveCase(ctx, what, cas.ID, func(x *app.Case) error { x.Announce.Objects = text; return nil })
	case 19:
		what, id = app.VerbSaveNotice, cas.ID
		err = d.SaveCase(ctx, what, cas.ID, func(x *app.Case) error { x.Notice.ReceivedBy = text; return nil })
	case 20:
		what, id = app.VerbSavePrincipal, c.shared(app.KindPrincipal, cas.ID)
		err = d.SavePrincipal(ctx, app.Principal{ID: id, Case: cas.ID, Order: 1 + c.r.Intn(3), Name: text, Post: "局长", Occasion: "midterm", From: app.Month{Year: 2020, Month: 1}, To: app.Month{Year: 2025, Month: 1}})
	case 21:
		what, id = app.VerbSavePerson, c.shared(app.KindPerson, "")
		err = d.SavePerson(ctx, app.Person{ID: id, Name: text, Dept: "市审计局", Roles: app.NewSet(string(app.RoleInspector))})
	case 22:
		p, ok := some[app.Person](c, w, "")
		if !ok {
			return
		}
		what, text, err = app.VerbRecuse, "", d.Recuse(ctx, cas.ID, p.ID, c.r.Intn(2) == 0)
		if p.ID == w.Me().ID { // who stays away does nothing more in it
			err = d.Recuse(ctx, cas.ID, p.ID, false)
		}
	case 23:
		what, id = app.VerbWaive, cas.ID
		err = d.Waive(ctx, cas.ID, "items.open:audit", text)
	case 24:
		what, text, err = app.VerbPrint, "", d.NotePrint(ctx, cas, map[string]string{"form": "notice"})
	case 25:
		what, text, err = app.VerbExport, "", d.NoteExport(ctx, cas, map[string]string{"form": "notice"})
	case 26:
		what, id = app.VerbRecordOpinion, ""
		id, err = d.RecordOpinion(ctx, app.Opinion{Case: cas.ID, Strand: app.Audit, Text: text, On: today})
	case 27:
		what = app.VerbHoldMeeting
		id, err = d.HoldMeeting(ctx, app.Meeting{ID: c.shared(app.KindMeeting, ""), Round: cas.Round, Type: app.Notification, Cases: app.NewSet(string(cas.ID)), On: today, Attendees: map[string]app.Attendee{text: {Role: "team"}}})
	case 28:
		what, text, err = app.VerbCloseStage, "", d.CloseStage(ctx, cas.ID)
	case 29:
		what, text, err = app.VerbSignIn, "", d.SignIn(ctx)
	}
	if c.said(string(what), err) && text != "" && id != "" {
		c.wrote(w, id, text)
	}
}

// kept are the nouns of a workspace that may be changed freely: those of the cases, and what people share.
func (c *crowd) kept(w *store.Workspace) (kinds []app.Kind, ids []app.ID, docs []json.RawMessage) {
	cas := c.some()
	err := w.All(context.Background(), func(kind app.Kind, id app.ID, doc json.RawMessage) error {
		switch kind {
		case app.KindSeat, app.KindTemplate, app.KindLaw, app.KindCalendar, app.KindGroup, app.KindPerson:
			return nil
		}
		if strings.Contains(string(doc), string(cas.ID)) || kind == app.KindRound || kind == app.KindZone {
			kinds, ids, docs = append(kinds, kind), append(ids, id), append(docs, slices.Clone(doc))
		}
		return nil
	})
	c.must(err)
	return kinds, ids, docs
}

// anything changes, makes again or removes any noun of any kind, past the rules of app: the store must hold whatever app
// allows one day.
func (c *crowd) anything(w *store.Workspace) {
	kinds, ids, docs := c.kept(w)
	// Each kind is as likely as any other, however many of it there are.
	kind := pick(c, slices.Sorted(maps.Keys(func() map[app.Kind]bool {
		out := map[app.Kind]bool{}
		for _, k := range kinds {
			out[k] = true
		}
		return out
	}())))
	var of []int
	for i, k := range kinds {
		if k == kind {
			of = append(of, i)
		}
	}
	i := pick(c, of)
	change := app.Change{Entity: ids[i], Noun: kind}
	text := ""
	switch what := c.r.Intn(10); {
	case what == 0 && kind != app.KindCase && kind != app.KindRound && kind != app.KindZone && kind != app.KindUnit:
		if strings.Count(stateOf(c.t, w), string(ids[i])) > 2 { // no program removes what others speak of
			return
		}
		change.Kind = app.Del
	case what == 1 && kind != app.KindCase && kind != app.KindRound && kind != app.KindZone:
		copied := c.shared(kind, c.cases[0].ID)
		change.Kind, change.Entity = app.New, copied
		change.Value = json.RawMessage(strings.ReplaceAll(string(docs[i]), string(ids[i]), string(copied)))
	default:
		field, old := c.leaf(docs[i])
		if field == "" {
			return
		}
		change.Field, change.Kind = field, app.Put
		switch {
		case old == "true" && c.r.Intn(2) == 0:
			change.Kind = app.Del
		case old == "true":
			change.Value = json.RawMessage("true")
		case old[0] == '"' && c.r.Intn(6) == 0:
			change.Kind = app.Del
		case old[0] == '"':
			text = c.text()
			change.Value = json.RawMessage(`"` + text + `"`)
		default:
			change.Value = json.RawMessage(fmt.Sprint(1 + c.r.Intn(4)))
		}
	}
	err := w.Desk().Door.Do(context.Background(), func(app.Reader) (app.Deed, error) {
		return app.Deed{Verb: app.KeepVerb(kind), Changes: []app.Change{change}}, nil
	})
	if c.said(string(change.Kind)+" "+string(kind), err) && text != "" {
		c.wrote(w, change.Entity, text)
	}
}

// leaf gives a field of a noun that any text, number or truth may stand in, with its value: names, amounts, elements of
// sets, and not what must be a code or a date.
func (c *crowd) leaf(doc []byte) (field, value string) {
	found := map[string]string{}
	var walk func(path string, raw json.RawMessage)
	walk = func(path string, raw json.RawMessage) {
		var m map[string]json.RawMessage
		if raw[0] == '{' && json.Unmarshal(raw, &m) == nil {
			for k, v := range m {
				k = strings.ReplaceAll(strings.ReplaceAll(k, "~", "~0"), "/", "~1")
				walk(strings.TrimPrefix(path+"/"+k, "/"), v)
			}
			return
		}
		s := string(raw)
		han := raw[0] == '"' && utf8.RuneCountInString(s) < len(s)
		if raw[0] != '[' && (han || s == "true" || strings.HasSuffix(path, "mount")) {
			found[path] = s
		}
	}
	walk("", doc)
	if len(found) == 0 {
		return "", ""
	}
	field = pick(c, slices.Sorted(maps.Keys(found)))
	return field, found[field]
}
