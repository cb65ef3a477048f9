# Conditions that mean something, but hardly what is wanted, and forms close to them that are
# plain.

import "./prices"
config { silence_cond_check true; log memory }
param x = env "X"
cond ready = param 'x' exists
cond mondays = weekly on Mon
cond nightly_hours = time of day between 22:00 and 06:00
cond again(n int) = retry n
cond often(d duration) = every d
task b when daily { command "true" }
task c when daily { command "true" }

# Once per window.
task o1 when weekly on Mon & every 10 s { command "true" }                                # WARNING "RKT210.*weekly on Mon holds once a week, so task o1 runs once a week.*for every 10 seconds within its windows write .time of week on Mon."
task o2 when daily after 07:00 & every 10 minutes { command "true" }                      # WARNING "RKT210.*once a day"
task o3 when hourly & daily { command "true" }                                            # WARNING "RKT210.*daily holds once a day.*for hourly alone leave daily out"
task o4 when mondays & often(10 s) { command "true" }                                     # WARNING "RKT210.*weekly on Mon holds once a week.*weekly on Mon is written here"
task o5 when ready & (weekly on Mon | daily) & (every 1 min | after b) { command "true" } # WARNING "RKT210.*once a week" "RKT210.*daily holds once a day"
task o6 when cron 0 9 * * Mon & every 10 s { command "true" }                             # WARNING "RKT210.*holds once in each of its windows.*crontime"
task o7 when daily after 07:00 & cron */10 * * * * { command "true" }                     # WARNING "RKT210"
task o8 when weekly between Mon and Fri & daily at 09:00 { command "true" }               # WARNING "RKT210"
task s12 when every 1 hour & daily | every 1 hour & retry { command "true" }              # WARNING "RKT210"
task o9 when ~(~monthly | ~every 5 min) { command "true" }                                # WARNING "RKT210.*monthly"
group og when daily between 08:00 and 18:00 { # WARNING "RKT210.*daily between 08:00 and 18:00 of the group allows each task one start a day.*write .time of day between 08:00 and 18:00. at the group.*task og.o10 would start more often: hourly"
    task o10 when hourly { command "true" }
    task o11 when every 5 minutes { command "true" }
    group deep { task o12 when minutely { command "true" } }
}
group oh when daily { # WARNING "RKT210.*daily of the group"
    task o13 when ready & hourly | after b { command "true" }
}
task p1 when weekly on Mon & daily at 09:00 { command "true" }
task p2 when monthly on last Fri & daily after 18:00 { command "true" }
task p3 when daily at 10:00 & hourly { command "true" }
task p4 when time of week on Mon & every 10 s { command "true" }
task p5 when daily & every 20 hours { command "true" }
task p6 when daily after 07:00 | every 10 minutes { command "true" }
task p7 when daily & every 1 hour based on fail { command "true" }
task p8 when weekly & daily at 09:00 & time of week on Sat { command "true" }
task p9 when daily & after b { command "true" }
task p10 when daily & crontime */10 * * * * { command "true" }
group oi when daily at 10:00 {
    task p11 when hourly { command "true" }
    task p12 when after b { command "true" }
}
group oj when time of day between 08:00 and 18:00 { task p13 when hourly { command "true" } }

# A new period inside the window.
task n1 when daily & time of day between 22:00 and 06:00 { command "true" }       # WARNING "RKT211.*a new day begins inside time of day between 22:00 and 06:00: from the second time on, task n1 runs at 00:00.*write .daily between 22:00 and 06:00."
task n2 when weekly & time of week between Fri and Mon { command "true" }         # WARNING "RKT211.*when the week begins.*weekly between Fri and Mon"
task n3 when yearly & time of year between Nov and Feb & ready { command "true" } # WARNING "RKT211.*yearly between Nov and Feb"
group ng when nightly_hours {
    task n4 when daily { command "true" } # WARNING "RKT211.*write .daily between 22:00"
    task n5 when hourly { command "true" }
    task n6 when weekly { command "true" }
}
task q1 when daily & time of day between 08:00 and 16:00 { command "true" }
task q2 when daily between 22:00 and 06:00 { command "true" }
task q3 when daily after 20:00 & time of day between 22:00 and 06:00 { command "true" }
task q4 when daily & time of week between Fri and Mon { command "true" }
task q5 when daily starting 12:00 & time of day between 22:00 and 06:00 { command "true" }
task q6 when every 1 hour & time of day between 22:00 and 06:00 { command "true" }

# Retries.
task r1 when daily & retry 3 { command "true" }                                       # WARNING "RKT212.*a retry never starts a first run, and daily does not hold after one.*join them with |: .daily | retry 3."
task r2 when every 1 hour & retry { command "true" }                                  # WARNING "RKT212.*every 1 hour . retry"
task r3 when after b & again(3) { command "true" }                                    # WARNING "RKT212"
task r4 when cron 0 2 * * * & ready & retry 3 { command "true" }                      # WARNING "RKT212"
group rg when daily { task r5 when after b | retry 3 { command "true" } }             # WARNING "RKT212"
task r6 when daily at 02:00 & ready | retry 2 { command "true" }                      # WARNING "RKT213.*& binds tighter than .: ready is not asked before a retry.*write ..daily at 02:00 | retry 2. & ready., or parentheses around .daily at 02:00 & ready. if that is meant"
task r7 when retry | ready & daily & func prices.Open() { command "true" }            # WARNING "RKT213.*prices.Open"
task r8 when daily between 01:00 and 05:00 | retry 3 every 4 hours { command "true" } # WARNING "RKT214.*retries may run outside the window of daily between 01:00 and 05:00.*retry 3 every 4 hours & time of day between 01:00 and 05:00"
task r9 when daily before 06:00 | retry every 1 hour { command "true" }               # WARNING "RKT214"
task r10 when daily before 06:00 | retry 5 every 1 hour backoff 2 { command "true" }  # WARNING "RKT214"
task s1 when daily | retry 3 { command "true" }
task s2 when (daily at 02:00 | retry 3) & ready { command "true" }
task s3 when (daily at 02:00 & ready) | retry 3 { command "true" }
task s4 when daily at 02:00 & ~running | retry 3 { command "true" }
task s5 when every 1 hour & (daily | retry 3) { command "true" }
task s6 when daily between 01:00 and 05:00 | retry 3 every 10 minutes { command "true" }
task s7 when daily between 01:00 and 05:00 | retry 3 every 4 hours & time of day between 01:00 and 05:00 { command "true" }
task s8 when daily at 02:00 | retry 3 every 4 hours { command "true" }
task s9 when retry 3 { command "true" }
task s10 when daily { do run s9 }
group sg when time of day before 05:00 { task s11 when daily before 04:00 | retry 9 every 1 hour { command "true" } }

