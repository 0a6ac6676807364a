package casefile

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/reports/forms"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// visits is the list of looks on site (form 3.10).
func (r *Room) visits() *records[app.Visit] {
	l := &records[app.Visit]{
		name: "visits", title: i18n.T("visit.title"), add: i18n.T("visit.add"), empty: i18n.T("visit.none"),
		columns: []kit.TableColumn{{Title: label("number"), Width: 50, Number: true}, {Title: label("on"), Width: 90}, {Title: label("place"), Width: 120, Grow: 1},
			{Title: label("subject"), Width: 140, Grow: 1, Spare: 1}, {Title: i18n.T("visit.photos"), Width: 80, Number: true, Spare: 2}, {Title: label("signed"), Width: 50}},
		list: func(d app.Dossier) []app.Visit { return d.Visits },
		id:   nounID[app.Visit],
		cells: func(v app.Visit) []kit.Cell {
			return []kit.Cell{{Text: numeral(v.Number)}, day(v.On), {Text: v.Place, Bold: true}, {Text: v.Subject}, {Text: i18n.Number(len(v.Evidence.Sorted()))}, {Text: yes(v.Signed)}}
		},
		fresh: func() app.Visit {
			return app.Visit{ID: r.host.Desk().NewID(), Case: r.d.Case.ID, On: r.host.Today()}
		},
		save: func(ctx context.Context, d app.Desk, _ *app.Visit, v app.Visit) error {
			_, err := d.WriteVisit(ctx, v)
			return err
		},
		drop: discard[app.Visit](app.VerbDropVisit),
	}
	l.form = func(f *kit.Form, v *app.Visit) { r.visitForm(l, f, v) }
	return l
}

