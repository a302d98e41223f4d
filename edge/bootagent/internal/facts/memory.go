package facts

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const memoryDevice = 17

// memory is what is built in, in MiB: as the firmware's tables say it, for the kernel counts only what is left to it. Without them
// it is what the kernel counts.
func (s System) memory() int64 {
	size := int64(0)
	s.structures(func(kind byte, formatted []byte, _ [][]byte) {
		if kind == memoryDevice {
			size += deviceMiB(formatted)
		}
	})
	if size > 0 {
		return size
	}
	content, _ := os.ReadFile(filepath.Join(s.Proc, "meminfo"))
	for _, line := range strings.Split(string(content), "\n") {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "MemTotal:" {
			kib, _ := strconv.ParseInt(fields[1], 10, 64)
			return kib / 1024
		}
	}
	return 0
}

// deviceMiB is the size of a memory device (DSP0134 3.7, 7.18).
func deviceMiB(device []byte) int64 {
	if len(device) < 0x0e {
		return 0
	}
	switch size := binary.LittleEndian.Uint16(device[0x0c:]); {
	case size == 0 || size == 0xffff:
		return 0
	case size == 0x7fff && len(device) >= 0x20:
		return int64(binary.LittleEndian.Uint32(device[0x1c:]) & 0x7fffffff)
	case size&0x8000 != 0:
		return int64(size&0x7fff) / 1024
	default:
		return int64(size)
	}
}
