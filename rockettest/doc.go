// Package rockettest helps to test schedules, actions and conditions.
//
// # A session on a simulated clock
//
// [Start] runs a session in a bubble of testing/synctest. Time in a bubble stands still
// while anything works, and jumps to the next instant that somebody waits for when nothing
// does: a test of a month takes milliseconds, and goes the same way each time.
//
//	synctest.Test(t, func(t *testing.T) {
//		session := rockettest.Start(t, NewSession,
//			rockettest.At(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)),
//			rockettest.Replace("fetch", rockettest.Outcome{Err: errors.New("offline")}))
//		rockettest.RunUntil(t, time.Date(2026, 3, 3, 8, 0, 0, 0, time.UTC))
//		for _, r := range rockettest.Records(t, session, "alarm") {
//			...
//
// The clock of a bubble begins at midnight UTC on 1 January 2000, and has no way but
// forward: [At] and [RunUntil] sleep. The session ends with the test.
//
// What waits for the world outside, such as a command or a network, holds up the clock of
// the bubble, a task with execution process would start the binary of the test, and there are
// no workers for execution remote. So tests replace the actions of such tasks: [Replace].
//
// # Actions and conditions
//
// [NewRun] makes the run that an action is tested with. [CheckCondition] tries a condition
// of one's own in many histories: does each of its answers stand as long as it says?
package rockettest
