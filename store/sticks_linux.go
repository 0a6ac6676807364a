package store

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// systemSticks reads the list of mounts (man 5 proc, /proc/self/mountinfo).
func systemSticks() ([]Stick, error) {
	f, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	mounts, err := readMounts(f)
	if err != nil {
		return nil, err
	}
	labels := diskLabels("/dev/disk/by-label")
	places := mountPoints()
	var out []Stick
	for _, m := range mounts {
		if !m.medium() || !slices.Contains(places, m.at) && !removable("/sys/dev/block", m.device) {
			continue
		}
		s := Stick{Root: m.at, Label: labels[m.source], FS: m.fs, ReadOnly: m.readOnly}
		if s.Label == "" {
			s.Label = filepath.Base(m.at) // desktops mount a stick under its label
		}
		var st syscall.Statfs_t
		if syscall.Statfs(m.at, &st) == nil { // a stick that is just being pulled has no figures
			s.Size, s.Free = int64(st.Blocks)*st.Bsize, int64(st.Bavail)*st.Bsize
		}
		out = append(out, s)
	}
	return out, nil
}

// mount is a line of /proc/self/mountinfo.
type mount struct {
	device   string // "8:17"
	root     string // which folder of the file system is mounted, "/" = all of it
	at       string // where
	fs       string
	source   string // "/dev/sdb1"
	readOnly bool
}

// medium says whether a whole file system of a disk of its own is mounted: no part of another, none that a program or
// the system itself makes, and not the system's own.
func (m mount) medium() bool {
	system := m.at == "/" || m.at == "/home" || m.at == "/usr" || m.at == "/var" || m.at == "/boot" || strings.HasPrefix(m.at, "/boot/") || strings.HasPrefix(m.at, "/snap/")
	return m.root == "/" && !system && strings.HasPrefix(m.source, "/dev/") && m.fs != "squashfs"
}

func readMounts(r io.Reader) ([]mount, error) {
	var out []mount
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		// 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
		before, after, ok := strings.Cut(lines.Text(), " - ")
		head, tail := strings.Fields(before), strings.Fields(after)
		if !ok || len(head) < 6 || len(tail) < 3 {
			continue // no line as we know it
		}
		out = append(out, mount{device: head[2], root: unescapeMount(head[3]), at: unescapeMount(head[4]), fs: tail[0], source: unescapeMount(tail[1]),
			readOnly: slices.Contains(strings.Split(head[5], ","), "ro") || slices.Contains(strings.Split(tail[2], ","), "ro")})
	}
	return out, lines.Err()
}

// unescapeMount gives a name back in which the kernel wrote blanks and the like as three octal digits, "\040".
func unescapeMount(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) {
			if c, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
				b.WriteByte(byte(c))
				i += 3
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// diskLabels gives the labels of file systems by their devices. udev writes what is no letter or figure as "\x20".
func diskLabels(dir string) map[string]string {
	out := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return out // without udev nobody knows labels
	}
	for _, e := range entries {
		device, err := filepath.EvalSymlinks(filepath.Join(dir, e.Name()))
		if err != nil {
			continue // gone meanwhile
		}
		label, err := unescapeLabel(e.Name())
		if err == nil {
			out[device] = label
		}
	}
	return out
}

func unescapeLabel(s string) (string, error) {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, `\x`)
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		if len(after) < 2 {
			return "", errors.New("a label that ends within an escape")
		}
		c, err := strconv.ParseUint(after[:2], 16, 8)
		if err != nil {
			return "", err
		}
		b.WriteByte(byte(c))
		s = after[2:]
	}
}

// removable says whether the disk of a device can be taken out, as the kernel knows it; a partition has its disk above
// it. USB drives call themselves fixed, so the way by which a disk is connected counts as well.
func removable(sys, device string) bool {
	path, err := filepath.EvalSymlinks(filepath.Join(sys, device))
	if err != nil {
		return false
	}
	if strings.Contains(path, "/usb") {
		return true
	}
	for _, dir := range []string{path, filepath.Dir(path)} {
		if raw, err := os.ReadFile(filepath.Join(dir, "removable")); err == nil {
			return strings.TrimSpace(string(raw)) == "1"
		}
	}
	return false
}
