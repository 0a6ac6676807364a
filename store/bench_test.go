package store

import (
	"fmt"
	"path/filepath"
	"testing"

	"lianshen/app"
	"lianshen/store/shipped"
)

// bigNouns gives a round of 200 cases with 104 answers each, half of them with a note, and three findings a case.
func bigNouns(tb testing.TB) []app.Noun { return nounsOf(tb, 200) }

func nounsOf(tb testing.TB, cases int) []app.Noun {
	lists, err := shipped.Nouns()
	if err != nil {
		tb.Fatal(err)
	}
	id := func(kind app.Kind, i, j int) app.ID { return app.DeriveID(kind, "", fmt.Sprintf("bench/%d/%d", i, j)) }
	round := app.Round{ID: id(app.KindRound, 0, 0), Name: "2026年度", Year: 2026, SelfCheckDue: app.MustDate("2026-03-31"), Settings: app.DefaultSettings(), Templates: map[app.Strand]string{}}
	var codes []string
	for _, n := range lists {
		if t, ok := n.(app.Template); ok {
			round.Templates[t.Strand] = t.Version
			for _, s := range t.Sections {
				for _, i := range s.Items {
					codes = append(codes, i.Code)
				}
			}
		}
	}
	nouns := []app.Noun{round}
	zone := app.Zone{ID: id(app.KindZone, 0, 0), Round: round.ID, Name: "第一责任区"}
	nouns = append(nouns, zone)
	notes := []string{"查阅干部任免审批表和会议记录,程序完备。", "抽查经费支出凭证,发现附件不全,已取得取证单。", "与分管领导座谈,编制台账与实际在编人员一致。", "对照三定规定核对内设机构,未发现擅自增设。"}
	for i := range cases {
		unit := app.Unit{ID: id(app.KindUnit, i, 0), Name: fmt.Sprintf("青溪县第%d局", i), Kind: app.Organ}
		c := app.Case{ID: id(app.KindCase, i, 0), Round: round.ID, Zone: zone.ID, Number: fmt.Sprintf("LS2026-%03d", i+1), Unit: unit.ID,
			Stage: app.Stages[i%len(app.Stages)], Strands: map[app.Strand]app.CaseStrand{}}
		for s, v := range round.Templates {
			c.Strands[s] = app.CaseStrand{Template: v, LeadDept: "市委组织部"}
		}
		p := app.Principal{ID: id(app.KindPrincipal, i, 0), Case: c.ID, Name: []string{"单晓明", "仇海燕", "王建国", "查英"}[i%4], Post: "局长", Order: 1}
		nouns = append(nouns, unit, c, p)
		for j, code := range codes {
			a := app.Answer{ID: app.AnswerID(c.ID, code), Case: c.ID, Item: code, Conclusion: app.NoProblem, Methods: app.NewSet("documents", "talk"),
				Should: 20, Sampled: 10, By: "李强", On: app.MustDate("2026-04-10")}
			if j%2 == 0 {
				a.Note = notes[(i+j/2)%len(notes)]
			}
			if j%11 == 0 {
				a.Conclusion, a.Faulty = app.Problem, 2
			}
			nouns = append(nouns, a)
		}
		for j := range 3 {
			nouns = append(nouns, app.Finding{ID: id(app.KindFinding, i, j), Case: c.ID, Number: j + 1, Strand: app.Strands[j], Item: codes[j*35], State: app.FindingProven,
				Title: "经费支出附件不全", Fact: fmt.Sprintf("抽查2025年支出凭证%d笔,其中%d笔无附件,涉及金额%d万元。", 40+i, j+1, i+j), Amount: app.Money((i + j) * 1_000_000)})
		}
	}
	return nouns
}

// bigWorkspace gives a workspace of bigNouns.
func bigWorkspace(tb testing.TB) *Workspace {
	w, err := Create(ctx, filepath.Join(tb.TempDir(), "big.lianshen"), quick(Options{Person: "甲"}))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { w.Close() })
	if err := w.Load(ctx, bigNouns(tb), app.VerbLoad); err != nil {
		tb.Fatal(err)
	}
	return w
}

