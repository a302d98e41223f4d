package disk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// Writing is an installation on a disk under way. The image's first MiB, without which nothing starts from the disk, is written last:
// a disk whose image was not checked, or that was left half written, does not boot.
type Writing struct {
	disk Disk
	file *os.File
	head []byte
}

// Begin makes a disk unbootable and ready to be written.
func (d Disk) Begin(ctx context.Context) (*Writing, error) {
	if _, err := d.Wipe(ctx, func(int) {}); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(d.Device, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	return &Writing{disk: d, file: file}, nil
}

// Close ends the work; what was not finished stays undone.
func (w *Writing) Close() { w.file.Close() }

// Image writes an image from its beginning to its end, which is io.EOF itself: a connection that was lost wraps such an error. After each step it calls progress, which may stop it.
func (w *Writing) Image(image io.Reader, progress func() error) error {
	w.head = make([]byte, mib)
	n, err := io.ReadFull(image, w.head)
	w.head = w.head[:n]
	if err == io.EOF {
		return errors.New("the image is empty")
	}
	if err != nil && err != io.ErrUnexpectedEOF {
		return fmt.Errorf("the image cannot be read: %w", err)
	}
	buffer := make([]byte, 4*mib)
	for at := int64(n); ; {
		n, err := io.ReadFull(image, buffer)
		if at+int64(n) > w.disk.SizeBytes {
			return fmt.Errorf("the image is larger than the disk %s of %d bytes", w.disk.Title(), w.disk.SizeBytes)
		}
		if _, err := w.file.WriteAt(buffer[:n], at); err != nil {
			return fmt.Errorf("the disk %s cannot be written: %w", w.disk.Title(), err)
		}
		at += int64(n)
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("the image cannot be read: %w", err)
		}
		if err := progress(); err != nil {
			return err
		}
	}
}

// Seed writes the node's files as NoCloud looks for them.
func (w *Writing) Seed(files []File) error {
	sector := w.disk.Sector
	volume, err := fat16(sector, SeedLabel, files)
	if err != nil {
		return err
	}
	at, err := place(w.head, w.file, w.disk.SizeBytes, sector, fatSize(sector))
	if err != nil {
		return err
	}
	if at.Size < fatSize(sector) {
		return fmt.Errorf("the image's partition %s has %d bytes, %d are needed", SeedLabel, at.Size, fatSize(sector))
	}
	_, err = w.file.WriteAt(volume, at.Start)
	return err
}

// Finish makes the disk one that boots.
func (w *Writing) Finish() error {
	if err := w.file.Sync(); err != nil {
		return err
	}
	if _, err := w.file.WriteAt(w.head, 0); err != nil {
		return err
	}
	return w.file.Sync()
}
