package app

import (
	"strings"
	"testing"
)

func TestTheSameFileIsLinkedAndNotKeptTwice(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	finding, err := b.RecordFinding(b.ctx, Finding{Case: id, Strand: Audit, Title: "t", Fact: "f"})
	b.must(err)
	hash := strings.Repeat("ab", 32)
	first := Evidence{Case: id, Title: "照片", Kind: "photo", FileHash: hash, Items: NewSet("JJ-1-01")}
	one, number, known, err := b.TakeEvidence(b.ctx, first)
	b.must(err)
	if known || number != 1 {
		t.Errorf("the first is number %d, known %v", number, known)
	}
	first.Items, first.Findings = NewSet("JJ-1-02"), NewSet(string(finding))
	two, number, known, err := b.TakeEvidence(b.ctx, first)
	b.must(err)
	all := b.dossier(id).Evidence
	if two != one || !known || number != 1 || len(all) != 1 {
		t.Fatalf("%v %v, %d known %v, %d kept", one, two, number, known, len(all))
	}
	if e := all[0]; !e.Items.Has("JJ-1-01") || !e.Items.Has("JJ-1-02") || !e.Findings.Has(string(finding)) {
		t.Errorf("linked to %v %v", e.Items, e.Findings)
	}
	_, err = b.AddEvidence(b.ctx, first)
	b.refused(err, "evidence.twice")
	b.must(b.WithdrawEvidence(b.ctx, one, "拍错了"))
	if _, number, known, err = b.TakeEvidence(b.ctx, first); err != nil || known || number != 2 {
		t.Errorf("what was withdrawn stands in the way: %d %v %v", number, known, err)
	}
}

func TestVersionsOfEvidenceStayBesideEachOther(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	file := func(s string) string { return strings.Repeat(s, 32) }
	one, err := b.AddEvidence(b.ctx, Evidence{Case: id, Title: "盘点表", Kind: "document", Method: MethodDocuments, FileHash: file("01"), Items: NewSet("JJ-1-01"), Place: "财务科"})
	b.must(err)
	_, err = b.ReplaceEvidence(b.ctx, one, Evidence{FileHash: file("01")})
	b.refused(err, "evidence.same")
	two, err := b.ReplaceEvidence(b.ctx, one, Evidence{FileHash: file("02"), FileName: "盘点表（改）.pdf"})
	b.must(err)
	_, err = b.ReplaceEvidence(b.ctx, one, Evidence{FileHash: file("03")})
	b.refused(err, "evidence.replaced")
	three, err := b.ReplaceEvidence(b.ctx, two, Evidence{FileHash: file("03"), Title: "盘点表定稿"})
	b.must(err)
	all := b.dossier(id).Evidence
	if len(all) != 3 || all[0].FileHash != file("01") || all[1].Replaces != one || all[1].Title != "盘点表" || all[1].Place != "财务科" || !all[1].Items.Has("JJ-1-01") || all[2].Title != "盘点表定稿" {
		t.Errorf("%+v", all)
	}
	for _, of := range []ID{one, two, three} {
		if v := Versions(all, of); len(v) != 3 || v[0].ID != one || v[2].ID != three {
			t.Errorf("versions of %s: %d", of, len(v))
		}
	}
	e := all[2]
	e.FileHash = file("04")
	b.refused(b.SaveEvidence(b.ctx, e), "evidence.file")
	b.refused(b.WithdrawEvidence(b.ctx, three, "　"), "field.required")
	b.must(b.WithdrawEvidence(b.ctx, three, "来源不明"))
	_, err = b.ReplaceEvidence(b.ctx, three, Evidence{FileHash: file("05")})
	b.refused(err, "evidence.withdrawn")
}

func TestEvidenceIsLinkedToManyAndUnlinked(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	finding, err := b.RecordFinding(b.ctx, Finding{Case: id, Strand: Audit, Title: "t", Fact: "f"})
	b.must(err)
	e, err := b.AddEvidence(b.ctx, Evidence{Case: id, Title: "台账", Kind: "document", Items: NewSet("JJ-1-01")})
	b.must(err)
	b.must(b.LinkEvidence(b.ctx, e, NewSet("JJ-1-02", "JJ-1-03"), NewSet(string(finding))))
	got := b.dossier(id).Evidence[0]
	if got.Items.Has("JJ-1-01") || !got.Items.Has("JJ-1-02") || !got.Items.Has("JJ-1-03") || !got.Findings.Has(string(finding)) {
		t.Errorf("%v %v", got.Items, got.Findings)
	}
	b.must(b.LinkEvidence(b.ctx, e, nil, nil))
	if got := b.dossier(id).Evidence[0]; len(got.Items.Sorted())+len(got.Findings.Sorted()) != 0 {
		t.Errorf("%v %v", got.Items, got.Findings)
	}
}

func TestVersionsThatGoRoundEnd(t *testing.T) {
	all := []Evidence{{ID: testID(1), Number: 1, Replaces: testID(2)}, {ID: testID(2), Number: 2, Replaces: testID(1)}}
	if v := Versions(all, testID(1)); len(v) != 2 {
		t.Errorf("%d versions", len(v))
	}
}
