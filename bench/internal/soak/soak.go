// Package soak has what the tasks of the soak do: each notes that its action has begun, in a
// file that all processes append to, and then ends in its own way.
package soak

import (
	"context"
	"errors"
	"os"

	"github.com/rocketc/rocketc/bench/internal/subject"
	rocket "github.com/rocketc/rocketc/runtime"
)

// Variable is the environment variable with the name of the file for the notes.
const Variable = "BENCH_NOTES"

// The questions with which the benchmark holds all tasks, and lets them go on.
const (
	HoldWord   = "hold"
	ResumeWord = "resume"
)

// Begin is called when the session starts.
func Begin(ctx context.Context, e rocket.HookEvent) {
	subject.Handle(HoldWord, func() error { return e.Session.Hold(ctx, rocket.Hold{}) })
	subject.Handle(ResumeWord, func() error { return e.Session.Resume(ctx) })
	subject.Begin()
}

// Note notes that the action of a task has begun.
func Note(task string) error {
	file, err := os.OpenFile(os.Getenv(Variable), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(task + "\n")
	return errors.Join(err, file.Close())
}

// Fail fails.
func Fail(task string) error { return errors.Join(Note(task), errors.New("as it is meant to")) }

// Panic panics.
func Panic(task string) { panic(Fail(task)) }

// Wait waits until it is ended.
func Wait(ctx context.Context, task string) error {
	err := Note(task)
	<-ctx.Done()
	return errors.Join(err, context.Cause(ctx))
}

// Broken is a condition that fails.
func Broken() (bool, error) { return true, errors.New("broken") }
