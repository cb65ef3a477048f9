// Package linked has the kinds of run logs whose packages link third-party code, with the
// engines that take remote runs to workers by the same addresses. rocketc links all of them, so
// that it runs any schedule without Go. A program links the package of the log that its schedule
// names, and that of the engine if a task has execution remote.
package linked

import (
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/remote/river"
	"github.com/rocketc/rocketc/runlog"
	"github.com/rocketc/rocketc/runlog/postgres"
	"github.com/rocketc/rocketc/runlog/sqlite"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// Kinds are the kinds of run logs, by the word after `log`.
var Kinds = map[string]check.RunLog{
	"postgres": {Example: `env "DATABASE_URL"`,
		Address: func(address arg.Source, schedule string, keep runlog.Keep) rocket.RunLog {
			return &postgres.Log{Address: address, Schedule: schedule, Keep: keep}
		},
		Engine: func(address arg.Source, schedule string) rocket.Engine {
			return &river.Engine{Address: address, Schedule: schedule}
		}},
	"sqlite": {Example: `"runs.db"`,
		File: func(path string, keep runlog.Keep) rocket.RunLog {
			return &sqlite.Log{Path: path, Keep: keep}
		}},
}
