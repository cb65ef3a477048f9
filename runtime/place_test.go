package rocket_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestPlaces: tasks get from the table the places that it was made of.
func TestPlaces(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 200 {
		var schedule rocket.Schedule
		var want []rocket.Pos
		for j := range random.IntN(6) * (1 + i%20*2) {
			at := rocket.Pos{
				File: string(rune('a'+random.IntN(2))) + ".rkt",
				Line: 1 + random.IntN(9), Column: 1 + random.IntN(3),
			}
			want = append(want, at)
			schedule.Tasks = append(schedule.Tasks,
				&rocket.TaskSpec{Name: strconv.Itoa(j), Pos: at, Action: rocket.Do{}})
		}
		schedule.Places = rocket.PlacesOf(schedule.Tasks)
		for _, spec := range schedule.Tasks {
			spec.Pos = rocket.Pos{}
		}
		session, err := rocket.New(&schedule)
		if err != nil {
			t.Fatal(err)
		}
		for i, task := range session.Tasks() {
			spec, err := task.Spec()
			if err != nil || spec.Pos != want[i] {
				t.Fatalf("got %v, error %v, want %v; table %v", spec.Pos, err, want[i],
					schedule.Places)
			}
		}
	}
}

// TestPlacesMove: a line above all tasks changes one row, and a task in the middle
// adds a row and changes none.
func TestPlacesMove(t *testing.T) {
	specs := func(lines ...int) (all []*rocket.TaskSpec) {
		for _, line := range lines {
			all = append(all, &rocket.TaskSpec{
				Pos: rocket.Pos{File: "a.rkt", Line: line, Column: 1}})
		}
		return all
	}
	before := rocket.PlacesOf(specs(10, 13, 17, 25))
	moved := rocket.PlacesOf(specs(11, 14, 18, 26))
	for i := range before {
		if same := before[i] == moved[i]; same != (i > 0) {
			t.Errorf("row %d: got %v, it was %v", i, moved[i], before[i])
		}
	}
	more := rocket.PlacesOf(specs(10, 13, 17, 23, 31)) // with one of 6 lines at 17
	if others := slices.Delete(slices.Clone(more), 2, 3); !slices.Equal(others, before) {
		t.Errorf("got %v, it was %v", more, before)
	}
}
