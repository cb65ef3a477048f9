package export

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A Unit is what the service of a whole program is made of.
type Unit struct {
	// Name is what the program, and its directory of state, are called.
	Name string
	// Program is the path of the program.
	Program string
	// Schedule is what it runs.
	Schedule *rocket.Schedule
}

// String returns the service: one that says when it is ready and that it is alive, has a
// directory of state for its run log, and is hardened as far as the schedule lets it.
func (u Unit) String() string {
	s := &strings.Builder{}
	line := func(format string, args ...any) { fmt.Fprintf(s, format+"\n", args...) }
	line("# The schedule %s as a service of systemd:", u.Name)
	line("#")
	line("#\trocketc build -o %s %s.rkt", u.Program, u.Name)
	line("#\tcp %s.service /etc/systemd/system/", u.Name)
	line("#\tsystemctl enable --now %s", u.Name)
	line("")
	line("[Unit]")
	line("Description=The schedule %s", u.Name)
	line("After=network-online.target")
	line("Wants=network-online.target")
	line("")
	line("[Service]")
	line("# The program says when it is ready, what it does, and that it stops.")
	line("Type=notify")
	line("ExecStart=%s", u.Program)
	line("ExecReload=/bin/kill -HUP $MAINPID")
	line("Restart=on-failure")
	line("")
	line("# The run log is kept in /var/lib/%s, and the control socket in /run/%s.", u.Name, u.Name)
	line("StateDirectory=%s", u.Name)
	line("RuntimeDirectory=%s", u.Name)
	line("")
	line("# The scheduler loop reports twice in this time that it is alive.")
	line("WatchdogSec=30")
	line("")
	line("# SIGTERM goes to the scheduler alone, which ends its commands in good order.")
	line("KillMode=mixed")
	line("TimeoutStopSec=2min")
	line("")
	line("# The scheduler may make a control group for each run, and so ends a command with")
	line("# everything that it has started.")
	line("Delegate=yes")
	line("")
	u.harden(line)
	line("")
	line("[Install]")
	line("WantedBy=multi-user.target")
	return s.String()
}

// harden writes what restricts the program: less if commands run as other users.
func (u Unit) harden(line func(string, ...any)) {
	others := slices.ContainsFunc(u.Schedule.Tasks, func(t *rocket.TaskSpec) bool {
		command, is := t.Action.(rocket.Command)
		return is && command.User != ""
	})
	if others {
		line("# Tasks run as other users, for which the program has to be root, and may gain")
		line("# privileges.")
	} else {
		line("# A user that exists while the service runs. Name another one if commands need its")
		line("# files: User=backup")
		line("DynamicUser=yes")
		line("NoNewPrivileges=yes")
		line("RestrictSUIDSGID=yes")
	}
	line("# What commands may not do. ProtectSystem lets them write below /var/lib/%s", u.Name)
	line("# only: add ReadWritePaths= for the rest%s.", u.paths())
	line("ProtectSystem=strict")
	line("PrivateTmp=yes")
	line("ProtectKernelTunables=yes")
	line("ProtectKernelModules=yes")
	line("ProtectKernelLogs=yes")
	line("ProtectClock=yes")
	line("ProtectHostname=yes")
	line("RestrictRealtime=yes")
	line("LockPersonality=yes")
}

// paths names the directories of tasks, which they may want to write.
func (u Unit) paths() string {
	var list []string
	for _, t := range u.Schedule.Tasks {
		if command, is := t.Action.(rocket.Command); is && filepath.IsAbs(command.Dir) &&
			!slices.Contains(list, command.Dir) {
			list = append(list, command.Dir)
		}
	}
	if len(list) == 0 {
		return ""
	}
	return ", such as " + strings.Join(list, " ")
}
