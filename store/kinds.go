package store

import (
	"encoding/json"
	"fmt"

	"lianshen/app"
)

// decoders read the state of a noun of each kind.
var decoders = map[app.Kind]func([]byte) (app.Noun, error){
	app.KindTemplate: decode[app.Template], app.KindLaw: decode[app.Law], app.KindCalendar: decode[app.DayTable],
	app.KindRound: decode[app.Round], app.KindPerson: decode[app.Person], app.KindZone: decode[app.Zone],
	app.KindGroup: decode[app.Group], app.KindUnit: decode[app.Unit], app.KindMeeting: decode[app.Meeting],
	app.KindCase: decode[app.Case], app.KindPrincipal: decode[app.Principal], app.KindAnswer: decode[app.Answer],
	app.KindTalk: decode[app.Talk], app.KindMaterial: decode[app.Material], app.KindEvidence: decode[app.Evidence],
	app.KindPaper: decode[app.Paper], app.KindFinding: decode[app.Finding], app.KindSurvey: decode[app.Survey],
	app.KindEvaluation: decode[app.Evaluation], app.KindConsultation: decode[app.Consultation],
	app.KindOpinion: decode[app.Opinion], app.KindReportText: decode[app.ReportText], app.KindReport: decode[app.Report],
	app.KindApproval: decode[app.Approval], app.KindDelivery: decode[app.Delivery], app.KindMeasure: decode[app.Measure],
	app.KindProgress: decode[app.Progress], app.KindSupervision: decode[app.Supervision],
	app.KindAccountability: decode[app.Accountability], app.KindResultUse: decode[app.ResultUse],
	app.KindSignoff: decode[app.Signoff], app.KindSeat: decode[app.Seat], app.KindAlias: decode[app.Alias],
	app.KindVisit: decode[app.Visit], app.KindStocktake: decode[app.Stocktake], app.KindHeard: decode[app.Heard],
	app.KindSheet: decode[app.Sheet], app.KindRoster: decode[app.Roster], app.KindDayLog: decode[app.DayLog],
}

func decode[T app.Noun](doc []byte) (app.Noun, error) {
	var n T
	err := json.Unmarshal(doc, &n)
	return n, err
}

// nounOf gives the noun of a state.
func nounOf(kind app.Kind, doc []byte) (app.Noun, error) {
	f := decoders[kind]
	if f == nil {
		return nil, fmt.Errorf("%q is no kind of noun", kind)
	}
	n, err := f(doc)
	if err != nil {
		return nil, fmt.Errorf("decode %s: %w", kind, err)
	}
	return n, nil
}
