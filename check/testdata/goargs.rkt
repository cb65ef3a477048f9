# Arguments of Go functions.

import "./prices"

param place = env "PLACE" >> "home"
param count = 3
param n     = 100

task region when daily { func prices.Region("eu") }
task named when daily { func prices.Region(name: place) }
task fetch when daily { func prices.Report }
task build when after fetch { func prices.Build(clients: return of fetch) }
task plain when daily { func prices.Plain }
task listing when daily { command "ls" }
task number when daily { code int { return 3, nil } }
task all when daily {
    func   prices.Args(at: "x", wait: 10 seconds, moment: env "WHEN", ratio: 1, list: ["a", place], order: { symbol: "ACME", count: 3 }, any: [1, "b"])
    params { ok: true }
}
task computed when daily { func prices.Holiday(at: func prices.Home()) }
task home when func prices.Holiday("here") & ~func prices.Holiday(at: place) { command "true" }
task handles when daily { func prices.Handles(other: task fetch, c: config) }
task steer when daily { do run region(name: "us"), run listing, run all(n: 5, at: "y") }
task listed when daily { func prices.Quote(quotes: ["a", "b"]) }
task text when daily { func prices.Region(name: return of listing) }

task e1 when daily { func prices.Region(1) }                     # ERROR "RKT156.*1 is a number, but prices.Region takes string .parameter .name"
task e2 when daily { func prices.Region("a", "b") }              # ERROR "RKT156.*prices.Region takes fewer arguments"
task e3 when daily { func prices.Region(nmae: "a") }             # ERROR "RKT157.*takes name string, and nothing gives it" "RKT156.*no parameter .nmae. .did you mean .name"
task e4 when daily { func prices.Region(name: "a", name: "b") }  # ERROR "RKT108.*given twice"
task e5 when after fetch { func prices.Quote(return of fetch) }  # ERROR "RKT156.*return of fetch is ..prices.Client, but prices.Quote takes ..prices.Place .parameter .quotes"
task e6 when daily { func prices.Region(return of plain) }       # ERROR "RKT156.*return of plain is nothing"
task e7 when daily { func prices.Region(return of number) }      # ERROR "RKT156.*return of number is int, but prices.Region takes string"
task e8 when daily { func prices.Build(env "X") }                # ERROR "RKT156.*text of env .X. is text"
task e9 when daily { func prices.Region(count) }                 # ERROR "RKT156.*param count, 3, is a number"
task e10 when daily { func prices.Hidden }                       # ERROR "RKT155.*prices.hidden of parameter h"
task e11 when daily { func prices.Quote(["a", 2]) }              # ERROR "RKT156.*item 2 of the list, 2, is a number"
task e12 when daily { func prices.Region(return of steer) }      # ERROR "RKT156.*return of steer is nothing"
task e13 when daily { func prices.Holiday(at: func prices.Closed()) }        # ERROR "RKT156.*the value of prices.Closed is bool"
task e14 when func prices.Region("a") { command "true" }         # ERROR "RKT155.*does not return a bool"
task e15 when daily { do run region(nam: "us") }                            # ERROR "RKT156.*no parameter .nam. .did you mean .name"
task e16 when daily { do run listing(x: 1) }                                # ERROR "RKT156.*task .listing. has no parameter .x"
task e17 when daily { func prices.Channel; execution process }   # ERROR "RKT158.*chan int does not cross"
task e18 when daily { func prices.Run; execution process }       # ERROR "RKT158.*prices.Job.Inner.Done: chan struct"
task e19 when daily {                                            # a task's handle in a process
    func prices.Handles(other: task fetch, c: config)
    execution process                                            # ERROR "RKT137.*takes the task" "RKT137.*takes the session"
}
task e20 when daily { func prices.Region(task fetch) }           # ERROR "RKT156.*task is .runtime.Task"
task e21 when daily {
    func prices.Args(n: 200, at: 3, wait: 10, moment: "now", ratio: "x", ok: 1, list: "a", order: { symbl: "x" }, any: 1)  # ERROR "200 is out of range" "3 is a number, but prices.Args takes prices.Place" "10 is a number.*a duration has a unit" "now. is a string" "x. is a string" "1 is a number" "a. is a string" "a map with the key .symbl"
}
