package control

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestLogsOfRecords: of a run whose output is not kept any more, the records of the run log tell:
// of the run by its id, and of the latest run of a task.
func TestLogsOfRecords(t *testing.T) {
	at := time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)
	log := &rocket.MemoryLog{}
	var records []rocket.Record
	for i, run := range []rocket.Record{
		{Task: "dump", RunID: "019c0001", Event: rocket.Failed, Error: "exit status 1",
			Output: "one\ntwo", Progress: "40/100 rows"},
		{Task: "dump", RunID: "019c0002", Event: rocket.Succeeded},
		{Task: "other", RunID: "019d0003", Event: rocket.Crashed},
	} {
		run.Seq, run.Start, run.End = uint64(i+1), at, at.Add(time.Minute)
		run.Created = run.End
		records = append(records, run)
	}
	if err := log.Append(t.Context(), records); err != nil {
		t.Fatal(err)
	}
	session, err := rocket.New(&rocket.Schedule{Config: rocket.Config{Timezone: "UTC"},
		Tasks: []*rocket.TaskSpec{{Name: "dump", Action: rocket.Do{}}}}, rocket.WithRunLog(log))
	if err != nil {
		t.Fatal(err)
	}
	server := &Server{Session: session, Tap: &Tap{}}
	logs := func(r Request) (text []string) {
		t.Helper()
		r.Do = "logs"
		for data, err := range server.Answer(t.Context(), r) {
			if err != nil {
				return append(text, err.Error())
			}
			var line Line
			if err := json.Unmarshal(data, &line); err != nil {
				t.Fatal(err)
			}
			text = append(text, strings.Join([]string{line.Time.Format("15:04"), line.RunID,
				line.Stream, line.Event, line.Text}, " "))
		}
		return text
	}
	for _, c := range []struct {
		request Request
		want    string
	}{
		{Request{Run: "019c0001"}, "07:00 019c0001  run run started; 07:01 019c0001 stdout  one; " +
			"07:01 019c0001 stdout  two; 07:01 019c0001 progress  40/100 rows; " +
			"07:01 019c0001  fail run ended: fail: exit status 1"},
		{Request{Run: "0001", N: 1}, "07:01 019c0001  fail run ended: fail: exit status 1"},
		{Request{Tasks: []string{"dump"}}, "07:00 019c0002  run run started; " +
			"07:01 019c0002  success run ended: success"},
		{Request{Run: "019d"}, "07:00 019d0003  run run started; " +
			"07:01 019d0003  crash run ended: crash"},
		{Request{Run: "019c"}, "2 runs have an id such as 019c: give more of it"},
		{Request{Run: "019e"}, "there is no task and no recent run 019e"},
	} {
		if got := strings.Join(logs(c.request), "; "); got != c.want {
			t.Errorf("%+v: got\n%s\nwant\n%s", c.request, got, c.want)
		}
	}
	for _, err := range server.Answer(t.Context(), Request{Do: "logs", Run: "019e"}) {
		if !errors.Is(err, ErrUsage) {
			t.Errorf("error %v", err)
		}
	}
}
