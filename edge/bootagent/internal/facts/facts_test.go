package facts

import (
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dev.skerry/bootagent/internal/disk"
)

func system(t *testing.T, files map[string]string) System {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return System{disk.System{Sys: filepath.Join(root, "sys"), Dev: "/dev"}, filepath.Join(root, "proc")}
}

func memoryStructure(size uint16, extended uint32) string {
	structure := make([]byte, 0x22)
	structure[0], structure[1] = memoryDevice, byte(len(structure))
	binary.LittleEndian.PutUint16(structure[0x0c:], size)
	binary.LittleEndian.PutUint32(structure[0x1c:], extended)
	return string(structure) + "DIMM 0\x00maker\x00\x00"
}

func processorStructure(version string) string {
	structure := make([]byte, 0x1a)
	structure[0], structure[1], structure[0x10] = processor, byte(len(structure)), 2
	return string(structure) + "CPU 0\x00" + version + "\x00\x00"
}

func TestAMachineAsksUnderItsNames(t *testing.T) {
	query := system(t, map[string]string{
		"sys/class/dmi/id/product_uuid":   "11111111-2222-3333-4444-55555555555A\n",
		"sys/class/dmi/id/product_serial": "SN 1\n",
	}).Query()
	query.Del("arch")
	if query.Encode() != "serial=SN+1&uuid=11111111-2222-3333-4444-55555555555A" {
		t.Error(query.Encode())
	}
	if query := system(t, nil).Query(); query.Get("arch") == "" || query.Has("uuid") || query.Has("serial") {
		t.Error(query)
	}
}

func TestAMachineIsWhatItsKernelSays(t *testing.T) {
	machine := system(t, map[string]string{
		"sys/block/nvme0n1/size":                                   "2048\n",
		"sys/block/nvme0n1/device/serial":                          "S1\n",
		"sys/class/net/lo/type":                                    "772\n",
		"sys/class/net/eth1/type":                                  "1\n",
		"sys/class/net/eth1/address":                               "52:54:00:00:00:0B\n",
		"sys/class/net/eth1/ifindex":                               "3\n",
		"sys/class/net/eth1/device/vendor":                         "x",
		"sys/class/net/eth9/type":                                  "1\n",
		"sys/class/net/eth9/address":                               "52:54:00:00:00:0a\n",
		"sys/class/net/eth9/ifindex":                               "2\n",
		"sys/class/net/eth9/device/vendor":                         "x",
		"sys/class/net/eth9/speed":                                 "25000\n",
		"sys/class/net/eth1/speed":                                 "-1\n",
		"sys/bus/pci/drivers/igb/bind":                             "",
		"sys/bus/platform/devices/ipmi_bmc.0/firmware_revision":    "2.49\n",
		"sys/devices/system/cpu/cpu0/topology/physical_package_id": "0\n",
		"sys/devices/system/cpu/cpu1/topology/physical_package_id": "0\n",
		"sys/devices/system/cpu/cpu8/topology/physical_package_id": "1\n",
		"sys/class/net/bond0/type":                                 "1\n",
		"sys/class/dmi/id/product_uuid":                            "11111111-2222-3333-4444-55555555555A\n",
		"sys/class/dmi/id/product_serial":                          "To Be Filled By O.E.M.\n",
		"sys/class/dmi/id/sys_vendor":                              "Acme\n",
		"sys/class/dmi/id/product_name":                            "Edge 1\n",
		"sys/class/dmi/id/bios_vendor":                             "EDK II\n",
		"sys/class/dmi/id/bios_version":                            "2.0\n",
		"sys/class/dmi/id/bios_date":                               "01/02/2026\n",
		"sys/class/tpm/tpm0/tpm_version_major":                     "2\n",
		"sys/firmware/efi/fw_platform_size":                        "64\n",
		"sys/devices/system/cpu/online":                            "0-2,8,10-11\n",
		"sys/firmware/dmi/tables/DMI": "\x00\x04\x00\x00maker\x00\x00" +
			memoryStructure(4096, 0) + memoryStructure(0, 0) + memoryStructure(0xffff, 0) + memoryStructure(0x7fff, 65536) +
			memoryStructure(0x8000|2048, 0) + "\x7f\x04\x00\x00\x00\x00" + memoryStructure(8, 0),
		"proc/meminfo": "MemTotal: 1024 kB\n",
		"proc/cpuinfo": "processor\t: 0\nmodel name\t: Acme CPU 5 @ 2.00GHz\nprocessor\t: 1\nmodel name\t: other\n",
	})
	if err := os.Symlink("../../../../bus/pci/drivers/igb", filepath.Join(machine.Sys, "class/net/eth9/device/driver")); err != nil {
		t.Fatal(err)
	}
	facts, err := machine.Find()
	if err != nil {
		t.Fatal(err)
	}
	found, _ := json.Marshal(facts)
	want := `{"architecture":"` + architecture() + `","cpuCores":6,"memoryMiB":69634,` +
		`"disks":[{"name":"nvme0n1","sizeBytes":1048576,"serial":"S1","rotational":false}],` +
		`"nics":[{"name":"eth9","mac":"52:54:00:00:00:0a","driver":"igb","speedMbps":25000},{"name":"eth1","mac":"52:54:00:00:00:0b"}],` +
		`"smbiosUuid":"11111111-2222-3333-4444-55555555555a","manufacturer":"Acme","model":"Edge 1","cpuModel":"Acme CPU 5 @ 2.00GHz","cpuSockets":2,` +
		`"firmware":{"type":"uefi","vendor":"EDK II","version":"2.0","date":"01/02/2026"},"tpm":"2.0","bmcFirmware":"2.49"}`
	if string(found) != want {
		t.Errorf("\n%s\n%s", found, want)
	}
}

