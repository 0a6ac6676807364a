package handover

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// wipeStep shows what would be wiped and what nobody can promise, saves the record outside and wipes.
type wipeStep struct {
	room *Room
	plan store.Certificate
	box  *fyne.Container // the plan, once it is known

	sticks *fyne.Container
	also   []string // sticks whose backups are wiped along
	where  *ask.Media
	why    *kit.Entry // nil when nothing lacks
	phrase *kit.Entry
	word   *kit.Entry
	say    fault
	do     *kit.Button
}

func newWipeStep(r *Room) *wipeStep { return &wipeStep{room: r} }

// forget takes a pass phrase from the window.
func (s *wipeStep) forget() {
	if s.phrase != nil {
		s.phrase.SetText("")
	}
}

func (s *wipeStep) content() fyne.CanvasObject {
	r := s.room
	s.box, s.say, s.also = container.NewStack(kit.NewPara(i18n.T("handover.wipe.looking"), kit.Second)), newFault(), nil
	s.where, s.phrase, s.word, s.why = r.place(), kit.NewSecret(), kit.NewEntry(""), nil
	s.do = kit.NewPrimary(i18n.T("handover.wipe.do"), s.start)
	lines := []fyne.CanvasObject{kit.NewPara(i18n.T("handover.wipe.text"), kit.Body)}
	if !r.store.Reading() && !r.now.Ready {
		s.why = kit.NewEntry("")
		s.why.PlaceHolder = i18n.T("handover.wipe.why.form")
		lines = append(lines, kit.Note(kit.Fault, i18n.T("handover.wipe.lacks"), i18n.T("handover.wipe.lacks.hint")))
		lines = append(lines, lackingLines(r.now.Lacking)...)
		lines = append(lines, labelled("handover.wipe.why", s.why))
	}
	s.sticks = container.NewStack()
	lines = append(lines, s.box, s.sticks, kit.Rule(), kit.Column(4, kit.Line(i18n.T("handover.wipe.where"), kit.Second), s.where.Object(), kit.NewPara(i18n.T("handover.wipe.where.hint"), kit.Second)),
		kit.Split(12, []float32{1, 1}, labelled("handover.wipe.phrase", s.phrase), kit.Column(4, kit.Line(i18n.T("handover.wipe.type", "word", i18n.T("handover.wipe.word")), kit.Second), s.word)),
		s.say.para, kit.Row(10, kit.Spring(), s.do))
	s.phrase.OnSubmitted = func(string) { r.host.Window().Canvas().Focus(s.word) }
	s.word.OnSubmitted = func(string) { s.do.Tapped(nil) }
	s.offer()
	s.look()
	return kit.Card(i18n.T("handover.step.wipe"), kit.Column(12, lines...))
}

func labelled(key string, o fyne.CanvasObject) fyne.CanvasObject {
	return kit.Column(4, kit.Line(i18n.T(key), kit.Second), o)
}

// how says how the workspace is wiped, but for the phrase and the reason.
func (s *wipeStep) how() store.WipeHow {
	return store.WipeHow{Program: s.room.config.Version, Places: slices.Clone(s.also)}
}

// look finds out what would be wiped.
func (s *wipeStep) look() {
	r, how, box := s.room, s.how(), s.box
	r.host.Run(func(ctx context.Context) (func(), error) {
		plan, err := r.store.PlanWipe(ctx, how)
		if err != nil {
			return func() { s.say.say(err); s.do.Disable() }, nil
		}
		return func() {
			if box != s.box {
				return // the step was shown anew meanwhile
			}
			s.plan = plan
			box.Objects = []fyne.CanvasObject{kit.Column(10, s.planned()...)}
			kit.Relayout(r.root)
		}, nil
	})
}

// offer lets a person have the backups on the sticks that are there wiped along; what was ticked stays so.
func (s *wipeStep) offer() {
	if s.sticks == nil {
		return
	}
	there := s.room.there
	s.sticks.Objects = nil
	if len(there) > 0 {
		s.sticks.Objects = []fyne.CanvasObject{s.ticks(there)}
	}
	s.also = slices.DeleteFunc(s.also, func(root string) bool {
		return !slices.ContainsFunc(there, func(t store.Stick) bool { return t.Root == root })
	})
	kit.Relayout(s.room.root)
}

