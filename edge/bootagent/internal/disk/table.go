package disk

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"unicode/utf16"
)

// SeedLabel names the partition and the filesystem in which NoCloud looks for a node's files.
const SeedLabel = "CIDATA"

const entrySize = 128

// Basic data, EBD0A0A2-B9E5-4433-87C0-68B6B72699C7, as it lies on disks.
var basicData = []byte{0xa2, 0xa0, 0xd0, 0xeb, 0xe5, 0xb9, 0x33, 0x44, 0x87, 0xc0, 0x68, 0xb6, 0xb7, 0x26, 0x99, 0xc7}

// place finds room for the seed in an image whose beginning is head, on a disk of size bytes: a partition of the image that is called
// CIDATA, else a new one of the wanted size at the disk's end. It writes what changes in the partition tables: to head, and for
// the table's copy at the disk's end to disk.
func place(head []byte, disk io.WriterAt, size, sector, wanted int64) (Range, error) {
	if int64(len(head)) >= 2*sector && string(head[sector:sector+8]) == "EFI PART" {
		return placeGPT(head, disk, size, sector, wanted)
	}
	if len(head) >= 512 && head[510] == 0x55 && head[511] == 0xaa {
		return placeMBR(head, size, sector, wanted)
	}
	return Range{}, errors.New("the image has no partition table, so there is no place for the seed: use an image of a whole disk")
}

// atEnd is the last place on a disk, whole MiB from its beginning, before a limit.
func atEnd(taken, limit, wanted int64) (Range, error) {
	start := (limit - wanted) / mib * mib
	if start < taken {
		return Range{}, fmt.Errorf("the disk has no room for the seed: %d bytes after the image's partitions, %d are needed", max(0, limit-taken), wanted)
	}
	return Range{start, wanted}, nil
}

// gpt is a GUID partition table (UEFI 2.10, 5.3).
type gpt struct {
	header  []byte
	entries []byte
}

func readGPT(head []byte, sector int64) (gpt, error) {
	broken := errors.New("the image's partition table (GPT) is damaged")
	header := head[sector : 2*sector]
	length := binary.LittleEndian.Uint32(header[12:])
	if length < 92 || int64(length) > sector || checksum(header[:length], 16) != binary.LittleEndian.Uint32(header[16:]) {
		return gpt{}, broken
	}
	first := int64(binary.LittleEndian.Uint64(header[72:])) * sector
	count := int64(binary.LittleEndian.Uint32(header[80:]))
	if binary.LittleEndian.Uint32(header[84:]) != entrySize || count < 1 || count > 4096 || first < 2*sector || first+count*entrySize > int64(len(head)) {
		return gpt{}, broken
	}
	table := gpt{header[:length], head[first : first+count*entrySize]}
	if crc32.ChecksumIEEE(table.entries) != binary.LittleEndian.Uint32(header[88:]) {
		return gpt{}, broken
	}
	return table, nil
}

// checksum is a header's CRC, taken with zeros where it stands itself.
func checksum(header []byte, at int) uint32 {
	zeroed := bytes.Clone(header)
	clear(zeroed[at : at+4])
	return crc32.ChecksumIEEE(zeroed)
}

func placeGPT(head []byte, disk io.WriterAt, size, sector, wanted int64) (Range, error) {
	table, err := readGPT(head, sector)
	if err != nil {
		return Range{}, err
	}
	sectors := size / sector
	copySectors := (int64(len(table.entries)) + sector - 1) / sector
	lastUsable := sectors - copySectors - 2
	found, free, taken := Range{}, -1, int64(0)
	for at := 0; at < len(table.entries); at += entrySize {
		entry := table.entries[at : at+entrySize]
		if bytes.Equal(entry[:16], make([]byte, 16)) {
			if free < 0 {
				free = at
			}
			continue
		}
		first, last := int64(binary.LittleEndian.Uint64(entry[32:])), int64(binary.LittleEndian.Uint64(entry[40:]))
		if first < 0 || last < first || last > lastUsable {
			return Range{}, fmt.Errorf("the image's partition %d ends after the disk's last usable block", at/entrySize+1)
		}
		taken = max(taken, (last+1)*sector)
		if strings.EqualFold(partitionName(entry), SeedLabel) {
			found = Range{first * sector, (last + 1 - first) * sector}
		}
	}
	if found.Size == 0 {
		if free < 0 {
			return Range{}, errors.New("the image's partition table has no free entry for the seed")
		}
		if found, err = atEnd(taken, (lastUsable+1)*sector, wanted); err != nil {
			return Range{}, err
		}
		writeEntry(table.entries[free:free+entrySize], found, sector)
	}
	return found, table.moveTo(head, disk, sectors, sector, copySectors)
}

