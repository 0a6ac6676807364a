package archive

import (
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"lianshen/app"
)

// FileName is the name under which the archive of a case is put on a disk:
// 联审档案-LS2026-001-青禾县-2026-10-12.zip. It is at most 120 bytes long and one that every stick bears.
func FileName(d app.Dossier, on app.Date) string {
	unit := d.Unit.ShortName
	if unit == "" {
		unit = d.Unit.Name
	}
	tail := "-" + on.String() + ".zip"
	return cut(safe("联审档案-"+d.Case.Number+"-"+unit), 120-len(tail)) + tail
}

// cut gives a name of at most so many bytes, by whole characters and without a point or blank at its end.
func cut(name string, bytes int) string {
	for len(name) > bytes {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	return strings.TrimRight(name, ". ")
}

// safe puts "_" for what a file system refuses, and leaves out what nobody sees, such as marks that turn the direction of
// writing and so make a name read otherwise than it is.
func safe(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`/\:*?"<>|`, r), unicode.IsSpace(r):
			return '_'
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == utf8.RuneError:
			return -1
		}
		return r
	}, name)
}

// safeName makes a file name of whatever somebody called a file: its last part, at most 100 bytes, the ending kept.
func safeName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Trim(safe(name), ". ")
	ending := path.Ext(name)
	if len(ending) > 12 {
		ending = ""
	}
	stem := cut(strings.TrimSuffix(name, ending), 100-len(ending))
	if stem == "" {
		stem = "_"
	}
	return stem + ending
}

// originalName gives the name of an original: the number of the evidence and what the file was called when it was taken
// in. Names that differ by their case alone count as one, as they do on sticks.
func originalName(e app.Evidence, taken map[string]bool) string {
	name := e.FileName
	if name == "" {
		name = e.Title
	}
	for n := 1; ; n++ {
		try := fmt.Sprintf("%03d_%s", e.Number, safeName(name))
		if n > 1 {
			try = fmt.Sprintf("%03d-%d_%s", e.Number, n, safeName(name))
		}
		if key := strings.ToLower(try); !taken[key] {
			taken[key] = true
			return try
		}
	}
}
