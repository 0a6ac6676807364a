package reports

import (
	"fmt"
	"image"
	_ "image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
	"lianshen/reports/typeset"
)

func recovery(lang document.Language) Recovery {
	var groups []string
	for i := range 14 {
		groups = append(groups, fmt.Sprintf("%c7%cQ", 'A'+i, 'Z'-i))
	}
	return Recovery{Workspace: "2026年度三责联审第一联审组", Person: "王𬭎", On: app.MustDate("2026-11-23"), Groups: groups, Text: strings.Join(groups, "-"), Lang: lang}
}

// page makes the recovery page and puts it into a file of the test.
func page(t *testing.T, r Recovery) (string, *pdf.Result) {
	t.Helper()
	res, err := RecoveryPage(r)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "recovery.pdf")
	if err := pdf.WriteFile(path, res); err != nil {
		t.Fatal(err)
	}
	return path, res
}

// tool runs a program that knows nothing of us; a machine without it skips.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestRecoveryPageIsOnePageThatSaysEverythingInBothLanguages(t *testing.T) {
	want := map[document.Language][]string{
		document.Chinese: {"工作区恢复密钥", "2026年度三责联审第一联审组", "王𬭎", "2026年11月23日", "密封", "保险柜", "不与电脑放在一起", "Recoverykey"},
		document.English: {"Recoverykeyoftheworkspace", "2026年度三责联审第一联审组", "王𬭎", "2026-11-23", "sealedenvelope", "neverwiththelaptop", "请密封保管"},
	}
	for lang, words := range want {
		t.Run(string(lang), func(t *testing.T) {
			r := recovery(lang)
			path, res := page(t, r)
			if res.Pages != 1 {
				t.Errorf("%d pages", res.Pages)
			}
			text := document.Ink(tool(t, "pdftotext", "-raw", "-nopgbrk", path, "-"))
			for _, w := range words {
				if !strings.Contains(text, document.Ink(w)) {
					t.Errorf("the page does not say %q", w)
				}
			}
			for i, g := range r.Groups {
				if !strings.Contains(text, document.GroupNumber(i)+g) {
					t.Errorf("group %d is not read back", i+1)
				}
			}
		})
	}
}

func TestRecoveryPageHoldsLongNamesAndLongKeysOnOnePage(t *testing.T) {
	for _, lang := range []document.Language{document.Chinese, document.English} {
		r := recovery(lang)
		r.Workspace = strings.Repeat("示例市党政领导干部", 5)
		r.Groups = append(r.Groups, r.Groups[:4]...)
		if _, res := page(t, r); res.Pages != 1 {
			t.Errorf("%s: %d pages", lang, res.Pages)
		}
	}
}

func TestRecoveryKeyStandsInNoFileDataAndNoError(t *testing.T) {
	r := recovery(document.Chinese)
	doc, err := composeRecovery(r)
	if err != nil {
		t.Fatal(err)
	}
	if m := fmt.Sprintf("%+v", doc.Meta); strings.Contains(m, r.Groups[3]) {
		t.Error("the file's data repeat the key")
	}
	for name, spoil := range map[string]func(*Recovery){
		"a text no code can hold":  func(r *Recovery) { r.Text += "密" },
		"a group with a blank":     func(r *Recovery) { r.Groups[3] += " X" },
		"a group of no characters": func(r *Recovery) { r.Groups[5] = "" },
	} {
		t.Run(name, func(t *testing.T) {
			bad := recovery(document.Chinese)
			spoil(&bad)
			_, err := RecoveryPage(bad)
			if err == nil {
				t.Fatal("it was set")
			}
			for _, g := range r.Groups {
				if strings.Contains(err.Error(), g) {
					t.Errorf("the error repeats the key: %v", err)
				}
			}
		})
	}
}

