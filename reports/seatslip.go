package reports

import (
	"fmt"
	"time"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
)

// SeatSlip is what the slip of a seat request tells. The fingerprint comes as text: how it follows from the keys of the
// request is the exchange's.
type SeatSlip struct {
	Person string // who asks for a seat
	Dept   string
	Laptop string
	On     app.Date // day of the request
	File   string   // name of the request's file, without a folder; "" = not said
	// Fingerprint are the groups that are compared, 4 × 4 figures.
	Fingerprint []string
	// Code is what the code on the slip holds, for a hand scanner: upper-case letters, figures and hyphens.
	Code string
	Lang document.Language
}

// SeatSlipPage sets one A4 page that a person carries to the office together with the file of a seat request: who asks,
// on which laptop, the fingerprint in figures and as a code, how the two are compared, and room for both signatures.
// Nothing on it is secret. Errors are those of [pdf.Render], and a code that nothing can hold.
func SeatSlipPage(s SeatSlip) (*pdf.Result, error) {
	doc, err := composeSeatSlip(s)
	if err != nil {
		return nil, err
	}
	res, err := pdf.Render(doc)
	if err != nil {
		return nil, fmt.Errorf("make the slip of a seat request: %w", err)
	}
	return res, nil
}

func composeSeatSlip(s SeatSlip) (*document.Document, error) {
	dark, err := modules(s.Code)
	if err != nil {
		return nil, err
	}
	w, on := slipWords[document.Chinese], s.On.Chinese()
	if s.Lang == document.English {
		w, on = slipWords[document.English], s.On.String()
	}
	beside := []document.Sentence{
		typed(w.person+s.Person, w.record, w.person),
		typed(w.dept+orNone(s.Dept), w.record, w.dept),
		typed(w.laptop+orNone(s.Laptop), w.record, w.laptop),
		{Text: w.on + on},
	}
	if s.File != "" {
		beside = append(beside, typed(w.file+s.File, w.record, w.file))
	}
	doc := &document.Document{
		Kind: document.Form, Language: s.Lang, Title: document.Plain(w.title), Subtitle: document.Sentence{Text: w.other},
		Blocks: []document.Block{document.Symbol{Dark: dark, Side: codeSide, Beside: beside}, document.Paragraph{Style: document.Small, Sentences: []document.Sentence{{Text: w.compare, Strong: true}}},
			document.Groups{List: s.Fingerprint, Columns: max(1, min(4, len(s.Fingerprint)))}},
		Meta: document.Meta{Title: w.title, Subject: w.subject, Author: s.Person, Created: startOf(s.On)},
	}
	for _, p := range w.paragraphs {
		doc.Blocks = append(doc.Blocks, document.Paragraph{Style: document.Small, Sentences: []document.Sentence{{Text: p[0], Strong: true}, {Text: p[1]}}})
	}
	doc.Blocks = append(doc.Blocks, signatures(w.signHead, w.signs...))
	return doc, nil
}

// orNone stands for what was left empty.
func orNone(text string) string {
	if text == "" {
		return "—"
	}
	return text
}

// startOf is the day as the date of a file; a day that is not known gives the zero time.
func startOf(d app.Date) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// signatures is a table of places to sign, a row for each who signs; head names its three columns.
func signatures(head [3]string, who ...string) document.Table {
	t := document.Table{Signing: true, Columns: []document.Column{{Head: head[0], Width: 3, Align: document.AlignCentre}, {Head: head[1], Width: 4}, {Head: head[2], Width: 3}}}
	for _, w := range who {
		t.Rows = append(t.Rows, document.Row{Cells: document.Cells(w, "", "")})
	}
	return t
}

// slipText are the fixed words of the slip in one language.
type slipText struct {
	title, other, subject                  string
	record, person, dept, laptop, on, file string
	compare                                string
	paragraphs                             [][2]string
	signHead                               [3]string
	signs                                  []string // with a second line, which gives a hand its room
}

var slipWords = map[document.Language]slipText{
	document.Chinese: {
		title: "席位申请单", other: "Request for a seat in a joint review", subject: "联审席位申请单",
		record: "席位申请", person: "申请人：", dept: "部门：", laptop: "电脑：", on: "申请日期：", file: "申请文件：",
		compare: "席位指纹（当面核对，四组数字须完全一致）：",
		paragraphs: [][2]string{
			{"怎样使用：", "把申请文件连同本单送到联审办，由联审办在“人员”中按申请设席位。"},
			{"怎样核对：", "申请人看着自己的电脑或者本单读出四组数字，联审办看着屏幕逐组对照；右侧二维码内容相同，可用扫码枪录入。有一位不同的，不得登记，应当重新申请。"},
			{"说明：", "本单和申请文件不含口令和工作内容。口令由申请人自己记住，不写在本单上，不告诉任何人。"},
		},
		signHead: [3]string{"身份", "签名", "日期"}, signs: []string{"申请人\n（读出指纹）", "联审办核对人\n（逐组对照）"},
	},
	document.English: {
		title: "Request for a seat", other: "联审席位申请单：由申请人交联审办当面核对", subject: "Request for a Lianshen seat",
		record: "Seat request", person: "Name: ", dept: "Department: ", laptop: "Laptop: ", on: "Date: ", file: "File: ",
		compare: "Fingerprint, to be compared face to face; all four groups must agree:",
		paragraphs: [][2]string{
			{"What to do: ", "take the file and this slip to the office, which makes the seat from it under “People”."},
			{"Comparing: ", "who asks reads the groups out from the laptop or this slip, the office follows on its screen; the code is for a hand scanner. If one figure differs, nothing is enrolled and a new request is made."},
			{"Nothing here is secret: ", "slip and file hold neither pass phrase nor work. Do not write the pass phrase on this slip, tell it to nobody."},
		},
		signHead: [3]string{"Who", "Signature", "Date"}, signs: []string{"Who asks\n(read it out)", "For the office\n(compared it)"},
	},
}
