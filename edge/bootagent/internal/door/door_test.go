package door

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// provisioner answers with the codes one after the other, then with 202.
func provisioner(t *testing.T, codes ...int) (*Door, *[]string) {
	said := &[]string{}
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		*said = append(*said, request.Method+" "+request.URL.Path+" "+request.Header.Get("Content-Type")+" "+string(body))
		code := http.StatusAccepted
		if len(codes) > 0 {
			code, codes = codes[0], codes[1:]
		}
		answer.Header().Set("Retry-After", "7")
		answer.WriteHeader(code)
	}))
	t.Cleanup(server.Close)
	return &Door{server.Client(), server.URL, "N", func(context.Context, time.Duration) error { return nil }}, said
}

func TestAReportSaysWhatTheProtocolSays(t *testing.T) {
	door, said := provisioner(t)
	ctx := context.Background()
	for _, err := range []error{
		door.Inspection(ctx, map[string]int{"cpuCores": 2}), door.Done(ctx, "write-image", 50),
		door.Wiped(ctx, []string{"S1"}, "discard"), door.Failure(ctx, "no disk"),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	want := []string{
		`POST /boot/attempts/N/inspection application/json {"cpuCores":2}`,
		`POST /boot/attempts/N/progress application/json {"percent":50,"step":"write-image"}`,
		`POST /boot/attempts/N/wiped application/json {"diskSerials":["S1"],"method":"discard"}`,
		`POST /boot/attempts/N/failure application/json {"reason":"no disk"}`,
	}
	if strings.Join(*said, "\n") != strings.Join(want, "\n") {
		t.Error(strings.Join(*said, "\n"))
	}
}

func TestAReportIsRepeatedUntilItIsAnsweredForGood(t *testing.T) {
	door, said := provisioner(t, 503, 429, 500)
	var pauses []time.Duration
	door.Wait = func(_ context.Context, pause time.Duration) error { pauses = append(pauses, pause); return nil }
	if err := door.Done(context.Background(), "s", 1); err != nil || len(*said) != 4 {
		t.Errorf("%v after %d", err, len(*said))
	}
	for _, pause := range pauses {
		if pause != 7*time.Second {
			t.Errorf("Retry-After was not heeded: %v", pauses)
		}
	}
}

func TestAnAttemptThatIsOverEndsTheWork(t *testing.T) {
	for _, code := range []int{404, 410} {
		door, said := provisioner(t, code)
		if err := door.Done(context.Background(), "s", 1); !errors.Is(err, ErrOver) || len(*said) != 1 {
			t.Errorf("%d: %v", code, err)
		}
		door, _ = provisioner(t, code)
		if err := door.Underway(context.Background(), "s", 1); !errors.Is(err, ErrOver) {
			t.Errorf("%d: %v", code, err)
		}
	}
}

func TestARefusedReportIsNotRepeated(t *testing.T) {
	door, said := provisioner(t, 422)
	if err := door.Done(context.Background(), "s", 1); err == nil || errors.Is(err, ErrOver) || len(*said) != 1 {
		t.Errorf("%v after %d", err, len(*said))
	}
}

func TestWhatIsUnderWayIsNotHeldUp(t *testing.T) {
	door, said := provisioner(t, 503)
	if err := door.Underway(context.Background(), "s", 1); err != nil || len(*said) != 1 {
		t.Errorf("%v after %d", err, len(*said))
	}
}

func TestNobodyWaitsForEver(t *testing.T) {
	door, _ := provisioner(t, 503, 503)
	door.Wait = func(context.Context, time.Duration) error { return context.DeadlineExceeded }
	if err := door.Done(context.Background(), "s", 1); err == nil || !strings.Contains(err.Error(), "503") {
		t.Error(err)
	}
}

func TestALongReasonFitsTheDoor(t *testing.T) {
	door, said := provisioner(t)
	if err := door.Failure(context.Background(), strings.Repeat("ü", 5000)); err != nil {
		t.Fatal(err)
	}
	var body struct{ Reason string }
	if err := json.Unmarshal([]byte((*said)[0][strings.Index((*said)[0], "{"):]), &body); err != nil || len([]rune(body.Reason)) != mostCharacters {
		t.Error(err, len([]rune(body.Reason)))
	}
}

// fleet is a door with TLS that shows its certificate as the fleet's CA.
func fleet(t *testing.T, date string) (url string, pin []byte) {
	var server *httptest.Server
	server = httptest.NewTLSServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		if date != "" {
			answer.Header().Set("Date", date)
		}
		pem.Encode(answer, &pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	}))
	t.Cleanup(server.Close)
	sum := sha256.Sum256(server.Certificate().Raw)
	return server.URL, sum[:]
}

func get(t *testing.T, client *http.Client, url string) error {
	t.Helper()
	answer, err := client.Get(url)
	if err == nil {
		answer.Body.Close()
	}
	return err
}

func never(context.Context, time.Duration) error { return context.Canceled }

func TestThePinnedAuthorityIsTrusted(t *testing.T) {
	url, pin := fleet(t, "")
	client, err := Trusting(context.Background(), url, pin, never)
	if err != nil {
		t.Fatal(err)
	}
	if err := get(t, client, url); err != nil {
		t.Error(err)
	}
}

func TestAnotherAuthorityIsNot(t *testing.T) {
	url, pin := fleet(t, "")
	pin[0]++
	if _, err := Trusting(context.Background(), url, pin, never); err == nil || !strings.Contains(err.Error(), "not the pinned one") {
		t.Error(err)
	}
	client, err := Trusting(context.Background(), url, nil, never)
	if err != nil {
		t.Fatal(err)
	}
	if get(t, client, url) == nil {
		t.Error("without a pin a certificate was trusted")
	}
}

func TestTheFleetsClockCountsWhenTheMachinesIsWrong(t *testing.T) {
	// The certificate of httptest ends in 2084; at the door it is later.
	url, pin := fleet(t, "Sat, 01 Jan 2090 00:00:00 GMT")
	client, err := Trusting(context.Background(), url, pin, never)
	if err != nil {
		t.Fatal(err)
	}
	if err := get(t, client, url); err == nil || !strings.Contains(err.Error(), "expired") {
		t.Error(err)
	}
}
