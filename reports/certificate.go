package reports

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
)

// Certificate is what the record of a hand-over tells: what was given back to the office, what the office confirmed,
// what is wiped on this laptop, and every file that ever left the workspace.
type Certificate struct {
	Workspace string // the workspace's name as people know it
	Round     string // title of the round, "" = without one
	Person    string // who hands over
	Dept      string
	Laptop    string
	Seat      string    // short name of the seat, as people compare it
	Program   string    // version
	Check     string    // where the log of the seat stands, short form, "" = not said
	Began     time.Time // when the record was made
	Ended     time.Time // when the wipe was finished; zero = it has not been done yet, or was cut off

	Last    WrittenFile // the last package to the office; the zero value without one
	Receipt Receipt     // what the office confirmed

	Files  []WrittenFile // everything that was ever written out of the workspace, oldest first, the last package among it
	Taken  []TakenFile   // every package that was taken in, oldest first
	Logs   []LogEnd      // where the log of every seat ended here
	Wiped  []WipedThing  // what is wiped, or was
	Limits []string      // sentences: what no program can promise

	Lang document.Language
}

// WrittenFile is a file, or a print, that left the workspace.
type WrittenFile struct {
	At     time.Time
	What   string   // its kind in words: "工作包", "打印"
	Name   string   // of the file, or of what was printed
	To     string   // whom it was for, "" = not said
	Who    string   // who wrote it, "" = not said
	Places []string // where it was written; empty when nobody remembers
	Size   int64    // bytes, 0 = not known
	Copies int      // of a print, 0 = not known
	SHA256 string   // hex, "" = not known
	Wiped  bool     // a backup that is wiped along
}

// TakenFile is a package that was taken in.
type TakenFile struct {
	At   time.Time
	Name string
	From string
	Back bool // taken back and not in effect
}

// LogEnd is where the log of a seat ended on the laptop.
type LogEnd struct {
	Person, Laptop string
	Records        int64
	Hash           string // of the last record, hex
}

// WipedThing is a file or folder that is wiped.
type WipedThing struct {
	What  string // in words: "数据库"
	Path  string
	Files int
	Bytes int64
	Left  string // why it is there still, in words; "" = gone, or not wiped yet
}

// Receipt is what the office confirmed to have.
type Receipt struct {
	From   string // who signed it, "" = none was read
	At     time.Time
	Hash   string   // SHA-256 of the receipt, hex, "" = not said
	Lacks  []string // sentences: what the office does not have; empty when it has everything
	Forced string   // why the person goes on although the office lacks something, "" = it lacks nothing
}

// HandOverCertificate sets the record of a hand-over, in Chinese or English. It is made and saved before anything is
// wiped, when it says what is going to be; afterwards it is made again from the same value with what became of it.
// Errors are those of [pdf.Render].
func HandOverCertificate(c Certificate) (*pdf.Result, error) {
	res, err := pdf.Render(composeCertificate(c))
	if err != nil {
		return nil, fmt.Errorf("make the record of the hand-over: %w", err)
	}
	return res, nil
}

func composeCertificate(c Certificate) *document.Document {
	w := certificateWords[document.Chinese]
	if c.Lang == document.English {
		w = certificateWords[document.English]
	}
	doc := &document.Document{
		Kind: document.Form, Language: c.Lang, Title: document.Plain(w.title), Subtitle: document.Sentence{Text: w.other},
		Meta: document.Meta{Title: w.title, Subject: w.subject, Author: c.Person, Created: c.Began.UTC().Truncate(time.Second)},
	}
	if c.Check != "" {
		doc.Trace = document.Sentence{Text: w.check + c.Check}
	}
	add := func(b ...document.Block) { doc.Blocks = append(doc.Blocks, b...) }
	heading := func(text string) { add(document.Heading{Level: 1, Text: text}) }
	add(w.facts(c))
	heading(w.lastHead)
	add(document.Paragraph{Sentences: w.lastText(c.Last)})
	heading(w.receiptHead)
	add(w.receiptText(c.Receipt)...)
	heading(w.wipeHead)
	add(document.Paragraph{Sentences: w.wipeText(c)})
	if len(c.Wiped) > 0 {
		add(w.wiped(c), document.Spacer{Lines: 0.3})
	}
	if len(c.Limits) > 0 {
		heading(w.limitHead)
		for i, s := range c.Limits {
			add(document.Paragraph{Style: document.Small, Sentences: []document.Sentence{typed(fmt.Sprintf(w.numbered, i+1, s), w.record, w.limitHead)}})
		}
	}
	heading(w.filesHead)
	if len(c.Files) == 0 {
		add(document.Words(w.filesNone))
	} else {
		add(document.Words(fmt.Sprintf(w.filesText, len(c.Files))), w.files(c.Files))
	}
	if len(c.Taken) > 0 || len(c.Logs) > 0 {
		heading(w.logHead)
		add(document.Words(w.logText))
	}
	if len(c.Taken) > 0 {
		add(w.taken(c.Taken))
	}
	if len(c.Logs) > 0 {
		add(w.logs(c.Logs))
	}
	add(document.Spacer{Lines: 0.5}, signatures(w.signHead, w.signs...))
	return doc
}

