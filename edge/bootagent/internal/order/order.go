// Package order reads what a machine was booted for.
package order

import (
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Order is what the boot script said, as kernel arguments named skerry.*; see docs/protocols.md.
type Order struct {
	// Action is inspect, install, wipe, rescue or another that this agent does not know.
	Action string
	// Nonce names the attempt.
	Nonce string
	// Provisioner is the boot door's URL, without a slash at its end.
	Provisioner string
	// CASHA256 is of the DER form of the CA that doors' certificates come from, 32 bytes; empty when none is pinned.
	CASHA256 []byte
	// Seed is where the node's NoCloud files are, with a slash at its end.
	Seed string
	// Image is the URL of what is written to the disk.
	Image string
	// ImageSHA256 is of the image's file as it is served, 32 bytes.
	ImageSHA256 []byte
	// Disk says which disk is written; see disk.Choose.
	Disk string
}

// Parse reads a kernel command line. Of an argument that is there twice the last one counts.
// What is wrong is named; the order then holds what could be read, so that it can be reported.
func Parse(line string) (Order, error) {
	given := arguments(line)
	order := Order{
		Action:      given["action"],
		Nonce:       given["nonce"],
		Provisioner: strings.TrimRight(given["provisioner"], "/"),
		Image:       given["image"],
		Disk:        given["disk"],
	}
	if given["seed"] != "" {
		order.Seed = strings.TrimRight(given["seed"], "/") + "/"
	}
	for _, name := range []string{"action", "nonce", "provisioner"} {
		if given[name] == "" {
			return order, fmt.Errorf("the kernel argument skerry.%s is missing: boot with the provisioner's script", name)
		}
	}
	for _, name := range []string{"provisioner", "seed", "image"} {
		if given[name] == "" {
			continue
		}
		if parsed, err := url.Parse(given[name]); err != nil || parsed.Host == "" || (parsed.Scheme != "http" && parsed.Scheme != "https") {
			return order, fmt.Errorf("the kernel argument skerry.%s is no http or https URL: %s", name, given[name])
		}
	}
	var err error
	if order.CASHA256, err = digest("ca-sha256", given); err != nil {
		return order, err
	}
	if order.ImageSHA256, err = digest("image-sha256", given); err != nil {
		return order, err
	}
	return order, nil
}

// Medium is what a machine knows that was booted from a medium: where to ask for its order.
type Medium struct {
	// Provisioner and CASHA256 are as in Order.
	Provisioner string
	CASHA256    []byte
	// Path is below the provisioner's URL; empty when the machine was booted with an order.
	Path string
}

// ParseMedium reads a kernel command line.
func ParseMedium(line string) (Medium, error) {
	given := arguments(line)
	medium := Medium{Provisioner: strings.TrimRight(given["provisioner"], "/"), Path: given["order"]}
	if medium.Path != "" && medium.Provisioner == "" {
		return medium, fmt.Errorf("the kernel argument skerry.provisioner is missing: boot with the provisioner's medium")
	}
	var err error
	medium.CASHA256, err = digest("ca-sha256", given)
	return medium, err
}

// Pause is how long the machine is to wait before it asks again; zero when it is told something else.
func Pause(line string) time.Duration {
	given := arguments(line)
	if given["action"] != "wait" {
		return 0
	}
	seconds, err := strconv.Atoi(given["seconds"])
	if err != nil {
		seconds = 0
	}
	return time.Duration(min(max(seconds, 1), 60)) * time.Second
}

// IsLocalDisk says whether the machine is to start from its disk.
func IsLocalDisk(line string) bool { return arguments(line)["action"] == "local-disk" }

func arguments(line string) map[string]string {
	given := map[string]string{}
	for _, argument := range strings.Fields(line) {
		if name, value, found := strings.Cut(argument, "="); found && strings.HasPrefix(name, "skerry.") {
			given[strings.TrimPrefix(name, "skerry.")] = value
		}
	}
	return given
}

func digest(name string, given map[string]string) ([]byte, error) {
	sum, err := hex.DecodeString(given[name])
	if err != nil || (len(sum) != 0 && len(sum) != 32) {
		return nil, fmt.Errorf("the kernel argument skerry.%s is no SHA-256 in hex: %s", name, given[name])
	}
	return sum, nil
}
