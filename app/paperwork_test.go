package app

import "testing"

func TestRulesAreCitedByTheirTitles(t *testing.T) {
	laws := map[string]Law{"audit": {Code: "audit", Name: "中华人民共和国审计法"}, "pay": {Code: "pay", Name: "规范津贴补贴的有关规定"}, "notice": {Code: "notice", Name: "关于执行《审计法》的通知"}}
	for want, b := range map[string]Basis{
		"《中华人民共和国审计法》第三十一条": {Law: "audit", Article: "第三十一条"},
		"规范津贴补贴的有关规定":       {Law: "pay"},
		"《关于执行〈审计法〉的通知》":    {Law: "notice"},
		"《XX-1》第二条":         {Law: "XX-1", Article: "第二条"},
	} {
		if got := CiteRule(laws, b); got != want {
			t.Errorf("cited as %s, not %s", got, want)
		}
	}
}
