package subject

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

var (
	work     Workload
	launches []Launch
	count    atomic.Int64
	handlers = map[string]func() error{}
)

// Begin reads the workload and begins to answer questions. It is called before all else;
// further calls do nothing.
func Begin() { once.Do(begin) }

var once sync.Once

func begin() {
	if err := json.Unmarshal([]byte(os.Getenv(Variable)), &work); err != nil {
		fail(fmt.Errorf("%s: %w", Variable, err))
	}
	launches = make([]Launch, work.Room)
	go answer()
}

// Handle has a question answered after something was done. It is called before [Begin].
func Handle(word string, do func() error) {
	if _, known := handlers[word]; !known {
		handlers[word] = do
	}
}

// Ready says that all tasks are registered and the scheduler runs.
func Ready() { Answer{Word: ReadyWord}.print() }

// Launched notes that the action of a task has begun.
func Launched(task int) {
	now := time.Now().UnixNano()
	if k := count.Add(1); k <= int64(len(launches)) {
		launches[k-1] = Launch{task, now}
	}
}

// answer answers questions until there are no more.
func answer() {
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		a := Answer{Word: lines.Text(), Launches: count.Load()}
		if a.Word == CensusWord {
			a.Goroutines, a.Heap = Census()
		}
		if do := handlers[a.Word]; do != nil {
			if err := do(); err != nil {
				fail(err)
			}
		}
		a.CPU, a.ChildCPU = cpu()
		a.print()
	}
	if err := writeNotes(work.Notes); err != nil {
		fail(err)
	}
	os.Exit(0)
}

// Census counts the goroutines and the bytes that live on the heap.
func Census() (goroutines int, heap uint64) {
	runtime.GC()
	runtime.GC() // also what the first has only let go of: pools, finalizers
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return runtime.NumGoroutine(), memory.HeapAlloc
}

// writeNotes writes the launches, two little-endian 64-bit integers each.
func writeNotes(name string) error {
	if name == "" {
		return nil
	}
	var text []byte
	for _, l := range launches[:min(count.Load(), int64(len(launches)))] {
		text = binary.LittleEndian.AppendUint64(text, uint64(l.Task))
		text = binary.LittleEndian.AppendUint64(text, uint64(l.At))
	}
	return os.WriteFile(name, text, 0o600)
}

// ReadNotes reads the launches that a program has written.
func ReadNotes(name string) (notes []Launch, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	for ; len(text) >= 16; text = text[16:] {
		notes = append(notes, Launch{
			Task: int(binary.LittleEndian.Uint64(text)),
			At:   int64(binary.LittleEndian.Uint64(text[8:])),
		})
	}
	return notes, nil
}

// fail says why the program cannot go on, and ends it.
func fail(err error) {
	Answer{Word: FailureWord, Error: err.Error()}.print()
	os.Exit(1)
}
