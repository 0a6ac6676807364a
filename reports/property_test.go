package reports

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lianshen/app"
	"lianshen/reports/document"
)

// anyDossier draws a case with random findings, money, people, years and gaps.
func anyDossier(t *rapid.T) app.Dossier {
	d := county()
	d.Principals = d.Principals[:rapid.IntRange(0, 2).Draw(t, "principals")]
	amount := rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(1, 99999), rapid.Int64Range(1, int64(app.MoneyLimit)/100))
	d.Findings = nil
	for i := range rapid.IntRange(0, 8).Draw(t, "findings") {
		s := rapid.SampledFrom(app.Strands).Draw(t, "strand")
		who := map[app.ID]app.Responsibility{}
		for _, p := range d.Principals {
			if r := rapid.SampledFrom(append([]app.Responsibility{""}, app.Responsibilities...)).Draw(t, "responsibility"); r != "" {
				who[p.ID] = r
			}
		}
		f := finding(201+i, s, "", rapid.SampledFrom([]string{"", "超编进人", "白条入账"}).Draw(t, "type"), fmt.Sprintf("问题%d", i), app.Money(amount.Draw(t, "amount")), who)
		f.Irregular = f.Amount / app.Money(rapid.IntRange(1, 3).Draw(t, "part"))
		f.Treatment = rapid.SampledFrom([]string{"", "责成纠正。", "第一行\n第二行"}).Draw(t, "treatment")
		f.InReport = rapid.Bool().Draw(t, "in")
		d.Findings = append(d.Findings, f)
	}
	d.Case.Facts.Finances = map[string]app.FinanceYear{}
	for y := range rapid.IntRange(0, 6).Draw(t, "years") {
		m := func() app.Money { return app.Money(amount.Draw(t, "money")) }
		d.Case.Facts.Finances[strconv.Itoa(2020+y)] = app.FinanceYear{Income: m(), Outlay: m(), Project: m(), Three: m(), Surplus: m()}
	}
	d.Round.Settings.Thousands = rapid.Bool().Draw(t, "thousands")
	if rapid.Bool().Draw(t, "no tallies") {
		d.Evaluations, d.Surveys = nil, nil
	}
	return d
}

func TestAnyDossierMakesASoundDocument(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDossier(t)
		for _, s := range app.Strands {
			doc, err := Compose(d, s, Options{Draft: rapid.Bool().Draw(t, "draft")})
			if err != nil {
				t.Fatal(err)
			}
			if err := doc.Validate(); err != nil {
				t.Fatalf("%s: %v", s, err)
			}
			for _, bad := range []string{"。。", "，。", "，，", "、、", "、。", "{}", "（）", "“”", "；。"} {
				if strings.Contains(doc.Text(), bad) {
					t.Fatalf("%s: the text has %q", s, bad)
				}
			}
		}
	})
}

func TestAmountsInTablesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDossier(t)
		doc, err := Compose(d, app.Audit, Options{})
		if err != nil {
			t.Fatal(err)
		}
		blocks := doc.Blocks
		for _, a := range doc.Annexes {
			blocks = append(blocks, a.Blocks...)
		}
		for _, b := range blocks {
			table, ok := b.(document.Table)
			if !ok || table.Unit != "单位：万元" {
				continue
			}
			last := table.Rows[len(table.Rows)-1]
			shift := 0 // columns the total's first cell spans beyond one
			if last.Cells[0].ColSpan > 1 {
				shift = last.Cells[0].ColSpan - 1
			}
			differs := false
			for col := 1; col < len(last.Cells); col++ {
				total := last.Cells[col].Text
				if total == "—" {
					continue
				}
				sum := int64(0)
				for _, row := range table.Rows[:len(table.Rows)-1] {
					sum += shown(t, row.Cells[col+shift].Text)
				}
				if off := shown(t, total) - sum; off != 0 {
					differs = true
					// Each shown figure is off by at most half a hundredth.
					if off > int64(len(table.Rows)) || off < -int64(len(table.Rows)) {
						t.Fatalf("%s: the parts make %d, the total is %s", table.Caption.Text, sum, total)
					}
				}
			}
			if noted := len(table.Notes) > 0; noted != differs {
				t.Fatalf("%s: differs %v, noted %v", table.Caption.Text, differs, noted)
			}
		}
		checkTotals(t, d, doc)
	})
}

// checkTotals compares the totals with sums made on fen from the dossier itself.
func checkTotals(t *rapid.T, d app.Dossier, doc *document.Document) {
	var income, found app.Money
	for _, y := range d.Case.Facts.Finances {
		income += y.Income
	}
	for _, f := range d.Findings {
		if f.Strand == app.Audit && f.InReport {
			found += f.Amount
		}
	}
	for _, b := range doc.Blocks {
		table, ok := b.(document.Table)
		if !ok {
			continue
		}
		last := table.Rows[len(table.Rows)-1].Cells
		want := map[string]app.Money{"财政财务收支总表": income, "审计发现问题金额表": found}
		if m, ours := want[table.Caption.Text]; ours && m != 0 && last[1].Text != m.Wan(d.Round.Settings.Thousands) {
			t.Fatalf("%s: total %s, want %s", table.Caption.Text, last[1].Text, m.Wan(true))
		}
	}
}

func shown(t *rapid.T, text string) int64 {
	if text == "—" {
		return 0
	}
	n, err := strconv.ParseInt(strings.NewReplacer(",", "", ".", "").Replace(text), 10, 64)
	if err != nil {
		t.Fatalf("%q is no amount", text)
	}
	return n
}
