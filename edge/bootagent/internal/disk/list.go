// Package disk finds, wipes and writes a machine's disks.
package disk

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// System is where the kernel tells of its devices: /sys and /dev, or a test's folders.
type System struct{ Sys, Dev string }

// Disk is a fixed disk.
type Disk struct {
	// Name is the kernel's, such as sda.
	Name string `json:"name"`
	// SizeBytes is its capacity.
	SizeBytes int64 `json:"sizeBytes"`
	// Serial is the maker's; empty when there is none.
	Serial string `json:"serial,omitempty"`
	// Model is the maker's; empty when there is none.
	Model string `json:"model,omitempty"`
	// WWN is the World Wide Name as the kernel says it, such as naa.5000c500a1b2c3d4 or eui.0025385b71b03c11; empty when there is none.
	WWN string `json:"wwn,omitempty"`
	// Rotational says whether seeks take time, as far as the disk tells.
	Rotational bool `json:"rotational"`

	// Device is the file to write to.
	Device string `json:"-"`
	// Sector is the size of a logical block, in bytes.
	Sector int64 `json:"-"`
	// Discards says whether blocks can be discarded.
	Discards bool `json:"-"`
	// Parts are the ranges of its partitions, in bytes.
	Parts []Range `json:"-"`
}

// Range is a part of a disk, in bytes.
type Range struct{ Start, Size int64 }

// Title names a disk in reports.
func (d Disk) Title() string {
	if d.Serial != "" {
		return d.Serial
	}
	return "/dev/" + d.Name
}

// What the kernel lists beside disks: made of memory, of other disks, of media that come and go.
var noDisk = regexp.MustCompile(`^(loop|ram|zram|dm-|md|sr|fd|nbd|mtdblock)\d*`)

// List finds the disks that belong to the machine, in the kernel's order: no removable media, nothing on USB, nothing read-only.
func (s System) List() ([]Disk, error) {
	entries, err := os.ReadDir(filepath.Join(s.Sys, "block"))
	if err != nil {
		return nil, err
	}
	var disks []Disk
	for _, entry := range entries {
		folder := filepath.Join(s.Sys, "block", entry.Name())
		if disk, is := s.disk(entry.Name(), folder); is {
			disks = append(disks, disk)
		}
	}
	sort.Slice(disks, func(a, b int) bool {
		if len(disks[a].Name) != len(disks[b].Name) {
			return len(disks[a].Name) < len(disks[b].Name)
		}
		return disks[a].Name < disks[b].Name
	})
	return disks, nil
}

func (s System) disk(name, folder string) (Disk, bool) {
	real, err := filepath.EvalSymlinks(folder)
	if err != nil || noDisk.MatchString(name) || strings.Contains(real, "/usb") {
		return Disk{}, false
	}
	// Of several paths to one NVMe namespace, and of an eMMC's boot areas, none is a disk.
	if text(folder, "hidden") == "1" || strings.Contains(name, "boot") || strings.Contains(name, "rpmb") {
		return Disk{}, false
	}
	size := number(folder, "size") * 512
	if size == 0 || number(folder, "removable") != 0 || number(folder, "ro") != 0 {
		return Disk{}, false
	}
	return Disk{
		Name:       name,
		SizeBytes:  size,
		Serial:     serial(folder),
		Model:      text(folder, "device/model"),
		WWN:        wwn(folder),
		Rotational: number(folder, "queue/rotational") == 1,
		Device:     filepath.Join(s.Dev, name),
		Sector:     max(512, number(folder, "queue/logical_block_size")),
		Discards:   number(folder, "queue/discard_max_bytes") > 0,
		Parts:      parts(folder, name),
	}, true
}

