package archive

import (
	"strings"
	"unicode/utf8"
)

// markup is text that stands in a page as it is: everything in it was escaped.
type markup string

// esc makes any text fit to stand in a page, between tags and in attributes. What XML cannot hold, and marks that turn the
// direction of writing, are shown as a box rather than left out: who reads should see that something stood there.
func esc(text string) markup {
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range text {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&#34;")
		case r == '\'':
			b.WriteString("&#39;")
		case r == '\n', r == '\t':
			b.WriteRune(r)
		case r == '\r':
		case r < ' ', r >= 0x7F && r <= 0x9F, r == 0xFFFE, r == 0xFFFF, r == utf8.RuneError, r == 0xFEFF,
			r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0x061C:
			b.WriteRune('□')
		default:
			b.WriteRune(r)
		}
	}
	return markup(b.String())
}

// address makes a path within the archive fit to stand in a link: what is not plain ASCII is escaped byte by byte.
func address(path string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		switch c := path[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~/#", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

// link gives a link; to is a path relative to the page, with its anchor.
func link(to string, text markup) markup {
	return markup(`<a href="`+address(to)+`">`) + text + `</a>`
}

// style is the only companion of the pages. It names fonts that offices have and sets margins for printing.
const style = `:root{color:#1a1a1a;background:#fff}
body{font-family:"Noto Serif SC","Source Han Serif SC","FangSong","仿宋","STFangsong",serif;font-size:16px;line-height:1.7;max-width:62em;margin:0 auto;padding:1.5em 2em 4em}
h1{font-family:"Noto Sans SC","SimHei","黑体",sans-serif;font-size:1.6em;margin:.4em 0 .2em;line-height:1.35}
h2{font-family:"Noto Sans SC","SimHei","黑体",sans-serif;font-size:1.2em;margin:1.8em 0 .5em;border-bottom:2px solid #8c1c13;padding-bottom:.15em}
h3{font-family:"Noto Sans SC","SimHei","黑体",sans-serif;font-size:1em;margin:1.4em 0 .4em}
a{color:#8c1c13}
nav{font-size:.85em;line-height:2;border-bottom:1px solid #ccc;padding-bottom:.4em}
nav a{margin-right:.9em;white-space:nowrap}
nav b{margin-right:.9em;white-space:nowrap}
table{border-collapse:collapse;width:100%;margin:.4em 0 1em}
th,td{border:1px solid #999;padding:.3em .55em;text-align:left;vertical-align:top;overflow-wrap:anywhere}
thead th{background:#f0eeea;white-space:nowrap}
table.facts th{width:11em;background:#f7f5f1;font-weight:normal}
table.facts table{margin:0}
table.items,table.history{table-layout:fixed}
table.history th:nth-child(1){width:8em}
table.history th:nth-child(2){width:5em}
table.history th:nth-child(3){width:7em}
table.history th:nth-child(5),table.history th:nth-child(6){width:19%}
table.items th:nth-child(1){width:5.5em}
table.items th:nth-child(2){width:26%}
table.items th:nth-child(4){width:19%}
table.items th:nth-child(5){width:17%}
.text{white-space:pre-wrap}
.id,.hash{font-family:monospace;font-size:.75em;color:#666;overflow-wrap:anywhere}
.small{font-size:.85em;color:#444}
.warn{border:1px solid #8c1c13;background:#fdf3f1;padding:.6em 1em;margin:1em 0}
section{margin-bottom:1.2em}
@page{size:A4;margin:20mm 16mm}
@media print{body{font-size:11pt;max-width:none;padding:0}nav{display:none}a{color:inherit;text-decoration:none}thead{display:table-header-group}tr,section>h3{break-inside:avoid}h2,h3{break-after:avoid}}
`

// wrap puts a page around its body. The pages are well-formed XML too, so that every reader takes them.
func wrap(lang, title, css string, nav, body markup) string {
	return `<!DOCTYPE html>
<html lang="` + string(esc(lang)) + `">
<head>
<meta charset="UTF-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' file:; base-uri 'none'; form-action 'none'"/>
<title>` + string(esc(title)) + `</title>
<link rel="stylesheet" href="` + address(css) + `"/>
</head>
<body>
` + string(nav) + string(body) + `</body>
</html>
`
}

// table gives a table of rows under heads; no rows give nothing.
func table(heads []string, rows [][]markup) markup { return classTable("", heads, rows) }

// classTable is table with a class, by which the style knows its columns.
func classTable(class string, heads []string, rows [][]markup) markup {
	if len(rows) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("<table")
	if class != "" {
		b.WriteString(` class="` + class + `"`)
	}
	b.WriteString("><thead><tr>")
	for _, h := range heads {
		b.WriteString("<th>" + string(esc(h)) + "</th>")
	}
	b.WriteString("</tr></thead><tbody>\n")
	for _, r := range rows {
		b.WriteString("<tr>")
		for _, c := range r {
			b.WriteString(`<td class="text">` + string(c) + "</td>")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody></table>\n")
	return markup(b.String())
}

// fact is a label with what it says.
type fact struct {
	label string
	value markup
}

// factTable gives labels on the left and what they say on the right; none give nothing.
func factTable(list []fact) markup {
	if len(list) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<table class="facts"><tbody>` + "\n")
	for _, f := range list {
		b.WriteString("<tr><th>" + string(esc(f.label)) + `</th><td class="text">` + string(f.value) + "</td></tr>\n")
	}
	b.WriteString("</tbody></table>\n")
	return markup(b.String())
}
