package assets

import _ "embed"

//go:embed icons/lianshen.png
var icon []byte

// Icon gives the program's icon as a PNG file.
func Icon() []byte { return icon }
