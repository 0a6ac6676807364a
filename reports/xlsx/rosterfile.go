package xlsx

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

// RosterFile is a file of lists that was opened: a sheet file, or text with values between commas.
type RosterFile struct {
	Name   string // of the file, without a folder
	Sheets []RosterSheet
}

// RosterSheet is a sheet in which something stands.
type RosterSheet struct {
	Name  string
	Heads []string // of the columns, in their order; "" = a column without one
	// Period is what the name of the sheet, the title above the heads and the name of the file tell of the month of a
	// payroll; a year or month of 0 is not told. It may be set before the rows are read.
	Period app.Month
	table  book.Table
	from   int // the line below the heads
	at     []int
}

// Limits of text files; those of sheet files are the ones of package book.
const (
	mostColumns = 200
	mostFields  = 400_000
)

// OpenRoster opens a file from a disk; it stops when ctx ends. Refused: what cannot be read at all ("file.unreadable"), each
// sort of broken or foreign file by its own sentence ("roster.large", "roster.damaged", "roster.encrypted",
// "roster.format"), and a file in which nothing stands ("roster.empty").
func OpenRoster(ctx context.Context, path string) (*RosterFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, &app.Error{Code: "file.unreadable", Args: map[string]any{"path": path}, Cause: err}
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, book.LongestFile+1))
	if err != nil {
		return nil, &app.Error{Code: "file.unreadable", Args: map[string]any{"path": path}, Cause: err}
	}
	out, err := ReadRoster(ctx, data)
	if err != nil {
		return nil, err
	}
	out.Name = filepath.Base(path)
	for i, s := range out.Sheets {
		out.Sheets[i].Period = orPeriod(s.Period, periodIn(strings.TrimSuffix(out.Name, filepath.Ext(out.Name))))
	}
	return out, nil
}

// ReadRoster is OpenRoster for contents at hand.
func ReadRoster(ctx context.Context, data []byte) (*RosterFile, error) {
	content, err := book.Read(until{ctx, bytes.NewReader(data)}, int64(len(data)))
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	switch {
	case errors.Is(err, book.ErrText):
		table, err := readText(data)
		if err != nil {
			return nil, err
		}
		content = &book.Content{Sheets: []book.Table{table}}
	case errors.Is(err, book.ErrEmpty):
		return nil, &app.Error{Code: "roster.empty", Cause: err}
	case errors.Is(err, book.ErrTooLarge):
		return nil, &app.Error{Code: "roster.large", Cause: err}
	case errors.Is(err, book.ErrDamaged):
		return nil, &app.Error{Code: "roster.damaged", Cause: err}
	case errors.Is(err, book.ErrEncrypted):
		return nil, &app.Error{Code: "roster.encrypted", Cause: err}
	case err != nil:
		return nil, &app.Error{Code: "roster.format", Cause: err}
	}
	out := &RosterFile{}
	for _, t := range content.Sheets {
		if len(t.Lines) > 0 && !t.Hidden {
			spread(&t)
			out.Sheets = append(out.Sheets, newRosterSheet(t))
		}
	}
	if len(out.Sheets) == 0 {
		return nil, app.Refuse("roster.empty")
	}
	return out, nil
}

// JoinFiles makes one file of several, such as payrolls of single months: their sheets bear the names of the files.
func JoinFiles(files ...*RosterFile) *RosterFile {
	if len(files) == 1 {
		return files[0]
	}
	out := &RosterFile{}
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
		for _, s := range f.Sheets {
			if len(f.Sheets) > 1 {
				s.Name = f.Name + " · " + s.Name
			} else {
				s.Name = f.Name
			}
			out.Sheets = append(out.Sheets, s)
		}
	}
	out.Name = strings.Join(names, "、")
	return out
}

// until stops reading when its context ends.
type until struct {
	ctx context.Context
	r   io.ReaderAt
}

func (u until) ReadAt(p []byte, at int64) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.ReadAt(p, at)
}

// readText reads values between commas, semicolons or tabs, in UTF-8 or GB18030.
func readText(data []byte) (book.Table, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		if err != nil || bytes.Count(decoded, []byte("\uFFFD")) > len(decoded)/100 {
			return book.Table{}, &app.Error{Code: "roster.format", Cause: err}
		}
		data = decoded
	}
	first, _, _ := bytes.Cut(data, []byte("\n"))
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, true, true
	for _, comma := range []rune{'\t', ';'} {
		if bytes.Count(first, []byte(string(comma))) > bytes.Count(first, []byte(string(r.Comma))) {
			r.Comma = comma
		}
	}
	var t book.Table
	fields := 0
	for {
		record, err := r.Read()
		if err == io.EOF {
			return t, nil
		}
		if err != nil {
			return book.Table{}, app.Refuse("roster.damaged") // the reader's words may hold what stands in the line
		}
		row, _ := r.FieldPos(0)
		line := book.Line{Row: row}
		for i, text := range record {
			if text = strings.TrimSpace(text); text != "" && i < mostColumns {
				line.Cells = append(line.Cells, book.Value{Column: i + 1, Kind: book.Text, Text: text})
			}
		}
		if fields += len(line.Cells); fields > mostFields {
			return book.Table{}, app.Refuse("roster.large")
		}
		if len(line.Cells) > 0 {
			t.Lines = append(t.Lines, line)
		}
	}
}

