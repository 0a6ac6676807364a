package forms

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/reports/document"
)

// fields are what the sections of the domain name, form by form: 3 for all of them, 3.8–3.12 for each. The words stand on
// the blank form as on the filled one.
var fields = map[Kind]struct{ both, filled string }{
	Checklist: {both: "选人用人责任审查检查表 项目名称 项目编号 被检单位 工作组 编号 检查内容 调阅资料 常见问题 检查数量 检查结论 检查情况（问题、证据） 检查人、日期 ☐未发现问题 ☐不适用 ☐未检查 应查 抽查 有问题 主审 日期"},
	Talk: {both: "谈话记录 项目名称 被检单位 编号 谈话类型 班子成员谈话 个别访谈 座谈会 核实谈话 时间 地点 谈话人 记录人 被谈话人 单位 职务 电话 告知事项 工作证件 通知书 保密 如实 已告知 谈话内容 " +
		"更正处已由本人按指印 以上记录我看过，与我说的一致 日期", filled: "问： 答："},
	Materials: {both: "资料调阅清单 致 项目名称 清单编号 序号 资料名称 类别 所属年度 份数／册／电子 对应检查项目 要求提供日期 提供部门、人 提供日期 原件／复印件 接收人签 归还日期 归还人签 未提供原因 " +
		"送达清单 提供资料 归还资料 联审组经办人（签名） 单位经办人（签名） 日期"},
	Visit:     {both: "现场察看记录 项目名称 被检单位 编号 时间 地点 察看人 陪同人 察看内容 情况 照片、录像编号 测量数据 测量项目 数值 陪同人意见 未签名原因 日期"},
	Stocktake: {both: "盘点表 项目名称 被盘点单位 编号 盘点地点 盘点日期 盘点类别 现金 固定资产 存货物资 印章票据 档案文书 照片、录像编号 盘点人 保管人 规格型号 账面 实盘 差异 存放地点 差异说明 单位负责人 未签名原因 日期"},
	Sheet: {both: "审计取证单 编号： 项目名称 被审计（调查）单位或个人 审计（调查）事项 审计（调查）事项摘要 审计人员 编制日期 证据提供单位意见 （盖章） 证据提供单位负责人（签名） 日期 证据提供单位： 附件： 送达日期： 反馈截止日期： " +
		"审计事项比较复杂或者取得的证据数量较多 另附说明", filled: "识别码"},
	Paper:    {both: "审计工作底稿 索引号： 项目名称 审计（调查）事项 审计人员 编制日期 审计过程： 审计认定的事实摘要及审计结论： 审核意见： 审核人员 审核日期 附件："},
	Trace:    {both: "汇总审计工作底稿 项目名称 被检单位 序号 审计证实问题类别 分项底稿主要内容 分项目索引号 与审计报告对应关系 处理处罚意见 编制人 审核人 日期"},
	Evidence: {both: "证据目录 项目名称 被检单位 证据编号 证据名称 种类 取得方法 对应检查项 对应问题 提供者、地点 取证日期 取证人 页数 存放和校验 编制人 复核人 日期"},
	Heard:    {both: "意见建议登记表 项目名称 被检单位 序号 日期 来源 反映人 所属三责 意见建议内容 处理情况 处理人 处理日期 对应问题 登记人"},
	DayLog:   {both: "工作日志 姓名 单位 日期 工作内容 记录人 不是法定记录"},
}

// one gives the filled form of a kind.
func one(kind Kind) Options {
	o := Options{Strand: app.Audit, Days: days}
	switch kind {
	case Checklist:
		o.Strand = app.Review
	case Talk:
		o.ID = id(20)
	case Visit:
		o.ID = id(27)
	case Stocktake:
		o.ID = id(28)
	case Sheet:
		o.ID = id(40)
	case Paper:
		o.ID = id(51)
	}
	return o
}

