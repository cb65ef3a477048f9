# What newcomers write is one mistake: texts without quotes, wherever a value stands, and others.
config {
    log file runs.jsonl keep 3 days # ERROR "RKT001.*unexpected .runs.jsonl"
    dir /srv/app                    # ERROR "RKT001.*unexpected ./srv/app"
    timezone Europe/Helsinki        # ERROR "RKT001.*unexpected .Europe/Helsinki"
    env { A foo/bar }               # ERROR "RKT001.*unexpected .foo/bar"
}
calendar fi { holidays fi.ics } # ERROR "RKT001.*unexpected .fi.ics"
task a when daily { notify ntfy://ntfy.sh/x } # ERROR "RKT001.*unexpected .ntfy://ntfy.sh/x"
task b when daily {
    command "x"
    dir ./x/y                       # ERROR "RKT001.*unexpected ../x/y"
    dir /                           # ERROR "RKT031.*a value is missing"
}
task c when daily { notify ops "it is done" } # ERROR "RKT029.*after the address.*message .it is done."
task d when daily on weekdays 2:00 { command "x" } # ERROR "RKT019.*after weekdays.*daily on weekdays at 2:00"
task e when weekly on weekends 8 am { command "x" } # ERROR "RKT019.*daily on weekends at 8"
test "t" {
    at "2026-01-01 00:00"
    run for 1 day
    expect runs etl.load { 02:00 }     # ERROR "RKT001.*after runs.*expect runs . 07:00 fetch; 07:03 report"
}
