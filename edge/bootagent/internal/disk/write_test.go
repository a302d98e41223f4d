package disk

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var seed = []File{
	{"meta-data", []byte("instance-id: skerry-N\n")}, {"user-data", bytes.Repeat([]byte("#cloud-config\n"), 500)}, {"vendor-data", nil},
	{"thirteen-long", []byte("13")},
}

// disk is a file of so many MiB, full of what was there before.
func disk(t *testing.T, size int64) Disk {
	t.Helper()
	file := filepath.Join(t.TempDir(), "disk")
	if err := os.WriteFile(file, bytes.Repeat([]byte{0xaa}, int(size*mib)), 0o600); err != nil {
		t.Fatal(err)
	}
	return Disk{Name: "disk", Device: file, SizeBytes: size * mib, Sector: 512}
}

func content(t *testing.T, d Disk) []byte {
	t.Helper()
	content, err := os.ReadFile(d.Device)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// gptImage is an image of so many MiB with one partition, from 1 MiB on.
func gptImage(size int64, name string, partition int64) []byte {
	image := make([]byte, size*mib)
	binary.LittleEndian.PutUint32(image[446+8:], 1)
	binary.LittleEndian.PutUint32(image[446+12:], uint32(size*mib/512-1))
	image[446+4], image[510], image[511] = 0xee, 0x55, 0xaa
	header, entries := image[512:512+92], image[1024:1024+128*entrySize]
	copy(header, "EFI PART")
	binary.LittleEndian.PutUint32(header[8:], 0x10000)
	binary.LittleEndian.PutUint32(header[12:], 92)
	binary.LittleEndian.PutUint64(header[24:], 1)
	binary.LittleEndian.PutUint64(header[40:], 34)
	binary.LittleEndian.PutUint64(header[72:], 2)
	binary.LittleEndian.PutUint32(header[80:], 128)
	binary.LittleEndian.PutUint32(header[84:], entrySize)
	writeEntry(entries[:entrySize], Range{mib, partition * mib}, 512)
	clear(entries[56:entrySize])
	for index, letter := range name {
		entries[56+2*index] = byte(letter)
	}
	table := gpt{header, entries}
	if err := table.moveTo(image, &memory{image}, size*mib/512, 512, 32); err != nil {
		panic(err)
	}
	copy(image[mib:], "the system")
	return image
}

func mbrImage(size int64) []byte {
	image := make([]byte, size*mib)
	image[446], image[446+4], image[510], image[511] = 0x80, 0x83, 0x55, 0xaa
	binary.LittleEndian.PutUint32(image[446+8:], 2048)
	binary.LittleEndian.PutUint32(image[446+12:], uint32(size*mib/512-2048))
	copy(image[mib:], "the system")
	return image
}

type memory struct{ bytes []byte }

func (m *memory) WriteAt(from []byte, at int64) (int, error) { return copy(m.bytes[at:], from), nil }

func install(d Disk, image []byte) error {
	writing, err := d.Begin(context.Background())
	if err != nil {
		return err
	}
	defer writing.Close()
	if err := writing.Image(bytes.NewReader(image), func() error { return nil }); err != nil {
		return err
	}
	if err := writing.Seed(seed); err != nil {
		return err
	}
	return writing.Finish()
}

func TestAnImageWithGPTGetsASeedAtTheDisksEnd(t *testing.T) {
	d := disk(t, 20)
	image := gptImage(10, "root", 8)
	if err := install(d, image); err != nil {
		t.Fatal(err)
	}
	written := content(t, d)
	if !bytes.Equal(written[mib:10*mib], image[mib:]) {
		t.Error("the image is not as it was")
	}
	for name, at := range map[string]int64{"first": 512, "copy": 20*mib - 512} {
		header := written[at : at+92]
		if string(header[:8]) != "EFI PART" || checksum(header, 16) != binary.LittleEndian.Uint32(header[16:]) {
			t.Errorf("%s header is damaged", name)
		}
		entries := written[int64(binary.LittleEndian.Uint64(header[72:]))*512:][:128*entrySize]
		if crc32.ChecksumIEEE(entries) != binary.LittleEndian.Uint32(header[88:]) {
			t.Errorf("%s entries are damaged", name)
		}
		if partitionName(entries[entrySize:]) != SeedLabel || binary.LittleEndian.Uint64(entries[entrySize+32:]) != 11*mib/512 || binary.LittleEndian.Uint64(entries[entrySize+40:]) != 19*mib/512-1 {
			t.Errorf("%s: no seed: %x", name, entries[entrySize:2*entrySize])
		}
		if binary.LittleEndian.Uint64(header[48:]) != 20*mib/512-34 {
			t.Errorf("%s: last usable block %d", name, binary.LittleEndian.Uint64(header[48:]))
		}
	}
	if found := binary.LittleEndian.Uint32(written[446+12:]); found != 20*mib/512-1 {
		t.Errorf("the protective MBR covers %d sectors", found)
	}
	checkFilesystem(t, written[11*mib:19*mib])
	check(t, "sgdisk", "--verify", d.Device)
}

func TestAnImagesOwnSeedPartitionIsTaken(t *testing.T) {
	d := disk(t, 20)
	if err := install(d, gptImage(10, "cidata", 8)); err != nil {
		t.Fatal(err)
	}
	written := content(t, d)
	checkFilesystem(t, written[mib:9*mib])
	if written[1024+entrySize] != 0 {
		t.Error("there is a second one")
	}
}

func TestAnImageWithMBRGetsASeedAtTheDisksEnd(t *testing.T) {
	d := disk(t, 20)
	image := mbrImage(10)
	if err := install(d, image); err != nil {
		t.Fatal(err)
	}
	written := content(t, d)
	entry := written[446+16 : 446+32]
	if entry[4] != 0x0e || binary.LittleEndian.Uint32(entry[8:]) != 12*mib/512 || binary.LittleEndian.Uint32(entry[12:]) != fatSectors {
		t.Errorf("%x", entry)
	}
	if !bytes.Equal(written[446:446+16], image[446:446+16]) || !bytes.Equal(written[mib:10*mib], image[mib:]) {
		t.Error("the image is not as it was")
	}
	checkFilesystem(t, written[12*mib:])
}

func TestWhatCannotBeInstalledIsNamed(t *testing.T) {
	damaged := gptImage(10, "root", 8)
	damaged[1024]++
	full := mbrImage(10)
	for at := 446; at < 510; at += 16 {
		full[at+4] = 0x83
	}
	for named, image := range map[string][]byte{
		"no partition table":    bytes.Repeat([]byte("x"), 2*mib),
		"empty":                 {},
		"damaged":               damaged,
		"free entry":            full,
		"no room":               gptImage(20, "root", 17),
		"larger than the disk":  gptImage(21, "root", 8),
		"after the disk's last": gptImage(24, "root", 22)[:18*mib],
	} {
		d := disk(t, 20)
		if err := install(d, image); err == nil || !strings.Contains(err.Error(), named) {
			t.Errorf("%s: %v", named, err)
		}
		if !bytes.Equal(content(t, d)[:mib], make([]byte, mib)) {
			t.Errorf("%s: the disk boots", named)
		}
	}
}

func TestADiskThatIsHalfWrittenDoesNotBoot(t *testing.T) {
	for name, part := range map[string]int64{"in the head": mib / 2, "later": 9 * mib} {
		d := disk(t, 20)
		writing, err := d.Begin(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		broken := fmt.Errorf("broken: %w", io.ErrUnexpectedEOF)
		image := io.MultiReader(bytes.NewReader(gptImage(10, "root", 8)[:part]), failing{broken})
		if err := writing.Image(image, func() error { return nil }); !errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
		writing.Close()
		if written := content(t, d); !bytes.Equal(written[:mib], make([]byte, mib)) || !bytes.Equal(written[19*mib:], make([]byte, mib)) {
			t.Errorf("%s: the disk has a beginning or an end", name)
		}
	}
}

func TestTheWorkStopsWhenTheAttemptIsOver(t *testing.T) {
	d := disk(t, 20)
	writing, err := d.Begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer writing.Close()
	over := errors.New("over")
	if err := writing.Image(bytes.NewReader(gptImage(18, "root", 8)), func() error { return over }); !errors.Is(err, over) {
		t.Error(err)
	}
	if content(t, d)[19*mib-1] != 0xaa {
		t.Error("it was written on")
	}
}

func TestOverwritingTakesTheEndsOfTheDiskAndOfItsPartitions(t *testing.T) {
	d := disk(t, 20)
	d.Parts = []Range{{5 * mib, 4 * mib}, {19*mib + mib/2, mib}}
	told := 0
	method, err := d.Wipe(context.Background(), func(percent int) { told = percent })
	if err != nil || method != "overwrite" || told != 100 {
		t.Error(method, err, told)
	}
	written := content(t, d)
	for at, zero := range map[int]bool{0: true, 1: false, 4: false, 5: true, 6: false, 8: true, 9: false, 18: false, 19: true} {
		want := bytes.Repeat([]byte{0xaa}, mib)
		if zero {
			want = make([]byte, mib)
		}
		if !bytes.Equal(written[at*mib:(at+1)*mib], want) {
			t.Errorf("MiB %d", at)
		}
	}
}

func TestADiskThatRefusesToDiscardIsOverwritten(t *testing.T) {
	d := disk(t, 3)
	// A file refuses the call that a disk takes.
	d.Discards = true
	if method, err := d.Wipe(context.Background(), func(int) {}); err != nil || method != "overwrite" {
		t.Error(method, err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// checkFilesystem reads the seed as mtools does, and has it checked by dosfstools where they are installed.
func checkFilesystem(t *testing.T, volume []byte) {
	t.Helper()
	if string(volume[43:49]) != SeedLabel {
		t.Fatalf("the filesystem is called %q", volume[43:54])
	}
	file := filepath.Join(t.TempDir(), "seed")
	if err := os.WriteFile(file, volume, 0o600); err != nil {
		t.Fatal(err)
	}
	check(t, "fsck.fat", "-n", "-v", file)
	for _, each := range seed {
		if found := check(t, "mtype", "-i", file, "::"+each.Name); found != nil && !bytes.Equal(found, each.Content) {
			t.Errorf("%s holds %q", each.Name, found)
		}
	}
}

// check runs a program, and reads what it says; nil when it is not installed.
func check(t *testing.T, name string, arguments ...string) []byte {
	t.Helper()
	program, err := exec.LookPath(name)
	if err != nil {
		if _, err := os.Stat("/usr/sbin/" + name); err != nil {
			t.Logf("%s is not installed and checks nothing", name)
			return nil
		}
		program = "/usr/sbin/" + name
	}
	said, err := exec.Command(program, arguments...).Output()
	if err != nil {
		t.Errorf("%s: %v: %s", name, err, said)
	}
	return append([]byte{}, said...)
}

func TestASeedThatIsTooLargeIsRefused(t *testing.T) {
	if _, err := fat16(512, SeedLabel, []File{{"user-data", make([]byte, 9*mib)}}); err == nil {
		t.Error("9 MiB fit in 8")
	}
	var many []File
	for number := range 300 {
		many = append(many, File{Name: fmt.Sprintf("file-%d", number)})
	}
	if _, err := fat16(512, SeedLabel, many); err == nil {
		t.Error("300 files fit in a root of 512 entries")
	}
}

func TestLargeSectorsWork(t *testing.T) {
	volume, err := fat16(4096, SeedLabel, seed)
	if err != nil {
		t.Fatal(err)
	}
	checkFilesystem(t, append(volume, make([]byte, fatSize(4096)-int64(len(volume)))...))
}
