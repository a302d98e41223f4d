package image

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// What packs, in this program. Go has nothing that packs with bzip2: see bzipped.
var packers = map[string]func(into io.Writer) (io.WriteCloser, error){
	"gzip": func(into io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(into), nil },
	"xz":   func(into io.Writer) (io.WriteCloser, error) { return xz.NewWriter(into) },
	"zstd": func(into io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(into) },
}

func packed(t testing.TB, packer string, raw []byte) []byte {
	t.Helper()
	var file bytes.Buffer
	writer, err := packers[packer](&file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := writer.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// system is a small image, and bzipped is what bzip2 -1 makes of it.
var (
	system  = bytes.Repeat([]byte("the system, "), 1000)
	bzipped = []byte("\x42\x5a\x68\x31\x31\x41\x59\x26\x53\x59\xf9\x53\x92\xb2\x00\x15\x7b\x91\x80\x40\x04\x02\x42\x0c\x20\x20\x00\x70\x43\x02\x04\xd5\x44\xf4\x26\xea\x41\xba\x90\x65\x48\x32\xa4\x1d\xaa\x41\x95\x20\xf5\x48\x3b\x52\x0f\x54\x83\x55\x20\xd5\x48\x3f\x17\x72\x45\x38\x50\x90\xf9\x53\x92\xb2")
)

// systems is the small image in each way to pack it.
func systems(t *testing.T) map[string][]byte {
	files := map[string][]byte{"bzip2": bzipped}
	for packer := range packers {
		files[packer] = packed(t, packer, system)
	}
	return files
}

func unpack(file []byte) ([]byte, error) {
	image, err := Unpack(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(image)
}

func TestRawAndPackedImagesAreTheSame(t *testing.T) {
	raw := content(3 << 20)
	files := map[string][]byte{"raw": raw}
	for packer := range packers {
		files[packer] = packed(t, packer, raw)
	}
	for name, file := range files {
		image, err := Unpack(bytes.NewReader(file))
		if err != nil {
			t.Fatal(name, err)
		}
		found, err := io.ReadAll(image)
		if err != nil || !bytes.Equal(found, raw) {
			t.Errorf("%s: %v", name, err)
		}
		sum := sha256.Sum256(file)
		if err := image.Check(sum[:]); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPartsThatWereJoinedAreOneImage(t *testing.T) {
	for name, file := range systems(t) {
		found, err := unpack(append(bytes.Clone(file), file...))
		if err != nil || !bytes.Equal(found, append(bytes.Clone(system), system...)) {
			t.Errorf("%s: %v, %d bytes", name, err, len(found))
		}
	}
}

func TestWhatElseFollowsIsAnError(t *testing.T) {
	for name, file := range systems(t) {
		for _, more := range []string{"what follows, and so on", "\x00\x00\x00"} {
			if _, err := unpack(append(bytes.Clone(file), more...)); err == nil {
				t.Errorf("%s: %q may follow", name, more)
			}
		}
	}
}

func TestPaddingThatAPackingHasIsSkipped(t *testing.T) {
	files := systems(t)
	skipped := "\x5a\x2a\x4d\x18\x03\x00\x00\x00abc"
	for name, file := range map[string][]byte{
		"xz, zeros at the end": append(files["xz"], make([]byte, 512)...),
		"zstd, a frame behind": append(bytes.Clone(files["zstd"]), skipped...),
		"zstd, a frame before": append([]byte(skipped), files["zstd"]...),
	} {
		if found, err := unpack(file); err != nil || !bytes.Equal(found, system) {
			t.Errorf("%s: %v, %d bytes", name, err, len(found))
		}
	}
}

// Magic bytes that are not whole make a raw image.
func TestAFileThatEndsTooEarlyIsFoundOut(t *testing.T) {
	for name, file := range systems(t) {
		for length := 8; length < len(file); length++ {
			for _, joined := range [][]byte{file[:length], append(bytes.Clone(file), file[:length]...)} {
				// What writes images takes io.ErrUnexpectedEOF as the end of one.
				if _, err := unpack(joined); err == nil || err == io.ErrUnexpectedEOF {
					t.Errorf("%s, %d of %d bytes: %v", name, len(joined), len(file), err)
				}
			}
		}
	}
}

func TestADamagedFileIsNoOtherImage(t *testing.T) {
	for name, file := range systems(t) {
		refused := 0
		for at := 8; at < len(file); at++ {
			for bit := range 8 {
				damaged := bytes.Clone(file)
				damaged[at] ^= 1 << bit
				found, err := unpack(damaged)
				if err != nil {
					refused++
				} else if !bytes.Equal(found, system) {
					t.Errorf("%s: bit %d of byte %d is not missed", name, bit, at)
				}
			}
		}
		if refused < 4*(len(file)-8) {
			t.Errorf("%s: %d of %d damages were found", name, refused, 8*(len(file)-8))
		}
	}
}

// frame is a zstd frame of its own header and one block as it is.
func frame(header, block string) []byte {
	return fmt.Appendf(nil, "\x28\xb5\x2f\xfd%s%c\x00\x00%s", header, len(block)<<3|1, block)
}

func dictionary(t *testing.T, size int) []byte {
	t.Helper()
	var file bytes.Buffer
	writer, err := xz.WriterConfig{DictCap: size}.NewWriter(&file)
	if err != nil {
		t.Fatal(err)
	}
	writer.Write([]byte("abc"))
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestMemoryIsBounded(t *testing.T) {
	// Window descriptors: an exponent above 10 and eighths. Or a content of 2^27 and 2^27+1 bytes in one segment.
	const most, more = "\x00\x88", "\x00\x89"
	for name, each := range map[string]struct {
		file    []byte
		refused string
	}{
		"xz, 64 MiB":        {dictionary(t, xzDictionary), ""},
		"xz, 96 MiB":        {dictionary(t, 96<<20), "more than 64 MiB: pack it with xz -9"},
		"zstd, 128 MiB":     {frame(most, "abc"), ""},
		"zstd, 144 MiB":     {frame(more, "abc"), "more than 128 MiB"},
		"zstd, one segment": {frame("\xa0\x01\x00\x00\x08", "abc"), "more than 128 MiB"},
		"zstd, dictionary":  {frame("\x01\x40\x07", "abc"), "without -D"},
	} {
		image, err := Unpack(bytes.NewReader(each.file))
		if each.refused != "" {
			if err == nil || !strings.Contains(err.Error(), each.refused) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if found, err := io.ReadAll(image); err != nil || string(found) != "abc" {
			t.Errorf("%s: %q, %v", name, found, err)
		}
	}
	for name, file := range map[string][]byte{
		"xz":   append(dictionary(t, xzDictionary), dictionary(t, 96<<20)...),
		"zstd": append(frame("\x00\x00", "abc"), frame(more, "abc")...),
	} {
		if found, err := unpack(file); err == nil || !strings.Contains(err.Error(), "MiB") {
			t.Errorf("%s, the second part: %q, %v", name, found, err)
		}
	}
}

func TestWhatTheProgramsPackIsUnpacked(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	raw = raw[:min(len(raw), 1<<20)]
	for _, command := range []string{
		"gzip -c", "bzip2 -c", "xz -c", "xz -c9", "xz -c0 --check=none", "xz -c0 --check=sha256", "xz -c1 -T2 --block-size=200KiB",
		"xz -c --x86 --lzma2=preset=1", "zstd -c", "zstd -c --ultra -22", "zstd -c --long=27", "zstd -c --no-check", "pzstd -c -p 2",
	} {
		words := strings.Fields(command)
		if _, err := exec.LookPath(words[0]); err != nil {
			t.Logf("%s is not installed and checks nothing", words[0])
			continue
		}
		pack := exec.Command(words[0], words[1:]...)
		pack.Stdin = bytes.NewReader(raw)
		file, err := pack.Output()
		if err != nil {
			t.Errorf("%s: %v", command, err)
			continue
		}
		if found, err := unpack(file); err != nil || !bytes.Equal(found, raw) {
			t.Errorf("%s: %v, %d of %d bytes", command, err, len(found), len(raw))
		}
	}
}

// BenchmarkUnpack tells how many bytes are unpacked in a second, of machine code: this program's.
func BenchmarkUnpack(b *testing.B) {
	program, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	raw, err := os.ReadFile(program)
	if err != nil {
		b.Fatal(err)
	}
	for _, packer := range []string{"gzip", "xz", "zstd"} {
		file := packed(b, packer, raw)
		b.Run(packer, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			for b.Loop() {
				image, err := Unpack(bytes.NewReader(file))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, image, make([]byte, 4<<20)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
