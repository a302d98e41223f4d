package disk

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf16"
)

// File is one of a small filesystem's.
type File struct {
	Name    string
	Content []byte
}

const (
	fatSectors     = 16_384
	fatTables      = 2
	rootEntries    = 512
	dirEntry       = 32
	attrVolume     = 0x08
	attrArchive    = 0x20
	attrLongName   = 0x0f
	unitsLongEntry = 13
)

// fatSize is how much room the filesystem takes.
func fatSize(sector int64) int64 { return fatSectors * sector }

// fat16 makes a FAT16 filesystem (Microsoft, FAT: General Overview of On-Disk Format, 1.03) with long names: files in its root, one
// sector a cluster. It returns the filesystem as far as it is not empty.
func fat16(sector int64, label string, files []File) ([]byte, error) {
	tableSectors := (fatSectors*2 + sector - 1) / sector
	rootAt := (1 + fatTables*tableSectors) * sector
	dataAt := rootAt + rootEntries*dirEntry
	dataAt = (dataAt + sector - 1) / sector * sector
	volume := make([]byte, dataAt)
	bootSector(volume, sector, tableSectors, label)

	table := make([]byte, tableSectors*sector)
	binary.LittleEndian.PutUint16(table, 0xfff8)
	binary.LittleEndian.PutUint16(table[2:], 0xffff)
	root := append([]byte{}, shortEntry([]byte(fmt.Sprintf("%-11s", label)), attrVolume, 0, 0)...)
	next := int64(2)
	for index, file := range files {
		clusters := (int64(len(file.Content)) + sector - 1) / sector
		if dataAt+(next-2+clusters)*sector > fatSize(sector) {
			return nil, errors.New("the seed is larger than its filesystem")
		}
		first := next
		for ; next < first+clusters; next++ {
			follows := uint16(next + 1)
			if next+1 == first+clusters {
				follows = 0xffff
			}
			binary.LittleEndian.PutUint16(table[2*next:], follows)
		}
		if clusters == 0 {
			first = 0
		}
		root = append(root, directoryEntries(index, file, first)...)
		content := make([]byte, clusters*sector)
		copy(content, file.Content)
		volume = append(volume, content...)
	}
	if int64(len(root)) > rootEntries*dirEntry {
		return nil, errors.New("the seed has more files than its filesystem takes")
	}
	copy(volume[rootAt:], root)
	for copied := int64(0); copied < fatTables; copied++ {
		copy(volume[(1+copied*tableSectors)*sector:], table)
	}
	return volume, nil
}

func bootSector(volume []byte, sector, tableSectors int64, label string) {
	copy(volume, []byte{0xeb, 0x3c, 0x90})
	copy(volume[3:], "SKERRY  ")
	binary.LittleEndian.PutUint16(volume[11:], uint16(sector))
	volume[13] = 1
	binary.LittleEndian.PutUint16(volume[14:], 1)
	volume[16] = fatTables
	binary.LittleEndian.PutUint16(volume[17:], rootEntries)
	binary.LittleEndian.PutUint16(volume[19:], fatSectors)
	volume[21] = 0xf8
	binary.LittleEndian.PutUint16(volume[22:], uint16(tableSectors))
	binary.LittleEndian.PutUint16(volume[24:], 63)
	binary.LittleEndian.PutUint16(volume[26:], 255)
	volume[36] = 0x80
	volume[38] = 0x29
	copy(volume[43:], fmt.Sprintf("%-11s", label))
	copy(volume[54:], "FAT16   ")
	volume[510], volume[511] = 0x55, 0xaa
}

func shortEntry(name []byte, attribute byte, cluster, size int64) []byte {
	entry := make([]byte, dirEntry)
	copy(entry, name)
	entry[11] = attribute
	binary.LittleEndian.PutUint16(entry[26:], uint16(cluster))
	binary.LittleEndian.PutUint32(entry[28:], uint32(size))
	// 1980-01-01, the first day there is.
	binary.LittleEndian.PutUint16(entry[16:], 0x21)
	binary.LittleEndian.PutUint16(entry[24:], 0x21)
	return entry
}

// directoryEntries are those of a long name, its end first, and the short one that they belong to.
func directoryEntries(index int, file File, cluster int64) []byte {
	short := []byte(fmt.Sprintf("SEED~%-6d", index+1))
	sum := byte(0)
	for _, each := range short {
		sum = (sum&1)<<7 + sum>>1 + each
	}
	units := utf16.Encode([]rune(file.Name))
	// A name that fills its entries has no zero at its end.
	if len(units)%unitsLongEntry != 0 {
		units = append(units, 0)
	}
	for len(units)%unitsLongEntry != 0 {
		units = append(units, 0xffff)
	}
	var entries []byte
	last := len(units) / unitsLongEntry
	for number := last; number >= 1; number-- {
		entry := make([]byte, dirEntry)
		entry[0] = byte(number)
		if number == last {
			entry[0] |= 0x40
		}
		entry[11], entry[13] = attrLongName, sum
		for place, unit := range units[(number-1)*unitsLongEntry : number*unitsLongEntry] {
			at := [unitsLongEntry]int{1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30}[place]
			binary.LittleEndian.PutUint16(entry[at:], unit)
		}
		entries = append(entries, entry...)
	}
	return append(entries, shortEntry(short, attrArchive, cluster, int64(len(file.Content)))...)
}
