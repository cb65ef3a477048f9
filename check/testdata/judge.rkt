# What only shows in the whole.

# Conditions that never hold.
task n1 when daily after 22:00 & time of day before 06:00 { command "true" }                      # ERROR "RKT136.*can never hold.*daily after 22:00 and time of day before 06:00 never hold"
task n2 when every 1 h & (time of week on Mon & (time of week on Tue & daily)) { command "true" } # ERROR "RKT136"
task n3 when daily | cron 0 0 31 2 * { command "true" }                                           # WARNING "RKT238.*this alternative can never hold"
task n4 when cron 0 0 31 2 * { command "true" }                                                   # ERROR "RKT136"
cond winter = time of year between Nov and Feb
cond summer = time of year between Jun and Aug
cond never_both = winter & summer
task n5 when daily & winter & summer { command "true" }                     # ERROR "RKT136.*time of year between Nov and Feb and time of year between Jun and Aug never hold"
task n6 when daily & never_both { command "true" }                          # ERROR "RKT136"
task n7 when daily until winter & summer { command "true" }                 # ERROR "RKT136"
task n8 when monthly on 31st & time of month before 30th { command "true" } # ERROR "RKT136"
group g when time of day before 06:00 {
    task n9 when daily after 12:00 { command "true" } # ERROR "RKT136"
}

# Alternatives that never hold.
task e6 when hourly | daily after 22:00 & time of day before 06:00 { command "true" } # WARNING "RKT238.*this alternative can never hold.*daily after 22:00 and time of day before 06:00 never hold"
task e7 when hourly & (time of day before 06:00 | winter & summer | time of week on Sun) { command "true" } # WARNING "RKT238.*this alternative"
task e8 when hourly | (daily & winter & summer | weekly on Mon & time of week on Tue) { command "true" } # WARNING "RKT238.*this alternative"
task e9 when hourly | daily & false { command "true" }

# Conditions that go on holding.
task r1 when time of day after 10:00 { command "true" }               # WARNING "RKT200.*task .r1. runs again and again.*every 10 minutes"
task r2 when true { command "true" }                                  # WARNING "RKT200"
task r3 when winter & ~running { command "true" }                     # WARNING "RKT200"
task r4 when task n3 has succeeded today { command "true" }           # WARNING "RKT200"
task r5 when daily | scheduler has run over 1 hour { command "true" } # WARNING "RKT200"
task r6 when ~(time of day before 10:00 | false) { command "true" }   # WARNING "RKT200"
task r7 when ~winter & ~task n3 is running { command "true" }         # WARNING "RKT200"
task p1 when winter & daily { command "true" }
task p2 when winter & ~has succeeded today { command "true" }
task p3 when scheduler has run over 1 hour { do shutdown }
task p4 when scheduler has more than 3 cycles { do run p1, disable p4 }
task p5 when winter & ~(daily | running) { command "true" } # WARNING "RKT215"

# Tasks that nothing starts.
task s1 { command "true" }                    # WARNING "RKT201.*nothing ever starts task .s1."
task s2 when after s1 { command "true" }      # WARNING "RKT201.*task .s2. never starts: it waits for s1, which nothing starts"
task s3 when daily & false { command "true" } # WARNING "RKT201.*its condition never holds"
task s4 when after any s1, p1 { command "true" }
task s5 when after s1, p1 { command "true" } # WARNING "RKT201.*waits for s1, which"
task s6 { command "true"; on_startup }
task s7 { command "true"; on_shutdown }
task s8 { command "true" }
task s9 when after s6 { do run s8 }
task s10 { do run s11 }     # WARNING "RKT201.*s10"
task s11 { command "true" } # WARNING "RKT201.*s11"
task s13 { command "true" }
task s14 { command "true" }
task s12 when daily { do run [s13, nobody], run [nobody, s14] } # ERROR "RKT101.*nobody" "RKT101.*nobody"

# Circles.
task c1 when after c3 { command "true" } # ERROR "RKT135.*these tasks wait for each other: c1 → c3 → c2 → c1, and nothing else starts any of them.*let one of them start"
task c2 when after c1 & daily { command "true" }
task c3 when after c2 failed { command "true" }
task c4 when after c4 { command "true" } # ERROR "RKT135.*task c4 waits for itself"
task c5 when after c1 { command "true" } # WARNING "RKT201.*waits for c1"
task d1 when after d2 | daily { command "true" }
task d2 when after d1 { command "true" }
task e1 when after e2 { command "true" }
task e2 when after e1 { command "true" }
task e3 when daily { do run e1 }
task f1 when after any f2, d1 { command "true" }
task f2 when after f1 { command "true" }

# Declarations that nothing uses.
param idle = 1    # WARNING "RKT202.*param .idle. is never used"
cond lazy = daily # WARNING "RKT203.*cond .lazy. is never used"

# A hold that nothing ends.
task h1 when daily { do hold } # WARNING "RKT221.*nothing in the schedule ends this hold.*do resume"
task h2 when weekly { do hold, shutdown }

# An outcome where a task is wanted.
task a1 when after any failed { command "true" } # ERROR "RKT101.*task .failed. is not declared.*after any task failed"
task a2 when after missed { command "true" }     # ERROR "RKT101.*task .missed. is not declared.*after any task missed"

# Tasks that run all the time, or that something else starts.
task i1 when ~running { command "true"; permanent }
task i2 when winter & ~task i2 is running | ~running { command "true"; permanent } # WARNING "RKT200"
task i3 when never { command "true" }
task i4 when after i3 { command "true" }
