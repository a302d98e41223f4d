package work

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"

	"dev.skerry/bootagent/internal/disk"
	"dev.skerry/bootagent/internal/door"
	"dev.skerry/bootagent/internal/facts"
	"dev.skerry/bootagent/internal/order"
)

const mib = 1 << 20

// fleet is a provisioner and an installer, and a machine with one disk that was booted by them.
type fleet struct {
	t          *testing.T
	server     *httptest.Server
	image      []byte
	seedStatus int
	// overAt is the percent from which on the attempt is over.
	overAt  int
	reports []string
	disk    string
	order   order.Order
}

func newFleet(t *testing.T, action string) *fleet {
	f := &fleet{t: t, image: packed(), seedStatus: 200, overAt: 101, disk: filepath.Join(t.TempDir(), "vda")}
	f.server = httptest.NewTLSServer(f)
	t.Cleanup(f.server.Close)
	pin := sha256.Sum256(f.server.Certificate().Raw)
	sum := sha256.Sum256(f.image)
	f.order = order.Order{
		Action: action, Nonce: "N", Provisioner: f.server.URL, CASHA256: pin[:], Seed: f.server.URL + "/nodes/N/",
		Image: f.server.URL + "/boot/files/image", ImageSHA256: sum[:],
	}
	if err := os.WriteFile(f.disk, bytes.Repeat([]byte{0xaa}, 16*mib), 0o600); err != nil {
		t.Fatal(err)
	}
	return f
}

// rawImage is one of 7 MiB with a master boot record and one partition.
func rawImage() []byte {
	raw := make([]byte, 7*mib)
	raw[446], raw[446+4], raw[510], raw[511] = 0x80, 0x83, 0x55, 0xaa
	raw[446+9], raw[446+13] = 8, 0x20
	copy(raw[mib:], "the system")
	return raw
}

var packed = sync.OnceValue(func() []byte { return pack(gzip.NewWriter) })

func pack[W io.WriteCloser](packer func(io.Writer) W) []byte {
	var file bytes.Buffer
	writer := packer(&file)
	writer.Write(rawImage())
	writer.Close()
	return file.Bytes()
}

// serve gives the machine another image to install.
func (f *fleet) serve(image []byte) {
	sum := sha256.Sum256(image)
	f.image, f.order.ImageSHA256 = image, sum[:]
}

func (f *fleet) ServeHTTP(answer http.ResponseWriter, request *http.Request) {
	switch path := request.URL.Path; {
	case path == "/boot/ca.pem":
		pem.Encode(answer, &pem.Block{Type: "CERTIFICATE", Bytes: f.server.Certificate().Raw})
	case strings.HasPrefix(path, "/nodes/N/"):
		answer.WriteHeader(f.seedStatus)
		fmt.Fprint(answer, "the node's "+filepath.Base(path))
	case path == "/boot/files/image":
		answer.Header().Set("ETag", `"1"`)
		answer.Write(f.image)
	case strings.HasPrefix(path, "/boot/attempts/N/"):
		body, _ := io.ReadAll(request.Body)
		var said struct{ Percent int }
		json.Unmarshal(body, &said)
		if said.Percent >= f.overAt {
			answer.WriteHeader(http.StatusNotFound)
			return
		}
		f.reports = append(f.reports, filepath.Base(path)+" "+string(body))
		answer.WriteHeader(http.StatusAccepted)
	default:
		answer.WriteHeader(http.StatusTeapot)
	}
}

func (f *fleet) work(misread error) error {
	root := f.t.TempDir()
	for name, content := range map[string]string{
		"sys/block/vda/size": fmt.Sprint(16 * mib / 512), "sys/block/vda/serial": "S1",
		"sys/class/net/eth0/type": "1", "sys/class/net/eth0/address": "52:54:00:00:00:01", "sys/class/net/eth0/device/vendor": "x",
		"sys/class/dmi/id/product_serial": "M1", "proc/meminfo": "MemTotal: 1048576 kB\n",
	} {
		file := filepath.Join(root, name)
		os.MkdirAll(filepath.Dir(file), 0o755)
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			f.t.Fatal(err)
		}
	}
	machine := facts.System{System: disk.System{Sys: filepath.Join(root, "sys"), Dev: filepath.Dir(f.disk)}, Proc: filepath.Join(root, "proc")}
	work := Work{Order: f.order, System: machine, Log: f.t.Logf, Wait: func(context.Context, time.Duration) error { return nil }}
	return work.Do(context.Background(), misread)
}