// lastText tells of the last package.
func (w certificateText) lastText(f WrittenFile) []document.Sentence {
	if f.Name == "" {
		return document.Plain(w.lastNone)
	}
	return []document.Sentence{
		typed(fill(w.last, moment(f.At), orNone(f.To), f.Name, size(f.Size)), w.record, w.lastHead),
		{Text: w.gap},
		typed(fill(w.lastPlaces, orNone(strings.Join(f.Places, w.comma))), w.record, w.lastHead),
		{Text: w.gap},
		{Text: fill(w.lastHash, orNone(f.SHA256))},
	}
}

func (w certificateText) receiptText(r Receipt) (out []document.Block) {
	if r.From == "" {
		out = append(out, document.Words(w.receiptNone))
	} else {
		text := w.receipt
		if len(r.Lacks) > 0 {
			text = w.receiptLacks
		}
		said := []document.Sentence{typed(fill(text, r.From, moment(r.At)), w.record, w.receiptHead)}
		if r.Hash != "" {
			said = append(said, document.Sentence{Text: w.gap}, document.Sentence{Text: fill(w.receiptHash, r.Hash[:min(shownHash, len(r.Hash))])})
		}
		out = append(out, document.Paragraph{Sentences: said})
	}
	for _, l := range r.Lacks {
		out = append(out, document.Paragraph{Style: document.Small, Sentences: []document.Sentence{typed(l, w.record, w.receiptHead)}})
	}
	if r.Forced != "" {
		out = append(out, document.Paragraph{Sentences: []document.Sentence{{Text: w.forced, Strong: true}, typed(r.Forced, w.record, w.receiptHead)}})
	}
	return out
}

// wipeText says whether the wipe is still to come or is done, and what of it failed.
func (w certificateText) wipeText(c Certificate) []document.Sentence {
	left := 0
	for _, t := range c.Wiped {
		if t.Left != "" {
			left++
		}
	}
	switch {
	case c.Ended.IsZero():
		return document.Plain(w.wipeComing)
	case left > 0:
		return []document.Sentence{{Text: fill(w.wipeDone, moment(c.Ended))}, {Text: fmt.Sprintf(w.wipeLeft, left), Strong: true}}
	}
	return document.Plain(fill(w.wipeDone, moment(c.Ended)))
}

// fill puts texts into the places {} of a form, one after the other; a text may hold anything.
func fill(form string, texts ...string) string {
	var out strings.Builder
	for i, part := range strings.Split(form, "{}") {
		if i > 0 && i <= len(texts) {
			out.WriteString(texts[i-1])
		}
		out.WriteString(part)
	}
	return out.String()
}

// CertificateName is the name of the file of a hand-over's record, without a folder; characters that a file system
// refuses become "_".
func CertificateName(person string, on app.Date, lang document.Language) string {
	form := "移交与清除证明_{}_{}"
	if lang == document.English {
		form = "Hand-over_{}_{}"
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || unicode.IsControl(r) || unicode.IsSpace(r) {
			return '_'
		}
		return r
	}, fill(form, person, on.String())) + ".pdf"
}
