// Package image reads what is written to a disk: over a connection that may break, compressed or not, checked against its hash.
package image

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// A connection that is silent for so long is given up.
const silence = 60 * time.Second

// So many connections in a row may bring nothing.
const mostTries = 8

// Download reads a file over HTTP. When the connection breaks it goes on where it was, as long as the file stays the same.
type Download struct {
	ctx    context.Context
	client *http.Client
	url    string
	wait   func(context.Context, time.Duration) error

	body   io.ReadCloser
	stop   context.CancelFunc
	alarm  *time.Timer
	tag    string
	at     int64
	size   int64
	failed int
}

// Open begins a download.
func Open(ctx context.Context, client *http.Client, url string, wait func(context.Context, time.Duration) error) (*Download, error) {
	d := &Download{ctx: ctx, client: client, url: url, wait: wait, size: -1}
	if err := d.connected(); err != nil {
		return nil, err
	}
	return d, nil
}

// Size is the file's, in bytes; -1 when the server does not tell.
func (d *Download) Size() int64 { return d.size }

// At is how much was read, in bytes.
func (d *Download) At() int64 { return d.at }

func (d *Download) Read(into []byte) (int, error) {
	for {
		if err := d.connected(); err != nil {
			return 0, err
		}
		d.alarm.Reset(silence)
		n, err := d.body.Read(into)
		d.alarm.Stop()
		d.at += int64(n)
		if n > 0 {
			d.failed = 0
			return n, nil
		}
		if errors.Is(err, io.EOF) && (d.size < 0 || d.at == d.size) {
			return 0, io.EOF
		}
		if err != nil {
			d.Close()
			if err := d.lost(fmt.Errorf("the connection ended at byte %d of %d: %w", d.at, d.size, err)); err != nil {
				return 0, err
			}
		}
	}
}

// Close ends the connection.
func (d *Download) Close() {
	if d.body != nil {
		d.stop()
		d.body.Close()
		d.body = nil
	}
}

// connected makes sure that there is a connection which brings the next byte.
func (d *Download) connected() error {
	for d.body == nil {
		err := d.connect()
		if err == nil {
			return nil
		}
		var final *refusal
		if errors.As(err, &final) {
			return err
		}
		if err := d.lost(err); err != nil {
			return err
		}
	}
	return nil
}

func (d *Download) lost(err error) error {
	d.failed++
	if d.failed >= mostTries || d.wait(d.ctx, min(time.Second<<(d.failed-1), 30*time.Second)) != nil {
		return fmt.Errorf("%s: %w", d.url, err)
	}
	return nil
}

// refusal is an answer that will not be another one.
type refusal struct{ what string }

func (r *refusal) Error() string { return r.what }

func (d *Download) connect() error {
	ctx, stop := context.WithCancel(d.ctx)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.url, nil)
	if err != nil {
		stop()
		return &refusal{err.Error()}
	}
	if d.at > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", d.at))
	}
	answer, err := d.client.Do(request)
	if err != nil {
		stop()
		return err
	}
	if err := d.accept(answer); err != nil {
		stop()
		answer.Body.Close()
		return err
	}
	d.body, d.stop, d.alarm = answer.Body, stop, time.AfterFunc(silence, stop)
	return nil
}

func (d *Download) accept(answer *http.Response) error {
	switch code := answer.StatusCode; {
	case code == http.StatusOK && d.at == 0:
		d.tag, d.size = answer.Header.Get("ETag"), answer.ContentLength
		return nil
	case code == http.StatusPartialContent && answer.Header.Get("ETag") == d.tag:
		return nil
	case code == http.StatusOK || code == http.StatusPartialContent:
		return &refusal{d.url + " cannot be gone on with: the server gives no ranges, or the file has changed"}
	case code == http.StatusTooManyRequests || code >= 500:
		return fmt.Errorf("answered %d", code)
	default:
		return &refusal{fmt.Sprintf("%s was answered %d", d.url, code)}
	}
}
