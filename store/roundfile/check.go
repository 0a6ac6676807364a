package roundfile

func check(f *File) error { return nil }
