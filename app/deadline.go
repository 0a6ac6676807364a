package app

import (
	"cmp"
	"slices"
)

// Deadline is a term the program watches (domain 1.8). Code is one of:
//
//	D1  self-check report, R12          D6  opinion on the draft, R29 (Audit Law art. 44)
//	D2  audit notice before the start   D7  rectification plan, R34
//	D3  announcement kept up, R8        D8  rectification report, R36
//	D4  a requested material            D9  a rectification measure, R34
//	D5  an evidence sheet signed        D10 effect of an admonition, R39
type Deadline struct {
	Code    string
	Case    ID
	Subject string  // ID of the principal (D6), finding (D9), material, evidence or accountability; "" = unit or case
	Start   Date    // the day that is not counted; for D2 the day before which the notice must be there
	Due     Date    // last day
	Done    Date    // when it was met, zero while open
	Kind    DayKind // how Left is counted
	Left    int     // days or working days to Due, from today while open and from Done after; negative: overdue
	NoTable bool    // a year in the span has no holiday table, so Due follows the week alone
}

// Overdue says whether the term ran out and is still open.
func (d Deadline) Overdue() bool { return d.Done.IsZero() && d.Left < 0 }

// Late says whether what was due came, but after its day.
func (d Deadline) Late() bool { return !d.Done.IsZero() && d.Left < 0 }

// Level gives the warning: "done", "overdue", "near" (3 days or fewer), "soon" (7 or fewer) or "far".
func (d Deadline) Level() string {
	switch {
	case !d.Done.IsZero():
		return "done"
	case d.Left < 0:
		return "overdue"
	case d.Left <= 3:
		return "near"
	case d.Left <= 7:
		return "soon"
	}
	return "far"
}

// Deadlines gives the terms of a case that have begun or are fixed, met ones too, sorted by Due. After
// closing only the met ones remain.
func Deadlines(d Dossier, today Date) []Deadline {
	w := watch{d: d, cal: d.Calendar, today: today}
	w.selfCheck()
	w.notice()
	w.announcement()
	w.materials()
	w.sheets()
	w.opinions()
	w.rectification()
	w.measures()
	w.admonitions()
	slices.SortStableFunc(w.out, func(a, b Deadline) int {
		return cmp.Or(byDate(a.Due, b.Due), cmp.Compare(len(a.Code), len(b.Code)), cmp.Compare(a.Code, b.Code))
	})
	return w.out
}

// Urgent gives the open deadline that is due first.
func Urgent(list []Deadline) (Deadline, bool) {
	for _, d := range list {
		if d.Done.IsZero() {
			return d, true
		}
	}
	return Deadline{}, false
}

type watch struct {
	d     Dossier
	cal   Calendar
	today Date
	out   []Deadline
}

// add keeps a deadline, when its day is known. counted says that the holiday table was used.
func (w *watch) add(x Deadline, counted bool) {
	if x.Due.IsZero() || w.d.Case.Stage == Closed && x.Done.IsZero() {
		return
	}
	x.Case = w.d.Case.ID
	if x.Kind == "" {
		x.Kind = NaturalDays
	}
	now := w.today
	if !x.Done.IsZero() {
		now = x.Done
	}
	x.Left = x.Due.Sub(now)
	if x.Kind == WorkingDays {
		x.Left = w.cal.WorkdaysBetween(now, x.Due)
		if now.After(x.Due) {
			x.Left = min(x.Left, -1) // a Saturday after a Friday is late, though no working day has passed
		}
	}
	from := x.Start
	if from.IsZero() {
		from = x.Due
	}
	x.NoTable = counted && !w.cal.knows(from, x.Due)
	w.out = append(w.out, x)
}

func (w *watch) selfCheck() {
	w.add(Deadline{Code: "D1", Start: w.d.Case.Notice.ReceivedOn, Due: w.d.Round.SelfCheckDue,
		Done: w.d.Case.SelfCheck.SubmittedOn}, false)
}

// notice: the audit notice reaches the unit so many working days before the work there begins (Audit Law
// art. 42, Rules art. 56).
func (w *watch) notice() {
	start := w.d.Case.OnSite.From
	if start.IsZero() {
		start = w.d.Case.Stages[EntryMeeting].PlannedFrom
	}
	done := w.d.Case.Notice.AuditServed
	if done.IsZero() {
		done = w.d.Case.Notice.ReceivedOn
	}
	w.add(Deadline{Code: "D2", Start: start, Due: w.cal.AddWorkdays(start, -w.d.Round.Settings.NoticeLeadDays),
		Done: done, Kind: WorkingDays}, true)
}

// announcement: kept up for the days of the round's setting, or until the group leaves (R8).
func (w *watch) announcement() {
	a := w.d.Case.Announce
	if a.From.IsZero() {
		return
	}
	due := w.d.Case.OnSite.To
	if n := w.d.Round.Settings.AnnounceDays; n > 0 {
		due = a.From.AddDays(n)
	} else if due.IsZero() {
		due = w.d.Case.Stages[Inspection].PlannedTo
	}
	x := Deadline{Code: "D3", Start: a.From, Due: due}
	if !a.To.IsZero() && !a.To.Before(due) && !w.today.Before(due) {
		x.Done = due
	}
	w.add(x, false)
}

