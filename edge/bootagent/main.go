// The boot agent: the heart of the ramdisk that a machine boots from the network. It reads what to do from the kernel's arguments,
// does it, reports it to the provisioner, and ends; init then restarts the machine.
package main

import (
	"context"
	"fmt"
	"os"

	"dev.skerry/bootagent/internal/disk"
	"dev.skerry/bootagent/internal/door"
	"dev.skerry/bootagent/internal/facts"
	"dev.skerry/bootagent/internal/order"
	"dev.skerry/bootagent/internal/work"
)

func main() {
	log := func(format string, arguments ...any) { fmt.Printf("skerry: "+format+"\n", arguments...) }
	line, err := os.ReadFile("/proc/cmdline")
	if err != nil {
		log("%v", err)
		os.Exit(1)
	}
	given, misread := order.Parse(string(line))
	log("%s for the attempt %s", given.Action, given.Nonce)
	work := work.Work{
		Order:   given,
		System:  facts.System{System: disk.System{Sys: "/sys", Dev: "/dev"}, Proc: "/proc"},
		Log:     log,
		Wait:    door.Sleep,
		Home:    "/root",
		SSHPort: "22",
	}
	if err := work.Do(context.Background(), misread); err != nil {
		log("%v", err)
		os.Exit(1)
	}
	log("%s is done", given.Action)
}