func (s *wipeStep) ticks(there []store.Stick) fyne.CanvasObject {
	ticks := []fyne.CanvasObject{kit.NewPara(i18n.T("handover.wipe.sticks"), kit.Second)}
	for _, t := range there {
		c := kit.NewCheck(i18n.T("handover.stick.path", "name", ask.StickName(t), "path", t.Root), nil)
		c.Checked = slices.Contains(s.also, t.Root)
		c.OnChanged = func(on bool) {
			s.also = slices.DeleteFunc(s.also, func(x string) bool { return x == t.Root })
			if on {
				s.also = append(s.also, t.Root)
			}
			s.look()
		}
		ticks = append(ticks, c)
	}
	return kit.Column(0, ticks...)
}

// planned lists what would be wiped, and what nobody can promise.
func (s *wipeStep) planned() []fyne.CanvasObject {
	list := []fyne.CanvasObject{kit.Line(i18n.T("handover.wipe.list"), kit.Heading)}
	for _, w := range s.plan.Wiped {
		text := i18n.T("handover.wipe.line", "what", i18n.T("wipe.what."+string(w.What)), "path", w.Path, "n", i18n.Number(w.Files), "size", i18n.Bytes(w.Bytes))
		list = append(list, kit.NewPara("· "+text, kit.Body))
	}
	for _, w := range s.plan.Left {
		sentence, _ := i18n.Error(app.Refuse(w.Why, "path", w.Path))
		list = append(list, kit.NewPara("· "+i18n.T("handover.wipe.stays", "path", w.Path, "why", sentence), kit.Style{Color: theme.Wait}))
	}
	limits := []fyne.CanvasObject{kit.Line(i18n.T("handover.limits"), kit.Heading)}
	for _, l := range s.plan.Limit {
		limits = append(limits, kit.NewPara("· "+i18n.T("handover.limit."+string(l)), kit.Body))
	}
	return []fyne.CanvasObject{kit.Column(4, list...), kit.Column(4, limits...)}
}

// checked gives how to wipe, and where the record goes, once everything is filled in.
func (s *wipeStep) checked() (store.WipeHow, string, error) {
	r, how := s.room, s.how()
	dir, _, err := s.where.Folder()
	if err != nil {
		return how, "", err
	}
	path := filepath.Join(dir, r.recordName())
	for _, w := range append([]store.WipedFile{{Path: r.store.Dir()}}, s.plan.Wiped...) {
		if within(w.Path, path) {
			return how, "", app.Refuse("handover.inside", "path", dir)
		}
	}
	if s.why != nil {
		how.Why, how.Sure = strings.TrimSpace(s.why.Text), true
		if how.Why == "" {
			return how, "", app.Refuse("handover.noreason")
		}
	}
	how.Phrase = s.phrase.Text
	switch {
	case strings.TrimSpace(how.Phrase) == "":
		return how, "", app.Refuse("phrase.empty")
	case strings.TrimSpace(s.word.Text) != i18n.T("handover.wipe.word"):
		return how, "", app.Refuse("handover.word", "word", i18n.T("handover.wipe.word"))
	}
	return how, path, nil
}

// within says whether a path is a folder or lies in it.
func within(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// start saves the record of what is going to be, wipes, and saves the record of what was.
func (s *wipeStep) start() {
	r := s.room
	how, path, err := s.checked()
	if err != nil {
		s.say.say(err)
		return
	}
	s.say.say(nil)
	s.phrase.SetText("")
	facts := r.facts()
	done := &wiped{room: r, path: path, facts: facts, dir: r.store.Dir()}
	r.host.Progress(i18n.T("handover.wipe.working"), func(ctx context.Context, report func(int, int, string)) error {
		if err := r.store.CheckPhrase(how.Phrase); err != nil {
			return err
		}
		report(0, 1, i18n.T("handover.wipe.saving"))
		plan, err := r.store.PlanWipe(ctx, how)
		if err != nil {
			return err
		}
		if err := facts.Save(path, plan); err != nil {
			return err
		}
		c, err := r.store.Wipe(ctx, how, func(done, total int) { report(done, total, i18n.T("handover.wipe.files")) })
		if err != nil {
			return err
		}
		// From here on the workspace is gone: what fails now is told on the page of the record.
		done.record = c
		done.unsaved = facts.Save(path, c)
		return nil
	}, func(err error) {
		if err != nil {
			s.say.say(err)
			return
		}
		r.wiped = done
		r.show()
	})
}
