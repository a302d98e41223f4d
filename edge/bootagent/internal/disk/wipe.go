package disk

import (
	"context"
	"fmt"
	"os"
)

const mib = 1 << 20

// At once; between two of them the work can be stopped and progress be told.
const discardStep = 16 << 30

// Wipe takes everything from a disk that a firmware or a system could start from or find data by: all blocks are discarded where
// the disk can do that, and the first and last MiB of the disk and, without discarding, of each partition are overwritten with zeros.
// It returns the method, discard or overwrite.
func (d Disk) Wipe(ctx context.Context, progress func(percent int)) (string, error) {
	file, err := os.OpenFile(d.Device, os.O_RDWR, 0)
	if err != nil {
		return "", err
	}
	defer file.Close()
	method, ends := "overwrite", append([]Range{{0, d.SizeBytes}}, d.Parts...)
	if d.Discards && d.discard(ctx, file, progress) == nil {
		method, ends = "discard", ends[:1]
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	for index, each := range ends {
		if err := d.zeroEnds(file, each); err != nil {
			return "", fmt.Errorf("%s cannot be overwritten: %w", d.Title(), err)
		}
		progress(100 * (index + 1) / len(ends))
	}
	return method, file.Sync()
}

func (d Disk) discard(ctx context.Context, file *os.File, progress func(percent int)) error {
	for at := int64(0); at < d.SizeBytes; at += discardStep {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := discard(file, at, min(discardStep, d.SizeBytes-at)); err != nil {
			return err
		}
		progress(int(99 * at / d.SizeBytes))
	}
	return nil
}

// zeroEnds overwrites the first and the last MiB of a range, as far as they lie on the disk.
func (d Disk) zeroEnds(file *os.File, at Range) error {
	end := min(at.Start+at.Size, d.SizeBytes)
	size := min(mib, end-at.Start)
	if size <= 0 {
		return nil
	}
	zeros := make([]byte, size)
	for _, offset := range []int64{at.Start, end - size} {
		if _, err := file.WriteAt(zeros, offset); err != nil {
			return err
		}
	}
	return nil
}
