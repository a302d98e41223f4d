package door

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestAskingGoesOnUntilThereIsWork(t *testing.T) {
	answers := []struct {
		status int
		text   string
	}{
		{503, "just started"}, {200, "skerry.action=wait skerry.seconds=7\n"}, {404, "no such site"}, {404, "no such site"}, {200, "skerry.action=wipe\n"},
	}
	asked := []string{}
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		next := answers[len(asked)]
		asked = append(asked, request.URL.String())
		answer.WriteHeader(next.status)
		_, _ = answer.Write([]byte(next.text))
	}))
	defer server.Close()
	pauses, logged := []time.Duration{}, 0
	line, err := Ask(context.Background(), server.Client(), server.URL+"/boot/lab/m/order?arch=x86_64",
		func(string, ...any) { logged++ },
		func(_ context.Context, pause time.Duration) error { pauses = append(pauses, pause); return nil })
	if err != nil || line != "skerry.action=wipe\n" {
		t.Errorf("%q %v", line, err)
	}
	if len(pauses) != 4 || pauses[0] != askAgain || pauses[1] != 7*time.Second {
		t.Errorf("%v", pauses)
	}
	if len(asked) != 5 || asked[4] != "/boot/lab/m/order?arch=x86_64" {
		t.Errorf("%v", asked)
	}
	if logged != 3 {
		t.Errorf("%d lines for three different answers", logged)
	}
}

func TestAskingEndsWithItsContext(t *testing.T) {
	_, err := Ask(context.Background(), http.DefaultClient, "http://127.0.0.1:0/", func(string, ...any) {},
		func(context.Context, time.Duration) error { return context.Canceled })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