func TestBlankAndFilledFormsHaveEveryFieldOfTheirSection(t *testing.T) {
	d := site()
	d.Talks[0].Signed, d.Visits[0].Signed = false, false // one that is signed needs no room for the reason why not
	for _, kind := range Kinds {
		for _, blank := range []bool{true, false} {
			o := one(kind)
			if o.Blank = blank; blank {
				o.ID = ""
			}
			doc, err := Compose(kind, d, o)
			if err != nil {
				t.Fatal(kind, err)
			}
			text := document.Ink(doc.Text())
			words := strings.Fields(fields[kind].both)
			if !blank {
				words = append(words, strings.Fields(fields[kind].filled)...)
			}
			for _, word := range words {
				if !strings.Contains(text, word) {
					t.Errorf("%s (blank: %v) lacks %s", kind, blank, word)
				}
			}
			if number := app.DefaultFormNumber(string(kind)); !strings.Contains(text, number) || doc.Label.Text == "" {
				t.Errorf("%s (blank: %v) lacks its number %s", kind, blank, number)
			}
			if kind != DayLog && !strings.Contains(text, "示例市青禾县") { // the work log belongs to no case
				t.Errorf("%s (blank: %v) does not say which unit it is of", kind, blank)
			}
		}
	}
}

// A form is called after its strand, and no word of another strand slips in.
func TestFormsKeepTheWordsOfTheirStrand(t *testing.T) {
	for strand, own := range map[app.Strand]string{app.Review: "审查", app.Verification: "审核", app.Audit: "审计"} {
		for _, kind := range []Kind{Sheet, Paper, Trace} {
			doc, err := Compose(kind, site(), Options{Blank: true, Strand: strand})
			if err != nil {
				t.Fatal(err)
			}
			text := document.Ink(doc.Text())
			text = strings.NewReplacer("审核意见", "", "审核人员", "", "审核日期", "", "审核人", "", "三责联审", "").Replace(text) // of the review of papers in every strand
			for _, verb := range []string{"审查", "审核", "审计", "联审工作", "联审人员"} {
				if strings.Contains(text, verb) != (verb == own) {
					t.Errorf("%s of %s: %q stands there or is missed:\n%s", kind, strand, verb, text)
				}
			}
		}
	}
}

// A number of its own that the office gives a form stands on the form.
func TestFormsBearTheNumbersOfTheOffice(t *testing.T) {
	d := site()
	d.Round.Settings.FormNumbers = map[string]string{"talk": "青联审表五"}
	for kind, want := range map[Kind]string{Talk: "青联审表五", Visit: "联审表-10"} {
		if doc, err := Compose(kind, d, Options{Blank: true}); err != nil || !strings.HasPrefix(doc.Label.Text, want) {
			t.Errorf("%s bears %q, want %s: %v", kind, doc.Label.Text, want, err)
		}
	}
}

// unprinted are the fields that no form prints, with the reason. A field that is new to a noun stands on its form or here.
var unprinted = map[string]string{
	"Talk.ID": "identity", "Talk.Case": "identity", "Talk.Strands": "who may read", "Talk.Items": "the links of a talk do not go to whom it is signed by", "Talk.Findings": "as Items",
	"Talk.Label": "the code of the person stands there", "Talk.People": "the number of persons of a panel",
	"Material.ID": "identity", "Material.Case": "identity",
	"Visit.ID": "identity", "Visit.Case": "identity", "Visit.Strands": "who may read", "Visit.Items": "not for whom it is signed by", "Visit.Findings": "as Items", "Visit.Signed": "by hand",
	"Stocktake.ID": "identity", "Stocktake.Case": "identity", "Stocktake.Strand": "who may read", "Stocktake.Items": "not for whom it is signed by", "Stocktake.Findings": "as Items", "Stocktake.Signed": "by hand",
	"Sheet.ID": "in its code", "Sheet.Case": "identity", "Sheet.Items": "not for the provider", "Sheet.Findings": "as Items",
	"Paper.ID": "identity", "Paper.Case": "identity", "Paper.Item": "in its index", "Paper.Findings": "in the trace table",
	"Evidence.ID": "identity", "Evidence.Case": "identity", "Evidence.Sheet": "the kind says it", "Evidence.SheetDue": "of the sheet", "Evidence.SignedOn": "of the sheet", "Evidence.FileName": "names of files are of the laptop",
	"Evidence.FileSize": "the check code stands for the file",
	"Heard.ID":          "identity", "Heard.Case": "identity",
	"Answer.ID": "identity", "Answer.Case": "identity", "Answer.Person": "who was to check; who did stands there", "Answer.SelfCheck": "the unit's own report", "Answer.SelfNote": "as SelfCheck",
	"Answer.SelfProblem": "as SelfCheck", "Answer.SelfMeasures": "as SelfCheck", "Answer.SelfPerson": "as SelfCheck", "Answer.SelfOn": "as SelfCheck", "Answer.Methods": "in the working paper",
	"DayLog.ID": "identity",
}

