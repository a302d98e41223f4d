package disk

import (
	"os"
	"syscall"
	"unsafe"
)

// BLKDISCARD of linux/fs.h.
const blkDiscard = 0x1277

func discard(file *os.File, start, size int64) error {
	bounds := [2]uint64{uint64(start), uint64(size)}
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, file.Fd(), blkDiscard, uintptr(unsafe.Pointer(&bounds))); errno != 0 {
		return errno
	}
	return nil
}
