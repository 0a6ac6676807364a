package document

import "fmt"

// Running is what stands on every page of a form whose page number belongs to its head, as the national layouts of 取证单
// and 底稿 have it: one line below the title and at the top of every further page, 索引号 at the left and 第 x 页（共 y 页）
// at the right. Left is said once in Text; what repeats it is not.
type Running struct {
	Left Sentence
}

// PartRunning and its sisters are the parts of a form around its table.
const (
	PartLabel   Part = "label"
	PartCorner  Part = "corner"
	PartRunning Part = "running"
	PartFoot    Part = "foot"
)

// validateForm refuses what only a form may have on a document of another kind, and a corner too large for the margin.
func (d *Document) validateForm() error {
	if d.Kind != Form && (d.Landscape || d.Label.Text != "" || d.Corner != nil || d.Running != nil || d.Foot != "") {
		return &StructureError{PartLabel, fmt.Sprintf("furniture of a form on a document of kind %q", d.Kind)}
	}
	if d.Code != nil {
		if d.Code.Side > 20 || len(d.Code.Beside) > 0 || d.Trace.Text == "" {
			return &StructureError{PartTrace, fmt.Sprintf("symbol of %g mm with %d lines beside a trace of %d bytes", d.Code.Side, len(d.Code.Beside), len(d.Trace.Text))}
		}
		if err := d.Code.validate(); err != nil {
			return err
		}
	}
	if d.Corner == nil {
		return nil
	}
	if d.Corner.Side > 20 || len(d.Corner.Beside) > 4 {
		return &StructureError{PartCorner, fmt.Sprintf("edge of %g mm with %d lines does not fit the upper margin", d.Corner.Side, len(d.Corner.Beside))}
	}
	return d.Corner.validate()
}

// form visits what stands in the upper margin of a form, before its title.
func (w *walker) form(d *Document) {
	if d.Corner != nil {
		for _, line := range d.Corner.Beside {
			w.line(PartCorner, line)
		}
	}
	w.line(PartLabel, d.Label)
}
