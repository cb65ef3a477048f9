# Configuration, attributes and actions.

config {
    task_execution      proces            # ERROR "RKT124.*task_execution wants process, thread, main, async or remote .did you mean .process"
    max_process_count   0                 # ERROR "RKT123.*max_process_count is 0, and has to be a whole number from 1"
    cycle_sleep         soon              # ERROR "RKT124.*cycle_sleep wants a duration, or none"
    timeout             "1 h"             # ERROR "RKT124.*timeout wants a duration, or never"
    multilaunch         yes               # ERROR "RKT124.*multilaunch wants true or false"
    timezone            "Europe/Helsinky" # ERROR "RKT124.*no time zone .Europe/Helsinky.*did you mean .Europe/Helsinki"
    log                 sqlite "x.db"     # ERROR "RKT190.*a run log of this kind"
    restarting          recal             # ERROR "RKT124.*restarting wants replace, relaunch, fresh or recall .did you mean .recall"
    task_pre_exist      raise
    silence_task_prerun perhaps            # ERROR "RKT124.*silence_task_prerun wants true or false"
    run_id              number             # ERROR "RKT124.*run_id wants uuid or increment"
    param_materialize   before             # ERROR "RKT124.*param_materialize wants post or pre"
    timeout             never              # ERROR "RKT112.*timeout is given twice.*given here first"
    shut_cond           after nothing      # ERROR "RKT101.*nothing"
    user                "a:b:c"            # ERROR "RKT124.*user wants a user, or a user and a group"
    dir                 7                  # ERROR "RKT124.*dir wants a text"
    shell               ""                 # ERROR "RKT124.*shell wants a text"
    env                 { A unheard; A 1 } # ERROR "RKT103.*unheard" "RKT112.*.A. is already declared"
}
config { multilaunch } # ERROR "RKT110.*config is already declared"

task a when daily {
    command     "true"
    execution   proces                  # ERROR "RKT124.*execution wants process, thread, main, async or remote"
    priority    1.5                     # ERROR "RKT123"
    timeout     0 s                     # ERROR "RKT122.*timeout is zero"
    multilaunch 0                       # ERROR "RKT123"
    on_startup  3                       # ERROR "RKT124.*on_startup wants true or false"
    dir         3                       # ERROR "RKT124.*dir wants a text"
    shell       ""                      # ERROR "RKT124.*shell wants a text"
    argform     middle                  # ERROR "RKT124.*argform wants long or short" "RKT127.*the command has none"
    success     [0, 256, -1, x]         # ERROR "RKT123.*at most 255" "RKT123.*is -1" "RKT124.*a list of exit statuses"
    env         { A 1; A 2; B unknown } # ERROR "RKT112.*.A. is already declared" "RKT103.*unknown"
    user        "root:"                 # ERROR "RKT124.*user wants a user, or a user and a group"
    run_id      increments              # ERROR "RKT124.*run_id wants uuid or increment .did you mean .increment"
    on_exists   rise                    # ERROR "RKT124.*on_exists wants raise, rename, ignore or replace .did you mean .raise"
    output      2 GB                    # ERROR "RKT123.*output is 2 GB, and has to be from 1 byte to 1 GB"
    priority    3                       # ERROR "RKT112.*priority is given twice"
}

task b when daily {
    command ["ls", 3] # ERROR "RKT125.*a list of texts"
    shell   "bash"    # ERROR "RKT127.*shell does not fit a command that is run directly"
}
task b1 when daily { command "true"; output 10 s }  # ERROR "RKT124.*output wants a size"
task b2 when daily { command "true"; output 0.5 B } # ERROR "RKT123.*in whole bytes"
task b6 when daily { command "true"; timeout -1 }   # ERROR "RKT122.*a duration can.t be negative"
task b7 when daily { command "true"; grace 0 }      # ERROR "RKT122.*grace is zero"
task b8 when daily { command "true"; grace never }  # ERROR "RKT124.*grace wants a duration"
task b9 when daily { command "true"; timeout 10; grace 0.5 }
task b3 when daily { command "true"; user ":x" } # ERROR "RKT124.*user wants"
task b4 when daily { command "true"; output 1.5 MB; user "a:b" }
task b5 when daily { code { println() }; output 64 KB } # ERROR "RKT127.*output fits only a command"
task c when daily { command [] }                        # ERROR "RKT125.*names no program"
task d when daily { command "  " }                      # ERROR "RKT125.*the command is empty"
task e when daily {
    code { println() }
    dir    "/tmp" # ERROR "RKT127.*dir fits only a command, and this task has code"
    params { x: 1 }
}
task f when daily {
    do     run a, restart
    params { x: 1 } # ERROR "RKT127.*params fits only a command, and this task has do"
}
task g when daily { do remove nobody, remove a } # ERROR "RKT101.*nobody"
task h when daily { do run a(x: 1) }             # ERROR "RKT156.*task a has no parameter .x."
task i when daily {
    do        run a
    execution process # ERROR "RKT137.*do steers the scheduler"
}
task when daily { code { println() } } # ERROR "RKT113.*a task with code has to have a name"
task when daily { do shutdown }        # ERROR "RKT113.*a task with do has to have a name"
task when daily { command "df -h" }
task when daily { command ["df", "-h"] } # ERROR "RKT106.*task .df -h. is already declared.*give this one a name"
task j when after "df -h" { command "true" }

group g1 {
    execution fast # ERROR "RKT124.*execution wants"
    timeout   1 hour
    timeout   2 hours # ERROR "RKT112"
    shell     "bash"
    env       { X missing } # ERROR "RKT103.*missing"
    task a when daily { command ["true"] }
    task b when daily { command "true" }
    task c when daily { code { println() } }
}
group g2 {
    execution process
    task d when daily { do run a }
}

hook startup prices.Fetch                       # ERROR "RKT104.*this file imports no package .prices."
task k when daily & func F() { command "true" } # ERROR "RKT152.*package main has no function F"
param r = return of nobody                      # ERROR "RKT101.*nobody"
# WARNING-1 "param .r. is never used"
param s = session # ERROR "RKT124.*session is a value for the parameter of a Go function only"
# WARNING-1 "param .s. is never used"
param u = func F() # ERROR "RKT152.*package main has no function F"
# WARNING-1 "param .u. is never used"
task flagged when daily { command "true"; params { x: 1 } }
task flags when daily { do run flagged(x: 2), run flagged(y: 2) }               # ERROR "RKT156.*no parameter .y."
task nul1 when daily { command "echo a\x00b" }                                  # ERROR "RKT124.*a NUL byte"
task nul2 when daily { command ["echo", "a", "\u0000"] }                        # ERROR "RKT124.*a NUL byte"
task nul3 when daily { command "true"; dir "/tmp\x00" }                         # ERROR "RKT124.*a NUL byte"
task nul4 when daily { command "true"; env { A "\x00"; B env "X\x00" >> "b" } } # ERROR "RKT124.*a NUL byte" "RKT124.*no NUL byte"
task nul5 when daily { command "true"; env { "A\x00" "b" } }                    # ERROR "RKT124.*no NUL byte"
