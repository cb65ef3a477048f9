# Attributes that fit, and have no effect.

import "./prices"
config {
    log   memory "runs.db" # ERROR "RKT127.*a log in memory has no place"
    shell "bash"
    user  "backup"
}

task a1 when daily { command "true"; argform short } # ERROR "RKT127.*argform is the form of params, and the command has none"
task a2 when daily { command "true"; argform short; params { x: 1 } }
group ag { argform short; params { x: 1 }; task a3 when daily { command "true" } }
task b1 when daily { do run a1; timeout 5 minutes }                          # ERROR "RKT127.*cannot be ended by a timeout"
task b2 when daily { code { println() }; execution main; timeout 5 minutes } # ERROR "RKT127.*cannot be ended by a timeout"
task b3 when daily { do run a1; permanent }                                  # ERROR "RKT127.*a metatask runs on the scheduler loop at once, and permanent"
task b4 when daily { do run a1; multilaunch 3 }                              # ERROR "RKT127.*multilaunch"
task b5 when daily { do run a1; grace 3 s }                                  # ERROR "RKT127.*grace"
task b6 when daily until hourly { do run a1 }                                # ERROR "RKT127.*cannot be ended by until"
task b7 when daily until hourly { code { println() }; execution main }       # ERROR "RKT127.*cannot be ended by until"
task b8 when daily { do run a1; priority 3; run_id increment; execution thread; timeout 5 minutes }
task b9 when daily until hourly { code { println() }; timeout 5 minutes; grace 3 s; permanent }
task c1 { command "true"; on_startup; permanent } # ERROR "RKT127.*a permanent task does not end, and the session starts once.*when ~running"
group cg {
    permanent # ERROR "RKT127.*does not end"
    task c2 { command "true"; on_startup }
}
task c3 { command "true"; on_startup; permanent false }
task c4 { command "true"; on_shutdown; permanent }
task d1 when daily { command "true"; success [] }         # ERROR "RKT124.*success wants at least one exit status"
task d2 when daily | retry 3 backoff 2 { command "true" } # ERROR "RKT123.*backoff multiplies the wait before a retry, and there is none"
task d3 when daily | retry 3 every 1 min backoff 2 { command "true" }

group g1 {
    user     "backup" # ERROR "RKT127.*no task of the group can use user.*user is for commands"
    argform  short    # ERROR "RKT127.*no task of the group can use argform"
    priority 3
    task e1 when daily { code { println() } }
}
group g2 {
    user    "backup"
    shell   "bash" # ERROR "RKT127.*no task of the group can use shell.*in one string"
    timeout 5 minutes
    group in { task e2 when daily { command ["ls"] } }
    task e3 when daily { do run g1.e1 }
}
group g3 {
    timeout 5 minutes # ERROR "RKT127.*no task of the group can use timeout"
    permanent         # ERROR "RKT127.*permanent"
    task e4 when daily { do run g1.e1 }
}
group g4 {
    params { region: "eu", regoin: "us" } # ERROR "RKT127.*no task of the group has a parameter .regoin."
    task e5 when daily { func prices.Enter }
    task e6 when daily { do run g1.e1 }
}
group g5 {
    params { regoin: "us" }
    task e7 when daily { func prices.Enter("eu") }
    task e8 when daily { command "true" }
}
group g6 { timeout 5 minutes } # ERROR "RKT127.*no task of the group can use timeout"
