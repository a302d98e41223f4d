// Package work does what a machine was booted for.
package work

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"dev.skerry/bootagent/internal/disk"
	"dev.skerry/bootagent/internal/door"
	"dev.skerry/bootagent/internal/facts"
	"dev.skerry/bootagent/internal/order"
)

// Work is one attempt.
type Work struct {
	Order  order.Order
	System facts.System
	// Log tells a person at the console.
	Log func(format string, arguments ...any)
	// Wait pauses; it ends early with the context.
	Wait func(context.Context, time.Duration) error
	// Home is root's home directory, and SSHPort where a rescue is logged in to.
	Home, SSHPort string

	client *http.Client
	door   *door.Door
}

// Do does the work and reports how it ended. An error is what could not be reported either, or not be done any more.
func (w *Work) Do(ctx context.Context, misread error) error {
	client, err := door.Trusting(ctx, w.Order.Provisioner, w.Order.CASHA256, w.Wait)
	if err != nil {
		if strings.HasPrefix(w.Order.Provisioner, "https:") {
			return err
		}
		// What went wrong can be said all the same: a report carries no secret.
		client, misread = http.DefaultClient, errors.Join(misread, err)
	}
	w.client = client
	w.door = &door.Door{Client: client, Base: w.Order.Provisioner, Nonce: w.Order.Nonce, Wait: w.Wait}
	if misread == nil {
		misread = w.act(ctx)
	}
	if misread == nil || errors.Is(misread, door.ErrOver) {
		return misread
	}
	w.Log("failed: %v", misread)
	return w.door.Failure(ctx, misread.Error())
}

func (w *Work) act(ctx context.Context) error {
	switch w.Order.Action {
	case "inspect":
		return w.inspect(ctx)
	case "install":
		return w.install(ctx)
	case "wipe":
		return w.wipe(ctx)
	case "rescue":
		return w.rescue(ctx)
	default:
		return fmt.Errorf("this ramdisk does not know the action %q: serve one of this provisioner's version", w.Order.Action)
	}
}

func (w *Work) inspect(ctx context.Context) error {
	found, err := w.System.Find()
	if err != nil {
		return fmt.Errorf("the machine cannot be inspected: %w", err)
	}
	w.Log("%s, %d processors, %d MiB, %d disks, %d network interfaces", found.Architecture, found.CPUCores, found.MemoryMiB, len(found.Disks), len(found.NICs))
	return w.door.Inspection(ctx, found)
}

func (w *Work) wipe(ctx context.Context) error {
	disks, err := w.System.List()
	if err != nil {
		return fmt.Errorf("the disks cannot be listed: %w", err)
	}
	// A disk that is wiped for an attempt that is over may hold what came after it.
	if err := w.door.Done(ctx, "wipe-disks", 0); err != nil {
		return err
	}
	serials, methods := []string{}, []string{}
	for index, each := range disks {
		w.Log("wiping %s", each.Name)
		told := -1
		method, err := each.Wipe(ctx, func(percent int) {
			if whole := (100*index + percent) / len(disks); whole >= told+10 && w.door.Underway(ctx, "wipe-disks", whole) == nil {
				told = whole
			}
		})
		if err != nil {
			return fmt.Errorf("the disk %s is not wiped: %w", each.Title(), err)
		}
		serials = append(serials, each.Title())
		if !strings.Contains(strings.Join(methods, " "), method) {
			methods = append(methods, method)
		}
	}
	return w.door.Wiped(ctx, serials, strings.Join(methods, ", "))
}

// text reads one of the seed's files: small, and there for as long as the attempt is under way.
func (w *Work) text(ctx context.Context, url string) ([]byte, error) {
	var last error
	for tries := 0; tries < 8; tries++ {
		content, final, err := w.get(ctx, url)
		if err == nil || final {
			return content, err
		}
		last = err
		if w.Wait(ctx, time.Second<<min(tries, 4)) != nil {
			break
		}
	}
	return nil, last
}

func (w *Work) get(ctx context.Context, url string) (content []byte, final bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, true, err
	}
	answer, err := w.client.Do(request)
	if err != nil {
		return nil, false, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s was answered %d", url, answer.StatusCode)
		if answer.StatusCode == http.StatusGone {
			err = fmt.Errorf("%w: %w", door.ErrOver, err)
		}
		return nil, answer.StatusCode < 500 && answer.StatusCode != http.StatusTooManyRequests, err
	}
	content, err = io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	return content, false, err
}

// seed is what cloud-init's NoCloud reads on the installed system.
func (w *Work) seed(ctx context.Context) ([]disk.File, error) {
	var files []disk.File
	for _, name := range []string{"meta-data", "user-data", "vendor-data"} {
		content, err := w.text(ctx, w.Order.Seed+name)
		if err != nil {
			return nil, fmt.Errorf("the seed cannot be read: %w", err)
		}
		files = append(files, disk.File{Name: name, Content: content})
	}
	return files, nil
}
