// The installed system that the suite metal uses in place of a real one: what cloud-init and the join script of a node do, without
// Kubernetes. It reads the seed of its disk (NoCloud), writes the files of user-data, exchanges the nonce for the join
// configuration, says that it joined, and phones home: once for an instance, as cloud-init does.
package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"go.yaml.in/yaml/v3"
)

type metaData struct {
	InstanceID string `yaml:"instance-id"`
	Hostname   string `yaml:"local-hostname"`
}

type userData struct {
	WriteFiles []struct{ Path, Permissions, Content, Encoding string } `yaml:"write_files"`
	RunCmd     [][]string                                              `yaml:"runcmd"`
	PhoneHome  struct {
		URL   string
		Post  []string
		Tries int
	} `yaml:"phone_home"`
}

type nodeFile struct{ NodeName, Role, Nonce, ClaimURL, JoinedURL string }

type claim struct {
	Role, Token string
	Files       []struct{ Path, Mode, Content string }
}

func main() {
	if err := run(); err != nil {
		fmt.Println("osimage:", err)
		os.Exit(1)
	}
}

func run() error {
	if err := mount("CIDATA", "/seed", true); err != nil {
		return err
	}
	if err := mount("SKERRYOS", "/system", false); err != nil {
		return err
	}
	var meta metaData
	var user userData
	if err := read("/seed/meta-data", &meta); err != nil {
		return err
	}
	if meta.InstanceID == "" {
		return errors.New("meta-data has no instance-id, so cloud-init would do nothing")
	}
	if last, err := os.ReadFile("/system/instance"); err == nil && string(last) == meta.InstanceID {
		fmt.Println("osimage: the instance", meta.InstanceID, "runs again")
		return nil
	}
	text, err := os.ReadFile("/seed/user-data")
	if err != nil || !bytes.HasPrefix(text, []byte("#cloud-config\n")) {
		return fmt.Errorf("user-data is no #cloud-config: %w", err)
	}
	if err := read("/seed/user-data", &user); err != nil {
		return err
	}
	if err := writeFiles(user); err != nil {
		return err
	}
	if len(user.RunCmd) != 1 || len(user.RunCmd[0]) != 1 {
		return fmt.Errorf("user-data runs %v, not one join script", user.RunCmd)
	}
	script, err := os.ReadFile(user.RunCmd[0][0])
	if err != nil {
		return fmt.Errorf("the join script is not among write_files: %w", err)
	}
	if err := join(); err != nil {
		report(script, err)
		return err
	}
	if err := phoneHome(user, meta); err != nil {
		return err
	}
	if err := os.WriteFile("/system/instance", []byte(meta.InstanceID), 0o600); err != nil {
		return err
	}
	syscall.Sync()
	fmt.Println("osimage: the instance", meta.InstanceID, "runs as", meta.Hostname)
	return nil
}