func BenchmarkLoad200x104(b *testing.B) {
	nouns := bigNouns(b)
	for b.Loop() {
		w, err := Create(ctx, filepath.Join(b.TempDir(), "big.lianshen"), quick(Options{}))
		if err != nil {
			b.Fatal(err)
		}
		if err := w.Load(ctx, nouns, app.VerbLoad); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		w.Close()
		b.StartTimer()
	}
}

func BenchmarkOpen200x104(b *testing.B) {
	w := bigWorkspace(b)
	w.Close()
	for b.Loop() {
		again, err := Open(ctx, w.dir, quick(Options{}))
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		again.Close()
		b.StartTimer()
	}
}

func BenchmarkSearch200x104(b *testing.B) {
	w := bigWorkspace(b)
	for _, words := range []string{"取证", "经费支出", "查", "qx", "LS2026-117", "单晓明", "sxm", "XR-1-01", "经费 附件", "干部任免审批表和会议记录"} {
		b.Run(words, func(b *testing.B) {
			hits := 0
			for b.Loop() {
				found, err := w.Search(ctx, words, 50)
				if err != nil {
					b.Fatal(err)
				}
				hits = len(found)
			}
			b.ReportMetric(float64(hits), "hits")
		})
	}
}

func BenchmarkBoard200x104(b *testing.B) {
	w := bigWorkspace(b)
	today := app.MustDate("2026-05-01")
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			w.cache.mu.Lock()
			w.cache.lines, w.cache.common = map[app.ID]line{}, nil
			w.cache.mu.Unlock()
			if _, err := w.Board(ctx, BoardQuery{}, today); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("warm", func(b *testing.B) {
		for b.Loop() {
			if _, err := w.Board(ctx, BoardQuery{Sort: "deadline"}, today); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkRead200x104(b *testing.B) {
	w := bigWorkspace(b)
	id := app.DeriveID(app.KindCase, "", "bench/77/0")
	b.Run("dossier", func(b *testing.B) {
		for b.Loop() {
			if _, err := w.Dossier(ctx, id); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("items-page", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := w.ItemRows(ctx, ItemQuery{Limit: 100, Offset: 15_000}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("items-all", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := w.ItemRows(ctx, ItemQuery{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("items-text", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := w.ItemRows(ctx, ItemQuery{Text: "取证", Limit: 100}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("findings-all", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := w.FindingRows(ctx, FindingQuery{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("timeline", func(b *testing.B) {
		for b.Loop() {
			if _, err := w.Timeline(ctx, id, 50); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkVerify200x104(b *testing.B) {
	w := bigWorkspace(b)
	for b.Loop() {
		if report, err := w.Verify(ctx, nil); err != nil || !report.OK() {
			b.Fatal(report, err)
		}
	}
}

// BenchmarkAnswer200x104 answers an item in the large workspace as the bench does: the use case with its rules.
func BenchmarkAnswer200x104(b *testing.B) {
	w := bigWorkspace(b)
	desk := deskOf(w, "甲")
	id := app.DeriveID(app.KindCase, "", fmt.Sprintf("bench/%d/0", 15*len(app.Stages)+app.Inspection.Index())) // the stage in which items are answered
	timed(b, func(i int) error {
		conclusion, note := app.Conclusions[i%4], fmt.Sprintf("第%d次核对,与分管领导座谈。", i)
		return desk.AnswerItem(ctx, id, "XR-1-01", app.AnswerInput{Conclusion: &conclusion, Note: &note})
	})
}

// BenchmarkCommit200x104 commits one changed field in the large workspace: the log and the projections alone.
func BenchmarkCommit200x104(b *testing.B) {
	w := bigWorkspace(b)
	desk := deskOf(w, "甲")
	answer := app.AnswerID(app.DeriveID(app.KindCase, "", "bench/77/0"), "XR-1-01")
	timed(b, func(i int) error {
		return amendAny(desk, answer, func(a *app.Answer) { a.Conclusion = app.Conclusions[i%4] })
	})
}