func partitionName(entry []byte) string {
	var units []uint16
	for at := 56; at < entrySize; at += 2 {
		unit := binary.LittleEndian.Uint16(entry[at:])
		if unit == 0 {
			break
		}
		units = append(units, unit)
	}
	return string(utf16.Decode(units))
}

func writeEntry(entry []byte, at Range, sector int64) {
	clear(entry)
	copy(entry, basicData)
	rand.Read(entry[16:32])
	// RFC 9562, version 4; the third group lies with its low byte first.
	entry[16+7] = entry[16+7]&0x0f | 0x40
	entry[16+8] = entry[16+8]&0x3f | 0x80
	binary.LittleEndian.PutUint64(entry[32:], uint64(at.Start/sector))
	binary.LittleEndian.PutUint64(entry[40:], uint64((at.Start+at.Size)/sector-1))
	for index, unit := range utf16.Encode([]rune(SeedLabel)) {
		binary.LittleEndian.PutUint16(entry[56+2*index:], unit)
	}
}

// moveTo makes the table one of a disk with so many sectors: both headers, and the copy at the end.
func (t gpt) moveTo(head []byte, disk io.WriterAt, sectors, sector, copySectors int64) error {
	last := sectors - 1
	binary.LittleEndian.PutUint64(t.header[32:], uint64(last))
	binary.LittleEndian.PutUint64(t.header[48:], uint64(last-copySectors-1))
	binary.LittleEndian.PutUint32(t.header[88:], crc32.ChecksumIEEE(t.entries))
	binary.LittleEndian.PutUint32(t.header[16:], checksum(t.header, 16))

	end := make([]byte, (copySectors+1)*sector)
	copy(end, t.entries)
	backup := end[copySectors*sector:]
	copy(backup, t.header)
	binary.LittleEndian.PutUint64(backup[24:], uint64(last))
	binary.LittleEndian.PutUint64(backup[32:], 1)
	binary.LittleEndian.PutUint64(backup[72:], uint64(last-copySectors))
	binary.LittleEndian.PutUint32(backup[16:], checksum(backup[:len(t.header)], 16))

	// The protective MBR covers the whole disk.
	for at := 446; at < 510; at += 16 {
		if head[at+4] == 0xee {
			binary.LittleEndian.PutUint32(head[at+12:], uint32(min(last, 0xffffffff)))
		}
	}
	_, err := disk.WriteAt(end, (last-copySectors)*sector)
	return err
}

// placeMBR adds one of the four entries of a master boot record.
func placeMBR(head []byte, size, sector, wanted int64) (Range, error) {
	free, taken := -1, int64(0)
	for at := 446; at < 510; at += 16 {
		entry := head[at : at+16]
		if entry[0] != 0 && entry[0] != 0x80 {
			return Range{}, errors.New("the image has no partition table, so there is no place for the seed: use an image of a whole disk")
		}
		if entry[4] == 0 {
			if free < 0 {
				free = at
			}
			continue
		}
		first, count := int64(binary.LittleEndian.Uint32(entry[8:])), int64(binary.LittleEndian.Uint32(entry[12:]))
		taken = max(taken, (first+count)*sector)
	}
	switch {
	case taken == 0:
		return Range{}, errors.New("the image's partition table (MBR) is empty, so it is no image of a whole disk")
	case taken > size:
		return Range{}, errors.New("the image's partitions end after the disk's last block")
	case free < 0:
		return Range{}, errors.New("the image's partition table (MBR) has no free entry for the seed")
	}
	found, err := atEnd(taken, min(size, 1<<32*sector), wanted)
	if err != nil {
		return Range{}, err
	}
	entry := head[free : free+16]
	clear(entry)
	// FAT16 with LBA; the addresses by cylinder say that they do not count.
	entry[4] = 0x0e
	copy(entry[1:], []byte{0xfe, 0xff, 0xff})
	copy(entry[5:], []byte{0xfe, 0xff, 0xff})
	binary.LittleEndian.PutUint32(entry[8:], uint32(found.Start/sector))
	binary.LittleEndian.PutUint32(entry[12:], uint32(found.Size/sector))
	return found, nil
}
