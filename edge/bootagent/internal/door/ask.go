package door

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"dev.skerry/bootagent/internal/order"
)

const askAgain = 5 * time.Second

// Ask asks what a machine is to do that was booted from a medium, again and again, until it is told something else than to wait.
// The answer is a line of kernel arguments.
func Ask(ctx context.Context, client *http.Client, url string, log func(string, ...any), wait func(context.Context, time.Duration) error) (string, error) {
	said := ""
	for {
		line, err := asked(ctx, client, url)
		pause := askAgain
		switch {
		case err != nil:
			if err.Error() != said {
				log("%v", err)
			}
			said = err.Error()
		case order.Pause(line) > 0:
			pause = order.Pause(line)
			if said != "wait" {
				log("there is nothing to do yet")
			}
			said = "wait"
		default:
			return line, nil
		}
		if err := wait(ctx, pause); err != nil {
			return "", err
		}
	}
}

func asked(ctx context.Context, client *http.Client, url string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	answer, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s was answered %d: %s", url, answer.StatusCode, text)
	}
	return string(text), err
}
