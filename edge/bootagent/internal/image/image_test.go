package image

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func content(size int) []byte {
	bytes := make([]byte, size)
	rand.New(rand.NewSource(1)).Read(bytes)
	return bytes
}

func TestTheHashIsOfTheWholeFile(t *testing.T) {
	file := append(packed(t, "gzip", content(1000)), "what follows"...)
	sum := sha256.Sum256(file)
	image, err := Unpack(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(io.Discard, image, 1000); err != nil {
		t.Fatal(err)
	}
	if err := image.Check(sum[:]); err != nil {
		t.Error(err)
	}
}

func TestAnotherFileIsFoundOut(t *testing.T) {
	image, err := Unpack(bytes.NewReader(content(1000)))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(nil)
	if err := image.Check(sum[:]); err == nil || !strings.Contains(err.Error(), "not e3b0c442") {
		t.Error(err)
	}
}

func TestWhatCannotBeUnpackedIsNamed(t *testing.T) {
	for _, each := range unsupported {
		if _, err := Unpack(strings.NewReader(each.magic + "more of it")); err == nil || !strings.Contains(err.Error(), each.name) {
			t.Errorf("%s: %v", each.name, err)
		}
	}
}

func TestAShortFileIsNoError(t *testing.T) {
	image, err := Unpack(strings.NewReader("abc"))
	if err != nil {
		t.Fatal(err)
	}
	if found, err := io.ReadAll(image); err != nil || string(found) != "abc" {
		t.Error(found, err)
	}
}

// server breaks the connection after so many bytes; how it answers to a range, one of its fields says.
type server struct {
	file     []byte
	breaks   int
	tags     []string
	noRanges bool
	asked    []string
}

func (s *server) ServeHTTP(answer http.ResponseWriter, request *http.Request) {
	asked := request.Header.Get("Range")
	s.asked = append(s.asked, asked)
	tag := s.tags[min(len(s.asked), len(s.tags))-1]
	answer.Header().Set("ETag", tag)
	start := 0
	if asked != "" && !s.noRanges {
		fmt.Sscanf(asked, "bytes=%d-", &start)
		answer.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", start, len(s.file)-1, len(s.file)))
	}
	answer.Header().Set("Content-Length", fmt.Sprint(len(s.file)-start))
	if start > 0 {
		answer.WriteHeader(http.StatusPartialContent)
	}
	answer.Write(s.file[start:min(len(s.file), start+s.breaks)])
}

func open(t *testing.T, handler http.Handler) (*Download, error) {
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return Open(context.Background(), server.Client(), server.URL, func(context.Context, time.Duration) error { return nil })
}

func TestADownloadGoesOnWhereItBroke(t *testing.T) {
	server := &server{file: content(10_000), breaks: 3_000, tags: []string{`"a"`}}
	download, err := open(t, server)
	if err != nil {
		t.Fatal(err)
	}
	found, err := io.ReadAll(download)
	if err != nil || !bytes.Equal(found, server.file) || download.At() != 10_000 || download.Size() != 10_000 {
		t.Error(err, len(found))
	}
	if want := "[ bytes=3000- bytes=6000- bytes=9000-]"; fmt.Sprint(server.asked) != want {
		t.Error(server.asked)
	}
}

func TestADownloadDoesNotMixTwoFiles(t *testing.T) {
	for name, server := range map[string]*server{
		"another tag": {file: content(10_000), breaks: 3_000, tags: []string{`"a"`, `"b"`}},
		"no ranges":   {file: content(10_000), breaks: 3_000, tags: []string{`"a"`}, noRanges: true},
	} {
		download, err := open(t, server)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(download); err == nil || !strings.Contains(err.Error(), "has changed") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestADownloadThatBringsNothingEnds(t *testing.T) {
	server := &server{file: content(10), breaks: 0, tags: []string{`"a"`}}
	download, err := open(t, server)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(download); err == nil || len(server.asked) != mostTries {
		t.Error(err, len(server.asked))
	}
}

func TestAFileThatIsNotThereIsNotAskedForAgain(t *testing.T) {
	asked := 0
	_, err := open(t, http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
		asked++
		answer.WriteHeader(http.StatusNotFound)
	}))
	if err == nil || asked != 1 || !strings.Contains(err.Error(), "404") {
		t.Error(err, asked)
	}
}

func TestABusyServerIsAskedAgain(t *testing.T) {
	asked := 0
	download, err := open(t, http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
		if asked++; asked < 3 {
			answer.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		answer.Write([]byte("image"))
	}))
	if err != nil {
		t.Fatal(err)
	}
	if found, err := io.ReadAll(download); err != nil || string(found) != "image" {
		t.Error(found, err)
	}
}

func TestADownloadEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		answer.WriteHeader(http.StatusOK)
		answer.(http.Flusher).Flush()
		cancel()
		<-request.Context().Done()
	}))
	defer server.Close()
	download, err := Open(ctx, server.Client(), server.URL, func(ctx context.Context, _ time.Duration) error { return ctx.Err() })
	if err == nil {
		_, err = io.ReadAll(download)
	}
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
