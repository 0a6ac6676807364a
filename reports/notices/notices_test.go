package notices

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/reports/pdf"
)

var update = flag.Bool("update", false, "write the golden files anew")

func id(n int) app.ID { return app.ID(fmt.Sprintf("019c98a0-0000-7000-8000-%012x", n)) }

// known is a case whose stages are all written down. Names and units are invented.
func known() app.Dossier {
	settings := app.DefaultSettings()
	on := app.MustDate
	return app.Dossier{
		Round: app.Round{ID: id(1), Name: "2026年度“三责联审”", SelfCheckDue: on("2026-03-31"), Settings: settings, Office: app.Office{Name: "市委联审工作领导小组办公室", Phone: "0000-8100111"}},
		Group: app.Group{ID: id(2), Leader: id(60)}, Unit: app.Unit{ID: id(3), Name: "示例市青禾县", ShortName: "青禾县"},
		Case: app.Case{ID: id(4), Number: "LS2026-001", Announce: app.Announcement{Objects: "县委书记周样本、县长吴范例", Content: "选人用人、机构编制、经济责任三个方面", Period: "2026年4月8日至6月30日",
			Members: "组长：许示范", Contact: "0000-8100111", Discipline: "严格执行审计“四严禁”“八不准”。", From: on("2026-03-02")},
			SelfCheck: app.SelfCheckReport{Title: "青禾县自查报告", Pages: 26, SubmittedOn: on("2026-04-07"), SubmittedBy: "邹配合", ReceivedBy: "张联络", Signed: true,
				Parts: map[app.Strand]bool{app.Review: true, app.Verification: true}, ReturnedFor: "缺经济责任部分"}},
		Principals:  []app.Principal{{ID: id(5), Order: 1, Name: "周样本", Post: "县委书记"}, {ID: id(6), Order: 2, Name: "吴范例", Post: "县长"}},
		People:      map[app.ID]app.Person{id(60): {ID: id(60), Name: "许示范"}},
		Surveys:     []app.Survey{{ID: id(7), Batch: app.Batch{Issued: 186, Returned: 182, Valid: 179}, Questions: map[string]app.Tally{"xr-overall": {Good: 88, Fair: 70, Poor: 4, Unknown: 17}}}},
		Evaluations: []app.Evaluation{{ID: id(8), Batch: app.Batch{Issued: 186, Returned: 182, Valid: 179}, Overall: app.Tally{Good: 92, Fair: 71, Average: 14, Poor: 2}, Rows: map[app.Strand]app.Tally{app.Review: {Good: 88, Fair: 70, Average: 17, Poor: 4}}}},
		Meetings: []app.Meeting{{ID: id(9), Type: app.Entry, Mode: app.Counties, On: on("2026-04-08"), Place: "县会议中心", Host: "许示范", Recorder: "华取证", Expected: 60, Present: 58, Agenda: app.NewSet("open", "read")},
			{ID: id(10), Type: app.Notification, On: on("2026-07-10"), Place: "县委301室", Host: "许示范", Expected: 12, Present: 12, Minutes: "会议通报了三个方面的情况。",
				Attendees: map[string]app.Attendee{"周样本": {Unit: "县委", Post: "书记", Role: "principal"}, "邹配合": {Unit: "县财政局", Post: "科长", Role: "finance"}}}},
	}
}

