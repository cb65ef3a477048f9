# SYNTAX TEST "source.rkt" "words by their place"

# A comment.
# <- comment.line.number-sign.rkt
package main
# <------- keyword.declaration.rkt
import "example.com/desk/prices"
# <------ keyword.declaration.rkt
#      ^^^^^^^^^^^^^^^^^^^^^^^^^ string.quoted.double.rkt
config {
# <------ keyword.declaration.rkt
    timezone "UTC"
#   ^^^^^^^^ support.type.property-name.rkt
#            ^^^^^ string.quoted.double.rkt
    shut_cond scheduler has run over 20 minutes
#   ^^^^^^^^^ support.type.property-name.rkt
#             ^^^^^^^^^ keyword.other.condition.rkt
#                                    ^^ constant.numeric.rkt
#                                       ^^^^^^^ keyword.other.unit.rkt
    log file "runs.jsonl" keep 90 days
#   ^^^ support.type.property-name.rkt
#       ^^^^ constant.language.rkt
#                         ^^^^ keyword.other.rkt
}
param region = env "REGION" >> cli "--region" >> "eu"
# <----- keyword.declaration.rkt
#     ^^^^^^ entity.name.function.rkt
#              ^^^ keyword.other.condition.rkt
#                           ^^ keyword.operator.rkt
cond work = time of week between Mon and Fri & ~func prices.IsHoliday()
#    ^^^^ entity.name.function.rkt
#           ^^^^ keyword.other.condition.rkt
#                        ^^^^^^^ keyword.other.rkt
#                                ^^^ constant.other.date.rkt
#                                              ^ keyword.operator.rkt
#                                               ^^^^ keyword.control.action.rkt
#                                                    ^^^^^^^^^^^^^^^^ entity.name.function.go.rkt
cond "market {name} is open" = func prices.Open(name)
#    ^^^^^^^^^^^^^^^^^^^^^^^ entity.name.function.rkt
task "a 'name'" when daily after 07:00:30.5 & work until after nightly.report failed {
# <---- keyword.declaration.rkt
#    ^^^^^^^^^^ entity.name.function.rkt
#               ^^^^ keyword.control.rkt
#                    ^^^^^ keyword.other.condition.rkt
#                                ^^^^^^^^^^ constant.numeric.rkt
#                                                  ^^^^^ keyword.control.rkt
#                                                              ^^^^^^^^^^^^^^ variable.other.rkt
#                                                                             ^^^^^^ keyword.other.outcome.rkt
    func prices.Fetch(region: region)
#   ^^^^ keyword.control.action.rkt
#                     ^^^^^^ variable.parameter.rkt
    timeout 10 minutes; priority -5 # often enough
#   ^^^^^^^ support.type.property-name.rkt
#                       ^^^^^^^^ support.type.property-name.rkt
#                                   ^^^^^^^^^^^^^^ comment.line.number-sign.rkt
}
task when cron */5 7-18 * * Mon-Fri & ~running { command 'echo "\x41"; ls {' }
#    ^^^^ keyword.control.rkt
#         ^^^^ keyword.other.condition.rkt
#             ^^^^^^^^^^^^^^^^^^^^^ constant.other.cron.rkt
#                                      ^^^^^^^ keyword.other.condition.rkt
#                                                ^^^^^^^ keyword.control.action.rkt
#                                                               ^^^^ constant.character.escape.rkt
task typed {
    code map[string]int {
#   ^^^^ keyword.control.action.rkt
#        ^^^^^^^^^^^^^^ storage.type.go
        if s := "}"; s != '}' { // }
#       ^^^^^^^^^^^^^^^^^^^^^^^ meta.embedded.block.go
#                               ^^^^ comment.line.double-slash.go
        }
    }
    code map[string]interface{} { return nil, nil }
#        ^^^^^^^^^^^^^^^^^^^^^^ storage.type.go
#                                 ^^^^^^^^^^^^^^^ meta.embedded.block.go
    code {}
#   ^^^^ keyword.control.action.rkt
    multilaunch
#   ^^^^^^^^^^^ support.type.property-name.rkt
}
task stop when daily at noon { do shutdown force, run all }
#                       ^^^^ constant.other.date.rkt
#                              ^^ keyword.control.action.rkt
#                                 ^^^^^^^^ keyword.control.step.rkt
test "what it shows" {
# <---- keyword.declaration.rkt
    at "2026-03-02 06:59"
#   ^^ keyword.control.test.rkt
    fetch succeeds after 3 minutes
#         ^^^^^^^^ keyword.other.test.rkt
    expect runs { 07:00 fetch }
#   ^^^^^^ keyword.control.test.rkt
#                 ^^^^^ constant.numeric.rkt
}
