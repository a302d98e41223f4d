// Package door speaks with the provisioner: see "Machines: the provisioner's door" in docs/protocols.md.
package door

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// ErrOver says that the attempt is not under way any more: going on would harm.
var ErrOver = errors.New("the attempt is over")

// A report that is not answered for so long is given up; the machine then restarts and asks again.
const patience = 10 * time.Minute

const longestPause = 30 * time.Second

// The door takes no longer reason.
const mostCharacters = 1_900

// Longer than any answer of the door.
const mostAnswer = 16 << 10

// Door is one attempt at the boot door.
type Door struct {
	Client *http.Client
	// Base is the provisioner's URL without a slash at its end.
	Base  string
	Nonce string
	// Wait pauses between tries; it ends early with the context.
	Wait func(context.Context, time.Duration) error
}

// Inspection reports what the machine is.
func (d *Door) Inspection(ctx context.Context, facts any) error {
	return d.untilAnswered(ctx, "inspection", facts)
}

// Wiped reports the wipe of disks.
func (d *Door) Wiped(ctx context.Context, serials []string, method string) error {
	return d.untilAnswered(ctx, "wiped", map[string]any{"diskSerials": serials, "method": method})
}

// Rescue reports where the machine can be logged in to.
func (d *Door) Rescue(ctx context.Context, address, hostKey string) error {
	return d.untilAnswered(ctx, "rescue", map[string]any{"address": address, "hostKey": hostKey})
}

// AuthorizedKeys says who may log in to a machine in rescue, as authorized_keys has it.
func (d *Door) AuthorizedKeys(ctx context.Context) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for pause := time.Second; ; pause = min(2*pause, longestPause) {
		keys, err := d.AskAuthorizedKeys(ctx)
		var again passing
		if !errors.As(err, &again) {
			return keys, err
		}
		if wait := d.Wait(ctx, max(pause, again.after)); wait != nil {
			return nil, again.error
		}
	}
}

// AskAuthorizedKeys is AuthorizedKeys once; ErrOver when the rescue is.
func (d *Door) AskAuthorizedKeys(ctx context.Context) ([]byte, error) {
	return d.ask(ctx, http.MethodGet, "authorized-keys", nil)
}

// Failure reports that the attempt did not succeed. Of a long reason the beginning is told.
func (d *Door) Failure(ctx context.Context, reason string) error {
	if characters := []rune(reason); len(characters) > mostCharacters {
		reason = string(characters[:mostCharacters])
	}
	return d.untilAnswered(ctx, "failure", map[string]any{"reason": reason})
}

// Done reports a step without which the work must not go on.
func (d *Door) Done(ctx context.Context, step string, percent int) error {
	return d.untilAnswered(ctx, "progress", progress(step, percent))
}

// Underway reports how far a step is. That the door cannot be reached does not hold the work up; that the attempt is over does.
func (d *Door) Underway(ctx context.Context, step string, percent int) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := d.post(ctx, "progress", progress(step, percent)); errors.Is(err, ErrOver) {
		return err
	}
	return nil
}

func progress(step string, percent int) map[string]any {
	return map[string]any{"step": step, "percent": percent}
}

// passing is an answer, or the lack of one, that may be another soon.
type passing struct {
	error
	after time.Duration
}

func (d *Door) untilAnswered(ctx context.Context, kind string, body any) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for pause := time.Second; ; pause = min(2*pause, longestPause) {
		err := d.post(ctx, kind, body)
		var again passing
		if !errors.As(err, &again) {
			return err
		}
		if wait := d.Wait(ctx, max(pause, again.after)); wait != nil {
			return again.error
		}
	}
}

func (d *Door) post(ctx context.Context, kind string, body any) error {
	encoded, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("%s: %w", kind, err)
	}
	_, err = d.ask(ctx, http.MethodPost, kind, encoded)
	return err
}

func (d *Door) ask(ctx context.Context, method, kind string, body []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, d.Base+"/boot/attempts/"+d.Nonce+"/"+kind, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", kind, err)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	answer, err := d.Client.Do(request)
	if err != nil {
		return nil, passing{error: fmt.Errorf("%s: %w", kind, err)}
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(io.LimitReader(answer.Body, mostAnswer))
	if err != nil {
		return nil, passing{error: fmt.Errorf("%s: %w", kind, err)}
	}
	refused := fmt.Errorf("%s was answered %d: %s", kind, answer.StatusCode, bytes.TrimSpace(said))
	switch {
	case answer.StatusCode < 300:
		return said, nil
	case answer.StatusCode == http.StatusNotFound || answer.StatusCode == http.StatusGone:
		return nil, fmt.Errorf("%w: %w", ErrOver, refused)
	case answer.StatusCode == http.StatusTooManyRequests || answer.StatusCode >= 500:
		return nil, passing{error: refused, after: retryAfter(answer)}
	default:
		return nil, refused
	}
}

func retryAfter(answer *http.Response) time.Duration {
	seconds, err := strconv.Atoi(answer.Header.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return min(time.Duration(seconds)*time.Second, time.Minute)
}

// Sleep is a Door's Wait.
func Sleep(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
