package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// Checker is what the page of integrity asks of a workspace.
type Checker interface {
	Dir() string
	ShortTip() string
	Verify(ctx context.Context, progress func(done, total int)) (store.Report, error)
	SetAside(ctx context.Context, report store.Report) (store.Mended, error)
	LastTrial() (store.Trial, error)
	TrialRestore(ctx context.Context, progress func(done, total int)) (store.Trial, error)
	Doctor(ctx context.Context) (store.DoctorReport, error)
}

// integrity is the page where the whole workspace is proven, and where it says what is wrong and what to do.
type integrity struct {
	room   *Room
	result *fyne.Container
	trial  *kit.Para
	facts  *fyne.Container // what support is given
	report store.Report
}

func (p *integrity) content() fyne.CanvasObject {
	r := p.room
	gap := theme.Size(theme.Gap)
	p.result = kit.Column(8)
	p.trial = kit.NewPara("", kit.Second)
	left := kit.Column(gap,
		kit.Card(i18n.T("settings.verify"), kit.Column(8,
			kit.NewPara(i18n.T("settings.verify.text"), kit.Second),
			kit.Flow(8, kit.NewPrimary(i18n.T("settings.verify.do"), p.verify)), p.result)),
		kit.Card(i18n.T("settings.trial"), kit.Column(8,
			kit.NewPara(i18n.T("settings.trial.text"), kit.Second), p.trial,
			kit.Flow(8, kit.NewButton(i18n.T("settings.trial.do"), p.try)))))
	right := kit.Column(gap,
		kit.Card(i18n.T("settings.workspace"), kit.Column(8,
			kit.Line(i18n.T("settings.folder"), kit.Second), kit.NewPara(r.store.Dir(), kit.Body),
			kit.NewPara(i18n.T("settings.tip", "tip", r.store.ShortTip()), kit.Style{Bold: true}), kit.NewPara(i18n.T("settings.tip.text"), kit.Second),
			kit.Flow(8, kit.NewButton(i18n.T("settings.leave"), r.program.Leave)))),
		kit.Card(i18n.T("settings.doctor"), p.doctor()))
	p.tryResult()
	return kit.Scroll(kit.Split(gap, []float32{1, 1}, left, right))
}

// verify proves the whole log, every table and every attachment.
func (p *integrity) verify() {
	r := p.room
	var report store.Report
	r.host.Progress(i18n.T("settings.verify"), func(ctx context.Context, say func(int, int, string)) error {
		var err error
		report, err = r.store.Verify(ctx, func(done, total int) { say(done, total, "") })
		return err
	}, func(err error) {
		if err != nil {
			r.host.Fail(err)
			return
		}
		p.show(report)
	})
}

// most is how many troubles are listed; more of them say nothing new.
const most = 20

// show tells what Verify found, what it means and what can be done here.
func (p *integrity) show(report store.Report) {
	p.report = report
	p.result.RemoveAll()
	if report.OK() {
		p.result.Add(kit.NewPara(i18n.T("settings.verify.sound", "records", i18n.Number(report.Records), "attachments", i18n.Number(report.Attachments),
			"seats", report.Seats, "tip", report.Short), kit.Style{Color: theme.Done, Bold: true}))
	} else {
		p.result.Add(kit.NewPara(i18n.T("settings.verify.broken", "n", len(report.Troubles)), kit.Style{Color: theme.Fault, Bold: true}))
	}
	if report.Aside+report.Lost > 0 {
		p.result.Add(kit.NewPara(i18n.T("settings.verify.aside", "aside", report.Aside, "lost", report.Lost), kit.Second))
	}
	for i, t := range report.Troubles {
		if i == most {
			p.result.Add(kit.NewPara(i18n.T("settings.verify.more", "n", len(report.Troubles)-most), kit.Second))
			break
		}
		p.result.Add(trouble(kit.Fault, t))
	}
	if mendable(report) {
		p.result.Add(kit.Flow(8, kit.NewButton(i18n.T("settings.aside.do"), p.askAside)))
	}
	for _, t := range report.Advice {
		p.result.Add(trouble(kit.Wait, t))
	}
	kit.Relayout(p.room.root)
}

// trouble says in words what is wrong and what to do.
func trouble(tone kit.Tone, t store.Trouble) fyne.CanvasObject {
	key, args := t.Word()
	return kit.Note(tone, i18n.TMap(key, args), i18n.TMap(key+".hint", args))
}

// mendable says whether setting records aside and recomputing the tables helps.
func mendable(report store.Report) bool {
	for _, t := range report.Troubles {
		if t.Code == "record" || t.Code == "projection" {
			return true
		}
	}
	return false
}

// askAside asks before damaged records are set aside.
func (p *integrity) askAside() {
	r := p.room
	kit.Ask(r.host.Window(), i18n.T("settings.aside"), i18n.T("settings.aside.text"), i18n.T("settings.aside.do"), func() {
		var done store.Mended
		r.host.Progress(i18n.T("settings.aside"), func(ctx context.Context, _ func(int, int, string)) error {
			var err error
			done, err = r.store.SetAside(ctx, p.report)
			return err
		}, func(err error) {
			if err != nil {
				r.host.Fail(err)
				return
			}
			r.host.Toast(i18n.T("settings.aside.done", "healed", done.Healed, "aside", done.Aside, "lost", done.Lost))
			p.verify()
		})
	})
}

// try restores the latest backup on trial.
func (p *integrity) try() {
	r := p.room
	r.host.Progress(i18n.T("settings.trial"), func(ctx context.Context, say func(int, int, string)) error {
		_, err := r.store.TrialRestore(ctx, func(done, total int) { say(done, total, "") })
		return err
	}, func(err error) {
		if err != nil {
			r.host.Fail(err)
		}
		p.tryResult()
	})
}

// tryResult says how the latest trial restore went.
func (p *integrity) tryResult() {
	t, err := p.room.store.LastTrial()
	switch {
	case err != nil:
		p.trial.SetText(i18n.T("settings.trial.none"))
	case t.OK:
		p.trial.SetText(i18n.T("settings.trial.ok", "at", i18n.Moment(t.At), "records", i18n.Number(t.Records), "attachments", i18n.Number(t.Attachments)))
	default:
		p.trial.SetText(i18n.T("settings.trial.bad", "at", i18n.Moment(t.At), "n", t.Troubles))
	}
	kit.Relayout(p.room.root)
}
