task my task { command "x" }                  # ERROR "RKT001.*the name my task needs quotes.*quote it: \"my task\""
task my nice job when daily { command "x" }   # ERROR "RKT001.*the name my nice job needs quotes"
task nightly backup 2 until daily {           # ERROR "RKT001.*the name nightly backup 2 needs quotes"
    command "x"
}
group my tasks { task a { command "x" } }     # ERROR "RKT001.*the name my tasks needs quotes"
group daily work when hourly {                # ERROR "RKT001.*the name daily work needs quotes"
    task b { command "x" }
}
task nightly daily { command "x" }            # ERROR "RKT001.*the word when stands before a condition"
task often every 5 minutes { command "x" }    # ERROR "RKT001.*the word when stands before a condition"
task waits after daily job { command "x" }    # ERROR "RKT001.*the word when stands before a condition"
task c when after my task { command "x" }     # ERROR "RKT018.*a name of several words stands in quotes"
task my-task { command "x" }                  # ERROR "RKT001.*the name my-task needs quotes"
param my-param = 3                            # ERROR "RKT001.*unexpected \"my-param\".*stands in quotes: \"my-param\""
cond my-cond = daily                          # ERROR "RKT001.*unexpected \"my-cond\".*letters, digits and _"
task-runner x                                 # ERROR "RKT011.*\"task-runner\""
on-start x                                    # ERROR "RKT011.*\"on-start\".*did you mean hook"
some-thing x                                  # ERROR "RKT011.*\"some-thing\""
param when = 2026-01-02                       # ERROR "RKT001.*unexpected \"2026-01-02\".*stands in quotes: \"2026-01-02\""
param list = [mon-fri]                        # ERROR "RKT001.*unexpected \"mon-fri\".*stands in quotes: \"mon-fri\""
config {
    time-zone "UTC"                           # ERROR "RKT013.*\"time-zone\".*did you mean timezone"
    timeout-seconds 3                         # ERROR "RKT013.*\"timeout-seconds\""
    task_execution sub-process                # ERROR "RKT001.*unexpected \"sub-process\""
}
task d when daily {
    working-directory "/x"                    # ERROR "RKT012.*\"working-directory\".*did you mean dir"
    max-retries 3                             # ERROR "RKT012.*\"max-retries\".*retrying is a condition"
    timeout-minutes: 5                        # ERROR "RKT012.*\"timeout-minutes\".*did you mean timeout"
    dir-mode 3                                # ERROR "RKT012.*\"dir-mode\""
    when-idle true                            # ERROR "RKT012.*\"when-idle\""
    task-limit 3                              # ERROR "RKT012.*\"task-limit\""
    on-startup                                # ERROR "RKT012.*\"on-startup\".*did you mean on_startup"
    command-line "x"                          # ERROR "RKT012.*\"command-line\".*did you mean command"
    command "x"
}
group e {
    task-limit 3                              # ERROR "RKT012.*a group has no attribute \"task-limit\""
    run-as "nobody"                           # ERROR "RKT012.*\"run-as\".*did you mean user"
}
task f when daily { do shut-down }            # ERROR "RKT018.*\"shut-down\".*did you mean shutdown"
task g when daily { do run a, run-now b }     # ERROR "RKT018.*\"run-now\""
task h when after a suc-ceeded { command "x" } # ERROR "RKT018.*\"suc-ceeded\".*did you mean succeeded"