func TestPapersReadAsTheGoldenFilesSay(t *testing.T) {
	for _, kind := range Kinds {
		for _, blank := range []bool{false, true} {
			name := string(kind)
			if blank {
				name += "-blank"
			}
			t.Run(name, func(t *testing.T) {
				d := known()
				if kind == Dunning {
					d.Case.SelfCheck.SubmittedOn = app.Date{} // else there is nothing to dun for
				}
				docs, err := Compose(kind, d, Options{Blank: blank, Numbered: true, Today: app.MustDate("2026-04-02")})
				if err != nil {
					t.Fatal(err)
				}
				res, err := pdf.RenderAll(docs)
				if err != nil {
					t.Fatal(err)
				}
				if dir := os.Getenv("NOTICES_OUT"); dir != "" {
					if err := pdf.WriteFile(filepath.Join(dir, name+".pdf"), res); err != nil {
						t.Fatal(err)
					}
				}
				got, path := "", filepath.Join("testdata", name+".txt")
				for _, d := range docs {
					got += d.Text()
				}
				if *update {
					if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if got != string(want) {
					t.Errorf("%s says something else:\n%s", name, got)
				}
				if single := kind == Survey || kind == Ballot || kind == Receipt; single && res.Pages != len(docs) {
					t.Errorf("%d papers have %d pages", len(docs), res.Pages)
				}
			})
		}
	}
}

func TestAnAnnouncementWaitsForItsSixContents(t *testing.T) {
	d := known()
	d.Case.Announce.Discipline = ""
	if _, err := Compose(Announcement, d, Options{}); app.CodeOf(err) != "notices.incomplete" {
		t.Fatalf("an announcement without discipline was printed: %v", err)
	}
	d.Case.Waivers = map[string]app.Waiver{"announce.contents:discipline": {Reason: "另行张贴"}}
	docs, err := Compose(Announcement, d, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(docs[0].Text(), "（待填写）") {
		t.Error("the announcement does not tell what it lacks")
	}
	d.Case.Announce.Contact = ""
	if _, err := Compose(Announcement, d, Options{}); app.CodeOf(err) != "notices.incomplete" {
		t.Errorf("the waiver of one content let another pass: %v", err)
	}
}

func TestNobodyIsDunnedForAReportThatIsIn(t *testing.T) {
	d := known()
	d.Round.SelfCheckDue, d.Case.SelfCheck.SubmittedOn = app.MustDate("2026-03-31"), app.Date{}
	docs, err := Compose(Dunning, d, Options{Today: app.MustDate("2026-04-02")})
	if err != nil {
		t.Fatal(err)
	}
	if text := docs[0].Text(); !strings.Contains(text, "截至2026年4月2日，尚未收到你单位的报告，已逾期2日。") {
		t.Errorf("the letter does not say by how much it is late: %s", text)
	}
	d.Case.SelfCheck.SubmittedOn = app.MustDate("2026-04-01")
	if _, err := Compose(Dunning, d, Options{Today: app.MustDate("2026-04-02")}); app.CodeOf(err) != "notices.arrived" {
		t.Errorf("dunned for what is in: %v", err)
	}
}

func TestWhatIsWithheldIsNotTallied(t *testing.T) {
	d := known()
	d.Veiled = app.NewSet(string(id(7)), string(id(8)))
	for _, k := range []Kind{SurveyTally, BallotTally} {
		if _, err := Compose(k, d, Options{}); app.CodeOf(err) != "forms.veiled" {
			t.Errorf("%s of what is withheld: %v", k, err)
		}
	}
}

func TestLongTextGoesOnOverPages(t *testing.T) {
	d := known()
	d.Case.Announce.Members = strings.Repeat("成员：华取证，市审计局，负责查阅资料和整理证据。\n", 60)
	d.Meetings[1].Minutes = strings.Repeat("会议听取了各方面的意见，逐条作了说明。\n", 120)
	for _, k := range []Kind{Announcement, BriefMinutes} {
		res, err := Print(d, Options{}, k)
		if err != nil {
			t.Fatal(err)
		}
		if res.Pages < 3 {
			t.Errorf("%s has %d pages", k, res.Pages)
		}
	}
}

func TestPapersOfNoKindAndTooManyCopiesAreRefused(t *testing.T) {
	if _, err := Compose("nothing", known(), Options{}); app.CodeOf(err) != "notices.kind" {
		t.Error(err)
	}
	if _, err := Compose(Ballot, known(), Options{Copies: MostCopies + 1}); app.CodeOf(err) != "notices.copies" {
		t.Error(err)
	}
}

// The papers of a meeting of 180 people take less than a second.
func BenchmarkMeetingOf180(b *testing.B) {
	d := known()
	d.Meetings[0].Expected = 180
	for b.Loop() {
		if _, err := Print(d, Options{Copies: 180}, Sets["entry"]...); err != nil {
			b.Fatal(err)
		}
	}
}
