package store

import "golang.org/x/sys/windows"

// fileReadOnlyVolume is FILE_READ_ONLY_VOLUME of GetVolumeInformationW.
const fileReadOnlyVolume = 0x80000

// systemSticks looks at the drive letters.
func systemSticks() ([]Stick, error) {
	var out []Stick
	for _, root := range mountPoints() {
		path, err := windows.UTF16PtrFromString(root)
		if err != nil {
			return nil, err
		}
		if windows.GetDriveType(path) != windows.DRIVE_REMOVABLE {
			continue
		}
		var label, fs [windows.MAX_PATH + 1]uint16
		var flags uint32
		if err := windows.GetVolumeInformation(path, &label[0], uint32(len(label)), nil, nil, &flags, &fs[0], uint32(len(fs))); err != nil {
			continue // a card reader without a card
		}
		s := Stick{Root: root, Label: windows.UTF16ToString(label[:]), FS: windows.UTF16ToString(fs[:]), ReadOnly: flags&fileReadOnlyVolume != 0}
		var free, size, all uint64
		if windows.GetDiskFreeSpaceEx(path, &free, &size, &all) == nil { // a stick that is just being pulled has no figures
			s.Free, s.Size = int64(free), int64(size)
		}
		out = append(out, s)
	}
	return out, nil
}
