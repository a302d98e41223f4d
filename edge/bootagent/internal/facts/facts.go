// Package facts finds out what a machine is.
package facts

import (
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"strings"

	"dev.skerry/bootagent/internal/disk"
)

// Facts is what an inspection reports; see Facts in schemas/src/main/avro/inventory.avdl.
type Facts struct {
	Architecture string      `json:"architecture"`
	CPUCores     int         `json:"cpuCores"`
	MemoryMiB    int64       `json:"memoryMiB"`
	Disks        []disk.Disk `json:"disks"`
	NICs         []NIC       `json:"nics"`
	SMBIOSUUID   string      `json:"smbiosUuid,omitempty"`
	Serial       string      `json:"serial,omitempty"`
	Manufacturer string      `json:"manufacturer,omitempty"`
	Model        string      `json:"model,omitempty"`
	// CPUModel is the first processor's name.
	CPUModel string `json:"cpuModel,omitempty"`
	// CPUSockets counts the packages; 0 when the kernel does not tell.
	CPUSockets int      `json:"cpuSockets,omitempty"`
	Firmware   Firmware `json:"firmware"`
	// TPM is the version that it speaks, 1.2 or 2.0; empty when there is none.
	TPM string `json:"tpm,omitempty"`
	// BMCFirmware is the revision that the BMC tells over the machine's own IPMI interface; empty when there is none.
	BMCFirmware string `json:"bmcFirmware,omitempty"`
}

// NIC is one network interface.
type NIC struct {
	Name string `json:"name"`
	MAC  string `json:"mac"`
	// Driver is the kernel's, such as igb.
	Driver string `json:"driver,omitempty"`
	// SpeedMbps is that of the link, in megabits a second; 0 when there is no link or the driver does not tell.
	SpeedMbps int64 `json:"speedMbps,omitempty"`
}

// Firmware is what started the machine.
type Firmware struct {
	// Type is uefi or bios.
	Type    string `json:"type"`
	Vendor  string `json:"vendor,omitempty"`
	Version string `json:"version,omitempty"`
	// Date is as the maker writes it.
	Date string `json:"date,omitempty"`
}

// System is where the kernel tells of the machine: /sys, /proc and /dev, or a test's folders.
type System struct {
	disk.System
	Proc string
}

// Find looks at everything.
func (s System) Find() (Facts, error) {
	disks, err := s.List()
	if err != nil {
		return Facts{}, err
	}
	nics, err := s.nics()
	if err != nil {
		return Facts{}, err
	}
	dmi := func(name string) string { return meant(s.text("class/dmi/id", name)) }
	facts := Facts{
		Architecture: architecture(),
		CPUCores:     s.cores(),
		MemoryMiB:    s.memory(),
		Disks:        disks,
		NICs:         nics,
		SMBIOSUUID:   strings.ToLower(dmi("product_uuid")),
		Serial:       dmi("product_serial"),
		Manufacturer: dmi("sys_vendor"),
		Model:        dmi("product_name"),
		CPUModel:     s.cpuModel(),
		CPUSockets:   s.cpuSockets(),
		BMCFirmware:  s.bmcFirmware(),
		Firmware:     Firmware{"bios", dmi("bios_vendor"), dmi("bios_version"), dmi("bios_date")},
	}
	if _, err := os.Stat(filepath.Join(s.Sys, "firmware/efi")); err == nil {
		facts.Firmware.Type = "uefi"
	}
	switch s.text("class/tpm/tpm0", "tpm_version_major") {
	case "1":
		facts.TPM = "1.2"
	case "2":
		facts.TPM = "2.0"
	}
	return facts, nil
}

// Query is what the machine says of itself when it asks for its order, as iPXE does in docs/protocols.md.
func (s System) Query() url.Values {
	name := runtime.GOARCH
	if name == "amd64" {
		name = "x86_64"
	}
	query := url.Values{"arch": {name}}
	for key, file := range map[string]string{"uuid": "product_uuid", "serial": "product_serial"} {
		if value := meant(s.text("class/dmi/id", file)); value != "" {
			query.Set(key, value)
		}
	}
	return query
}

func architecture() string {
	if name, known := map[string]string{"amd64": "x86_64", "arm64": "aarch64"}[runtime.GOARCH]; known {
		return name
	}
	return runtime.GOARCH
}

// What makers leave in the tables where a value should be.
var placeholders = []string{
	"", "0", "none", "n/a", "not specified", "not applicable", "default string", "to be filled by o.e.m.", "system serial number",
	"system manufacturer", "system product name", "unknown", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
}

func meant(value string) string {
	for _, placeholder := range placeholders {
		if strings.EqualFold(value, placeholder) {
			return ""
		}
	}
	return value
}

// nics are those with a device of their own, in the kernel's order.
func (s System) nics() ([]NIC, error) {
	folder := filepath.Join(s.Sys, "class/net")
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	nics, index := []NIC{}, map[string]int{}
	for _, entry := range entries {
		name := entry.Name()
		if _, err := os.Stat(filepath.Join(folder, name, "device")); err != nil || s.text("class/net/"+name, "type") != "1" {
			continue
		}
		index[name], _ = strconv.Atoi(s.text("class/net/"+name, "ifindex"))
		nics = append(nics, NIC{name, strings.ToLower(s.text("class/net/"+name, "address")), s.driver(name), s.speed(name)})
	}
	sort.Slice(nics, func(a, b int) bool { return index[nics[a].Name] < index[nics[b].Name] })
	return nics, nil
}

// cores counts a list of ranges such as 0-3,8.
func (s System) cores() int {
	count := 0
	for _, span := range strings.Split(s.text("devices/system/cpu", "online"), ",") {
		first, last, isRange := strings.Cut(span, "-")
		from, err := strconv.Atoi(first)
		if err != nil {
			continue
		}
		to := from
		if isRange {
			to, _ = strconv.Atoi(last)
		}
		count += to - from + 1
	}
	if count < 1 {
		return runtime.NumCPU()
	}
	return count
}

func (s System) driver(nic string) string {
	link, err := os.Readlink(filepath.Join(s.Sys, "class/net", nic, "device/driver"))
	if err != nil {
		return ""
	}
	return filepath.Base(link)
}

// speed is not to be read of a link that is down, and -1 where it is not known.
func (s System) speed(nic string) int64 {
	speed, err := strconv.ParseInt(s.text("class/net/"+nic, "speed"), 10, 64)
	if err != nil {
		return 0
	}
	return max(0, speed)
}

// bmcFirmware is what the BMC answers to Get Device ID (IPMI 2.0, 20.1), as the kernel's IPMI driver keeps it.
func (s System) bmcFirmware() string {
	found, _ := filepath.Glob(filepath.Join(s.Sys, "bus/platform/devices/ipmi_bmc.*"))
	for _, folder := range found {
		if revision := s.text("bus/platform/devices/"+filepath.Base(folder), "firmware_revision"); revision != "" {
			return revision
		}
	}
	return ""
}

func (s System) text(folder, file string) string {
	content, err := os.ReadFile(filepath.Join(s.Sys, folder, file))
	if err != nil {
		return ""
	}
	return strings.Trim(string(content), " \n\x00")
}