// spread writes what stands in merged cells into each of them, as the person who merged them meant it.
func spread(t *book.Table) {
	if len(t.Merged) == 0 {
		return
	}
	at := make(map[int]int, len(t.Lines)) // row → place
	for i, l := range t.Lines {
		at[l.Row] = i
	}
	cells := 0
	for _, m := range t.Merged {
		from, there := at[m.FromRow]
		if !there || m.ToColumn-m.FromColumn > mostColumns {
			continue
		}
		v := t.Lines[from].At(m.FromColumn)
		if v.Kind == book.Nothing {
			continue
		}
		for i := from; i < len(t.Lines) && t.Lines[i].Row <= m.ToRow; i++ {
			for c := m.FromColumn; c <= m.ToColumn; c++ {
				if cells++; cells > mostFields {
					return
				}
				if t.Lines[i].At(c).Kind == book.Nothing {
					v.Column = c
					t.Lines[i].Cells = append(t.Lines[i].Cells, v)
				}
			}
		}
	}
	for _, l := range t.Lines {
		slices.SortStableFunc(l.Cells, func(a, b book.Value) int { return a.Column - b.Column })
	}
}

// newRosterSheet finds the heads: the line of the first ones that names most known fields; where a line above it names
// what several columns have in common (核定 over 行政 and 事业), both together.
func newRosterSheet(t book.Table) RosterSheet {
	const deep = 30 // lines in which heads are looked for
	best, most, two := -1, 0, false
	for i := 0; i < min(deep, len(t.Lines)); i++ {
		if n := knownHeads(headsOf(t, i, false)); n > most {
			best, most, two = i, n, false
		}
		if i > 0 && overSeveral(t, t.Lines[i-1].Row) {
			if n := knownHeads(headsOf(t, i, true)); n > most {
				best, most, two = i, n, true
			}
		}
	}
	if best < 0 { // nothing we know: the first line with several texts
		best = max(0, slices.IndexFunc(t.Lines[:min(deep, len(t.Lines))], func(l book.Line) bool { return len(l.Cells) > 1 }))
	}
	s := RosterSheet{Name: t.Name, table: t, from: best + 1, Period: periodIn(t.Name)}
	for i := range best {
		for _, v := range t.Lines[i].Cells[:min(3, len(t.Lines[i].Cells))] {
			if p := periodIn(clip(plain(v))); p.Year > 0 {
				s.Period = orPeriod(s.Period, p)
			}
		}
	}
	heads := headsOf(t, best, two)
	for _, h := range heads {
		name := h.text
		for n := 2; name != "" && slices.Contains(s.Heads, name); n++ {
			name = h.text + " " + string(rune('0'+n%10))
		}
		s.Heads, s.at = append(s.Heads, name), append(s.at, h.column)
	}
	return s
}

// overSeveral says whether a head of a row stands over several columns.
func overSeveral(t book.Table, row int) bool {
	return slices.ContainsFunc(t.Merged, func(m book.Range) bool { return m.FromRow <= row && row <= m.ToRow && m.ToColumn > m.FromColumn })
}

// headCell is the head of a column.
type headCell struct {
	column int
	text   string
}

// headsOf gives the heads that a line has; joined takes what stands above along.
func headsOf(t book.Table, line int, joined bool) []headCell {
	var out []headCell
	for _, v := range t.Lines[line].Cells {
		if v.Column > mostColumns {
			break
		}
		text := strings.Join(strings.Fields(clean(plain(v))), "")
		if joined {
			if above := strings.Join(strings.Fields(clean(plain(t.Lines[line-1].At(v.Column)))), ""); above != "" && above != text {
				text = above + "-" + text
			}
		}
		out = append(out, headCell{v.Column, clip(text)})
	}
	return out
}

// knownHeads counts the fields that heads name, whatever the sort of the list.
func knownHeads(heads []headCell) int {
	fields := map[string]bool{}
	for _, h := range heads {
		for field := range headWords {
			if headFits(field, h.text) > 0 {
				fields[field] = true
			}
		}
	}
	return len(fields)
}

// Sheet gives a sheet by its name, the first for "". Refused: there is none such ("roster.sheet").
func (f *RosterFile) Sheet(name string) (RosterSheet, error) {
	for _, s := range f.Sheets {
		if name == "" || s.Name == name {
			return s, nil
		}
	}
	return RosterSheet{}, app.Refuse("roster.sheet", "sheet", clip(name))
}

