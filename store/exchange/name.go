package exchange

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// KindWords are what the kinds of package are called in the names of files. They are part of the format: the same in
// every language of the program.
var KindWords = map[Kind]string{
	RoundPack:   "批次包",
	WorkPack:    "工作包",
	ReadingPack: "阅览包",
	Templates:   "模板包",
	ReceiptOnly: "回执",
}

// partSuffix ends the name of a file that is still being written.
const partSuffix = ".part"

// How long the pieces of a name may be, in bytes of UTF-8, so that the whole stays under maxName.
const (
	maxName  = 120
	maxTitle = 36
	maxWho   = 18
)

// beijing is the time by which the names of files are dated, wherever the laptop thinks it is.
var beijing = time.FixedZone("CST", 8*60*60)

// Name gives the name of the file of a package: what it is, of which round, from whom to whom, the day by Beijing time
// and the sender's number:
//
//	联审-工作包-青溪县2026年联审-王敏致李卫国-20261123-0004.lspack
//
// receiver is what people call the receiver; "" = not named. The name is legal on FAT, exFAT and NTFS and has at most 120
// bytes in UTF-8; what is too long is cut.
func Name(m Manifest, receiver string) string {
	word, ok := KindWords[m.Kind]
	if !ok {
		word = "数据包"
	}
	pieces := []string{"联审", word}
	if title := safe(m.Title, maxTitle); title != "" {
		pieces = append(pieces, title)
	}
	who := safe(m.From.Person, maxWho)
	if to := safe(receiver, maxWho); to != "" {
		who += "致" + to
	}
	if who != "" {
		pieces = append(pieces, who)
	}
	day := time.UnixMilli(min(max(m.Made, 0), maxMade)).In(beijing).Format("20060102")
	pieces = append(pieces, day, fmt.Sprintf("%04d", min(max(m.Number, 0), 1e9)))
	return strings.Join(pieces, "-") + Suffix
}

// safe takes from a text what no file name can have, and what makes one hard to read or to type, and cuts it to a number
// of bytes.
func safe(s string, most int) string {
	var b strings.Builder
	for _, c := range s {
		switch {
		case c == utf8.RuneError, strings.ContainsRune(`\/:*?"<>|-.`, c), !unicode.IsPrint(c), unicode.IsSpace(c):
			continue
		case b.Len()+utf8.RuneLen(c) > most:
			return b.String()
		}
		b.WriteRune(c)
	}
	return b.String()
}

// LegalName says whether every file system in use takes this as the name of a package, whole or in parts: no folders, no
// signs that FAT forbids, not too long, and our suffix.
func LegalName(name string) bool {
	if !utf8.ValidString(name) || !strings.HasSuffix(name, Suffix) || name == Suffix || strings.ContainsAny(name, `\/:*?"<>|`) ||
		len(name) > 230 || len(utf16.Encode([]rune(name))) > 200 {
		return false
	}
	for _, c := range name {
		if c < ' ' || c == 0x7f {
			return false
		}
	}
	stem, _, _ := strings.Cut(name, ".")
	return name[0] != ' ' && !reserved(strings.TrimRight(stem, " "))
}

// reserved says whether Windows takes a name for a device, whatever follows a dot behind it.
func reserved(stem string) bool {
	switch s := strings.ToUpper(stem); s {
	case "", "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	default:
		digit, n := utf8.DecodeLastRuneInString(s)
		port := s[:len(s)-n]
		return (port == "COM" || port == "LPT") && strings.ContainsRune("0123456789¹²³", digit)
	}
}

// Half says whether a file is one of ours that is still being written, or that was left so, by its name.
func Half(path string) bool {
	name, half := strings.CutSuffix(strings.ToLower(filepath.Base(path)), partSuffix)
	if !half {
		return false
	}
	_, part, _ := SplitName(name)
	return part > 0 || strings.HasSuffix(name, Suffix)
}
