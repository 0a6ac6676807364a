package word

import (
	"archive/zip"
	"encoding/xml"
	"path"
	"slices"
	"strings"
)

// mostMargins is how many headers and footers are read of a file; an office's file has six a section at most.
const mostMargins = 600

// texts gives the paragraphs of a part that are not empty; none when there is no such part.
func texts(z *zip.Reader, part string) ([]string, error) {
	data, err := unpack(z, part)
	if err != nil || data == nil {
		return nil, err
	}
	b := &bodyReader{}
	if err := walk(part, data, b); err != nil {
		return nil, err
	}
	var out []string
	for _, p := range b.out {
		if strings.TrimSpace(p.Text) != "" {
			out = append(out, p.Text)
		}
	}
	return out, nil
}

// around gives what stands in headers, footers and properties.
func around(z *zip.Reader, dir string) ([]string, error) {
	var parts []string
	for _, f := range z.File {
		name := path.Base(f.Name)
		if path.Dir(f.Name) == dir && path.Ext(name) == ".xml" && (strings.HasPrefix(name, "header") || strings.HasPrefix(name, "footer")) {
			parts = append(parts, f.Name)
		}
	}
	slices.Sort(parts)
	var out []string
	for _, part := range parts[:min(len(parts), mostMargins)] {
		list, err := texts(z, part)
		if err != nil {
			return nil, err
		}
		for _, text := range list {
			if !slices.Contains(out, text) {
				out = append(out, text)
			}
		}
	}
	data, err := unpack(z, "docProps/core.xml")
	if err != nil || data == nil {
		return out, err
	}
	r := &propertyReader{}
	if err := walk("docProps/core.xml", data, r); err != nil {
		return nil, err
	}
	return append(out, r.out...), nil
}

// propertyReader takes what the file says of itself in words.
type propertyReader struct {
	out  []string
	text *strings.Builder
}

func (r *propertyReader) start(name string, _ xml.StartElement) {
	switch name {
	case "title", "subject", "creator", "keywords", "description", "lastModifiedBy", "category":
		r.text = &strings.Builder{}
	}
}

func (r *propertyReader) end(string) {
	if r.text != nil && strings.TrimSpace(r.text.String()) != "" {
		r.out = append(r.out, r.text.String())
	}
	r.text = nil
}

func (r *propertyReader) chars(text []byte) {
	if r.text != nil {
		r.text.Write(text)
	}
}

func (r *propertyReader) full() bool { return len(r.out) > mostMargins }
