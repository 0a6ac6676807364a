package app

import (
	"context"
	"fmt"
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
			x.ID = DeriveID(KindDelivery, x.Case, string(x.Strand)+"/"+string(x.Principal))
			for _, o := range all {
				if o.Strand == x.Strand && o.Principal == x.Principal {
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
