param region = "eu"
cond trading = load_below(3)
task fetch when daily after 07:00 & trading { command "ls"; params { region: region } }
task report when after fetch { command "ls" }
task all when weekly { do run fetch }
config { log file "runs.jsonl"; silence_cond_check true }

test "right" {
    at     "2026-03-02 06:59"
    with   region = "us"
    assume trading true
    assume load_below(3) false
    fetch  fails after 1 min the 2nd time
    report hangs
    fetch  returns "x"
    off    from 08:00 until 10:00
    off    from "2026-03-03 08:00" until 10:00
    run until 12:00
    expect runs { 07:00 fetch; 07:00 report; "2026-03-02 11:59:59.5" fetch }
    run for 1 day
    expect task fetch has started today & ~trading
}
test "right" { at "2026-03-02 06:59"; run for 1 day } # ERROR "RKT141.*is already declared"
test "no start" { run for 1 day }                     # ERROR "RKT140.*does not say when the program starts"
test "no time" { at "2026-03-02 06:59" }              # ERROR "RKT140.*lets no time pass"
test "no date" { at "2026-02-30"; run for 1 day }     # ERROR "RKT120.*has 28 days"
test "settings" {
    at       "2026-03-02 06:59"
    with     regoin = "us"   # ERROR "RKT103.*did you mean .region"
    timezone "Nowhere"       # ERROR "RKT124.*no time zone"
    with     region = region # ERROR "RKT124.*a literal is wanted"
    at       "2026-03-03"    # ERROR "RKT112.*at is given twice"
    run for 1 day
    with region = "eu" # ERROR "RKT140.*settings of a test stand before"
}
test "assumptions" {
    at     "2026-03-02 06:59"
    assume tradin true            # ERROR "RKT102.*did you mean .trading"
    fecth  fails                  # ERROR "RKT101.*did you mean .fetch"
    all    fails                  # ERROR "RKT140.*steers the scheduler"
    fetch  hangs after 1 min      # ERROR "RKT140.*takes until something else"
    fetch  fails the 0th time     # ERROR "RKT123.*no number of a run"
    fetch  fails the 2 time       # ERROR "RKT123.*no number of a run"
    fetch  fails the 20000th time # ERROR "RKT123.*no number of a run"
    fetch  returns region         # ERROR "RKT124.*a literal is wanted"
    run for 1 day
}
test "times" {
    at "2026-03-02 06:59"
    run until 25:00 # ERROR "RKT120"
    run until 12:00
}
test "ends" {
    at "2026-03-02 06:59"
    expect runs {}               # ERROR "RKT140.*nothing has run yet"
    run until "2026-03-01 12:00" # ERROR "RKT140.*the run ends on Sun 2026-03-01 12:00:00, which is not after"
}
test "far" {
    at "9999-03-02 06:59"
    run for 400 days # ERROR "RKT140.*ends in the year 10000"
}
test "zero" { at "2026-03-02"; run for 0 min } # ERROR "RKT122.*is zero"
test "off" {
    at  "2026-03-02 06:59"
    off from 08:00 until 24:00              # ERROR "RKT120.*the end of a day"
    off from "2026-03-02 05:00" until 10:00 # ERROR "RKT140.*which is not after"
    off from 08:00 until 10:00
    off from 09:00 until 11:00 # ERROR "RKT140.*off until"
    run for 1 day
}
test "expectations" {
    at "2026-03-02 06:59"
    run until 12:00
    expect runs { 13:00 fetch }                               # ERROR "RKT140.*no run starts on Mon 2026-03-02 13:00:00 here"
    expect runs { 07:00 fetch; 06:59 report }                 # ERROR "RKT140.*no run starts on Tue"
    expect runs { 07:00 fecth }                               # ERROR "RKT101.*did you mean"
    expect daily                                              # ERROR "RKT140.*asks about the task that it is set on"
    expect ~(trading | has succeeded)                         # ERROR "RKT140.*has succeeded.*asks about"
    expect after fetch                                        # ERROR "RKT140.*asks about"
    expect time of day before 10:00 & time of day after 11:00 # ERROR "RKT136"
    expect task fecth has started                             # ERROR "RKT101.*did you mean"
    expect tradin                                             # ERROR "RKT102.*did you mean"
}
