package exchange

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/past"
	"lianshen/ui/theme"
)

// mostRests is how many later deeds are listed that go along when an import is taken back; the rest is counted.
const mostRests = 40

// askBack says what taking the import back would do, and asks why.
func (s *summary) askBack() {
	r, n := s.room, s.n
	r.host.Run(func(ctx context.Context) (func(), error) {
		plan, err := r.store.PlanTakeBack(ctx, n)
		if err != nil {
			return nil, err
		}
		if err := r.words.LearnEvents(ctx, plan.Rests[:min(len(plan.Rests), mostRests)]); err != nil {
			return nil, err
		}
		return func() { s.confirmBack(plan) }, nil
	})
}

// confirmBack shows the plan and asks for the reason.
func (s *summary) confirmBack(plan store.TakeBackPlan) {
	r := s.room
	why, bad := kit.NewEntry(""), newFault()
	why.PlaceHolder = i18n.T("exchange.back.why.form")
	var d *kit.Dialog
	do := func() {
		reason := strings.TrimSpace(why.Text)
		if reason == "" {
			bad.say(app.Refuse("exchange.noreason"))
			return
		}
		r.host.Progress(i18n.T("exchange.back.doing"), func(ctx context.Context, _ func(int, int, string)) error {
			return r.store.TakeBack(ctx, plan.Import.N, reason)
		}, func(err error) {
			if err != nil {
				bad.say(err)
				return
			}
			d.Close()
			r.host.Saved(r.config.Now())
			r.host.Toast(i18n.T("exchange.back.done", "n", plan.Import.N))
			s.load()
			s.after()
		})
	}
	why.OnSubmitted = func(string) { do() }
	ok := kit.NewPrimary(i18n.T("exchange.back.do"), do)
	no := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	body := kit.Footed(10, scroll(kit.Column(8, r.planLines(plan)...)),
		kit.Column(8, kit.Column(4, kit.Line(i18n.T("exchange.back.why"), kit.Second), why), bad.para))
	d = kit.ShowDialog(r.host.Window(), i18n.T("exchange.back.title", "n", plan.Import.N), body, 680, 460, no, ok)
	r.host.Window().Canvas().Focus(why)
}

// planLines says what goes, what rests on it and goes along, what stays.
func (r *Room) planLines(plan store.TakeBackPlan) []fyne.CanvasObject {
	out := []fyne.CanvasObject{kit.NewPara(i18n.T("exchange.back.goes", "n", i18n.Number(plan.Goes), "name", plan.Import.From.Person), kit.Body)}
	if len(plan.Rests) == 0 {
		out = append(out, kit.NewPara(i18n.T("exchange.back.norests"), kit.Style{Color: theme.Done}))
	} else {
		out = append(out, kit.NewPara(i18n.T("exchange.back.rests", "n", i18n.Number(len(plan.Rests))), kit.Style{Color: theme.Fault, Bold: true}))
	}
	for i, e := range plan.Rests {
		if i == mostRests {
			out = append(out, kit.NewPara(i18n.T("exchange.more", "n", i18n.Number(len(plan.Rests)-mostRests)), kit.Second))
			break
		}
		line := i18n.T("history.line", "when", past.Full(e.At), "who", e.Who, "deed", past.Deed(e.Verb))
		what := strings.Join(nonEmpty(r.words.CaseOf(e.Case), r.words.Noun(e.Kind, e.Entity)), " · ")
		out = append(out, kit.Column(0, kit.NewPara(what, kit.Body), kit.NewPara(line, kit.Second)))
	}
	return append(out, kit.NewPara(i18n.T("exchange.back.stays", "n", i18n.Number(plan.Stays)), kit.Body), kit.NewPara(i18n.T("exchange.back.kept"), kit.Second))
}

// takeAgain gives the import its effect again.
func (s *summary) takeAgain() {
	r, n := s.room, s.n
	kit.Ask(r.host.Window(), i18n.T("exchange.again.title", "n", n), i18n.T("exchange.again.text"), i18n.T("exchange.again"), func() {
		r.host.Progress(i18n.T("exchange.again.doing"), func(ctx context.Context, _ func(int, int, string)) error {
			return r.store.TakeAgain(ctx, n)
		}, func(err error) {
			if err != nil {
				r.host.Fail(err)
				return
			}
			r.host.Saved(r.config.Now())
			r.host.Toast(i18n.T("exchange.again.done", "n", n))
			s.load()
			s.after()
		})
	})
}
