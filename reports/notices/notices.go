// Package notices makes the paper of the earlier stages and of meetings (domain 3.2–3.7, 3.14, 3.23): the announcement, the
// receipt and the dunning letter of the self-check report, pledges, the declaration of interests, the papers of the entry
// and of the notification meeting, questionnaires, ballots and their tallies, and the receipt of service. Each is filled from
// a dossier, or blank; a fact that the dossier lacks leaves room for writing by hand and is never made up. They are in
// Chinese always, because official papers are Chinese.
package notices

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
)

// Kind is a paper.
type Kind string

// The papers, in the order of the work.
const (
	Notice       Kind = "notice"       // 审前通知 with its attachments, form 3.1, R2
	AuditNotice  Kind = "auditnotice"  // 审计通知书, form 3.1; Audit Law art. 42
	Announcement Kind = "announcement" // 审前公示, form 3.2, R8–R9
	Receipt      Kind = "receipt"      // 自查报告接收回执, form 3.3, R12
	Dunning      Kind = "dunning"      // 自查报告催报函, R12
	Pledge       Kind = "pledge"       // 承诺书 of the unit, form 3.4
	GroupPledge  Kind = "grouppledge"  // 廉洁保密承诺书 of a member of the group, form 3.4
	Recusal      Kind = "recusal"      // 利害关系申报表, form 3.4
	EntryAgenda  Kind = "entryagenda"  // 进点会议议程, form 3.5
	EntryScript  Kind = "entryscript"  // 进点会议主持词, form 3.5
	EntrySignIn  Kind = "entrysignin"  // 进点会议签到表, form 3.5
	Survey       Kind = "survey"       // 调查问卷, form 3.6
	Ballot       Kind = "ballot"       // 民主测评表, form 3.7, one for each principal
	SurveyTally  Kind = "surveytally"  // 调查问卷汇总表, form 3.6
	BallotTally  Kind = "ballottally"  // 民主测评汇总表, form 3.7
	BriefAgenda  Kind = "briefagenda"  // 通报会议程, form 3.14
	BriefScript  Kind = "briefscript"  // 通报会主持词, form 3.14
	BriefSignIn  Kind = "briefsignin"  // 通报会签到表, R28
	BriefMinutes Kind = "briefminutes" // 通报会记录, form 3.14
	Consult      Kind = "consult"      // 征求意见函 to each principal and to the unit, form 3.13, R29
	Feedback     Kind = "feedback"     // 征求意见反馈表 of each of them on each report, form 3.13
	RectifyOrder Kind = "rectifyorder" // 整改通知书, form 3.17, R34
	Plan         Kind = "plan"         // 整改方案 of the unit with its three lists, form 3.18, R34–R35
	Report       Kind = "report"       // 整改情况报告 of the unit, form 3.19, R36
	Ledger       Kind = "ledger"       // 整改台账, form 3.20
	Supervision  Kind = "supervision"  // 督查记录, one for each check, form 3.21, R37
	Admonition   Kind = "admonition"   // 诫勉谈话记录, one for each person, form 3.21, R39
	Circular     Kind = "circular"     // 通报批评, one for each person, form 3.21, R39
	Uses         Kind = "uses"         // 结果运用登记表, form 3.22, R40
	Service      Kind = "service"      // 送达回证, form 3.23
)

// Kinds lists the papers in the order of the work.
var Kinds = []Kind{Notice, AuditNotice, Announcement, Receipt, Dunning, Pledge, GroupPledge, Recusal, EntryAgenda, EntryScript, EntrySignIn, Survey, Ballot,
	SurveyTally, BallotTally, BriefAgenda, BriefScript, BriefSignIn, BriefMinutes, Consult, Feedback,
	RectifyOrder, Plan, Report, Ledger, Supervision, Admonition, Circular, Uses, Service}

// Sets are the papers that a meeting needs, by the name of the set.
var Sets = map[string][]Kind{
	"entry":    {EntryAgenda, EntryScript, EntrySignIn, Survey, Ballot, SurveyTally, BallotTally},
	"briefing": {BriefAgenda, BriefScript, BriefSignIn, BriefMinutes},
}

