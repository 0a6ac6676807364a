package reports

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
)

var handedOver = time.Date(2026, 11, 23, 10, 42, 0, 0, time.Local)

func certificate(lang document.Language, files int) Certificate {
	c := Certificate{Workspace: "第二联审组", Round: "2026年度三责联审", Person: "王𬭎", Dept: "示例市审计局", Laptop: "三号笔记本", Seat: "A1B2-C3D4", Check: "QWER-TYUI", Program: "0.4.0", Began: handedOver,
		Receipt: Receipt{From: "张样本", At: handedOver.Add(-time.Hour)}, Wiped: []WipedThing{{What: "密钥", Path: "/home/wang/第二联审组.lianshen/key.json", Files: 2, Bytes: 3000}, {What: "数据库", Path: "/home/wang/第二联审组.lianshen/work.db", Files: 3, Bytes: 9 << 20}},
		Taken:  []TakenFile{{At: handedOver.AddDate(0, -1, 0), Name: "联审-批次包-0001.lspack", From: "张样本 办公室一号", Back: true}},
		Logs:   []LogEnd{{Person: "王𬭎", Laptop: "三号笔记本", Records: 4711, Hash: strings.Repeat("be", 32)}},
		Limits: []string{"固态硬盘可能仍留有旧数据块。"}, Lang: lang}
	for i := range files {
		c.Files = append(c.Files, WrittenFile{At: handedOver.AddDate(0, 0, i-files), What: "工作包", Name: fmt.Sprintf("联审-工作包-王-to-办-%04d.lspack", i+1), To: "联审办",
			Places: []string{"/media/wang/STICK"}, Size: 3 << 20, SHA256: strings.Repeat("0a", 32)})
	}
	if files > 0 {
		c.Last = c.Files[files-1]
	}
	return c
}

func certificatePage(t *testing.T, c Certificate) (string, *pdf.Result) {
	t.Helper()
	res, err := HandOverCertificate(c)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "certificate.pdf")
	if err := pdf.WriteFile(path, res); err != nil {
		t.Fatal(err)
	}
	return document.Ink(tool(t, "pdftotext", "-raw", "-nopgbrk", path, "-")), res
}

func TestCertificateNamesEveryFileEverWritten(t *testing.T) {
	for _, lang := range []document.Language{document.Chinese, document.English} {
		c := certificate(lang, 120)
		text, res := certificatePage(t, c)
		if res.Pages < 3 {
			t.Errorf("%s: %d files on %d pages", lang, len(c.Files), res.Pages)
		}
		for _, f := range c.Files {
			if !strings.Contains(text, document.Ink(f.Name)) {
				t.Errorf("%s: %s is not named", lang, f.Name)
			}
		}
		for _, w := range []string{"王𬭎", "示例市审计局", "三号笔记本", "A1B2-C3D4", "QWER-TYUI", "2026-11-2310:42", "/media/wang/STICK", "/home/wang/第二联审组.lianshen/key.json", "固态硬盘", "0.4.0", "4711", "联审-批次包-0001.lspack", strings.Repeat("0a", 8)} {
			if !strings.Contains(text, w) {
				t.Errorf("%s: %q is not said", lang, w)
			}
		}
	}
}

func TestCertificateSaysWhatTheOfficeLacksAndWhatWasNotDone(t *testing.T) {
	c := certificate(document.Chinese, 2)
	text, _ := certificatePage(t, c)
	if !strings.Contains(text, "均已收到") {
		t.Error("a complete receipt is not said")
	}
	c.Receipt.Lacks, c.Receipt.Forced = []string{"三号机第41至57条记录"}, "电脑今日须交回"
	text, _ = certificatePage(t, c)
	for _, w := range []string{"还缺少", "三号机第41至57条记录", "电脑今日须交回"} {
		if !strings.Contains(text, w) {
			t.Errorf("%q is not said", w)
		}
	}
	if strings.Contains(text, "均已收到") {
		t.Error("it says that the office has everything though it lacks something")
	}
	text, _ = certificatePage(t, Certificate{Began: handedOver, Lang: document.Chinese})
	for _, w := range []string{"没有写出最后的数据包", "没有读入联审办的回执", "没有写出过文件"} {
		if !strings.Contains(text, w) {
			t.Errorf("%q is not said of an empty one", w)
		}
	}
}

func TestCertificateSaysWhatBecameOfTheWipe(t *testing.T) {
	c := certificate(document.Chinese, 1)
	says := func(text string, want ...string) {
		t.Helper()
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%q is not said", w)
			}
		}
	}
	text, _ := certificatePage(t, c)
	says(text, "尚未清除", "待清除")
	c.Ended = handedOver.Add(time.Minute)
	text, _ = certificatePage(t, c)
	says(text, "清除于2026-11-2310:43完成", "已清除")
	c.Wiped[1].Left = "文件正被别的程序使用"
	text, _ = certificatePage(t, c)
	says(text, "1项没有删除", "未删除", "文件正被别的程序使用", "已清除")
}

func TestCertificateTakesWhatPathsAndNamesHold(t *testing.T) {
	c := certificate(document.Chinese, 1)
	c.Files[0].Places = []string{"D:\\数据\\{}\\" + strings.Repeat("很长的文件夹", 20)}
	c.Files[0].To = "{}"
	if text, _ := certificatePage(t, c); !strings.Contains(text, "交{}") {
		t.Error("braces in a name are taken for a place of the form")
	}
}

func TestCertificateNameFitsAnyDisk(t *testing.T) {
	if got := CertificateName("王/一:二", app.MustDate("2026-11-23"), document.Chinese); got != "移交与清除证明_王_一_二_2026-11-23.pdf" {
		t.Errorf("called %q", got)
	}
}
