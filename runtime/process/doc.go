// Package process starts operating-system processes, and ends each of them
// together with everything that it has started.
//
// A [Supervisor] runs a [Command], any program, and makes a [Call], a piece of
// work for a copy of this program. Both wait for the end. The package knows ids,
// arguments and results; what they are for is the caller's business.
//
// # Starting
//
// All processes of a supervisor are started by one thread, which lasts until
// [Supervisor.Close]. Linux is asked to kill each process when its parent dies,
// and it takes the thread that started the process for the parent.
//
// A process leads a process group of its own. On Linux it is also born inside a
// control group (cgroup v2) of its own if one can be made: nothing leaves a
// control group, and the kernel kills all of it as one. Without control groups,
// what leaves the process group is known by a mark in its environment,
// ROCKET_RUN_MARK, a random word.
//
// # Ending
//
//  1. The process ends by itself, or the context is done. Then the process group
//     gets SIGTERM, and the process has its grace time to end.
//  2. If the process has ended, what it leaves behind has half a second to close
//     the output.
//  3. The process group is killed, then the control group. Without a control
//     group, all processes with the mark are killed, but only if the context is
//     done: the search reads all of /proc.
//  4. The process is reaped. Until then its number belongs to nobody else, so
//     that the signals of step 3 reach no stranger.
//
// So two things are true when [Supervisor.Run] or [Supervisor.Call] returns: the
// process has been reaped, and everything in its process group and in its control
// group has been killed.
//
// # When this program dies
//
// The kernel kills the processes of a supervisor when its thread dies. It does
// not kill what those have started. [ClearLeftovers] and [KillRuns] do that at
// the next start of the program: a control group is left over if no program holds
// its lock, and a process belongs to a run if ROCKET_RUN_ID in its environment
// says so.
//
// # Calls
//
// A copy of this program learns from its environment that it was started for a
// call. It inherits one end of a pipe for the arguments and of another for the
// reply. Each pipe carries one message, preceded by its length, so that a reply
// that was cut short is told from a complete one.
//
// # What has started this program
//
// [Init] is what process 1 of a container does. A [Service] is the tie to the
// service manager that has started the program.
//
// # Other systems
//
// Unix systems other than Linux have process groups only. On Windows only the
// process itself is killed, and it is not asked first.
package process