var titles = map[Kind]string{
	Notice: "“三责联审”通知", AuditNotice: "审计通知书", Consult: "征求意见函", Feedback: "征求意见反馈表", RectifyOrder: "整改通知书", Circular: "通报批评",
	Plan: "整改方案", Report: "整改情况报告", Ledger: "整改台账", Supervision: "督查记录", Admonition: "诫勉谈话记录", Uses: "结果运用登记表",
	Announcement: "“三责联审”公示", Receipt: "自查报告接收回执", Dunning: "关于催报自查报告的函", Pledge: "承诺书", GroupPledge: "廉洁保密承诺书",
	Recusal: "利害关系申报表", EntryAgenda: "进点会议议程", EntryScript: "进点会议主持词", EntrySignIn: "进点会议签到表", Survey: "“三责联审”调查问卷",
	Ballot: "民主测评表", SurveyTally: "调查问卷汇总表", BallotTally: "民主测评汇总表", BriefAgenda: "情况通报会议程", BriefScript: "情况通报会主持词",
	BriefSignIn: "情况通报会签到表", BriefMinutes: "情况通报会记录", Service: "送达回证",
}

// Title is the name of a paper in Chinese.
func Title(k Kind) string { return titles[k] }

// MostCopies is how many copies of a questionnaire or a ballot can be printed at once.
const MostCopies = 500

// Options say how the papers are wanted.
type Options struct {
	// Blank leaves everything to be written by hand but the names of round, case, unit and principals.
	Blank bool
	// Copies is how often questionnaires, ballots and blank papers are printed, 1–500; 0 is once. Filled papers are single.
	Copies int
	// Numbered prints a running number from 1 on every copy of a questionnaire and a ballot. The numbers tell that none is
	// missing; the papers stay anonymous only when they are handed out mixed.
	Numbered bool
	// Today is the day of printing: it dates the file, and a letter is overdue by it. Zero leaves it out.
	Today app.Date
	// Reason lets papers be printed although contents are missing that local practice may leave out: their room stays open.
	// It is kept with the trace of the print. "" lets nothing pass.
	Reason string
}

// paper is a document that is being filled.
type paper struct {
	kind Kind
	d    app.Dossier
	o    Options
	doc  *document.Document
	subject
	lacks []string // words of contents that are missing
}

// subject is what one of several papers of a kind is about.
type subject struct {
	object app.Principal // whom a ballot, a tally or a letter is about; its zero value is the unit
	strand app.Strand
	id     app.ID // of the noun it prints: a measure against a person …
}

// subjects are what the papers of a kind are about, one for each paper.
func subjects(kind Kind, d app.Dossier, o Options) ([]subject, error) {
	var out []subject
	switch kind {
	case Ballot, BallotTally:
		for _, n := range d.Principals {
			out = append(out, subject{object: n})
		}
	case Consult, Feedback:
		for _, who := range d.Recipients() { // each apart, the unit last (R29)
			object, _ := d.Principal(who)
			if kind == Consult {
				out = append(out, subject{object: object})
				continue
			}
			for _, s := range app.Strands {
				out = append(out, subject{object: object, strand: s})
			}
		}
	case Circular, Admonition, Supervision:
		measure := map[Kind]app.AccountMeasure{Circular: app.Circular, Admonition: app.Admonition}[kind]
		for _, n := range d.Accountabilities {
			if n.Measure == measure {
				out = append(out, subject{id: n.ID})
			}
		}
		for _, n := range d.Supervisions {
			if kind == Supervision {
				out = append(out, subject{id: n.ID})
			}
		}
		if len(out) == 0 && !o.Blank {
			return nil, app.Refuse("notices.none", "paper", app.Word("form."+string(kind)))
		}
	}
	if len(out) == 0 {
		out = []subject{{}}
	}
	return out, nil
}

var composers = map[Kind]func(*paper) error{
	Announcement: (*paper).announcement, Receipt: (*paper).receipt, Dunning: (*paper).dunning, Pledge: (*paper).pledge,
	GroupPledge: (*paper).groupPledge, Recusal: (*paper).recusal, EntryAgenda: (*paper).entryAgenda, EntryScript: (*paper).entryScript,
	EntrySignIn: (*paper).entrySignIn, Survey: (*paper).survey, Ballot: (*paper).ballot, SurveyTally: (*paper).surveyTally,
	BallotTally: (*paper).ballotTally, BriefAgenda: (*paper).briefAgenda, BriefScript: (*paper).briefScript,
	BriefSignIn: (*paper).briefSignIn, BriefMinutes: (*paper).briefMinutes, Service: (*paper).service,
	Notice: (*paper).notice, AuditNotice: (*paper).auditNotice, Consult: (*paper).consult, Feedback: (*paper).feedback,
	RectifyOrder: (*paper).rectifyOrder, Circular: (*paper).circular,
	Plan: (*paper).rectifyPlan, Report: (*paper).rectifyReport, Ledger: (*paper).ledger, Supervision: (*paper).supervision,
	Admonition: (*paper).admonition, Uses: (*paper).useRegister,
}

