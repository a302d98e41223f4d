// The boot agent: the heart of the ramdisk that a machine boots from the network. It reads what to do from the kernel's arguments,
// does it, reports it to the provisioner, and ends; init then restarts the machine.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

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
	system := facts.System{System: disk.System{Sys: "/sys", Dev: "/dev"}, Proc: "/proc"}
	told, err := told(string(line), system, log)
	if err != nil {
		log("%v", err)
		os.Exit(1)
	}
	if order.IsLocalDisk(told) {
		// Its controller takes the medium out meanwhile.
		log("the machine is to start from its disk")
		_ = door.Sleep(context.Background(), 10*time.Second)
		return
	}
	given, misread := order.Parse(told)
	log("%s for the attempt %s", given.Action, given.Nonce)
	work := work.Work{
		Order:   given,
		System:  system,
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

// told is what the kernel's arguments say, or the provisioner when they only say where to ask: then the machine was booted from a medium.
func told(line string, system facts.System, log func(string, ...any)) (string, error) {
	medium, err := order.ParseMedium(line)
	if err != nil || medium.Path == "" {
		return line, err
	}
	client, err := door.Trusting(context.Background(), medium.Provisioner, medium.CASHA256, door.Sleep)
	if err != nil {
		return "", err
	}
	log("asking %s what to do", medium.Provisioner)
	return door.Ask(context.Background(), client, medium.Provisioner+medium.Path+"?"+system.Query().Encode(), log, door.Sleep)
}
