package java

import (
	"archive/zip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

var errNotEmulator = errors.New("not the emulator's jar")

// needs returns the Java release that class main of the jar needs, as the class file says. Newer emulators need newer
// releases and fail without saying so anywhere else.
func needs(jar, main string) (int, error) {
	z, err := zip.OpenReader(jar)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", jar, err)
	}
	defer z.Close()
	f, err := z.Open(strings.ReplaceAll(main, ".", "/") + ".class")
	if err != nil {
		return 0, fmt.Errorf("%s: %w: it has no class %s", jar, errNotEmulator, main)
	}
	defer f.Close()
	// JVM specification, 4.1: u4 magic, u2 minor version, u2 major version; release 1 is major 45.
	var head struct {
		Magic        uint32
		Minor, Major uint16
	}
	if err := binary.Read(io.LimitReader(f, 8), binary.BigEndian, &head); err != nil {
		return 0, fmt.Errorf("%s: reading class %s: %w", jar, main, err)
	}
	if head.Magic != 0xCAFEBABE || head.Major < 45 {
		return 0, fmt.Errorf("%s: %w: %s isn't a class file", jar, errNotEmulator, main)
	}
	return int(head.Major) - 44, nil
}
