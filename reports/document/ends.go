package document

// head visits the 版头. The mark of a letter stands above everything else, so it is read first.
func (w *walker) head(d *Document) {
	h := d.Head
	if h == nil {
		h = &Head{}
	}
	if h.Layout == LetterHead {
		w.organs(h)
		w.classed(h)
	} else {
		w.classed(h)
		w.organs(h)
	}
	fixed := Place{Part: PartHead}
	if d.Number != "" {
		w.visit(fixed, d.Number, EndLine)
	}
	if h.Signer.Text == "" {
		return
	}
	w.visit(fixed, w.words.Signer, EndNone)
	for i, s := range h.Signers() {
		end := EndCell
		if i == len(h.CoSigners) {
			end = EndLine
		}
		w.sentence(PartHead, s, end)
	}
}

// Signers are all 签发人 in order; none for a document that goes to no higher organ.
func (h *Head) Signers() []Sentence {
	if h.Signer.Text == "" {
		return nil
	}
	return append([]Sentence{h.Signer}, h.CoSigners...)
}

// classed visits 份号, 密级, 紧急程度 and the line for papers that are not for everybody.
func (w *walker) classed(h *Head) {
	for _, t := range []string{h.CopyNumber, h.Secrecy, h.Urgency, h.Internal} {
		if t != "" {
			w.visit(Place{Part: PartHead}, t, EndLine)
		}
	}
}

func (w *walker) organs(h *Head) {
	for _, o := range h.Organs {
		w.sentence(PartHead, o, EndLine)
	}
	if h.Suffix != "" {
		w.visit(Place{Part: PartHead}, h.Suffix, EndLine)
	}
}

func (w *walker) rolls(list []Roll) {
	for _, r := range list {
		if len(r.Names) == 0 {
			continue
		}
		w.in(Node{Role: "P"}, func() {
			w.visit(Place{Part: PartAttendance}, r.Label+w.words.Colon, EndNone)
			w.joined(PartAttendance, r.Names, w.words.ListComma)
		})
	}
}

// joined visits a list with a mark between its members and a full stop after the last.
func (w *walker) joined(p Part, list []Sentence, comma string) {
	for i, s := range list {
		w.sentence(p, s, EndNone)
		if i < len(list)-1 {
			w.visit(Place{Part: p}, comma, EndNone)
		} else {
			w.visit(Place{Part: p}, w.words.Stop, EndLine)
		}
	}
}

func (w *walker) imprint(m *Imprint) {
	if m == nil {
		return
	}
	fixed := Place{Part: PartImprint}
	if len(m.SendTo) > 0 {
		w.visit(fixed, w.words.SendTo, EndNone)
		w.joined(PartImprint, m.SendTo, w.words.CopyComma)
	}
	if len(m.CopyTo) > 0 {
		w.visit(fixed, w.words.CopyTo, EndNone)
		w.joined(PartImprint, m.CopyTo, w.words.CopyComma)
	}
	w.line(PartImprint, m.Issuer)
	if m.Date.Text != "" {
		w.sentence(PartImprint, m.Date, EndNone)
		w.visit(fixed, w.words.Printed, EndLine)
	}
}