func read(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// mount finds a FAT filesystem by its label, as cloud-init finds its seed.
func mount(label, folder string, readOnly bool) error {
	devices, _ := filepath.Glob("/sys/class/block/*")
	for _, device := range devices {
		name := "/dev/" + filepath.Base(device)
		file, err := os.Open(name)
		if err != nil {
			continue
		}
		boot := make([]byte, 512)
		_, err = io.ReadFull(file, boot)
		file.Close()
		if err != nil || strings.TrimSpace(string(boot[43:54])) != label || boot[510] != 0x55 {
			continue
		}
		flags := uintptr(0)
		if readOnly {
			flags = syscall.MS_RDONLY
		}
		return os.NewSyscallError("mount "+name, syscall.Mount(name, folder, "vfat", flags, ""))
	}
	return fmt.Errorf("no filesystem is called %s", label)
}

func writeFiles(user userData) error {
	for _, each := range user.WriteFiles {
		content := []byte(each.Content)
		if each.Encoding != "" {
			decoded, err := base64.StdEncoding.DecodeString(each.Content)
			if err != nil || (each.Encoding != "b64" && each.Encoding != "base64") {
				return fmt.Errorf("%s has the encoding %s: %w", each.Path, each.Encoding, err)
			}
			content = decoded
		}
		if err := put(each.Path, each.Permissions, content); err != nil {
			return err
		}
	}
	return nil
}

func put(path, mode string, content []byte) error {
	bits, err := strconv.ParseUint(mode, 8, 32)
	if err != nil {
		return fmt.Errorf("%s has the mode %q", path, mode)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, content, os.FileMode(bits))
}

// join is what the join script does around k3s.
func join() error {
	text, err := os.ReadFile("/etc/skerry/node.json")
	if err != nil {
		return err
	}
	var node nodeFile
	if err := json.Unmarshal(text, &node); err != nil {
		return fmt.Errorf("node.json: %w", err)
	}
	ca, err := os.ReadFile("/etc/skerry/ca.pem")
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(ca) {
		return errors.New("ca.pem is no certificate")
	}
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	answer, err := send(client, node.ClaimURL, "application/json", []byte("{}"))
	if err != nil {
		return fmt.Errorf("the join configuration was refused: %w", err)
	}
	var configuration claim
	if err := json.Unmarshal(answer, &configuration); err != nil {
		return err
	}
	if configuration.Role != node.Role || !strings.HasPrefix(configuration.Token, "K10") {
		return fmt.Errorf("the join configuration of a %s is for a %s", node.Role, configuration.Role)
	}
	for _, each := range configuration.Files {
		if err := put(each.Path, each.Mode, []byte(each.Content)); err != nil {
			return err
		}
	}
	address, err := ownAddress(node.JoinedURL)
	if err != nil {
		return err
	}
	joined, _ := json.Marshal(map[string]string{"nodeName": node.NodeName, "address": address})
	_, err = send(client, node.JoinedURL, "application/json", joined)
	return err
}

func ownAddress(target string) (string, error) {
	parsed, err := url.Parse(target)
	if err != nil {
		return "", err
	}
	probe, err := net.Dial("udp", parsed.Host)
	if err != nil {
		return "", err
	}
	defer probe.Close()
	return probe.LocalAddr().(*net.UDPAddr).IP.String(), nil
}

func phoneHome(user userData, meta metaData) error {
	if user.PhoneHome.URL == "" {
		return errors.New("user-data does not phone home")
	}
	form := url.Values{}
	for _, each := range user.PhoneHome.Post {
		if each == "hostname" {
			form.Set("hostname", meta.Hostname)
		}
	}
	target := strings.ReplaceAll(user.PhoneHome.URL, "$INSTANCE_ID", meta.InstanceID)
	_, err := send(&http.Client{Timeout: time.Minute}, target, "application/x-www-form-urlencoded", []byte(form.Encode()))
	return err
}

// report says to the provisioner, as the join script does, that the node cannot be one.
func report(script []byte, cause error) {
	for _, line := range strings.Split(string(script), "\n") {
		if target, found := strings.CutPrefix(line, "failure_url="); found {
			reason, _ := json.Marshal(map[string]string{"reason": "osimage: " + cause.Error()})
			send(&http.Client{Timeout: time.Minute}, strings.Trim(target, "'"), "application/json", reason)
		}
	}
}

// send repeats a call, up to ten times, while there is no answer or one that may pass.
func send(client *http.Client, target, kind string, body []byte) ([]byte, error) {
	var last error
	for range 10 {
		answer, err := client.Post(target, kind, bytes.NewReader(body))
		if err == nil {
			said, failed := io.ReadAll(answer.Body)
			answer.Body.Close()
			if answer.StatusCode < 300 && failed == nil {
				return said, nil
			}
			err = fmt.Errorf("%s was answered %d: %s", target, answer.StatusCode, said)
			if answer.StatusCode < 500 && answer.StatusCode != http.StatusTooManyRequests {
				return nil, err
			}
		}
		last = err
		time.Sleep(2 * time.Second)
	}
	return nil, last
}
