package facts

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
)

const processor = 4

// cpuModel is the name that the first processor has for itself; where it has none (arm64), as the firmware's tables say it.
func (s System) cpuModel() string {
	content, _ := os.ReadFile(filepath.Join(s.Proc, "cpuinfo"))
	for _, line := range strings.Split(string(content), "\n") {
		if key, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(key) == "model name" {
			return meant(strings.TrimSpace(value))
		}
	}
	model := ""
	s.structures(func(kind byte, formatted []byte, texts [][]byte) {
		// The processor's version (DSP0134 3.7, 7.5).
		if kind == processor && model == "" && len(formatted) > 0x10 && int(formatted[0x10]) <= len(texts) && formatted[0x10] > 0 {
			model = meant(strings.TrimSpace(string(texts[formatted[0x10]-1])))
		}
	})
	return model
}

// cpuSockets counts the packages that the online processors are in.
func (s System) cpuSockets() int {
	files, _ := filepath.Glob(filepath.Join(s.Sys, "devices/system/cpu/cpu[0-9]*/topology/physical_package_id"))
	packages := map[string]bool{}
	for _, file := range files {
		if content, err := os.ReadFile(file); err == nil {
			packages[string(bytes.TrimSpace(content))] = true
		}
	}
	return len(packages)
}
