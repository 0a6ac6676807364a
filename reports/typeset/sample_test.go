package typeset

import (
	"fmt"
	"strings"
	"testing"

	"lianshen/reports/document"
)

// words is body text long enough to wrap, with what is hard to break.
const words = "根据《党政领导干部选拔任用工作条例》和市委联审办“三责联审”工作安排（×联审〔2026〕5号），审查组于2026年3月5日至4月2日对临江县开展了审查，" +
	"谈话86人次，发放问卷120份、收回118份（有效率98.33%）；统一社会信用代码91330200MA2AGQ8K3X的单位——即县城投公司……未按规定备案，" +
	"涉及金额1,234.56万元。"

func sample(paragraphs int) *document.Document {
	d := &document.Document{
		Kind:       document.Official,
		Number:     "×组审〔2026〕5号",
		Head:       &document.Head{Organs: document.Plain("中共×市委组织部"), Suffix: "文件"},
		Title:      document.Plain("关于王𬭎同志任期内", "履行选人用人责任情况的", "审查报告"),
		Recipients: document.Plain("临江县委"),
		Signature:  &document.Signature{Organs: document.Plain("中共×市委组织部"), Date: document.Sentence{Text: "2026年4月20日"}, Sealed: true},
		Imprint:    &document.Imprint{CopyTo: document.Plain("市委办公室", "市纪委监委"), Issuer: document.Sentence{Text: "市委组织部办公室"}, Date: document.Sentence{Text: "2026年4月21日"}},
	}
	for i := range paragraphs {
		d.Blocks = append(d.Blocks,
			document.Heading{Level: 1, Text: fmt.Sprintf("%d、审查工作开展情况", i+1)},
			document.Words(words, strings.Repeat("甲乙丙丁", i%17)))
	}
	return d
}

func TestSampleIsSet(t *testing.T) {
	l, err := Set(sample(20))
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Pages) < 5 {
		t.Errorf("%d pages", len(l.Pages))
	}
}