// known are values that must name something or be one of a list, and how they are printed.
var known = map[string]struct {
	value any
	print string
}{
	"Talk.Type": {"verify", "☑核实谈话"}, "Talk.Talkers": {set(60, 61), "陶访谈、华取证"}, "Talk.Informed": {true, "☑已告知"}, "Talk.Signed": {false, "由谈话人注明"}, "Talk.Persons": {set(70), "被谈话人A"},
	"Talk.From": {"08:07", "08:07"}, "Talk.To": {"09:41", "09:41"}, "Visit.From": {"10:07", "10:07"}, "Visit.To": {"11:41", "11:41"}, "Talk.NotWhy": {"", "未签名原因"},
	"Material.Kind": {app.DeskRecord, "内业"}, "Material.Items": {app.NewSet("BZ-1-09"), "BZ-1-09"}, "Material.Form": {"electronic", "电子件"}, "Material.Batch": {7, "第7批"},
	"Visit.Visitors": {set(60, 61), "陶访谈、华取证"}, "Visit.Evidence": {set(32), "证据4"},
	"Stocktake.Sort": {"seals", "☑印章票据"}, "Stocktake.Counters": {set(60, 61), "陶访谈、华取证"}, "Stocktake.Evidence": {set(32), "证据4"},
	"Sheet.Strand": {app.Audit, "审计取证单"}, "Sheet.Reply": {app.ReplyObjects, "有异议"}, "Sheet.Evidence": {set(33), "证据3"},
	"Paper.Strand": {app.Audit, "审计工作底稿"}, "Paper.Sheets": {set(40), "取证单JJ001-Q-07"}, "Paper.Evidence": {set(33), "证据3（县政府专题会议纪要（重印）"},
	"ReviewNote.Settled": {true, "已落实"},
	"Evidence.Kind":      {"photo", "照片"}, "Evidence.Method": {app.MethodSurvey, "专项调查"}, "Evidence.Items": {app.NewSet("JJ-9-09"), "JJ-9-09"}, "Evidence.Findings": {set(201), "审计3"},
	"Evidence.FileHash": {strings.Repeat("abcdef0123456789", 4), "abcdef01"}, "Evidence.Of": {id(20), "谈话记录T-03签字件"}, "Evidence.Replaces": {id(30), "已由证据"},
	"Heard.Source": {"letter", "来信"}, "Heard.Strand": {app.Audit, "审计"}, "Heard.Confidential": {true, "要求保密"}, "Heard.From": {id(71), "被谈话人B"}, "Heard.Talk": {id(20), "T-03"}, "Heard.Findings": {set(201), "审计3"},
	"Answer.Item": {"XR-2-02", "XR-2-02"}, "Answer.Conclusion": {app.NotChecked, "☑未检查"}, "DayLog.Person": {id(60), "陶访谈"},
}

// filler fills nouns with words, numbers and dates that stand nowhere else.
type filler struct {
	t    *testing.T
	n    int
	want map[string]string // field → how it is printed
}

func (f *filler) fill(v reflect.Value) {
	for i := range v.NumField() {
		name := v.Type().Name() + "." + v.Type().Field(i).Name
		if unprinted[name] != "" {
			continue
		}
		f.n++
		at := v.Field(i)
		if k, ok := known[name]; ok {
			at.Set(reflect.ValueOf(k.value).Convert(at.Type()))
			f.want[name] = k.print
			continue
		}
		switch x := at.Addr().Interface().(type) {
		case *app.Date:
			*x = app.Date{Year: 2031, Month: 1 + f.n/28%12, Day: 1 + f.n%28}
			f.want[name] = x.Chinese()
		case *app.Money:
			*x = app.Money(7_000_000_00 + f.n)
			f.want[name] = x.Yuan(true)
		case *string:
			*x = "词" + strconv.Itoa(1000+f.n) + "语"
			f.want[name] = *x
		case *int:
			*x = 4000 + f.n
			f.want[name] = strconv.Itoa(*x)
		default:
			if at.Kind() != reflect.Map || at.Type().Elem().Kind() != reflect.Struct {
				f.t.Fatalf("%s: a field that this test cannot fill, nor is it said why no form prints it", name)
			}
			line := reflect.New(at.Type().Elem()).Elem()
			f.fill(line)
			at.Set(reflect.MakeMap(at.Type()))
			at.SetMapIndex(reflect.ValueOf("01"), line)
		}
	}
}

