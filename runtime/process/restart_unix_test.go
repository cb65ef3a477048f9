//go:build unix

package process_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/runtime/process"
)

func init() {
	programs["replaced"] = func() int {
		fmt.Println(os.Getpid(), os.Args[1:], os.Getenv("ROCKETC_TEST_AGAIN"))
		if len(os.Args) > 1 {
			return 0
		}
		os.Setenv("ROCKETC_TEST_AGAIN", "again")
		exe, err := os.Executable()
		how := os.Getenv("ROCKETC_TEST_END")
		if err == nil && how == "replace" {
			err = process.Replace(exe, []string{exe, "arg"}, os.Environ())
		} else if err == nil {
			_, err = process.Relaunch(exe, []string{"arg"}, how == "fresh")
		}
		if err != nil {
			fmt.Println(err)
			return 1
		}
		return 0
	}
}

// TestRestart: a program that takes the place of a process has its number, one
// that is launched has another.
func TestRestart(t *testing.T) {
	for _, how := range []string{"replace", "relaunch", "fresh"} {
		cmd := program(t, "replaced", "")
		cmd.Env = append(cmd.Env, "ROCKETC_TEST_END="+how)
		out, err := cmd.CombinedOutput() // until the relaunched program has ended, too
		first, second, _ := strings.Cut(string(out), " [] \n")
		pid, rest, _ := strings.Cut(second, " ")
		_, err2 := strconv.Atoi(pid)
		same := first == pid
		if err != nil || err2 != nil || rest != "[arg] again\n" || same != (how == "replace") {
			t.Errorf("%s: %v, the programs printed:\n%s", how, err, out)
		}
	}
	if _, err := process.Relaunch("/no/such/program", nil, true); err == nil {
		t.Error("a program that does not exist was launched")
	}
}