func (f *fleet) written() []byte {
	content, err := os.ReadFile(f.disk)
	if err != nil {
		f.t.Fatal(err)
	}
	return content
}

func (f *fleet) said() string { return strings.Join(f.reports, "\n") }

func TestAnInspectionTellsTheFacts(t *testing.T) {
	f := newFleet(t, "inspect")
	if err := f.work(nil); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`inspection {"architecture":`, `"disks":[{"name":"vda","sizeBytes":16777216,"serial":"S1","rotational":false}]`, `"memoryMiB":1024`, `"serial":"M1"`} {
		if !strings.Contains(f.said(), part) {
			t.Errorf("%s lacks %s", f.said(), part)
		}
	}
	if len(f.reports) != 1 || f.written()[0] != 0xaa {
		t.Error("an inspection does more than to look")
	}
}

func TestAnInstallationWritesImageAndSeedAndTellsHowFarItIs(t *testing.T) {
	f := newFleet(t, "install")
	if err := f.work(nil); err != nil {
		t.Fatal(err)
	}
	percents := []int{}
	for _, report := range f.reports {
		var said struct {
			Step    string
			Percent int
		}
		if json.Unmarshal([]byte(strings.TrimPrefix(report, "progress ")), &said) != nil {
			t.Fatal(report)
		}
		percents = append(percents, said.Percent)
	}
	for index := 1; index < len(percents); index++ {
		if percents[index] <= percents[index-1] {
			t.Error(percents)
		}
	}
	if len(percents) < 4 || percents[len(percents)-1] != 100 || !strings.Contains(f.said(), `"step":"rebooting"`) {
		t.Error(f.said())
	}
	written := f.written()
	if string(written[mib:mib+10]) != "the system" || written[510] != 0x55 || written[446+16+4] != 0x0e {
		t.Error("the image is not written")
	}
	for _, name := range []string{"meta-data", "user-data", "vendor-data"} {
		if !bytes.Contains(written[8*mib:], []byte("the node's "+name)) {
			t.Error("the seed lacks " + name)
		}
	}
}