// serial is where each kind of disk tells it: virtio, NVMe and MMC in files, SCSI and ATA in the page 80h (SPC-4, 7.8.15).
func serial(folder string) string {
	for _, file := range []string{"serial", "device/serial"} {
		if found := text(folder, file); found != "" {
			return found
		}
	}
	page, err := os.ReadFile(filepath.Join(folder, "device/vpd_pg80"))
	if err != nil || len(page) < 4 {
		return ""
	}
	length := min(int(page[2])<<8|int(page[3]), len(page)-4)
	return string(bytes.Trim(page[4:4+length], " \x00"))
}

// wwn is told by NVMe namespaces beside the disk, by SCSI and ATA disks beside the device. What the kernel makes up of maker and serial
// number where there is none begins otherwise.
func wwn(folder string) string {
	for _, file := range []string{"wwid", "device/wwid"} {
		if found := strings.ToLower(text(folder, file)); strings.HasPrefix(found, "naa.") || strings.HasPrefix(found, "eui.") {
			return found
		}
	}
	return ""
}

func parts(folder, name string) []Range {
	var found []Range
	folders, _ := filepath.Glob(filepath.Join(folder, name+"*"))
	for _, part := range folders {
		if size := number(part, "size") * 512; size > 0 {
			found = append(found, Range{number(part, "start") * 512, size})
		}
	}
	return found
}

func text(folder, file string) string {
	content, err := os.ReadFile(filepath.Join(folder, file))
	if err != nil {
		return ""
	}
	return strings.Trim(string(content), " \n\x00")
}

func number(folder, file string) int64 {
	value, err := strconv.ParseInt(text(folder, file), 10, 64)
	if err != nil {
		return 0
	}
	return value
}

// Choose picks the disk to install on. A selector is one or several rules, separated by commas, that the disk must meet:
// serial=TEXT, name=TEXT, wwn=TEXT, min-bytes=NUMBER, max-bytes=NUMBER, rotational=true or false. Of those that meet them, the smallest
// is taken; of equally large ones that with the least serial number, for the kernel's names may change from one start to the next.
func Choose(disks []Disk, selector string) (Disk, error) {
	var chosen *Disk
	for index := range disks {
		meets, err := matches(disks[index], selector)
		if err != nil {
			return Disk{}, err
		}
		if meets && (chosen == nil || before(disks[index], *chosen)) {
			chosen = &disks[index]
		}
	}
	if chosen == nil {
		return Disk{}, fmt.Errorf("no disk to install on: of %d disks (%s) none meets %q", len(disks), titles(disks), selector)
	}
	return *chosen, nil
}

func before(a, b Disk) bool {
	return a.SizeBytes < b.SizeBytes || a.SizeBytes == b.SizeBytes && a.Serial < b.Serial
}

func matches(disk Disk, selector string) (bool, error) {
	if selector == "" {
		return true, nil
	}
	for _, rule := range strings.Split(selector, ",") {
		name, value, _ := strings.Cut(rule, "=")
		bound, err := strconv.ParseInt(value, 10, 64)
		var meets bool
		switch name {
		case "serial":
			meets, err = disk.Serial == value, nil
		case "name":
			meets, err = disk.Name == value, nil
		case "wwn":
			meets, err = disk.WWN == strings.ToLower(value), nil
		case "rotational":
			meets, err = strconv.FormatBool(disk.Rotational) == value, nil
			if value != "true" && value != "false" {
				err = fmt.Errorf("neither true nor false")
			}
		case "min-bytes":
			meets = disk.SizeBytes >= bound
		case "max-bytes":
			meets = disk.SizeBytes <= bound
		default:
			err = fmt.Errorf("unknown")
		}
		if err != nil {
			return false, fmt.Errorf("the disk selector has a rule that is none: %q; write serial=, name=, wwn=, min-bytes=, max-bytes= or rotational=", rule)
		}
		if !meets {
			return false, nil
		}
	}
	return true, nil
}

func titles(disks []Disk) string {
	var all []string
	for _, disk := range disks {
		all = append(all, fmt.Sprintf("%s %s %d bytes", disk.Name, disk.Serial, disk.SizeBytes))
	}
	return strings.Join(all, "; ")
}