# ~ before what depends on the task itself.
task t1 when hourly & ~daily after 22:00 { command "true" }                        # WARNING "RKT215.*~daily after 22:00 holds once the task has run, too.*~time of day after 22:00"
task t2 when every 1 hour & ~(daily | ready) { command "true" }                    # WARNING "RKT215.*has started today"
task t3 when hourly & ~cron 0 9 * * * { command "true" }                           # WARNING "RKT215.*~crontime"
task t4 when hourly & ~every 10 minutes { command "true" }                         # WARNING "RKT215.*has started past 10 minutes"
task t5 when hourly & ~mondays { command "true" }                                  # WARNING "RKT215.*~time of week on Mon"
task t6 when daily until ~daily between 08:00 and 16:00 { command "true" }         # WARNING "RKT215"
task t7 when hourly & ~after b { command "true" }                                  # WARNING "RKT216.*~after b means: not since the latest start of this task.*for today write .~task b has succeeded today."
task t8 when hourly & ~after any b, c failed { command "true" }                    # WARNING "RKT216.*~.task b has failed today . task c has failed today."
task t9 when every 5 minutes & ~http_ok("https://example.com/") { command "true" } # WARNING "RKT217.*one failed answer is enough"
task u1 when hourly & ~time of day after 22:00 { command "true" }
task u2 when hourly & ~~daily at 10:00 { command "true" }
task u3 when hourly & ~task b has succeeded today { command "true" }
task u4 when every 5 minutes & http_ok("https://example.com/") { command "true" }
task u5 when every 5 minutes & ~http_ok("https://example.com/") & task b has failed past 5 minutes >= 3 { command "true" }
task u6 when hourly & ~has started past 10 minutes { command "true" }

# Waiting for others.
task v1 when after b, c failed { command "true" } # WARNING "RKT219.*after b, c failed asks for all of them.*after any b, c failed"
task v2 when after any b, c failed { command "true" }
task v3 when after b failed & after c failed { command "true" }
task v4 when after b, c { command "true" }
task v5 when after b, c finished { command "true" }
group late when daily at 02:00 {
    task w1 { command "true"; timeout 2 hours }
    task w2 when after z1 { command "true" }
    task w3 when after late.w1 { command "true" } # WARNING "RKT218.*a run of late.w1 may end after daily at 02:00; late.w3 then starts in the next window, on old news.*timeout of at most 1 hour"
    task w4 { command "true" }
    task w5 when after late.w4 { command "true" }
}
group minute when cron 0 3 * * * {
    task w6 { command "true" }
    task w7 when after minute.w6 { command "true" } # WARNING "RKT218"
}
task w8 when daily { command "true"; timeout never }
task w9 when daily at 02:00 & after w8 { command "true" }

# Timeouts.
task x1 when hourly { command "true"; timeout 2 hours } # WARNING "RKT222.*a run of x1 may take 2 hours, and hourly comes back after 1 hour"
group xg {
    timeout 10 minutes # WARNING "RKT222"
    task x2 when cron */5 * * * * { command "true" }
    task x3 when daily { command "true" }
}
task y1 when hourly { command "true"; timeout 1 hour }
task y2 when hourly { command "true"; timeout 2 hours; multilaunch }
task y3 when hourly { command "true"; timeout never }
task y4 when every 1 minute { command "true"; timeout 5 minutes }
task y5 when minutely { command "true" }
task y6 when hourly { command "true"; timeout 2 hours; overlap replace }
task y7 when hourly { command "true"; timeout 2 hours; overlap wait } # WARNING "RKT222"

# Windows that never meet.
task z1 when daily after 20:00 { command "true" }
task z2 when daily before 12:00 & task z1 has succeeded today { command "true" }             # WARNING "RKT224.*the windows of z1 never meet those of daily before 12:00 today.*z1 starts only daily after 20:00"
task z3 when time of week on Mon & task z4 has started this week & hourly { command "true" } # WARNING "RKT224"
task z4 when daily at 10:00 & time of week between Tue and Thu { command "true" }
task a1 when daily after 21:00 & task z1 has succeeded today { command "true" }
task a2 when daily before 12:00 & ~task z1 has succeeded today { command "true" }
task a3 when daily before 12:00 & task z1 has failed past 1 day { command "true" }
task a4 when daily before 12:00 & task z1 has failed today == 0 { command "true" }
task a5 when daily before 12:00 & task z1 has failed this week { command "true" }
task a6 when daily before 12:00 & task a7 has failed today { command "true" }
task a7 when daily after 20:00 | after b { command "true" }
task a8 when daily before 12:00 & task a9 has failed today { command "true" }
task a9 when daily after 20:00 { command "true" }
task a10 when hourly { do run a9 }
