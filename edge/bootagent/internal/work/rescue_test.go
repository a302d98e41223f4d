package work

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dev.skerry/bootagent/internal/order"
)

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB0mPqXAtBv0UkAlxrXcTSFAB3m6E1sGkJ2Tz1dUwLxk ada"

// dropbear is a stand-in that says how it was started and then waits, as the true one does.
const dropbear = "#!/bin/sh\necho \"$@\" >\"$(dirname \"$0\")/started.new\"\nmv \"$(dirname \"$0\")/started.new\" \"$(dirname \"$0\")/started\"\nexec sleep 600\n"
const dropbearkey = "#!/bin/sh\nfor file; do :; done\n[ \"$1\" = -y ] && echo 'ssh-ed25519 aG9zdA== root@here' || : >\"$file\"\n"

func TestARescueLetsTheKeysOwnerInUntilItIsOver(t *testing.T) {
	home, tools := t.TempDir(), t.TempDir()
	for name, content := range map[string]string{"dropbear": dropbear, "dropbearkey": dropbearkey} {
		if err := os.WriteFile(filepath.Join(tools, name), []byte(content), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", tools+":"+os.Getenv("PATH"))
	started := filepath.Join(tools, "started")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	port := fmt.Sprint(listener.Addr().(*net.TCPAddr).Port)
	reports := []string{}
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		switch strings.TrimPrefix(request.URL.Path, "/boot/attempts/N/") {
		case "authorized-keys":
			if _, err := os.Stat(started); err == nil && len(reports) == 2 {
				answer.WriteHeader(http.StatusNotFound)
				return
			}
			fmt.Fprintln(answer, key)
		case "rescue", "progress":
			var body bytes.Buffer
			body.ReadFrom(request.Body)
			reports = append(reports, body.String())
			answer.WriteHeader(http.StatusAccepted)
		default:
			answer.WriteHeader(http.StatusTeapot)
		}
	}))
	t.Cleanup(server.Close)
	work := Work{
		Order: order.Order{Action: "rescue", Nonce: "N", Provisioner: server.URL},
		Log:   t.Logf, Home: home, SSHPort: port,
		Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	}
	if err := work.Do(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	if found, _ := os.ReadFile(filepath.Join(home, ".ssh", "authorized_keys")); string(found) != key+"\n" {
		t.Errorf("authorized_keys is %q", found)
	}
	// The SHA-256 of "host".
	want := `{"address":"127.0.0.1","hostKey":"SHA256:R0CuY0ewFywBJU/1W65a/1GZ9ERuf21kPUAYWz9HUUU"}`
	if len(reports) != 2 || reports[1] != want {
		t.Errorf("reported %v, not %s", reports, want)
	}
	arguments, _ := os.ReadFile(started)
	if want := "-F -E -s -j -k -r " + filepath.Join(home, "host_key") + " -p " + port + "\n"; string(arguments) != want {
		t.Errorf("the SSH server was started with %q, not %q", arguments, want)
	}
}

func TestWithoutAnSSHServerTheRescueFailsAndSaysWhy(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	var failure string
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		if strings.HasSuffix(request.URL.Path, "/failure") {
			var body bytes.Buffer
			body.ReadFrom(request.Body)
			failure = body.String()
		}
		fmt.Fprintln(answer, key)
	}))
	t.Cleanup(server.Close)
	work := Work{
		Order: order.Order{Action: "rescue", Nonce: "N", Provisioner: server.URL},
		Log:   t.Logf, Home: t.TempDir(), SSHPort: "2222",
		Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	}
	if err := work.Do(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(failure, "no SSH host key can be made") {
		t.Errorf("reported %q", failure)
	}
}
