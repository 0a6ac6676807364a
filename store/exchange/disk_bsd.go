//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package exchange

import "os"

// renameNew renames a file; fs.ErrExist when there is one of that name.
func renameNew(from, to string) error { return renameGently(from, to) }

// dropCache does nothing: these systems have no word for it.
func dropCache(*os.File) {}
