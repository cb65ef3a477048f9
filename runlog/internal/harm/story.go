package harm

import (
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

// readStory returns the records of a log.
func readStory(t *testing.T, log rocket.RunLog) (records []rocket.Record) {
	t.Helper()
	for r, err := range log.Read(t.Context(), rocket.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	return records
}