// numeral is the number of a record, "" while it has none.
func numeral(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (r *Room) visitForm(l *records[app.Visit], f *kit.Form, v *app.Visit) {
	f.Date("on", label("on"), &v.On)
	f.Text("from", i18n.Capital(i18n.T("history.field.visit.from")), &v.From)
	f.Text("to", i18n.Capital(i18n.T("history.field.visit.to")), &v.To)
	f.Text("place", label("place"), &v.Place)
	f.Text("subject", label("subject"), &v.Subject).Whole()
	f.Long("text", label("text"), &v.Text)
	r.checkPeople(f, "visitors", label("visitors"), &v.Visitors)
	kit.EnumChecks(f, "strands", label("strands"), "strand", app.Strands, &v.Strands)
	f.Names("items", label("items"), &v.Items)
	if len(r.d.Findings) > 0 {
		r.checkFindings(f, "findings", label("findings"), &v.Findings)
	}
	r.checkPhotos(f, &v.Evidence)
	f.Heading(i18n.T("visit.measured"))
	e := editLines(l, f, &v.Measured, func(key string, m *app.Measured) {
		n := lineNumber(key)
		f.Text("measured/"+key+"/what", i18n.T("visit.what", "n", n), &m.What)
		f.Text("measured/"+key+"/value", i18n.T("visit.value", "n", n), &m.Value)
		f.Text("measured/"+key+"/unit", i18n.T("visit.unit", "n", n), &m.Unit)
		f.Text("measured/"+key+"/how", i18n.T("visit.how", "n", n), &m.How)
	})
	buttons := []fyne.CanvasObject{e.button(i18n.T("visit.addmeasure"), func() { v.Measured[app.NextLine(v.Measured)] = app.Measured{} })}
	if keys := sortedKeys(v.Measured); len(keys) > 0 {
		last := keys[len(keys)-1]
		buttons = append(buttons, e.button(i18n.T("talks.removeline", "n", lineNumber(last)), func() { delete(v.Measured, last) }))
	}
	e.buttons(buttons...)
	f.Text("escort", label("escort"), &v.Escort)
	f.Text("escortPost", label("escortPost"), &v.EscortPost)
	f.Long("escortOpinion", label("escortOpinion"), &v.EscortOpinion)
	r.nameNote(e, r.namesIn(v.Subject, v.Text, v.EscortOpinion), func() { r.hide(&v.Subject, &v.Text, &v.EscortOpinion) })
	f.Check("signed", label("signed"), &v.Signed)
	f.Text("notWhy", i18n.T("talks.notwhy"), &v.NotWhy)
	printButton(r, l, f, forms.Visit, v.ID)
}

// checkPhotos is the choice of the photos and recordings among the evidence that still counts.
func (r *Room) checkPhotos(f *kit.Form, set *app.Set) {
	var ids, names []string
	for _, e := range r.d.Evidence {
		if e.Withdrawn == "" && (e.Kind == "photo" || e.Kind == "site") || set.Has(string(e.ID)) {
			ids, names = append(ids, string(e.ID)), append(names, strconv.Itoa(e.Number)+" "+kit.Cut(e.Title, 260, kit.Body))
		}
	}
	if len(ids) == 0 {
		f.Add("evidence", i18n.T("visit.photos"), kit.NewPara(i18n.T("visit.nophotos"), kit.Second), true)
		return
	}
	f.Checks("evidence", i18n.T("visit.photos"), ids, names, set)
}

// stocktakes is the list of what was counted on site (form 3.10).
func (r *Room) stocktakes() *records[app.Stocktake] {
	l := &records[app.Stocktake]{
		name: "stocktakes", title: i18n.T("stock.title"), add: i18n.T("stock.add"), empty: i18n.T("stock.none"),
		columns: []kit.TableColumn{{Title: label("number"), Width: 50, Number: true}, {Title: label("on"), Width: 90}, {Title: label("sort"), Width: 90},
			{Title: label("place"), Width: 120, Grow: 1, Spare: 1}, {Title: i18n.T("stock.difference"), Width: 160, Grow: 1}, {Title: label("signed"), Width: 50}},
		list: func(d app.Dossier) []app.Stocktake { return d.Stocktakes },
		id:   nounID[app.Stocktake],
		cells: func(n app.Stocktake) []kit.Cell {
			t := n.Totals()
			diff := kit.Cell{Text: i18n.T("stock.same")}
			if t.Differing > 0 {
				diff = kit.Cell{Text: i18n.T("stock.differs", "count", t.Counted-t.Book, "value", (t.FoundValue - t.BookValue).Yuan(true)), Tone: kit.Fault}
			}
			return []kit.Cell{{Text: numeral(n.Number)}, day(n.On), {Text: i18n.Enum("stocksort", n.Sort)}, {Text: n.Place, Bold: true}, diff, {Text: yes(n.Signed)}}
		},
		fresh: func() app.Stocktake {
			return app.Stocktake{ID: r.host.Desk().NewID(), Case: r.d.Case.ID, On: r.host.Today(), Sort: "cash", Strand: app.Audit,
				Lines: map[string]app.StockLine{"001": {}}}
		},
		save: func(ctx context.Context, d app.Desk, _ *app.Stocktake, n app.Stocktake) error {
			_, err := d.WriteStocktake(ctx, n)
			return err
		},
		drop: discard[app.Stocktake](app.VerbDropStocktake),
	}
	l.form = func(f *kit.Form, n *app.Stocktake) { r.stockForm(l, f, n) }
	return l
}

// manyThings is how many of a thing can be counted.
const manyThings = 99_999_999

func (r *Room) stockForm(l *records[app.Stocktake], f *kit.Form, n *app.Stocktake) {
	f.Date("on", label("on"), &n.On)
	f.Text("place", label("place"), &n.Place)
	chooseCode(f, "sort", label("sort"), "stocksort", app.StockSorts, &n.Sort)
	kit.Enum(f, "strand", label("strand"), "strand", app.Strands, &n.Strand)
	f.Text("keeper", label("keeper"), &n.Keeper)
	f.Names("items", label("items"), &n.Items)
	r.checkPeople(f, "counters", i18n.T("stock.counters"), &n.Counters)
	if len(r.d.Findings) > 0 {
		r.checkFindings(f, "findings", label("findings"), &n.Findings)
	}
	r.checkPhotos(f, &n.Evidence)
	var changed []func()
	e := editLines(l, f, &n.Lines, func(key string, x *app.StockLine) {
		f.Heading(i18n.T("stock.line", "n", lineNumber(key)))
		p := "lines/" + key + "/"
		f.Text(p+"name", label("name"), &x.Name)
		f.Text(p+"model", label("model"), &x.Model)
		f.Text(p+"unit", i18n.Capital(i18n.T("history.field.stocktake.unit")), &x.Unit)
		f.Text(p+"place", label("place"), &x.Place)
		f.Int(p+"book", label("book"), &x.Book, 0, manyThings)
		f.Int(p+"counted", label("counted"), &x.Counted, 0, manyThings)
		f.Money(p+"bookValue", i18n.T("case.f.yuan", "what", label("bookValue")), &x.BookValue)
		f.Money(p+"foundValue", i18n.T("case.f.yuan", "what", label("foundValue")), &x.FoundValue)
		diff := f.Show(i18n.T("stock.difference"), "")
		say := func() { diff.SetText(differs(*x)) }
		say()
		changed = append(changed, say)
		f.Text(p+"note", i18n.T("stock.note"), &x.Note)
	})
	buttons := []fyne.CanvasObject{e.button(i18n.T("stock.addline"), func() { n.Lines[app.NextLine(n.Lines)] = app.StockLine{} })}
	if keys := sortedKeys(n.Lines); len(keys) > 0 {
		last := keys[len(keys)-1]
		buttons = append(buttons, e.button(i18n.T("talks.removeline", "n", lineNumber(last)), func() { delete(n.Lines, last) }))
	}
	e.buttons(buttons...)
	sum := kit.NewPara("", kit.Body)
	changed = append(changed, func() { sum.SetText(stockSum(n.Totals())) })
	changed[len(changed)-1]()
	f.Add("", "", sum, true)
	save := f.Save
	f.Save = func() { // the sums follow what is typed
		e.take()
		for _, do := range changed {
			do()
		}
		save()
	}
	f.Long("text", i18n.T("stock.why"), &n.Text)
	r.nameNote(e, r.namesIn(n.Text, n.Keeper), func() { r.hide(&n.Text, &n.Keeper) })
	f.Check("signed", label("signed"), &n.Signed)
	f.Text("notWhy", i18n.T("talks.notwhy"), &n.NotWhy)
	printButton(r, l, f, forms.Stocktake, n.ID)
}

func differs(x app.StockLine) string {
	if x.Difference() == 0 && x.DifferenceValue() == 0 {
		return i18n.T("stock.same")
	}
	return i18n.T("stock.differs", "count", x.Difference(), "value", x.DifferenceValue().Yuan(true))
}

func stockSum(t app.StockTotals) string {
	return i18n.T("stock.totals", "lines", t.Lines, "differing", t.Differing, "book", t.Book, "counted", t.Counted, "over", t.Over,
		"overValue", t.OverValue.Yuan(true), "short", t.Short, "shortValue", t.ShortValue.Yuan(true))
}
