package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Deliver keeps that a report was handed to a recipient: one Delivery per strand and recipient (R32), so
// handing in again changes the first. Refused before the report is issued ("report.unissued") or with a
// day before that.
func (d Desk) Deliver(ctx context.Context, x Delivery) error {
	return d.do(ctx, VerbDeliver, x.Case, func(w *work) error {
		c, err := Get[Case](ctx, w.r, x.Case)
		if err != nil {
			return fmt.Errorf("read the case of the delivery: %w", err)
		}
		issued := c.Strands[x.Strand].IssuedOn
		if issued.IsZero() {
			return Refuse("report.unissued", "strand", x.Strand)
		}
		if x.SentOn.Before(issued) || x.ReceivedOn.Before(issued) {
			return Refuse("date.order", "earlier", "issuedOn", "later", "receivedOn", "from", issued, "to", x.ReceivedOn)
		}
		if x.ID == "" {
			all, err := List[Delivery](ctx, w.r, x.Case)
			if err != nil {
				return err
			}
			x.ID = deliveryID(x)
			for _, o := range all {
				if o.Strand == x.Strand && o.Principal == x.Principal && o.Copy == x.Copy {
					x.ID = o.ID
				}
			}
		}
		if x.Way == "" {
			x.Way = Ways[0]
		}
		return put(w, x)
	})
}

// deliveryID is the identity of a report's delivery to a recipient, the same on every laptop.
func deliveryID(x Delivery) ID {
	key := string(x.Strand) + "/" + string(x.Principal)
	if x.Copy != "" {
		key = string(x.Strand) + "/copy/" + x.Copy
	}
	return DeriveID(KindDelivery, x.Case, key)
}

// CopyReports lays down who else gets a report (抄送): one Delivery for each organ, before or after the issue, in the order
// of the names. An organ that is left out is taken off the list unless the report has gone to it ("delivery.sent"). With
// no names the usual organs are printed again.
func (d Desk) CopyReports(ctx context.Context, caseID ID, strand Strand, organs []string) error {
	return d.do(ctx, VerbDeliver, caseID, func(w *work) error {
		if _, err := openCase(w, caseID); err != nil {
			return err
		}
		all, err := List[Delivery](ctx, w.r, caseID)
		if err != nil {
			return fmt.Errorf("look for the copies: %w", err)
		}
		var wanted []string
		for _, name := range organs {
			if name = strings.TrimSpace(name); name != "" && !slices.Contains(wanted, name) {
				wanted = append(wanted, name)
			}
		}
		known := map[string]Delivery{}
		for _, o := range all {
			if o.Strand != strand || o.Copy == "" {
				continue
			}
			known[o.Copy] = o
			if slices.Contains(wanted, o.Copy) {
				continue
			}
			if !o.SentOn.IsZero() || !o.ReceivedOn.IsZero() {
				return Refuse("delivery.sent", "name", o.Copy)
			}
			w.change(o, nil, Remove(o))
		}
		for i, name := range wanted {
			o, is := known[name]
			if !is {
				o = Delivery{Case: caseID, Strand: strand, Copy: name, Way: Ways[0]}
				o.ID = deliveryID(o)
			}
			o.Place = i + 1
			if err := put(w, o); err != nil {
				return err
			}
		}
		return nil
	})
}

// CopiesOf gives who else gets the report of a strand, in the order of the list.
func (d Dossier) CopiesOf(strand Strand) []Delivery {
	var out []Delivery
	for _, x := range d.Copies {
		if x.Strand == strand {
			out = append(out, x)
		}
	}
	return out
}

// Handover is a report that has to be handed to a recipient of R32, and how far that has come.
type Handover struct {
	Delivery
	Issued bool // the report can be handed over
	Done   bool // it was signed for
}

// Handovers gives for every report and recipient how far its delivery has come: three reports × (principals + unit), six
// or nine (R32).
func (d Dossier) Handovers() []Handover {
	var out []Handover
	for _, s := range Strands {
		for _, who := range d.Recipients() {
			h := Handover{Delivery: Delivery{Case: d.Case.ID, Strand: s, Principal: who, Way: Ways[0]}, Issued: !d.Case.Strands[s].IssuedOn.IsZero()}
			for _, x := range d.Deliveries {
				if x.Strand == s && x.Principal == who {
					h.Delivery, h.Done = x, !x.ReceivedOn.IsZero()
				}
			}
			out = append(out, h)
		}
	}
	return out
}
