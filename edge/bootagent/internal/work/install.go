package work

import (
	"context"
	"errors"
	"fmt"

	"dev.skerry/bootagent/internal/disk"
	"dev.skerry/bootagent/internal/door"
	"dev.skerry/bootagent/internal/image"
)

// How far the whole installation is when the image begins to be written, and when it is.
const imageBegins, imageEnds = 5, 90

// install makes the machine one that starts the image from its disk. What can be known before the disk is touched is.
func (w *Work) install(ctx context.Context) error {
	if w.Order.Image == "" || len(w.Order.ImageSHA256) == 0 || w.Order.Seed == "" || len(w.Order.CASHA256) == 0 {
		return errors.New("the boot script names no image with its SHA-256, no seed or no CA: give the machine an install profile, " +
			"or put a disk image called image into the folder that skerry.provisioner.files-dir names")
	}
	disks, err := w.System.List()
	if err != nil {
		return fmt.Errorf("the disks cannot be listed: %w", err)
	}
	target, err := disk.Choose(disks, w.Order.Disk)
	if err != nil {
		return err
	}
	if err := w.door.Done(ctx, "read-seed", 1); err != nil {
		return err
	}
	seed, err := w.seed(ctx)
	if err != nil {
		return err
	}
	// Its hash is in the order.
	anyone := door.Anyone()
	defer anyone.CloseIdleConnections()
	file, err := image.Open(ctx, anyone, w.Order.Image, w.Wait)
	if err != nil {
		return fmt.Errorf("the image cannot be read: %w", err)
	}
	defer file.Close()
	unpacked, err := image.Unpack(file)
	if err != nil {
		return fmt.Errorf("the image cannot be read: %w", err)
	}
	if err := w.door.Done(ctx, "write-image", imageBegins); err != nil {
		return err
	}
	w.Log("writing %s to %s", w.Order.Image, target.Name)
	return w.write(ctx, target, file, unpacked, seed)
}

func (w *Work) write(ctx context.Context, target disk.Disk, file *image.Download, unpacked *image.Image, seed []disk.File) error {
	writing, err := target.Begin(ctx)
	if err != nil {
		return fmt.Errorf("the disk %s cannot be written: %w", target.Title(), err)
	}
	defer writing.Close()
	told := imageBegins
	err = writing.Image(unpacked, func() error {
		percent := imageBegins
		if file.Size() > 0 {
			percent += int(file.At() * (imageEnds - imageBegins) / file.Size())
		}
		if percent < told+5 {
			return nil
		}
		told = percent
		return w.door.Underway(ctx, "write-image", percent)
	})
	if err != nil {
		return err
	}
	if err := unpacked.Check(w.Order.ImageSHA256); err != nil {
		return err
	}
	if err := writing.Seed(seed); err != nil {
		return err
	}
	if err := w.door.Done(ctx, "write-seed", 95); err != nil {
		return err
	}
	if err := writing.Finish(); err != nil {
		return fmt.Errorf("the disk %s cannot be written: %w", target.Title(), err)
	}
	return w.door.Done(ctx, "rebooting", 100)
}
