// Package process starts operating-system processes, and ends each of them
// together with everything that it has started.
//
// A [Supervisor] runs a [Command], any program, and makes a [Call], a piece of
// work for a copy of this program. Both wait for the end. The package knows ids,
// arguments and results; what they are for is the caller's business.
//
// # Starting
//
// All processes of a supervisor are started by two threads, which last until
// [Supervisor.Close]. Linux is asked to kill each process when its parent dies,
// and it takes the thread that started the process for the parent.
//
// A process leads a process group of its own. On Linux it is also born inside a
// control group (cgroup v2) of its own if one can be made: nothing leaves a
// control group, and the kernel kills all of it as one. Without control groups,
// what leaves the process group is known by a mark in its environment,
// ROCKET_RUN_MARK: a random word, which is that of the supervisor, and a number.
//
// If the system has no room for a process (its limit of processes, threads, memory or
// open files is reached), the start is tried again, at growing intervals of at most 2
// seconds, until the context is done. No start that waits holds files.
//
// # Ending
//
//  1. The process ends by itself, or the context is done. Then the process group
//     gets SIGTERM, and the process has its grace time to end.
//  2. If the process has ended, what it leaves behind has half a second to close
//     the output.
//  3. The process group is killed, and if the process has not ended, the control
//     group. Without a control group, all processes with the mark are killed if the
//     context is done.
//  4. The process is reaped. Until then its number belongs to nobody else, so
//     that the signals of step 3 reach no stranger.
//  5. The control group is removed. If it cannot be, because something is left in it,
//     it is killed first.
//
// So two things are true when [Supervisor.Run] or [Supervisor.Call] returns: the
// process has been reaped, and everything in its process group and in its control
// group has been killed. Without a control group, what a process has moved out of its
// group and left behind is killed by the guard within a second.
//
// No thread waits for a process. Linux has handles of processes, pidfds, which the
// poller of the Go runtime waits for, as it does for sockets.
//
// # When this program dies
//
// The kernel kills the processes of a supervisor when its threads die. What those have
// started is killed by the guard: a copy of this program that starts with the first
// process, does nothing but wait for the end of this one, and then kills what is left,
// by control group, or without one by process group, and by mark. The copy becomes a
// guard before its main function and most of its packages begin, so that it opens nothing
// that the program opens. On Windows there is no guard.
//
// If the guard dies together with this program, what is left is killed at the next
// start of the program by [ClearLeftovers] and [KillRuns]: a control group is left
// over if no program holds its lock, and a process belongs to a run if ROCKET_RUN_ID
// in its environment says so.
//
// # Calls
//
// A copy of this program learns from its environment that it was started for a
// call, or as a guard. It believes that only if it has inherited a socket that its
// parent has made, and finds there a first message of the parent. After that, each of
// the two writes one message, the arguments and the reply. A message is preceded by
// its length, so that a reply that was cut short is told from a complete one.
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
