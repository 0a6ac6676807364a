package shell

import "lianshen/app"

// newTalk begins the Ref of a route that opens an empty record of a talk on the page of the inspection.
const newTalk = "talk.new/"

// NewTalk leads to an empty record of a talk in a case, about an item of its checklists ("" = about none).
func NewTalk(caseID app.ID, item string) Route {
	return Route{Room: RoomCase + "/" + string(app.Inspection), Case: caseID, Ref: newTalk + item}
}

// AsksTalk says whether a Ref is that of NewTalk, and for which item.
func AsksTalk(ref string) (item string, asks bool) {
	if len(ref) >= len(newTalk) && ref[:len(newTalk)] == newTalk {
		return ref[len(newTalk):], true
	}
	return "", false
}
