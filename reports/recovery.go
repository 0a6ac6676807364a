package reports

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/boombuler/barcode/qr"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
)

// Recovery is what the page of a recovery key tells. The key comes as text: how it is made and read is the vault's.
type Recovery struct {
	Workspace string   // the workspace's name as people know it
	Person    string   // who made the key
	On        app.Date // day it was made
	Groups    []string // the key as it is typed, 1–8 characters a group, at most 32 groups
	Text      string   // the key as the code holds it: upper-case letters, figures and hyphens
	Lang      document.Language
}

// codeSide is the edge of the code on the page in millimetres: over a millimetre a module, which a scanner reads at
// arm's length off a page that was folded.
const codeSide = 40

// RecoveryPage sets one A4 page with the recovery key of a workspace: the key in numbered groups and as a QR code, what
// it is for and where to keep it, in Chinese or English, with one sentence in the other language for whoever finds it.
// The file is read back before it is given. It opens the whole workspace: the caller puts it only where the person said.
// Nothing of the key stands in the file's title and subject, nor in an error. Errors are those of [pdf.Render], and a
// text that no code can hold.
func RecoveryPage(r Recovery) (*pdf.Result, error) {
	doc, err := composeRecovery(r)
	if err != nil {
		return nil, err
	}
	res, err := pdf.Render(doc)
	var differs *pdf.ReadBackError
	if errors.As(err, &differs) {
		// Its context would be a part of the key.
		return nil, (&pdf.ReadBackError{Page: differs.Page, At: differs.At}).Refusal()
	}
	if err != nil {
		return nil, fmt.Errorf("make the recovery page: %w", err)
	}
	return res, nil
}

func composeRecovery(r Recovery) (*document.Document, error) {
	dark, err := modules(r.Text)
	if err != nil {
		return nil, err
	}
	w := recoveryWords[document.Chinese]
	if r.Lang == document.English {
		w = recoveryWords[document.English]
	}
	on := r.On.Chinese()
	if r.Lang == document.English {
		on = r.On.String()
	}
	beside := []document.Sentence{
		typed(w.workspace+r.Workspace, w.workspaceRecord, w.nameField),
		typed(w.person+r.Person, w.personRecord, w.nameField),
		{Text: w.on + on},
		{Text: w.code},
	}
	doc := &document.Document{
		Kind: document.Form, Language: r.Lang,
		Title:    document.Plain(w.title),
		Subtitle: document.Sentence{Text: w.other},
		Blocks:   []document.Block{document.Symbol{Dark: dark, Side: codeSide, Beside: beside}, document.Groups{List: r.Groups, Columns: columnsFor(r.Groups)}},
		Meta:     document.Meta{Title: w.title, Subject: w.subject, Author: r.Person},
	}
	if !r.On.IsZero() {
		doc.Meta.Created = time.Date(r.On.Year, time.Month(r.On.Month), r.On.Day, 0, 0, 0, 0, time.UTC)
	}
	for _, p := range w.paragraphs {
		doc.Blocks = append(doc.Blocks, document.Paragraph{Style: document.Small, Sentences: []document.Sentence{{Text: p[0], Strong: true}, {Text: p[1]}}})
	}
	return doc, nil
}

// columnsFor is how many groups stand in a row: as many as are still large to read, and five where four would make a
// fifth row.
func columnsFor(groups []string) int {
	longest := 0
	for _, g := range groups {
		longest = max(longest, len([]rune(g)))
	}
	switch {
	case longest <= 4 && len(groups) > 16:
		return 5
	case longest <= 4:
		return 4
	case longest <= 6:
		return 3
	}
	return 2
}

// modules are the modules of the QR code that holds a text. A quarter of them may be spoilt by a fold or a stain.
func modules(text string) ([][]bool, error) {
	code, err := qr.Encode(strings.ToUpper(text), qr.Q, qr.AlphaNumeric)
	if err != nil {
		// The encoder's own words may repeat the text.
		return nil, fmt.Errorf("make the code of the recovery key: %d characters cannot be encoded", len(text))
	}
	side := code.Bounds().Dx()
	out := make([][]bool, side)
	for y := range out {
		out[y] = make([]bool, side)
		for x := range out[y] {
			red, _, _, _ := code.At(x, y).RGBA()
			out[y][x] = red == 0
		}
	}
	return out, nil
}

// recoveryText are the fixed words of the page in one language.
type recoveryText struct {
	title, other, subject                    string
	workspace, person, on, code              string
	workspaceRecord, personRecord, nameField string
	paragraphs                               [][2]string
}

var recoveryWords = map[document.Language]recoveryText{
	document.Chinese: {
		title: "工作区恢复密钥", other: "Recovery key of an encrypted workspace: keep it sealed.", subject: "联审工作区恢复密钥",
		workspace: "工作区：", person: "制作人：", on: "制作日期：",
		code:            "右侧二维码与下列各组内容相同，可用扫码枪录入；不要用手机扫描或拍照。",
		workspaceRecord: "工作区", personRecord: "人员", nameField: "名称",
		paragraphs: [][2]string{
			{"用途：", "忘记口令，或者使用人不在而必须打开工作区时，在解锁窗口点“忘记口令”，按编号逐组录入。持有本页和电脑（或备份）的人，不用口令就能打开工作区的全部内容。"},
			{"保管：", "装入信封密封，封口处签名并写明日期，存放在本单位保险柜内；不与电脑放在一起，不带出办公室，不拍照，不存入电脑、U盘或者网盘。"},
			{"遗失：", "本页遗失或者被他人看过的，立即打开工作区重新制作恢复密钥。此后工作区不再认本页；此前的备份仍可用本页打开，应当清点收回。"},
			{"录入：", "字母不分大小写，各组之间的空格和短横不必录入；录错一个字符时，程序会指出在第几组。"},
		},
	},
	document.English: {
		title: "Recovery key of the workspace", other: "本页可打开加密的联审工作区，请密封保管。", subject: "Recovery key of a Lianshen workspace",
		workspace: "Workspace: ", person: "Made by: ", on: "Date: ",
		code:            "The code at the right is the key for a hand scanner. Do not scan or photograph it with a phone.",
		workspaceRecord: "Workspace", personRecord: "Person", nameField: "name",
		paragraphs: [][2]string{
			{"What it is for: ", "the pass phrase is forgotten, or its owner is away and the workspace must be opened: press “Forgot the pass phrase” in the unlock window and type the groups by their numbers. This page and the laptop, or a backup, open everything."},
			{"Where to keep it: ", "in a sealed envelope, signed and dated across the flap, in the safe at the office; never with the laptop, on a photograph, computer, stick or cloud."},
			{"If it is lost ", "or was seen by somebody else, make a new recovery key at once. The workspace then no longer takes this page; backups made before do and should be called in."},
			{"Typing: ", "capitals, blanks and hyphens do not matter; of one wrong character the program says in which group it is."},
		},
	},
}