// filled is a noun of a kind with every field filled.
func filled[T any](f *filler, of app.ID) T {
	var n T
	v := reflect.ValueOf(&n).Elem()
	f.fill(v)
	if field := v.FieldByName("ID"); field.IsValid() {
		field.Set(reflect.ValueOf(of))
	}
	return n
}

// Whatever is filled in is printed: a field that is new and forgotten fails here.
func TestFilledFormsSayEveryFieldOfTheirNoun(t *testing.T) {
	for _, c := range []struct {
		kind Kind
		put  func(f *filler, d *app.Dossier, o *Options)
	}{
		{Talk, func(f *filler, d *app.Dossier, o *Options) { d.Talks = []app.Talk{filled[app.Talk](f, id(20))} }},
		{Materials, func(f *filler, d *app.Dossier, o *Options) {
			d.Materials = []app.Material{filled[app.Material](f, id(25))}
			o.Strand, o.Batch = app.Verification, 7
		}},
		{Visit, func(f *filler, d *app.Dossier, o *Options) { d.Visits = []app.Visit{filled[app.Visit](f, id(27))} }},
		{Stocktake, func(f *filler, d *app.Dossier, o *Options) {
			d.Stocktakes = []app.Stocktake{filled[app.Stocktake](f, id(28))}
		}},
		{Sheet, func(f *filler, d *app.Dossier, o *Options) { d.Sheets = []app.Sheet{filled[app.Sheet](f, id(40))} }},
		{Paper, func(f *filler, d *app.Dossier, o *Options) { d.Papers = []app.Paper{filled[app.Paper](f, id(51))} }},
		{Evidence, func(f *filler, d *app.Dossier, o *Options) {
			d.Evidence = []app.Evidence{{ID: id(30), Number: 1, Title: "原件"}, filled[app.Evidence](f, id(31))}
		}},
		{Heard, func(f *filler, d *app.Dossier, o *Options) { d.Heard = []app.Heard{filled[app.Heard](f, id(55))} }},
		{DayLog, func(f *filler, d *app.Dossier, o *Options) { o.Days = []app.DayLog{filled[app.DayLog](f, id(90))} }},
		{Checklist, func(f *filler, d *app.Dossier, o *Options) {
			d.Answers = map[string]app.Answer{"XR-2-02": filled[app.Answer](f, id(11))}
		}},
	} {
		d, o, f := site(), one(c.kind), &filler{t: t, want: map[string]string{}}
		c.put(f, &d, &o)
		doc, err := Compose(c.kind, d, o)
		if err != nil {
			t.Fatal(c.kind, err)
		}
		text := document.Ink(doc.Text())
		for name, want := range f.want {
			if !strings.Contains(text, document.Ink(want)) {
				t.Errorf("%s does not say %s: %s\n%s", c.kind, name, want, text)
			}
		}
		if len(f.want) < 3 {
			t.Errorf("%s: only %v was filled", c.kind, f.want)
		}
	}
}

// The trace table says of a finding and its paper what form 3.12 asks for.
func TestTheTraceTableSaysWhatLeadsToTheReport(t *testing.T) {
	d := site()
	p, n := &d.Papers[1], &d.Findings[1]
	p.Index, p.Title, p.Conclusion, n.Type, n.Treatment, n.Number = "索引甲", "底稿乙", "结论丙", "类型丁", "处理戊", 37
	doc, err := Compose(Trace, d, Options{Strand: app.Audit})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"索引甲", "底稿乙：结论丙", "类型丁", "处理戊", fmt.Sprintf("列入审计报告（问题%d）", n.Number)} {
		if !strings.Contains(document.Ink(doc.Text()), want) {
			t.Errorf("the trace table does not say %s:\n%s", want, doc.Text())
		}
	}
	n.InReport, n.OutReason = false, "原因己"
	if doc, err = Compose(Trace, d, Options{Strand: app.Audit}); err != nil || !strings.Contains(doc.Text(), "未列入报告：原因己") {
		t.Errorf("a finding that is left out: %v\n%s", err, doc.Text())
	}
}

func TestTheTraceTableHasTheGistOfLongConclusions(t *testing.T) {
	for text, want := range map[string]string{
		"短。": "短。", strings.Repeat("字", 250): strings.Repeat("字", 200) + "……",
		strings.Repeat("字", 150) + "。\n" + strings.Repeat("句", 100): strings.Repeat("字", 150) + "。……",
	} {
		if got := gist(text); got != want {
			t.Errorf("the gist of %d characters is %q", len([]rune(text)), got)
		}
	}
}
