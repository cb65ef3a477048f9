// Package stdconds has the conditions of the schedule language.
//
// Each form of docs/spec.md § Conditions is one plain struct that works as a
// composite literal. Its Observe answers in constant or near constant time, does
// not allocate, and tells how long the answer stands:
//
//   - A calendar condition stands until the next edge of its period.
//   - `every D` stands until its last event plus D.
//   - A count over the past stands until its oldest counted event leaves the
//     span, or until the window opens, closes or begins anew.
//   - `after` reads two histories and stands until one of them changes.
//   - [All] is false as long as its first false part, and true until the first
//     part expires. [Any] is the mirror image. [Not] keeps the expiry.
//
// By these expiries the scheduler knows when to look again, so it never polls. A
// simulation jumps from expiry to expiry.
package stdconds