// The page is painted by poppler, and every module of the code is looked at.
func TestCodeOnThePageIsTheEncodersAndHoldsTheKey(t *testing.T) {
	r := recovery(document.Chinese)
	path, _ := page(t, r)
	png := strings.TrimSuffix(path, ".pdf")
	tool(t, "pdftoppm", "-r", "200", "-gray", "-png", "-singlefile", path, png)
	f, err := os.Open(png + ".png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := composeRecovery(r)
	if err != nil {
		t.Fatal(err)
	}
	layout, err := typeset.Set(doc)
	if err != nil {
		t.Fatal(err)
	}
	var placed *typeset.Mosaic
	for _, item := range layout.Pages[0].Items {
		if m, ok := item.(*typeset.Mosaic); ok {
			placed = m
		}
	}
	if placed == nil {
		t.Fatal("no code on the page")
	}
	side := len(placed.Dark)
	seen := make([][]bool, side)
	module := placed.Side / float64(side)
	for y := range seen {
		seen[y] = make([]bool, side)
		for x := range seen[y] {
			at := func(p float64, i int) int { return int((p + (float64(i)+0.5)*module) * 200 / 72) }
			v, _, _, _ := picture.At(at(placed.X, x), at(placed.Y, y)).RGBA()
			seen[y][x] = v < 0x8000
			if seen[y][x] != placed.Dark[y][x] {
				t.Errorf("module %d,%d is painted wrong", x, y)
			}
		}
	}
	if got := readSymbol(t, seen); got != r.Text {
		t.Errorf("the code does not hold the key but %q", got)
	}
}

// readSymbol reads a QR code of versions 1–6 without errors by ISO/IEC 18004: a reader of the test's own, apart from the
// encoder that made it.
func readSymbol(t *testing.T, dark [][]bool) string {
	t.Helper()
	side := len(dark)
	version := (side - 17) / 4
	if version < 1 || version > 6 {
		t.Fatalf("version %d", version)
	}
	// Format information: five bits, level and mask, under the mask of 7.9.
	format := 0
	for _, at := range [][2]int{{0, 8}, {1, 8}, {2, 8}, {3, 8}, {4, 8}} { // x, y along row 8
		format <<= 1
		if dark[at[1]][at[0]] {
			format |= 1
		}
	}
	format ^= 0b10101
	level, mask := format>>3, format&7
	// Blocks of the levels by ISO/IEC 18004 table 9: error words a block, blocks. Level bits: 1 L, 0 M, 3 Q, 2 H.
	blocks := map[int][][2]int{
		1: {{7, 1}, {10, 1}, {15, 1}, {20, 1}, {26, 1}, {18, 2}},
		0: {{10, 1}, {16, 1}, {26, 1}, {18, 2}, {24, 2}, {16, 4}},
		3: {{13, 1}, {22, 1}, {18, 2}, {26, 2}, {18, 4}, {24, 4}},
		2: {{17, 1}, {28, 1}, {22, 2}, {16, 4}, {22, 4}, {28, 4}},
	}[level][version-1]
	total := []int{26, 44, 70, 100, 134, 172}[version-1]
	function := func(x, y int) bool {
		corner := x < 9 && y < 9 || x >= side-8 && y < 9 || x < 9 && y >= side-8
		align := version > 1 && x >= side-9 && x <= side-5 && y >= side-9 && y <= side-5
		return corner || align || x == 6 || y == 6
	}
	masked := func(x, y int) bool {
		switch mask {
		case 0:
			return (x+y)%2 == 0
		case 1:
			return y%2 == 0
		case 2:
			return x%3 == 0
		case 3:
			return (x+y)%3 == 0
		case 4:
			return (x/3+y/2)%2 == 0
		case 5:
			return x*y%2+x*y%3 == 0
		case 6:
			return (x*y%2+x*y%3)%2 == 0
		}
		return ((x+y)%2+x*y%3)%2 == 0
	}
	words, bits := make([]byte, 0, total), 0
	up := true
	for right := side - 1; right > 0; right -= 2 {
		if right == 6 {
			right--
		}
		for i := range side {
			y := i
			if up {
				y = side - 1 - i
			}
			for _, x := range []int{right, right - 1} {
				if function(x, y) {
					continue
				}
				if bits%8 == 0 {
					words = append(words, 0)
				}
				if dark[y][x] != masked(x, y) {
					words[len(words)-1] |= 0x80 >> (bits % 8)
				}
				bits++
			}
		}
		up = !up
	}
	// Data words stand interleaved; the last blocks have one more where they do not divide.
	n := blocks[1]
	data := total - blocks[0]*n
	short, long := data/n, data%n
	parts := make([][]byte, n)
	at := 0
	for i := range short + 1 {
		for b := range n {
			if i < short || b >= n-long {
				parts[b] = append(parts[b], words[at])
				at++
			}
		}
	}
	var stream []byte
	for _, p := range parts {
		stream = append(stream, p...)
	}
	read := 0
	take := func(n int) int {
		v := 0
		for range n {
			v = v<<1 | int(stream[read/8]>>(7-read%8))&1
			read++
		}
		return v
	}
	if m := take(4); m != 2 {
		t.Fatalf("mode %d is not the alphanumeric one", m)
	}
	const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
	count := take(9)
	var out strings.Builder
	for ; count > 1; count -= 2 {
		pair := take(11)
		out.WriteByte(letters[pair/45])
		out.WriteByte(letters[pair%45])
	}
	if count == 1 {
		out.WriteByte(letters[take(6)])
	}
	return out.String()
}