func (w *watch) materials() {
	for _, m := range w.d.Materials {
		if m.ReceivedOn.IsZero() && !blank(m.NotWhy) {
			continue // the unit said why it cannot give it: nothing to wait for
		}
		due := m.DueOn
		if due.IsZero() {
			due = w.cal.AddWorkdays(m.AskedOn, w.d.Round.Settings.MaterialDays)
		}
		w.add(Deadline{Code: "D4", Subject: string(m.ID), Start: m.AskedOn, Due: due, Done: m.ReceivedOn,
			Kind: WorkingDays}, true)
	}
}

// sheets watches the sheets that were handed over, and those that were kept as evidence only.
func (w *watch) sheets() {
	for _, s := range w.d.Sheets {
		if s.HandedOn.IsZero() || s.SignedOn.IsZero() && !blank(s.NotWhy) {
			continue // nothing to wait for
		}
		due := s.DueOn
		if due.IsZero() {
			due = w.cal.AddWorkdays(s.HandedOn, w.d.Round.Settings.EvidenceReplyDays)
		}
		w.add(Deadline{Code: "D5", Subject: string(s.ID), Start: s.HandedOn, Due: due, Done: s.SignedOn, Kind: WorkingDays}, true)
	}
	for _, e := range w.d.Evidence {
		if !e.Sheet {
			continue
		}
		due := e.SheetDue
		if due.IsZero() {
			due = w.cal.AddWorkdays(e.CollectedOn, w.d.Round.Settings.EvidenceReplyDays)
		}
		w.add(Deadline{Code: "D5", Subject: string(e.ID), Start: e.CollectedOn, Due: due, Done: e.SignedOn,
			Kind: WorkingDays}, true)
	}
}

func (w *watch) opinions() {
	for _, c := range w.d.Consultations {
		done := c.RepliedOn
		if done.IsZero() && !c.Silent.IsZero() {
			done = OpinionDue(c, w.d.Round, w.cal) // silence: the term ended by itself
		}
		w.add(Deadline{Code: "D6", Subject: string(c.Principal), Start: c.ReceivedOn, Due: OpinionDue(c, w.d.Round, w.cal),
			Done: done, Kind: WorkingDays}, true)
	}
}

// OpinionDue gives the last day for remarks on a draft: so many working days from its receipt (Audit Law
// art. 44, Rules art. 56); zero while the receipt is not known.
func OpinionDue(c Consultation, round Round, cal Calendar) Date {
	return cal.AddWorkdays(c.ReceivedOn, round.Settings.OpinionDays)
}

// UnitReceived gives the day on which the unit held all written reports that were handed to it so far:
// the latest of its receipts. It starts the clocks of R34 and R36; zero before the first receipt.
func (d Dossier) UnitReceived() Date {
	var last Date
	for _, x := range d.Deliveries {
		if x.Principal == "" && !x.ReceivedOn.IsZero() && (last.IsZero() || x.ReceivedOn.After(last)) {
			last = x.ReceivedOn
		}
	}
	return last
}

// RectifyPlanDue gives the last day for the rectification plan (D7): so many working days from the unit's
// receipt; zero before it.
func RectifyPlanDue(d Dossier) Date {
	return d.Calendar.AddWorkdays(d.UnitReceived(), d.Round.Settings.PlanDays)
}

// RectifyReportDue gives the last day for the rectification report (D8): the term of the round from the
// unit's receipt, or the day up to which it was extended.
func RectifyReportDue(d Dossier) Date {
	start, s := d.UnitReceived(), d.Round.Settings
	if start.IsZero() {
		return d.Case.Rectify.ReportDueMoved
	}
	due := d.Calendar.Term(start, s.ReportDays, s.ReportDaysKind)
	if moved := d.Case.Rectify.ReportDueMoved; moved.After(due) {
		return moved
	}
	return due
}

func (w *watch) rectification() {
	start, s, r := w.d.UnitReceived(), w.d.Round.Settings, w.d.Case.Rectify
	if start.IsZero() {
		return
	}
	w.add(Deadline{Code: "D7", Start: start, Due: RectifyPlanDue(w.d), Done: r.PlanReceived,
		Kind: WorkingDays}, true)
	w.add(Deadline{Code: "D8", Start: start, Due: RectifyReportDue(w.d), Done: r.ReportReceived, Kind: s.ReportDaysKind}, true)
}

func (w *watch) measures() {
	for _, m := range w.d.Measures {
		f, _ := w.d.Finding(m.Finding)
		due, done := m.Due, m.ClosedOn
		if due.IsZero() {
			due = f.RectifyDue
		}
		if done.IsZero() && m.State == Rectified {
			done = w.lastProgress(m.ID)
		}
		if done.IsZero() && m.Mode == Lasting && m.Agreed {
			continue // agreed to go on without an end
		}
		w.add(Deadline{Code: "D9", Subject: string(m.Finding), Start: w.d.Case.Rectify.PlanReceived, Due: due, Done: done}, false)
	}
}

// lastProgress gives the day of the last progress on a measure; a measure reported as done without any
// counts as done on the day of the report.
func (w *watch) lastProgress(measure ID) Date {
	day := w.d.Case.Rectify.ReportReceived
	for _, p := range w.d.Progress {
		if p.Measure == measure {
			day = p.On
		}
	}
	if day.IsZero() {
		return w.today
	}
	return day
}

// admonitions: an admonition has effect for six months; the end comes by itself.
func (w *watch) admonitions() {
	for _, a := range w.d.Accountabilities {
		if a.Measure != Admonition {
			continue
		}
		x := Deadline{Code: "D10", Subject: string(a.ID), Start: a.On, Due: a.On.AddMonths(6)}
		if !x.Due.IsZero() && !w.today.Before(x.Due) {
			x.Done = x.Due
		}
		w.add(x, false)
	}
}
