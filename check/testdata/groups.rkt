# Groups, and how tasks are named in them.

task a when daily { command "a" }
task z when daily | outside { command "z" }
cond outside = after b # ERROR "RKT101.*task .b. is not declared .did you mean .g.b.."

group g when ~task b is running {
    task a when daily { command "a" }
    task b when daily { command "b" }
    task c when after b & after z & after h.d & after g.b { command "c" }
    task d when after a { command "d" } # ERROR "RKT105.*a may be g.a or the a outside the group"
    task e when after "a" & after g.a & after task b { do run h.d, disable d, run b() }
    task f when after bb { command "f" } # ERROR "RKT101.*task .bb. is not declared .did you mean .b.."
    task i when b { command "i" }        # ERROR "RKT102.*a task is no condition"
    group h {
        env { X return of b }
        task d when after b until task c is running { command "d" }
        task e when after d, f { command "e" } # the d of h, the f of g
    }
    group when hourly {
        task inner when after b { command "x" }
        task innermost when after inner & after h.d { command "x" }
    }
}
group when daily after 07:00 {
    task plain { command "x" }
    task next when after plain { command "x" }
    group k { task plain when after g.b { command "x"; env { X return of plain } } } # ERROR "RKT105.*plain may be k.plain or the plain outside"
}
# A group is no task.
task m when after g { command "m" }           # ERROR "RKT101.*.g. is a group and no task.*after any g"
task n when after any g.h failed { do run g } # ERROR "RKT101.*.g.h. is a group" "RKT101.*.g. is a group"
task last when after plain, next, k.plain, g.inner { command "x" }
task plain when daily { command "x" } # ERROR "RKT106.*task .plain. is already declared"

# A condition of a group is that of its tasks, also if they have none.
group own_task when after waits { # ERROR "task own_task.waits waits for itself"
    task waits { command "true" } # WARNING-1 "task .own_task.idle. never starts: it waits for own_task.waits"
    task idle { command "true" }
}
