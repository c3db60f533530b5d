package child

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// With CHILD_TEST_PARENT this test binary starts a child, prints its process id
// and waits to be killed.
func TestMain(m *testing.M) {
	if os.Getenv("CHILD_TEST_PARENT") != "" {
		cmd := exec.Command("sleep", "60")
		if err := Start(cmd, func(error) {}); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(cmd.Process.Pid)
		time.Sleep(time.Minute)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func TestDiesWithKilledParent(t *testing.T) {
	t.Parallel()
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), "CHILD_TEST_PARENT=1")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	var pid int
	if _, scanErr := fmt.Sscan(line, &pid); err != nil || scanErr != nil {
		parent.Process.Kill()
		t.Fatalf("the parent said %q, %v", line, err)
	}
	if err := syscall.Kill(pid, 0); err != nil {
		t.Fatalf("the child isn't there: %v", err)
	}
	parent.Process.Kill()
	parent.Wait()
	for begin := time.Now(); syscall.Kill(pid, 0) == nil; time.Sleep(5 * time.Millisecond) {
		if b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)); err == nil && zombie(b) {
			return // ended; whoever inherited it has not asked yet
		}
		if time.Since(begin) > 10*time.Second {
			syscall.Kill(pid, syscall.SIGKILL)
			t.Fatal("the child outlived its parent")
		}
	}
}

// zombie reads the state in /proc/PID/stat: "123 (sleep) Z ...".
func zombie(stat []byte) bool {
	var pid int
	var name, state string
	fmt.Sscan(string(stat), &pid, &name, &state)
	return state == "Z"
}

func TestTellsHowItEnded(t *testing.T) {
	t.Parallel()
	ended := make(chan error, 1)
	if err := Start(exec.Command("sh", "-c", "exit 3"), func(err error) { ended <- err }); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err == nil || err.Error() != "exit status 3" {
		t.Errorf("ended with %v", err)
	}
	if err := Start(exec.Command("/nowhere"), func(error) { t.Error("ended was called for what didn't start") }); err == nil {
		t.Error("/nowhere started")
	}
}
