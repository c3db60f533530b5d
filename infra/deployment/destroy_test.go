package deployment

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestOnlyTheUnprotectedIsTakenDown runs make destroy with a terraform that only records that it was called.
func TestOnlyTheUnprotectedIsTakenDown(t *testing.T) {
	for env, want := range map[string]bool{"dev": true, "prod": false, "": false, "nowhere": false} {
		dir := t.TempDir()
		called := filepath.Join(dir, "called")
		if err := os.WriteFile(filepath.Join(dir, "terraform"), []byte("#!/bin/sh\ntouch "+called+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("make", "-C", "../..", "destroy", "ENV="+env)
		cmd.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"))
		out, err := cmd.CombinedOutput()
		_, noted := os.Stat(called)
		if (err == nil) != want || (noted == nil) != want {
			t.Errorf("make destroy ENV=%s: %v, terraform called: %v\n%s", env, err, noted == nil, out)
		}
	}
}
