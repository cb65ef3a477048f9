package process

// The environment of all processes of a run: its id, and a random word that no
// other run has, even if the ids of two programs are the same.
const (
	runIDName   = "ROCKET_RUN_ID"
	runMarkName = "ROCKET_RUN_MARK"
)

// KillRuns kills the processes of the runs with these ids, whichever program has
// started them: those with the id as ROCKET_RUN_ID in their environment. It finds
// those of the same user, and as root those of all users. Empty ids name no run. On
// systems other than Linux it does nothing.
func KillRuns(ids ...string) {
	var marks []string
	for _, id := range ids {
		if id != "" {
			marks = append(marks, runIDName+"="+id)
		}
	}
	killMarked(marks...)
}