func TestWithoutFirmwareTablesTheKernelsCountStands(t *testing.T) {
	for name, table := range map[string]string{"none": "", "cut off": memoryStructure(4096, 0)[:20], "nonsense": "\x11\x02\x00\x00"} {
		files := map[string]string{
			"sys/block/x": "", "sys/class/net/x": "", "proc/meminfo": "MemFree: 1 kB\nMemTotal:        2097152 kB\n",
			"sys/firmware/dmi/tables/DMI": table,
		}
		facts, err := system(t, files).Find()
		if err != nil || facts.MemoryMiB != 2048 || facts.Firmware.Type != "bios" || facts.CPUCores < 1 {
			t.Errorf("%s: %+v %v", name, facts, err)
		}
	}
}

func TestAProcessorWithoutANameIsWhatTheFirmwareCallsIt(t *testing.T) {
	for table, model := range map[string]string{processorStructure("Acme Arm 7 "): "Acme Arm 7", processorStructure("Unknown"): "", memoryStructure(1, 0): ""} {
		facts, err := system(t, map[string]string{
			"sys/block/x": "", "sys/class/net/x": "", "proc/cpuinfo": "processor : 0\n", "sys/firmware/dmi/tables/DMI": table,
		}).Find()
		if err != nil || facts.CPUModel != model || facts.CPUSockets != 0 || facts.BMCFirmware != "" {
			t.Errorf("%q: %+v %v", model, facts, err)
		}
	}
}

func TestWhatMakersLeaveInTheTablesIsNoValue(t *testing.T) {
	for _, each := range append(placeholders, "DEFAULT STRING") {
		if meant(each) != "" {
			t.Error(each)
		}
	}
	if meant("Default strings") == "" {
		t.Error("a value was dropped")
	}
}

func TestAMachineWithoutASysFolderIsAnError(t *testing.T) {
	if _, err := system(t, nil).Find(); err == nil || !strings.Contains(err.Error(), "block") {
		t.Error(err)
	}
}
