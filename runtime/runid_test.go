package rocket

import (
	"testing"
	"time"
)

// BenchmarkRunID makes the ids of runs.
func BenchmarkRunID(b *testing.B) {
	var ids uuids
	at := time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		if id := ids.next(at); !unique(id) {
			b.Fatal(id)
		}
	}
}
