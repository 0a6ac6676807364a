package casefile

import (
	"strings"

	"lianshen/app"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
)

// gatePlaces says where on its page a gate is mended: the name of a field or of a list. {ref} stands for what the gate
// is about.
var gatePlaces = map[string]string{
	"principals": "principals", "group": "group", "template": "principals", "departments": "strands/{ref}/approvingDept", "lead": "strands/{ref}/lead",
	"notice.number": "number", "notice.received": "receivedOn", "meeting.preparation": "meetings",
	"announce.posted": "from", "selfcheck.received": "submittedOn", "selfcheck.parts": "parts", "selfcheck.signed": "signed",
	"selfcheck.returned": "returnedFor", "selfcheck.levels": "levels", "notice.audit": "auditServed",
	"meeting.entry": "meetings", "meeting.notification": "meetings", "agenda": "meetings", "meeting.reason": "meetings",
	"survey.closed": "surveys", "evaluation.closed": "evaluations", "onsite.from": "onsite", "notice.lead": "onsite", "liaisons": "liaisons",
	"materials.open": "materials", "attendee": "attendees", "consultation": "sentOn", "opinion.reply": "consultations", "opinion.decided": "opinions",
	"approval": "approvals", "approval.changed": "approvals", "approval.step": "approvals", "issued": "issue/{ref}/signer", "delivery": "deliveries",
	"rectify.plan": "planReceived", "rectify.report": "reportReceived", "rectify.finding": "measures", "use": "uses", "use.target": "uses",
	"supervision": "supervisions", "accountability": "accountabilities",
}

// refOf gives the reference of a route to where a gate or step is done: on the pages of a case what it is about and,
// behind a "#", the gate itself; elsewhere what the other room knows.
func refOf(room, ref, code string) string {
	if strings.HasPrefix(room, shell.RoomCase+"/") {
		return ref + "#" + code
	}
	return ref
}

// reveal takes in hand what the route names: a record, a field of a form, or the list or field where a gate is mended.
func (r *Room) reveal() {
	ref, code, _ := strings.Cut(r.ref, "#")
	r.ref = ""
	code = strings.TrimSuffix(strings.TrimSuffix(code, ".wait"), ".overdue")
	for _, place := range []string{ref, strings.ReplaceAll(gatePlaces[code], "{ref}", ref)} {
		if place != "" && r.revealPlace(place) {
			return
		}
	}
}

func (r *Room) revealPlace(place string) bool {
	if item, asks := shell.AsksTalk(place); asks {
		return r.beginTalk(item)
	}
	for _, l := range r.lists {
		if l.reveal(place) {
			return true
		}
	}
	for _, f := range r.forms {
		if field := f.Field(place); field != nil {
			field.Focus()
			kit.IntoView(field.Object)
			return true
		}
	}
	return false
}

// reveal shows the record whose ID is the reference, or the one that is about it (the measure of a finding, the
// consultation of a recipient).
func (l *records[T]) reveal(ref string) bool {
	if ref == l.name {
		l.shown.IntoView()
		return true
	}
	key := strings.Replace(ref, ":", "/", 1) // a delivery is named strand:recipient
	key = strings.TrimSuffix(key, "unit")
	for _, id := range l.order {
		v, ok := l.kept[id]
		if id == ref || strings.Contains(key, "/") && id == key || ok && about(v, ref) {
			l.shown.Show(id)
			return true
		}
	}
	return false
}

func about(v any, ref string) bool {
	switch x := v.(type) {
	case app.Measure:
		return string(x.Finding) == ref
	case app.Consultation:
		return string(x.Principal) == ref || x.Principal == "" && ref == "unit"
	}
	return false
}