func selfSigned(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func TestAnImageFromElsewhereIsKnownByItsHash(t *testing.T) {
	f := newFleet(t, "install")
	elsewhere := httptest.NewUnstartedServer(f)
	elsewhere.TLS = &tls.Config{Certificates: []tls.Certificate{selfSigned(t)}}
	elsewhere.StartTLS()
	defer elsewhere.Close()
	f.order.Image = elsewhere.URL + "/boot/files/image"
	if err := f.work(nil); err != nil {
		t.Fatal(err)
	}
	if !f.boots() {
		t.Error(f.said())
	}
}

// boots says whether a firmware would start the disk.
func (f *fleet) boots() bool { return f.written()[510] == 0x55 }

func TestAnImageWithAnotherHashDoesNotBoot(t *testing.T) {
	f := newFleet(t, "install")
	f.order.ImageSHA256 = make([]byte, 32)
	if err := f.work(nil); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(f.said(), "failure") || !strings.Contains(f.said(), "SHA-256") || strings.Contains(f.said(), "rebooting") || f.boots() {
		t.Error(f.said())
	}
}

// The hash is right: it was taken of a file that was spoiled before.
func TestASpoiledImageDoesNotBoot(t *testing.T) {
	for name, image := range map[string][]byte{
		"gzip": packed(),
		"xz":   pack(func(into io.Writer) *xz.Writer { writer, _ := xz.NewWriter(into); return writer }),
		"zstd": pack(func(into io.Writer) *zstd.Encoder { writer, _ := zstd.NewWriter(into); return writer }),
	} {
		damaged := bytes.Clone(image)
		damaged[len(image)-6] ^= 1
		for what, each := range map[string]struct {
			image []byte
			boots bool
		}{
			"whole":   {image, true},
			"half":    {image[:len(image)/2], false},
			"short":   {image[:len(image)-1], false},
			"longer":  {append(bytes.Clone(image), "what follows"...), false},
			"damaged": {damaged, false},
		} {
			f := newFleet(t, "install")
			f.serve(each.image)
			if err := f.work(nil); err != nil {
				t.Errorf("%s, %s: %v", name, what, err)
			}
			if f.boots() != each.boots || strings.Contains(f.said(), "failure") == each.boots {
				t.Errorf("%s, %s: %s", name, what, f.said())
			}
			if !each.boots && !bytes.Equal(f.written()[:mib], make([]byte, mib)) {
				t.Errorf("%s, %s: the disk has a beginning", name, what)
			}
		}
	}
}

func TestTheDiskIsLeftAloneUntilAllIsKnown(t *testing.T) {
	for named, spoil := range map[string]func(*fleet){
		"names no image":    func(f *fleet) { f.order.Image = "" },
		"no CA":             func(f *fleet) { f.order.Seed = "" },
		"none meets":        func(f *fleet) { f.order.Disk = "serial=other" },
		"answered 400":      func(f *fleet) { f.seedStatus = 400 },
		"answered 503":      func(f *fleet) { f.seedStatus = 503 },
		"answered 418":      func(f *fleet) { f.order.Image = f.server.URL + "/elsewhere" },
		"packed as qcow2":   func(f *fleet) { f.image = []byte("QFI\xfb and so on") },
		"--long=27 at most": func(f *fleet) { f.image = []byte("\x28\xb5\x2f\xfd\x00\x89 and so on") },
		"does not know the": func(f *fleet) { f.order.Action = "dance" },
	} {
		f := newFleet(t, "install")
		spoil(f)
		if err := f.work(nil); err != nil {
			t.Errorf("%s: %v", named, err)
		}
		if !strings.Contains(f.said(), "failure") || !strings.Contains(f.said(), named) || f.written()[0] != 0xaa {
			t.Errorf("%s: %s", named, f.said())
		}
	}
}

func TestAnAttemptThatIsOverStopsTheInstallation(t *testing.T) {
	for percent, touched := range map[int]bool{1: false, imageBegins: false, 95: true} {
		f := newFleet(t, "install")
		f.overAt = percent
		if err := f.work(nil); !errors.Is(err, door.ErrOver) {
			t.Errorf("%d: %v", percent, err)
		}
		if strings.Contains(f.said(), "failure") || f.boots() || (f.written()[0] != 0xaa) != touched {
			t.Errorf("%d: %s", percent, f.said())
		}
	}
	f := newFleet(t, "install")
	f.seedStatus = 410
	if err := f.work(nil); !errors.Is(err, door.ErrOver) || f.written()[0] != 0xaa {
		t.Error(err)
	}
}

func TestAWipeTellsSerialsAndMethod(t *testing.T) {
	f := newFleet(t, "wipe")
	if err := f.work(nil); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(f.said(), `wiped {"diskSerials":["S1"],"method":"overwrite"}`) {
		t.Error(f.said())
	}
	written := f.written()
	if !bytes.Equal(written[:mib], make([]byte, mib)) || !bytes.Equal(written[15*mib:], make([]byte, mib)) {
		t.Error("the disk is not wiped")
	}
}

func TestAnAttemptThatIsOverWipesNothing(t *testing.T) {
	f := newFleet(t, "wipe")
	f.overAt = 0
	if err := f.work(nil); !errors.Is(err, door.ErrOver) || f.written()[0] != 0xaa {
		t.Error(err)
	}
}

func TestADiskThatIsNotWipedIsNamed(t *testing.T) {
	f := newFleet(t, "wipe")
	if err := os.Remove(f.disk); err != nil {
		t.Fatal(err)
	}
	if err := f.work(nil); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(f.said(), "failure") || !strings.Contains(f.said(), "S1") || strings.Contains(f.said(), "wiped {") {
		t.Error(f.said())
	}
}

func TestAnotherAuthorityIsNotSpokenTo(t *testing.T) {
	f := newFleet(t, "install")
	f.order.CASHA256[0]++
	if err := f.work(nil); err == nil || len(f.reports) != 0 || f.written()[0] != 0xaa {
		t.Error(err, f.said())
	}
}

func TestAScriptThatWasMisreadIsReported(t *testing.T) {
	f := newFleet(t, "install")
	if err := f.work(errors.New("skerry.image is no URL")); err != nil {
		t.Fatal(err)
	}
	if f.said() != `failure {"reason":"skerry.image is no URL"}` || f.written()[0] != 0xaa {
		t.Error(f.said())
	}
}
