package rocket

import (
	"sync"
	"time"
)

// A Record says that something happened to a run of a task.
type Record struct {
	// Created is when the record was made.
	Created time.Time `json:"created"`
	// Task is the name of the task.
	Task string `json:"task_name"`
	// Run is the id of the run.
	Run string `json:"run_id"`
	// Action is what happened.
	Action Event `json:"action"`
	// Start is when the run started, End when it ended.
	Start time.Time `json:"start,omitzero"`
	End   time.Time `json:"end,omitzero"`
	// Runtime is how long the run has taken, in nanoseconds: End less Start, unless
	// the clock was set back meanwhile.
	Runtime time.Duration `json:"runtime,omitempty"`
	// Error says why the run failed or was terminated.
	Error string `json:"error,omitempty"`
	// Scheduled is the instant at which the start condition became true.
	Scheduled time.Time `json:"scheduled,omitzero"`
}

// A RunLog keeps records.
type RunLog interface {
	// Append adds records after those that are there. When it returns, they
	// will survive what the log is made to survive.
	Append(records []Record) error
	// Records returns all records, oldest first.
	Records() ([]Record, error)
}

// MemoryLog is a run log that lasts as long as the program. It keeps the
// latest Max records; the zero value keeps 10,000. It may be used from any
// goroutine.
type MemoryLog struct {
	Max int

	mu      sync.Mutex
	records []Record
}

const defaultMaxRecords = 10_000

// Append never fails.
func (m *MemoryLog) Append(records []Record) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.records = append(m.records, records...)
	limit := m.Max
	if limit <= 0 {
		limit = defaultMaxRecords
	}
	if len(m.records) > 2*limit {
		m.records = append([]Record(nil), m.records[len(m.records)-limit:]...)
	}
	return nil
}

// Records returns a copy of what is kept.
func (m *MemoryLog) Records() ([]Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]Record(nil), m.records...), nil
}
