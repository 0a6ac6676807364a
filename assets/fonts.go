package assets

import (
	_ "embed"
	"sort"
)

// The faces are embedded as they came from their makers (OFL 1.1, licences
// beside them in fonts/). Each is a variable of its own, so that the program
// file is mapped and only the pages of a face that are read cost memory; an
// embed.FS would copy the whole face at each read.
var (
	//go:embed fonts/LXGWZhuqueFangsong-Regular.ttf
	fangsong []byte
	//go:embed fonts/LXGWWenKai-Regular.ttf
	kai []byte
	//go:embed fonts/NotoSansSC-Medium.ttf
	hei []byte
	//go:embed fonts/NotoSerifSC-Bold.ttf
	songBold []byte
	//go:embed fonts/NotoSerifSC-Regular.ttf
	song []byte
	//go:embed fonts/LianshenSans-Regular.ttf
	screen []byte
	//go:embed fonts/LianshenSans-Bold.ttf
	screenBold []byte
)

var fonts = map[string][]byte{
	"LXGWZhuqueFangsong-Regular": fangsong,
	"LXGWWenKai-Regular":         kai,
	"NotoSansSC-Medium":          hei,
	"NotoSerifSC-Bold":           songBold,
	"NotoSerifSC-Regular":        song,
	"LianshenSans-Regular":       screen,
	"LianshenSans-Bold":          screenBold,
}

// Font gives the TrueType file of a face by its file name without .ttf, or nil
// if no such face ships. The bytes are shared: reading them is safe from any
// goroutine, writing to them is not allowed.
func Font(name string) []byte { return fonts[name] }

// FontNames lists the faces that ship, sorted.
func FontNames() []string {
	names := make([]string, 0, len(fonts))
	for n := range fonts {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}
