package people

import (
	"context"

	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// rescope asks what a seat is sent from now on.
func (r *Room) rescope(s store.SeatState) {
	var d *kit.Dialog
	box := newScopeBox(r, scopeOf(s.Seat), nil)
	say := newFault()
	no := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	ok := kit.NewPrimary(i18n.T("people.scope.change.do"), nil)
	ok.OnTapped = func() {
		is, err := box.Scope()
		if err != nil {
			say.say(err)
			return
		}
		desk := r.host.Desk()
		ok.Disable()
		r.host.Run(func(ctx context.Context) (func(), error) {
			err := desk.ScopeSeat(ctx, s.ID, is.zones, is.cases, is.strands)
			return func() {
				ok.Enable()
				if err != nil {
					say.say(err)
					return
				}
				d.Close()
				r.host.Saved(desk.Now())
				r.host.Toast(i18n.T("people.scope.changed", "name", s.Who.Name))
				r.load(r.show)
			}, nil
		})
	}
	body := kit.Column(10, kit.NewPara(i18n.T("people.scope.change.text", "name", s.Who.Name, "laptop", s.Laptop), kit.Body), box.object, say.para)
	d = kit.ShowDialog(r.host.Window(), i18n.T("people.scope.change"), kit.Scroll(body), 660, 520, no, ok)
}
