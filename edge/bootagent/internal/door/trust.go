package door

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// The fleet's clock and the machine's may be apart by so much before the machine's is not believed.
const clocksApart = time.Minute

// Trusting makes a client that trusts the CA at the provisioner's door, if its SHA-256 is the pinned one, and no other.
// Without a pin, HTTPS is not spoken.
func Trusting(ctx context.Context, provisioner string, pinned []byte, wait func(context.Context, time.Duration) error) (*http.Client, error) {
	if len(pinned) == 0 {
		return client(&tls.Config{RootCAs: x509.NewCertPool()}), nil
	}
	anyone := Anyone()
	defer anyone.CloseIdleConnections()
	var last error
	for tries := 0; tries < 30; tries++ {
		ca, ahead, err := authority(ctx, anyone, provisioner+"/boot/ca.pem")
		if err == nil {
			return trusting(ca, pinned, ahead)
		}
		last = err
		if wait(ctx, min(time.Second<<min(tries, 5), longestPause)) != nil {
			break
		}
	}
	return nil, fmt.Errorf("the fleet's CA cannot be read: %w", last)
}

// Anyone makes a client for what is known by its hash, whoever serves it.
func Anyone() *http.Client {
	return client(&tls.Config{InsecureSkipVerify: true})
}

func trusting(ca *x509.Certificate, pinned []byte, ahead time.Duration) (*http.Client, error) {
	if found := sha256.Sum256(ca.Raw); !bytes.Equal(found[:], pinned) {
		return nil, fmt.Errorf("the CA is not the pinned one: its SHA-256 is %s", hex.EncodeToString(found[:]))
	}
	roots := x509.NewCertPool()
	roots.AddCert(ca)
	config := &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	if ahead.Abs() > clocksApart {
		// A machine whose battery is empty lives in another year.
		config.Time = func() time.Time { return time.Now().Add(ahead) }
	}
	return client(config), nil
}

// authority reads the CA, and how far the fleet's clock is ahead of the machine's.
func authority(ctx context.Context, client *http.Client, url string) (*x509.Certificate, time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, 0, err
	}
	answer, err := client.Do(request)
	if err != nil {
		return nil, 0, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, 0, fmt.Errorf("%s was answered %d", url, answer.StatusCode)
	}
	text, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	if err != nil {
		return nil, 0, err
	}
	block, _ := pem.Decode(text)
	if block == nil || block.Type != "CERTIFICATE" {
		return nil, 0, errors.New(url + " is no certificate in PEM")
	}
	ca, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", url, err)
	}
	var ahead time.Duration
	if date, err := http.ParseTime(answer.Header.Get("Date")); err == nil {
		ahead = time.Until(date)
	}
	return ca, ahead, nil
}

func client(config *tls.Config) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
		TLSClientConfig:       config,
		TLSHandshakeTimeout:   20 * time.Second,
		ResponseHeaderTimeout: 45 * time.Second,
		// What an image's checksum is of must come as it lies on the server.
		DisableCompression: true,
	}}
}