// Compose makes the documents of one paper: one, or one for each principal of ballots and their tallies, and so many copies
// as are asked for. Refused: an unknown paper ("notices.kind"), too many copies ("notices.copies"), an announcement that
// lacks one of the contents R9 demands and for which no waiver stands ("notices.incomplete"), another paper that lacks what
// it must hold ("notices.must") or what it may lack with a reason alone ("notices.lacks"), a paper of something the case
// does not have ("notices.none"), a tally that is withheld from who prints ("forms.veiled").
func Compose(kind Kind, d app.Dossier, o Options) ([]*document.Document, error) {
	compose, ok := composers[kind]
	switch {
	case !ok:
		return nil, app.Refuse("notices.kind", "kind", string(kind))
	case o.Copies < 0 || o.Copies > MostCopies:
		return nil, app.Refuse("notices.copies", "copies", o.Copies, "most", MostCopies)
	}
	if o.Blank {
		d = head(d)
	}
	all, err := subjects(kind, d, o)
	if err != nil {
		return nil, err
	}
	handedOut := kind == Survey || kind == Ballot
	copies := 1
	if handedOut || o.Blank {
		copies = max(1, o.Copies)
	}
	var out []*document.Document
	for _, about := range all {
		p := newPaper(kind, d, o, about)
		if err := compose(p); err != nil {
			return nil, err
		}
		if err := p.lacking(); err != nil {
			return nil, err
		}
		for n := range copies {
			doc := p.doc
			if handedOut && o.Numbered {
				numbered := *p.doc
				numbered.Label.Text = strings.TrimPrefix(numbered.Label.Text+"　", "　") + fmt.Sprintf("第%03d号", n+1)
				doc = &numbered
			}
			out = append(out, doc)
		}
	}
	return out, nil
}

// head is what a blank paper knows of a case: its names, those of the organs that issue papers, and the checklists.
func head(d app.Dossier) app.Dossier {
	strands := map[app.Strand]app.CaseStrand{}
	for s, st := range d.Case.Strands {
		strands[s] = app.CaseStrand{IssuingDept: st.IssuingDept}
	}
	return app.Dossier{Round: app.Round{Name: d.Round.Name, City: d.Round.City, Office: app.Office{Name: d.Round.Office.Name}, Settings: d.Round.Settings},
		Unit: d.Unit, Principals: d.Principals, Templates: d.Templates, Case: app.Case{ID: d.Case.ID, Number: d.Case.Number, Strands: strands}}
}

// Print makes one file of papers, each with page numbers of its own, read back before it is given. Errors are those of
// [Compose] and [pdf.RenderAll].
func Print(d app.Dossier, o Options, kinds ...Kind) (*pdf.Result, error) {
	all, err := Set(d, o, kinds...)
	if err != nil {
		return nil, err
	}
	return pdf.RenderAll(all)
}

// FileName is the name under which papers are put on a disk: LS2026-001_青禾县_进点会议签到表.pdf. set is the name of a set, or
// "" for one paper or several.
func FileName(d app.Dossier, set string, o Options, kinds ...Kind) string {
	what := map[string]string{"entry": "进点会议文书", "briefing": "情况通报会文书"}[set]
	switch {
	case what == "" && len(kinds) == 1:
		what = Title(kinds[0])
	case what == "":
		what = "文书"
	}
	unit := d.Unit.ShortName
	if unit == "" {
		unit = d.Unit.Name
	}
	parts := slices.DeleteFunc([]string{d.Case.Number, unit, what}, func(s string) bool { return s == "" })
	if o.Blank {
		parts = append(parts, "空白表")
	}
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || unicode.IsControl(r) || unicode.IsSpace(r) {
			return '_'
		}
		return r
	}, strings.Join(parts, "_"))
	if runes := []rune(name); len(runes) > 70 {
		name = string(runes[:70]) // 70 Chinese characters are 210 bytes: a name may have 255
	}
	return name + ".pdf"
}

func newPaper(kind Kind, d app.Dossier, o Options, about subject) *paper {
	p := &paper{kind: kind, d: d, o: o, subject: about, doc: &document.Document{Kind: document.Form}}
	p.doc.Title = document.Plain(Title(kind))
	p.doc.Meta.Title, p.doc.Meta.Subject = Title(kind), d.Case.Number
	p.doc.Label = document.Sentence{Text: d.Case.Number, Record: "项目", Field: "编号"}
	if !o.Today.IsZero() {
		p.doc.Meta.Created = time.Date(o.Today.Year, time.Month(o.Today.Month), o.Today.Day, 0, 0, 0, 0, time.UTC)
	}
	return p
}
