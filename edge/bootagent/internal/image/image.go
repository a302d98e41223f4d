package image

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/klauspost/compress/zstd"
	"github.com/mikelolasagasti/xz"
)

// So much of what was unpacked last may a file require to be kept, in bytes: what xz -9 and zstd --ultra -22 require.
// A ramdisk has no other memory than the machine's.
const (
	xzDictionary = 64 << 20
	zstdWindow   = 128 << 20
)

// Image is what is in a file: unpacked while it is read. The file's hash is known at its end.
type Image struct {
	content io.Reader
	whole   io.Reader
	sum     hash.Hash
}

// What files begin with that are no raw images, and cannot be unpacked here.
var unsupported = []struct{ magic, name string }{
	{"QFI\xfb", "qcow2"},
	{"PK\x03\x04", "zip"},
	{"KDMV", "vmdk"},
}

// Unpack reads raw images and those packed with gzip, bzip2, xz or zstd; which it is, their first bytes say. Parts that were packed
// one by one and joined are one image; what else follows is an error. A file that begins as none can, or that needs more memory than
// there is for it, is refused at once.
func Unpack(file io.Reader) (*Image, error) {
	image := &Image{sum: sha256.New()}
	buffered := bufio.NewReaderSize(io.TeeReader(file, image.sum), 1<<20)
	image.whole = buffered
	start, err := buffered.Peek(8)
	if err != nil && err != io.EOF {
		return nil, err
	}
	for _, each := range unsupported {
		if bytes.HasPrefix(start, []byte(each.magic)) {
			return nil, fmt.Errorf("it is packed as %s: serve it raw, or packed with gzip, bzip2, xz or zstd", each.name)
		}
	}
	var unpacked io.Reader
	switch {
	case bytes.HasPrefix(start, []byte("\x1f\x8b")):
		unpacked, err = gzip.NewReader(buffered)
	case bytes.HasPrefix(start, []byte("BZh")):
		unpacked, err = bzip2.NewReader(buffered), nil
	case bytes.HasPrefix(start, []byte("\xfd7zXZ\x00")):
		unpacked, err = xz.NewReader(buffered, xzDictionary)
	case isZstd(start):
		unpacked, err = zstd.NewReader(buffered, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow))
	default:
		image.content = buffered
		return image, nil
	}
	if err != nil {
		return nil, explained(err)
	}
	content := bufio.NewReader(unpacked)
	if _, err := content.Peek(1); err != nil && err != io.EOF {
		return nil, explained(err)
	}
	image.content = content
	return image, nil
}

// isZstd knows a frame, and a frame that is to be skipped, with which pzstd begins.
func isZstd(start []byte) bool {
	return bytes.HasPrefix(start, []byte("\x28\xb5\x2f\xfd")) || len(start) >= 4 && start[0]&0xf0 == 0x50 && string(start[1:4]) == "\x2a\x4d\x18"
}

// Read reads what is in the image. Its end is io.EOF; that of a file which has no more of it, though it should, is another error.
func (i *Image) Read(into []byte) (int, error) {
	n, err := i.content.Read(into)
	return n, explained(err)
}

// explained says what is to be done where the decoders say what is wrong.
func explained(err error) error {
	switch {
	case err == io.ErrUnexpectedEOF || errors.Is(err, xz.ErrBuf):
		return errors.New("the file ends in the middle of what is packed, or is damaged: fetch it or pack it anew")
	case errors.Is(err, xz.ErrMemlimit):
		return fmt.Errorf("it is packed with a dictionary of more than %d MiB: pack it with xz -9 or less, and without another dict=", xzDictionary>>20)
	case errors.Is(err, xz.ErrOptions):
		return errors.New("it is packed with a filter that is not known here: pack it with xz -9 or less, and without filters")
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		return fmt.Errorf("it is packed with a window of more than %d MiB, or is damaged: pack it with zstd, --long=27 at most", zstdWindow>>20)
	case errors.Is(err, zstd.ErrUnknownDictionary):
		return errors.New("it is packed with a dictionary of its own: pack it with zstd, without -D")
	}
	return err
}

// Check reads what is left of the file and compares its hash.
func (i *Image) Check(wanted []byte) error {
	if _, err := io.Copy(io.Discard, i.whole); err != nil {
		return err
	}
	if found := i.sum.Sum(nil); !bytes.Equal(found, wanted) {
		return fmt.Errorf("the image's SHA-256 is %s, not %s", hex.EncodeToString(found), hex.EncodeToString(wanted))
	}
	return nil
}
