package process

import (
	"context"
	"fmt"
	"os"
	"os/signal"
)

// Called returns the name of the call that this program was started for. ok is
// false if it was started for no call.
func Called() (name string, ok bool) {
	name = os.Getenv(callName)
	return name, name != ""
}

// Serve does the call that this program was started for: it hands its name and
// its arguments to do, and sends what do returns as the reply. A signal that asks
// the program to end ends the context of do. Afterwards the program should exit.
//
// Serve may be called once, and only if [Called] says that there is a call. An
// error says that nobody is at the other end.
func Serve(
	ctx context.Context, do func(ctx context.Context, name string, args []byte) (reply []byte),
) error {
	ctx, stop := signal.NotifyContext(ctx, endSignals...)
	defer stop()
	name, _ := Called()
	os.Unsetenv(callName) // what this process starts has another parent
	in, out, err := inherited()
	if err != nil {
		return noCaller(err)
	}
	args, err := readMessage(in)
	if err != nil {
		return noCaller(err)
	}
	if err := writeMessage(out, do(ctx, name, args)); err != nil {
		return fmt.Errorf("reporting the end of the run: %w", err)
	}
	return out.Close()
}

func noCaller(err error) error {
	return fmt.Errorf("%s is set, but no scheduler is at the other end: %w", callName, err)
}
