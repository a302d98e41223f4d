package disk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// kernel writes files as /sys has them.
func kernel(t *testing.T, files map[string]string) System {
	t.Helper()
	sys := t.TempDir()
	for name, content := range files {
		file := filepath.Join(sys, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return System{Sys: sys, Dev: "/dev"}
}

func TestDisksAreThoseOfTheMachine(t *testing.T) {
	system := kernel(t, map[string]string{
		"block/vda/size": "2097152\n", "block/vda/serial": "VIRT1\n", "block/vda/queue/discard_max_bytes": "2147483136\n",
		"block/vda/vda1/start": "2048\n", "block/vda/vda1/size": "4096\n",
		"block/sdaa/size": "4096\n",
		"block/sdb/size":  "4096\n", "block/sdb/device/vpd_pg80": "\x00\x80\x00\x08  SCSI2 trailing",
		"block/sdb/device/model": "ST2000NM0008    \n", "block/sdb/device/wwid": "naa.5000C500A1B2C3D4\n", "block/sdb/queue/rotational": "1\n",
		"block/sdaa/device/wwid": "t10.ATA     QEMU HARDDISK\n",
		"block/nvme0n1/wwid":     "eui.0025385b71b03c11\n", "block/nvme0n1/queue/rotational": "0\n",
		"block/nvme0n1/size": "8192\n", "block/nvme0n1/device/serial": "NVME3   \n", "block/nvme0n1/queue/logical_block_size": "4096\n",
		"block/sdc/size": "0\n",
		"block/sdd/size": "4096\n", "block/sdd/removable": "1\n",
		"block/sde/size": "4096\n", "block/sde/ro": "1\n",
		"block/loop0/size": "4096\n", "block/dm-0/size": "4096\n", "block/md0/size": "4096\n", "block/sr0/size": "4096\n",
		"block/zram0/size": "4096\n", "block/mmcblk0boot0/size": "4096\n",
		"block/nvme0c0n1/size": "8192\n", "block/nvme0c0n1/hidden": "1\n",
		"devices/pci0/usb1/block/sdf/size": "4096\n",
	})
	if err := os.Symlink("../devices/pci0/usb1/block/sdf", filepath.Join(system.Sys, "block/sdf")); err != nil {
		t.Fatal(err)
	}
	disks, err := system.List()
	if err != nil {
		t.Fatal(err)
	}
	if found := titles(disks); found != "sdb SCSI2 2097152 bytes; vda VIRT1 1073741824 bytes; sdaa  2097152 bytes; nvme0n1 NVME3 4194304 bytes" {
		t.Error(found)
	}
	if vda := disks[1]; !vda.Discards || vda.Sector != 512 || vda.Device != "/dev/vda" || len(vda.Parts) != 1 || vda.Parts[0] != (Range{1 << 20, 2 << 20}) {
		t.Errorf("%+v", vda)
	}
	if sdb := disks[0]; sdb.Model != "ST2000NM0008" || sdb.WWN != "naa.5000c500a1b2c3d4" || !sdb.Rotational {
		t.Errorf("%+v", sdb)
	}
	if disks[2].WWN != "" || disks[3].WWN != "eui.0025385b71b03c11" || disks[3].Rotational {
		t.Errorf("%+v %+v", disks[2], disks[3])
	}
	if nvme := disks[3]; nvme.Discards || nvme.Sector != 4096 || nvme.Title() != "NVME3" || disks[2].Title() != "/dev/sdaa" {
		t.Errorf("%+v", nvme)
	}
}

func TestTheSmallestDiskThatMeetsTheSelectorIsChosen(t *testing.T) {
	disks := []Disk{
		{Name: "sda", SizeBytes: 300, Serial: "A", WWN: "naa.5", Rotational: true},
		{Name: "sdb", SizeBytes: 100, Serial: "C"},
		{Name: "sdc", SizeBytes: 100, Serial: "B"},
	}
	for selector, name := range map[string]string{
		"": "sdc", "serial=A": "sda", "name=sdb": "sdb", "min-bytes=101": "sda", "max-bytes=100": "sdc", "max-bytes=100,serial=C": "sdb",
		"wwn=NAA.5": "sda", "rotational=true": "sda", "rotational=false": "sdc",
	} {
		if disk, err := Choose(disks, selector); err != nil || disk.Name != name {
			t.Errorf("%q: %s %v", selector, disk.Name, err)
		}
	}
	for selector, named := range map[string]string{"serial=X": "none meets", "min-bytes=many": "min-bytes=many", "colour=red": "colour=red", "rotational=maybe": "rotational=maybe"} {
		if _, err := Choose(disks, selector); err == nil || !strings.Contains(err.Error(), named) {
			t.Errorf("%q: %v", selector, err)
		}
	}
	if _, err := Choose(nil, ""); err == nil {
		t.Error("a disk was chosen of none")
	}
}
