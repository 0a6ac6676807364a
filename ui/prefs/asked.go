package prefs

import "slices"

// AskedAt remembers a place where a workspace is going to be for which a seat was asked, the latest first.
func (f *File) AskedAt(dir string) error {
	return f.Change(func(v *Values) {
		v.Asked = append([]string{dir}, slices.DeleteFunc(slices.Clone(v.Asked), func(d string) bool { return d == dir })...)
		v.Asked = v.Asked[:min(len(v.Asked), recentKept)]
	})
}

// AskedNoMore forgets such a place: the workspace is there, or the request was taken back.
func (f *File) AskedNoMore(dir string) error {
	return f.Change(func(v *Values) {
		v.Asked = slices.DeleteFunc(slices.Clone(v.Asked), func(d string) bool { return d == dir })
	})
}
