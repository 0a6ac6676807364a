package store

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestMountsAreReadAsTheKernelWritesThem(t *testing.T) {
	const list = `22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
40 27 8:17 / /media/li/联审\040甲 rw,nosuid,nodev shared:5 - vfat /dev/sdb1 rw,uid=1000
41 27 8:33 / /run/media/li/CARD ro,nosuid shared:6 master:2 - exfat /dev/sdc1 rw
42 27 8:34 / /mnt/switch rw - ntfs3 /dev/sdd1 ro,uid=0
43 27 254:0 /srv/share /media/share rw - ext4 /dev/vda rw
44 27 7:1 / /snap/core/1 ro - squashfs /dev/loop1 ro
45 27 0:50 / /media/li/net rw - cifs //server/share rw
this is no mount
`
	mounts, err := readMounts(strings.NewReader(list))
	if err != nil {
		t.Fatal(err)
	}
	var media []mount
	for _, m := range mounts {
		if m.medium() {
			media = append(media, m)
		}
	}
	want := []mount{
		{device: "8:17", root: "/", at: "/media/li/联审 甲", fs: "vfat", source: "/dev/sdb1"},
		{device: "8:33", root: "/", at: "/run/media/li/CARD", fs: "exfat", source: "/dev/sdc1", readOnly: true},
		{device: "8:34", root: "/", at: "/mnt/switch", fs: "ntfs3", source: "/dev/sdd1", readOnly: true},
	}
	if !reflect.DeepEqual(media, want) {
		t.Errorf("%+v", media)
	}
}

func TestNamesComeBackFromTheirEscapes(t *testing.T) {
	for in, want := range map[string]string{`/media/a\040b`: "/media/a b", `\134`: `\`, `end\04`: `end\04`, `\999`: `\999`, "联审": "联审"} {
		if got := unescapeMount(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
	for in, want := range map[string]string{`A\x20B`: "A B", `\xe8\x81\x94`: "联", "plain": "plain"} {
		if got, err := unescapeLabel(in); err != nil || got != want {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
	for _, in := range []string{`A\x2`, `A\xzz`} {
		if got, err := unescapeLabel(in); err == nil {
			t.Errorf("%q: %q", in, got)
		}
	}
}

func TestADiskKnowsWhetherItCanBeTakenOut(t *testing.T) {
	root := t.TempDir()
	put := func(path, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, path)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, path), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("devices/card/block/mmcblk0/removable", "1\n")
	put("devices/card/block/mmcblk0/mmcblk0p1/partition", "1\n")
	put("devices/pci/block/sda/removable", "0\n")
	put("devices/pci/block/sda/sda1/partition", "1\n")
	put("devices/pci/usb2/2-1/block/sdb/removable", "0\n")
	put("devices/pci/usb2/2-1/block/sdb/sdb1/partition", "1\n")
	for device, to := range map[string]string{"179:1": "devices/card/block/mmcblk0/mmcblk0p1", "8:1": "devices/pci/block/sda/sda1",
		"8:17": "devices/pci/usb2/2-1/block/sdb/sdb1", "179:0": "devices/card/block/mmcblk0"} {
		if err := os.Symlink(filepath.Join(root, to), filepath.Join(root, device)); err != nil {
			t.Fatal(err)
		}
	}
	for device, want := range map[string]bool{"179:1": true, "179:0": true, "8:1": false, "8:17": true, "9:9": false} {
		if got := removable(root, device); got != want {
			t.Errorf("%s: %v", device, got)
		}
	}
	labels := filepath.Join(root, "by-label")
	if err := os.Mkdir(labels, 0o700); err != nil {
		t.Fatal(err)
	}
	put("dev/sdb1", "")
	if err := os.Symlink(filepath.Join(root, "dev/sdb1"), filepath.Join(labels, `U\x20盘`)); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(root, "dev/gone"), filepath.Join(labels, "gone")); err != nil {
		t.Fatal(err)
	}
	if got := diskLabels(labels); len(got) != 1 || got[filepath.Join(root, "dev/sdb1")] != "U 盘" {
		t.Errorf("%q", got)
	}
	if got := diskLabels(filepath.Join(root, "nowhere")); len(got) != 0 {
		t.Errorf("%q", got)
	}
}
