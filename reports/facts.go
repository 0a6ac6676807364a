package reports

import (
	"bytes"
	"encoding/json"
	"fmt"

	"lianshen/app"
	"lianshen/reports/document"
)

// factsFormat names the form of the data that a report carries, and its version.
const factsFormat = "lianshen-report-facts/1"

// Facts is what a report states, as data: what another program needs to count findings and amounts without reading prose.
// It holds nothing that the report does not tell. Amounts are in fen.
type Facts struct {
	Format     string          `json:"format"`
	Case       string          `json:"case"`
	Report     app.Strand      `json:"report"`
	Draft      bool            `json:"draft"`
	Version    int             `json:"version,omitempty"`
	Number     string          `json:"number,omitempty"`
	IssuedOn   app.Date        `json:"issuedOn"`
	Unit       string          `json:"unit"`
	UnitCode   string          `json:"unitCode,omitempty"`
	Issuer     string          `json:"issuer"`
	Assessment string          `json:"assessment,omitempty"`
	Principals []FactPrincipal `json:"principals"`
	Findings   []FactFinding   `json:"findings"`
	Amount     app.Money       `json:"amount"` // of all findings
}

// FactPrincipal is a principal in [Facts].
type FactPrincipal struct {
	Name string    `json:"name"`
	Post string    `json:"post"`
	From app.Month `json:"from"`
	To   app.Month `json:"to"`
}

// FactFinding is a finding in [Facts].
type FactFinding struct {
	Number      int               `json:"number"`
	Title       string            `json:"title"`
	Type        string            `json:"type,omitempty"`
	Item        string            `json:"item,omitempty"`
	Year        string            `json:"year,omitempty"`
	Amount      app.Money         `json:"amount"`
	Responsible []FactResponsible `json:"responsible,omitempty"`
}

// FactResponsible says how a principal answers for a finding.
type FactResponsible struct {
	Name string             `json:"name"`
	Kind app.Responsibility `json:"kind"`
}

// facts gathers the facts of the report.
func (c *composer) facts() Facts {
	f := Facts{Format: factsFormat, Case: c.d.Case.Number, Report: c.strand, Draft: c.opt.Draft, Version: c.opt.Identity.Version, Unit: c.d.Unit.Name,
		UnitCode: c.d.Unit.Code, Issuer: c.st.IssuingDept, Assessment: c.st.Assessment}
	if !c.opt.Draft {
		f.Number, f.IssuedOn = c.st.Number, c.st.IssuedOn
	}
	for _, p := range c.d.Principals {
		f.Principals = append(f.Principals, FactPrincipal{p.Name, p.Post, p.From, p.To})
	}
	for _, x := range c.findings {
		out := FactFinding{Number: x.Number, Title: x.Title, Type: x.Type, Item: x.Item, Year: x.Year, Amount: x.Amount}
		for _, p := range c.d.Principals {
			if kind := x.Responsible[p.ID]; kind != "" {
				out.Responsible = append(out.Responsible, FactResponsible{p.Name, kind})
			}
		}
		f.Amount += x.Amount
		f.Findings = append(f.Findings, out)
	}
	return f
}

// carry puts the facts into the document's file, unless the round leaves them out.
func (c *composer) carry(doc *document.Document) error {
	if c.d.Round.Settings.PlainFiles {
		return nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(c.facts()); err != nil {
		return fmt.Errorf("write the facts of the report: %w", err)
	}
	doc.Meta.Data = &document.Data{Name: "report.json", MIME: "application/json", About: "报告所列事实的数据", Bytes: b.Bytes()}
	return nil
}
