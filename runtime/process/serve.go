package process

import (
	"context"
	"fmt"
	"os"
	"os/signal"
)

// Called returns the name of the call that this program was started for, as the
// environment says. ok is false if it was started for no call. [Serve] finds out
// whether the environment is right.
func Called() (name string, ok bool) {
	name = os.Getenv(callName)
	return name, name != ""
}

// Serve does the call that this program was started for: it hands its name and
// its arguments to do, and sends what do returns as the reply. A signal that asks
// the program to end ends the context of do. Afterwards the program should exit.
// By tell, do says that there is a new note for the caller, which note returns: see
// [Call]. tell never waits.
//
// Serve may be called once, and only if [Called] says that there is a call. An
// error says that nobody is at the other end: the environment alone makes no call.
func Serve(
	ctx context.Context,
	do func(ctx context.Context, name string, args []byte, tell Tell) (reply []byte),
) error {
	ctx, stop := signal.NotifyContext(ctx, endSignals...)
	defer stop()
	name, _ := Called()
	os.Unsetenv(callName) // what this process starts has another parent
	caller, err := inherited(os.Getppid())
	if err == nil {
		err = caller.heed(callHello)
	}
	if err != nil {
		return unlinked(callName, err)
	}
	args, err := readMessage(caller.in)
	if err != nil {
		return unlinked(callName, err)
	}
	reportCrash(caller.out)
	notes := newNotes(caller.out)
	reply := do(ctx, name, args, notes.tell)
	reportCrash(nil)
	notes.stop()
	if err := writeMessage(caller.out, reply); err != nil {
		return fmt.Errorf("reporting the end of the run: %w", err)
	}
	return caller.out.Close()
}
