package reports

import "lianshen/reports/document"

// certificateText are the fixed words of the record of a hand-over in one language. Forms have their places as {}, or as
// %d for a count.
type certificateText struct {
	title, other, subject, record, comma, gap, check, numbered           string
	workspace, round, person, dept, laptop, seat, program, at            string
	lastHead, last, lastPlaces, lastHash, lastNone                       string
	receiptHead, receipt, receiptLacks, receiptHash, receiptNone, forced string
	wipeHead, wipeComing, wipeDone, wipeLeft, toWipe, gone, notWiped     string
	limitHead                                                            string
	filesHead, filesText, filesNone, filesNote, to, by, copies, along    string
	logHead, logText, back                                               string
	columns                                                              [5]string
	wipeColumns, logColumns                                              [4]string
	takenColumns                                                         [2]string
	signHead                                                             [3]string
	signs                                                                []string
}

var certificateWords = map[document.Language]certificateText{
	document.Chinese: {
		title: "工作区移交与清除证明", other: "Record of hand-over and wiping of a workspace", subject: "联审工作区移交与清除证明",
		record: "移交证明", comma: "；", check: "日志校验码 ", numbered: "%d．%s",
		workspace: "工作区", round: "联审批次", person: "移交人", dept: "部门", laptop: "电脑", seat: "席位编号", program: "程序版本", at: "制作时间",
		lastHead: "一、最后一次移交", last: "{}，向{}写出最后一个数据包“{}”，大小{}。", lastPlaces: "写出位置：{}。", lastHash: "文件的SHA-256校验值：{}。",
		lastNone:    "清除以前没有写出最后的数据包。",
		receiptHead: "二、联审办的回执", receipt: "{}于{}签署的回执已经读入并核验签名：本工作区的全部记录和附件，联审办均已收到。",
		receiptLacks: "{}于{}签署的回执已经读入并核验签名。按回执，联审办还缺少：", receiptHash: "回执的校验值：{}。",
		receiptNone: "清除以前没有读入联审办的回执，无法确认联审办收到了什么。", forced: "仍决定清除的理由：",
		wipeHead: "三、本机清除的内容", wipeComing: "本页在清除以前存妥，这时下列内容尚未清除；程序先销毁密钥，再覆盖并删除文件。清除完成以后，程序再存一份写明结果的证明。",
		wipeDone: "清除于{}完成：先销毁密钥，再覆盖并删除文件。", wipeLeft: "其中%d项没有删除，须由移交人自行删除：",
		toWipe: "待清除", gone: "已清除", notWiped: "未删除",
		limitHead: "四、不能保证的事项",
		filesHead: "五、曾经写出的全部文件", filesText: "按工作区的记录，先后写出、打印共%d份。它们不随本次清除而消失，由移交人逐份清点、收回或者注明去向：",
		filesNone: "按工作区的记录，没有写出过文件。", filesNote: "校验值为文件SHA-256的前16位；“—”表示程序没有这项记录。在程序以外复制的文件不在此表内。",
		to: "交{}", by: "{}经手", copies: "{}份", along: "（随本次清除）",
		logHead: "六、导入的数据包和日志终点", logText: "下列内容可与联审办的工作区相互核对：", back: "（已撤回）",
		columns: [5]string{"序号", "时间", "种类", "文件", "交给谁、写到哪里"}, wipeColumns: [4]string{"内容", "位置", "文件数和大小", "结果"},
		logColumns: [4]string{"人员", "电脑", "记录数", "末条记录校验值"}, takenColumns: [2]string{"导入的数据包", "来自"},
		signHead: [3]string{"身份", "签名", "日期"}, signs: []string{"移交人\n（清除本机）", "工作组组长\n（监督清除）", "联审办\n（确认接收）"},
	},
	document.English: {
		title: "Record of hand-over", other: "联审工作区移交与清除证明", subject: "Record of the hand-over of a Lianshen workspace",
		record: "Record of hand-over", comma: "; ", gap: " ", check: "Check code of the log ", numbered: "%d. %s",
		workspace: "Workspace", round: "Round", person: "Handed over by", dept: "Department", laptop: "Laptop", seat: "Seat", program: "Program", at: "Made at",
		lastHead: "1. The last package", last: "{}: the last package was written for {}: “{}”, {}. ", lastPlaces: "Written to: {}. ", lastHash: "SHA-256 of the file: {}.",
		lastNone:    "No last package was written before wiping.",
		receiptHead: "2. The receipt of the office", receipt: "The receipt signed by {} at {} was read and its signature proven: the office has every record and every attached file of this workspace. ",
		receiptLacks: "The receipt signed by {} at {} was read and its signature proven. By this receipt the office lacks what follows. ", receiptHash: "Check value of the receipt: {}.",
		receiptNone: "No receipt of the office was read before wiping: what the office has is not confirmed.", forced: "Reason for wiping all the same: ",
		wipeHead: "3. What is wiped on this laptop", wipeComing: "This page was saved before anything was wiped: what follows is still there. The program destroys the keys first and then overwrites and deletes the files. When that is done it saves another record that says what became of each.",
		wipeDone: "The wipe was finished at {}: the keys first, then the files were overwritten and deleted. ", wipeLeft: "Of these, %d could not be deleted; whoever hands over deletes them by hand.",
		toWipe: "to be wiped", gone: "wiped", notWiped: "still there",
		limitHead: "4. What cannot be promised",
		filesHead: "5. Every file ever written", filesText: "By the records of the workspace, %d files were written or printed. They do not vanish with the wiping: count them, call them in, or note where each has gone.",
		filesNone: "By the records of the workspace no file was ever written.", filesNote: "The check value is the beginning of the file's SHA-256; “—” means that the program has no record of it. Files copied outside of the program are not in this table.",
		to: "For {}", by: "By {}", copies: "{} copies", along: "(wiped along)",
		logHead: "6. Packages taken in, and the ends of the logs", logText: "These can be compared with the office's workspace:", back: " (taken back)",
		columns: [5]string{"No.", "Time", "Kind", "File", "For whom, where to"}, wipeColumns: [4]string{"What", "Where", "Files and size", "Result"},
		logColumns: [4]string{"Person", "Laptop", "Records", "Last record"}, takenColumns: [2]string{"Package taken in", "From"},
		signHead: [3]string{"Who", "Signature", "Date"}, signs: []string{"Hands over\n(wipes the laptop)", "Leader of the group\n(looked on)", "For the office\n(received it)"},
	},
}