// Guess proposes from which column each field of a sort of list is read: as the list was read that was taken in last
// with these heads, else by what the heads say. known tells which of the two.
func (s RosterSheet) Guess(sort string, rosters []app.Roster) (mapping map[string]string, known bool) {
	if m := app.RememberedMapping(rosters, sort, s.Heads); m != nil {
		return m, true
	}
	mapping = map[string]string{}
	taken := map[string]bool{}
	if first := s.guessMonths(); sort == "payroll" && first != "" {
		mapping["pay"] = first
		for _, m := range s.monthColumns(first) {
			taken[m.head] = true
		}
	}
	for _, strength := range []int{2, 1} { // heads that are exactly the word come before those that hold it
		for _, field := range app.RosterFields[sort] {
			if mapping[field] != "" {
				continue
			}
			for _, head := range s.Heads {
				if head != "" && !taken[head] && headFits(field, head) >= strength {
					mapping[field], taken[head] = head, true
					break
				}
			}
		}
	}
	return mapping, false
}

// headFits says how well a head names a field: 2 = it is its word, 1 = it holds it, 0 = not at all.
func headFits(field, head string) int {
	word := fold(head)
	word = strings.NewReplacer("(", "", ")", "", "（", "", "）", "", "元", "", "人", "", "/", "").Replace(word)
	fit := 0
	if _, _, month := monthOf(head); month && field == "month" {
		return 0
	}
	for _, w := range headWords[field] {
		exact := strings.HasPrefix(w, "=")
		w = strings.TrimPrefix(w, "=")
		switch {
		case word == w:
			return 2
		case !exact && strings.Contains(word, w):
			fit = 1
		}
	}
	return fit
}

// headWords are the words by which heads name fields; those after = only by themselves. 人 and 元 and brackets are left out.
var headWords = map[string][]string{
	"name": {"姓名", "职工姓名", "员姓名", "=name"}, "idNumber": {"身份证", "公民身份号码", "证件号", "居民身份证号", "=idnumber"},
	"unit":    {"=单位", "单位名称", "所在单位", "工作单位", "发放单位", "=unit"},
	"section": {"内设机构", "科室", "=部门", "所在部门", "处室", "机构名称", "=股室", "=section"},
	"post":    {"=职务", "现任职务", "岗位名称", "职务名称", "行政职务", "核定职务", "任免职务", "拟任职务", "新任职务", "=岗位", "=post"},
	"rank":    {"职级", "级别", "规格", "职务层次", "=rank"}, "kind": {"编制类别", "编制性质", "编制类型", "员类别", "=身份", "用工性质", "员性质", "=编制", "=kind"},
	"leader": {"是否领导", "领导职务标识", "=leader"}, "status": {"员状态", "在岗情况", "在岗状态", "在职状态", "=状态", "=status"}, "sex": {"性别", "=sex"},
	"born": {"出生", "=生日", "=born"}, "since": {"任现职时间", "任现职务时间", "任职时间", "任职日期", "任现职", "=since"},
	"act": {"任免文号", "任职文号", "任命文号", "任免文件", "=文号", "批准文号", "=act"}, "actOn": {"批准日期", "批准时间", "任免日期", "任免时间", "发文日期", "文件日期", "=acton"},
	"household": {"户号", "户口编号", "家庭编号", "户籍号", "=household"}, "kin": {"亲属关系", "家庭关系", "与本关系", "=kin"}, "kinOf": {"亲属姓名", "有亲属关系", "关系姓名", "=kinof"},
	"count": {"=核定数", "=核定编制", "=核定编制数", "=编制数", "核定名额", "=核定职数", "=count"}, "admin": {"行政编制", "核定-行政", "=行政", "编制数-行政", "=admin"},
	"institution": {"事业编制", "核定-事业", "=事业", "编制数-事业", "=institution"}, "workers": {"工勤", "=workers"}, "leaders": {"领导职数", "=职数", "核定-领导", "=leaders"},
	"month": {"月份", "发放年月", "=年月", "发放时间", "所属期", "=month"}, "pay": {"实发", "应发", "发放金额", "工资合计", "=金额", "=工资", "=合计", "=pay"},
	"batch": {"批次", "=batch"}, "people": {"任免数", "调整数", "=数", "=次", "任免次", "=people"}, "what": {"任免类别", "任免类型", "任免情况", "任免事项", "=类别", "=what"},
	"steps": {"程序", "=steps"}, "motion": {"动议", "酝酿", "=motion"}, "recommend": {"民主推荐", "=推荐", "推荐时间", "推荐日期", "=recommend"}, "inspect": {"考察", "=inspect"},
	"decide": {"讨论决定", "集体研究", "会议研究", "研究决定", "决定日期", "决定时间", "=decide"}, "notice": {"公示", "=notice"}, "talk": {"任职谈话", "任前谈话", "廉政谈话", "=talk"},
	"year": {"=年度", "=年份", "任免年度", "=year"}, "income": {"=收入", "收入合计", "总收入", "本年收入", "=income"}, "outlay": {"=支出", "支出合计", "总支出", "本年支出", "=outlay"},
	"project": {"项目支出", "=project"}, "three": {"三公", "=three"}, "surplus": {"结转", "结余", "=surplus"},
}
