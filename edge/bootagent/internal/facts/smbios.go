package facts

import (
	"bytes"
	"os"
	"path/filepath"
)

const endOfTable = 127

// structures hands over each structure of the firmware's SMBIOS table (DSP0134 3.7, 6.1) as far as the table is whole: its type, its
// formatted part, and its texts.
func (s System) structures(take func(kind byte, formatted []byte, texts [][]byte)) {
	table, err := os.ReadFile(filepath.Join(s.Sys, "firmware/dmi/tables/DMI"))
	if err != nil {
		return
	}
	for len(table) >= 4 {
		kind, length := table[0], int(table[1])
		if length < 4 || length > len(table) || kind == endOfTable {
			break
		}
		// After the structure come its texts: each with a zero at its end, another zero at the end of all.
		end := length
		for end+1 < len(table) && (table[end] != 0 || table[end+1] != 0) {
			end++
		}
		take(kind, table[:length], bytes.Split(table[length:end], []byte{0}))
		if end+2 > len(table) {
			break
		}
		table = table[end+2:]
	}
}
