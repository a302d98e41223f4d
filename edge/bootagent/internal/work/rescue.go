package work

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"dev.skerry/bootagent/internal/door"
)

// How often the door is asked whether the rescue is over.
const rescuePoll = 10 * time.Second

// rescue lets a person log in as root with the key that was given, until the rescue is over. The disks are left as they are.
func (w *Work) rescue(ctx context.Context) error {
	keys, err := w.door.AuthorizedKeys(ctx)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(w.Home, ".ssh"), 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(w.Home, ".ssh", "authorized_keys"), keys, 0o600); err != nil {
		return err
	}
	hostKey := filepath.Join(w.Home, "host_key")
	fingerprint, err := makeHostKey(ctx, hostKey)
	if err != nil {
		return err
	}
	if err := w.door.Done(ctx, "start-ssh", 50); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended, err := serveSSH(ctx, hostKey, w.SSHPort)
	if err != nil {
		return err
	}
	if err := w.untilListening(ctx, ended); err != nil {
		return err
	}
	address, err := w.ownAddress(ctx)
	if err != nil {
		return err
	}
	if err := w.door.Rescue(ctx, address, fingerprint); err != nil {
		return err
	}
	w.Log("ssh root@%s, host key %s", address, fingerprint)
	return w.untilOver(ctx, ended)
}

// makeHostKey makes a key that lives as long as the ramdisk.
func makeHostKey(ctx context.Context, file string) (fingerprint string, err error) {
	os.Remove(file)
	if said, err := exec.CommandContext(ctx, "dropbearkey", "-t", "ed25519", "-f", file).CombinedOutput(); err != nil {
		return "", fmt.Errorf("no SSH host key can be made: %w: %s", err, said)
	}
	said, err := exec.CommandContext(ctx, "dropbearkey", "-y", "-f", file).Output()
	if err != nil {
		return "", fmt.Errorf("the SSH host key cannot be read: %w", err)
	}
	for _, line := range strings.Split(string(said), "\n") {
		if fields := strings.Fields(line); len(fields) >= 2 && fields[0] == "ssh-ed25519" {
			key, err := base64.StdEncoding.DecodeString(fields[1])
			if err != nil {
				return "", fmt.Errorf("the SSH host key is no base64: %w", err)
			}
			sum := sha256.Sum256(key)
			return "SHA256:" + base64.RawStdEncoding.EncodeToString(sum[:]), nil
		}
	}
	return "", fmt.Errorf("dropbearkey told no key: %s", said)
}

// serveSSH starts the SSH server: keys only, no passwords, nothing forwarded.
func serveSSH(ctx context.Context, hostKey, port string) (ended <-chan error, err error) {
	server := exec.CommandContext(ctx, "dropbear", "-F", "-E", "-s", "-j", "-k", "-r", hostKey, "-p", port)
	server.Stdout, server.Stderr = os.Stdout, os.Stderr
	if err := server.Start(); err != nil {
		return nil, fmt.Errorf("no SSH server: %w", err)
	}
	over := make(chan error, 1)
	go func() { over <- server.Wait() }()
	return over, nil
}

func (w *Work) untilListening(ctx context.Context, ended <-chan error) error {
	for tries := 0; ; tries++ {
		connection, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "tcp", net.JoinHostPort("127.0.0.1", w.SSHPort))
		if err == nil {
			return connection.Close()
		}
		select {
		case err := <-ended:
			return fmt.Errorf("the SSH server ended: %v", err)
		default:
		}
		if tries == 30 {
			return fmt.Errorf("the SSH server does not answer: %w", err)
		}
		if err := w.Wait(ctx, time.Second); err != nil {
			return err
		}
	}
}

// ownAddress is the one by which this machine reaches the provisioner.
func (w *Work) ownAddress(ctx context.Context) (string, error) {
	door, err := url.Parse(w.Order.Provisioner)
	if err != nil {
		return "", err
	}
	port := door.Port()
	if port == "" {
		port = door.Scheme
	}
	// No packet is sent: only the way is looked up.
	connection, err := (&net.Dialer{}).DialContext(ctx, "udp", net.JoinHostPort(door.Hostname(), port))
	if err != nil {
		return "", fmt.Errorf("the provisioner has no address: %w", err)
	}
	defer connection.Close()
	host, _, err := net.SplitHostPort(connection.LocalAddr().String())
	return host, err
}

// untilOver waits for the end of the rescue. A door that does not answer does not end it.
func (w *Work) untilOver(ctx context.Context, ended <-chan error) error {
	for {
		if err := w.Wait(ctx, rescuePoll); err != nil {
			return err
		}
		select {
		case err := <-ended:
			return fmt.Errorf("the SSH server ended: %v", err)
		default:
		}
		if _, err := w.door.AskAuthorizedKeys(ctx); errors.Is(err, door.ErrOver) {
			w.Log("the rescue is over")
			return nil
		}
	}
}
