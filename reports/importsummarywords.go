package reports

import "lianshen/reports/document"

// importText are the fixed words of the page of an import in one language. Forms have their places as {}, or as %d and
// %s where numbers stand among them.
type importText struct {
	title, no, subject, record, comma, gap   string
	numbers                                  [4]string
	fact, value, workspace, taken, takenText string
	from, fromText, packet, packetText       string
	file, hash, holds, holdsText, back       string
	casesHead, casesNone, shared, sum, left  string
	peopleHead, peopleNone                   string
	clashesHead, clashesNone                 string
	side, open, chosen                       string
	awaitedHead, awaitedNone                 string
	caseColumns                              [5]string
	peopleColumns, awaitedColumns            [2]string
	clashColumns, signHead                   [3]string
	signs                                    []string
}

var importWords = map[document.Language]importText{
	document.Chinese: {
		title: "数据包导入情况表", no: "%s（本机第%d号）", subject: "联审数据包导入情况", record: "导入情况", comma: "；",
		numbers: [4]string{"一、", "二、", "三、", "四、"},
		fact:    "项目", value: "内容", workspace: "工作区", taken: "导入", takenText: "{}，由{}导入",
		from: "来自", fromText: "{}（{}）", packet: "数据包", packetText: "%s第%d号，制作于%s",
		file: "文件名", hash: "校验值", holds: "内容", holdsText: "%d条记录、%d处更改、%d个附件",
		back:      "本次导入已于%s撤回，另有%d条以它为依据的后续记录一并停用；全部内容仍保存在工作区，可以重新导入。",
		casesHead: "各项目的变化", casesNone: "没有项目发生变化。", shared: "各项目共用的内容", sum: "合计", left: "导入时有%d个项目暂未导入，以后随新的数据包补齐。",
		peopleHead: "谁改了什么", peopleNone: "数据包中没有任何人的更改。",
		clashesHead: "冲突（共%d处，已裁定%d处，待裁定%d处）", clashesNone: "没有冲突。",
		side: "{}（{}）：{}", open: "待裁定", chosen: "{}\n由{}于{}裁定",
		awaitedHead: "尚未收到的附件（%d个）", awaitedNone: "所需附件均已收到。",
		caseColumns: [5]string{"项目", "新增", "更改", "冲突", "移除"}, peopleColumns: [2]string{"人员", "事项"}, awaitedColumns: [2]string{"序号", "附件"},
		clashColumns: [3]string{"内容", "各方填写", "裁定"},
		signHead:     [3]string{"身份", "签名", "日期"}, signs: []string{"导入人\n（本机操作）", "核对人\n（逐项核对）", "工作组组长\n（知悉）"},
	},
	document.English: {
		title: "Package taken in", no: "%s, No. %d on this laptop", subject: "What a Lianshen package brought", record: "Package taken in", comma: "; ", gap: " ",
		numbers: [4]string{"1. ", "2. ", "3. ", "4. "},
		fact:    "Matter", value: "Particulars", workspace: "Workspace", taken: "Taken in", takenText: "{}, by {}",
		from: "From", fromText: "{} ({})", packet: "Package", packetText: "%s No. %d, made at %s",
		file: "File", hash: "SHA-256", holds: "Holds", holdsText: "%d records, %d changes, %d attached files",
		back:      "It was taken back at %s; %d later records that rested on it went along. Nothing was deleted: it can be taken in again.",
		casesHead: "What it did to each case", casesNone: "No case changed.", shared: "Shared by all cases", sum: "Sum", left: "%d cases were left out for now; they come with a later package.",
		peopleHead: "Who changed what", peopleNone: "Nobody changed anything in it.",
		clashesHead: "Clashes (%d; %d chosen, %d open)", clashesNone: "Nothing clashed.",
		side: "{} ({}): {}", open: "open", chosen: "{}\nchosen by {} at {}",
		awaitedHead: "Attached files still awaited (%d)", awaitedNone: "Every attached file has arrived.",
		caseColumns: [5]string{"Case", "New", "Changed", "Clashing", "Removed"}, peopleColumns: [2]string{"Person", "Deeds"}, awaitedColumns: [2]string{"No.", "Attached file"},
		clashColumns: [3]string{"What", "What each wrote", "Chosen"},
		signHead:     [3]string{"As", "Signature", "Date"}, signs: []string{"Who took it in\n(at this laptop)", "Who checked it\n(line by line)", "Head of the group\n(informed)"},
	},
}
