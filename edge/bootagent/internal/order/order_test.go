package order

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

const sum = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

func TestEverythingThatAScriptSaysIsRead(t *testing.T) {
	order, err := Parse("vmlinuz quiet skerry.action=install skerry.nonce=N skerry.provisioner=http://p:1/ " +
		"skerry.seed=https://i/nodes/N skerry.ca-sha256=" + sum + " skerry.image=http://p:1/boot/files/image skerry.image-sha256=" +
		strings.ToUpper(sum) + " skerry.disk=serial=S,min-bytes=5 root=/dev/sda\n")
	if err != nil {
		t.Fatal(err)
	}
	if order.Action != "install" || order.Nonce != "N" || order.Provisioner != "http://p:1" || order.Seed != "https://i/nodes/N/" ||
		order.Image != "http://p:1/boot/files/image" || order.Disk != "serial=S,min-bytes=5" {
		t.Errorf("%+v", order)
	}
	if len(order.CASHA256) != 32 || !bytes.Equal(order.CASHA256, order.ImageSHA256) {
		t.Errorf("%x %x", order.CASHA256, order.ImageSHA256)
	}
}

func TestTheLastOfTwoArgumentsCounts(t *testing.T) {
	order, err := Parse("skerry.action=wipe skerry.nonce=A skerry.provisioner=http://p skerry.action=inspect")
	if err != nil || order.Action != "inspect" {
		t.Errorf("%+v %v", order, err)
	}
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	whole := "skerry.action=install skerry.nonce=N skerry.provisioner=http://p "
	for line, named := range map[string]string{
		"":                                     "skerry.action",
		"skerry.action=inspect":                "skerry.nonce",
		"skerry.action=inspect skerry.nonce=":  "skerry.nonce",
		"skerry.action=inspect skerry.nonce=N": "skerry.provisioner",
		"skerry.action=inspect skerry.nonce=N skerry.provisioner=ftp://p": "skerry.provisioner",
		whole + "skerry.image=file:///etc/passwd":                         "skerry.image",
		whole + "skerry.seed=nowhere":                                     "skerry.seed",
		whole + "skerry.ca-sha256=xyz":                                    "skerry.ca-sha256",
		whole + "skerry.image-sha256=0011":                                "skerry.image-sha256",
	} {
		if _, err := Parse(line); err == nil || !strings.Contains(err.Error(), named) {
			t.Errorf("%q: %v does not name %s", line, err, named)
		}
	}
}

func TestAMediumSaysWhereToAsk(t *testing.T) {
	medium, err := ParseMedium("BOOT_IMAGE=/boot/vmlinuz skerry.provisioner=https://p/x/ skerry.order=/boot/lab/52-54/order skerry.ca-sha256=" + sum)
	if err != nil || medium.Provisioner != "https://p/x" || medium.Path != "/boot/lab/52-54/order" || len(medium.CASHA256) != 32 {
		t.Errorf("%+v %v", medium, err)
	}
	if medium, err := ParseMedium("skerry.action=inspect skerry.nonce=N skerry.provisioner=http://p"); err != nil || medium.Path != "" {
		t.Errorf("%+v %v", medium, err)
	}
	for line, named := range map[string]string{
		"skerry.order=/boot/lab/52-54/order":                                                  "skerry.provisioner",
		"skerry.order=/boot/lab/52-54/order skerry.provisioner=https://p skerry.ca-sha256=00": "skerry.ca-sha256",
	} {
		if _, err := ParseMedium(line); err == nil || !strings.Contains(err.Error(), named) {
			t.Errorf("%q: %v does not name %s", line, err, named)
		}
	}
}

func TestWhatIsNoWorkIsTold(t *testing.T) {
	for line, pause := range map[string]time.Duration{
		"skerry.action=wait skerry.seconds=7":     7 * time.Second,
		"skerry.action=wait skerry.seconds=86400": time.Minute,
		"skerry.action=wait":                      time.Second,
		"skerry.action=inspect skerry.seconds=7":  0,
	} {
		if Pause(line) != pause {
			t.Errorf("%q: %v", line, Pause(line))
		}
	}
	if !IsLocalDisk("skerry.action=local-disk\n") || IsLocalDisk("skerry.action=wait") {
		t.Error("local disk")
	}
}
