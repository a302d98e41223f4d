package image

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
)

// Image is what is in a file: unpacked while it is read. The file's hash is known at its end.
type Image struct {
	io.Reader
	whole io.Reader
	sum   hash.Hash
}

// What files begin with that are no raw images, and cannot be unpacked here.
var unsupported = []struct{ magic, name string }{
	{"\x28\xb5\x2f\xfd", "zstd"},
	{"\xfd7zXZ\x00", "xz"},
	{"QFI\xfb", "qcow2"},
	{"PK\x03\x04", "zip"},
	{"KDMV", "vmdk"},
}

// Unpack reads raw images and those packed with gzip or bzip2; which it is, their first bytes say.
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
			return nil, fmt.Errorf("the image is packed as %s: serve it raw, or packed with gzip", each.name)
		}
	}
	switch {
	case bytes.HasPrefix(start, []byte("\x1f\x8b")):
		image.Reader, err = gzip.NewReader(buffered)
	case bytes.HasPrefix(start, []byte("BZh")):
		image.Reader, err = bzip2.NewReader(buffered), nil
	default:
		image.Reader, err = buffered, nil
	}
	return image, err
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
