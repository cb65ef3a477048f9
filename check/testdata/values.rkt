# Values that are none, each reported at the part that is wrong.

task a1 when daily after 25:00 { command "true" }              # ERROR "RKT120"
task a2 when monthly on 32nd { command "true" }                # ERROR "RKT120"
task a3 when weekly between Mon and 10:00 { command "true" }   # ERROR "RKT120"
task a4 when daily after 24:00 { command "true" }              # ERROR "no window starts at 24:00, the end of a day.*before 24:00"
task a5 when time of day between 24:00 and 06:00 { command "true" }   # ERROR "no window starts at 24:00"
task a6 when daily before 24:00 { command "true" }
task a7 when has failed today at 24:00 | daily { command "true" }     # ERROR "no window starts at 24:00"
task a9 when daily before 00:00 { command "true" }              # ERROR "RKT120.*a window that ends at 00:00, the start of a day, is empty.*did you mean 24:00."
task a10 when time of day before 12 am & daily { command "true" }     # ERROR "RKT120.*ends at 12 am.*did you mean 24:00."
task a11 when hourly before 00:00 { command "true" }            # ERROR "RKT120.*ends at 00:00, the start of an hour.*time of hour after 00:00 is the whole hour"
task a12 when minutely before 0 { command "true" }              # ERROR "RKT120.*the start of a minute.*time of minute after 0 is the whole minute"
task a13 when weekly before Mon 00:00 { command "true" }        # ERROR "RKT120.*the start of a week, is empty.*time of week after Mon 00:00 is the whole week"
task a14 when monthly before 1st 00:00 { command "true" }       # ERROR "RKT120.*the start of a month"
task a15 when yearly before Jan 1st 00:00 { command "true" }    # ERROR "RKT120.*the start of a year"
task a16 when has failed today before 0:00 | daily { command "true" }    # ERROR "RKT120"
task a17 when daily between 22:00 and 00:00 | weekly before Mon | monthly before 1st | yearly before Jan 1st { command "true" }
task a8 when has failed this week starting 3rd | daily { command "true" }   # ERROR "RKT120"

task b1 when cron 61 * * * * { command "true" }                # ERROR "RKT121.*61"
task b2 when cron "0 25 * * *" { command "true" }              # ERROR "RKT121.*25"
task b3 when cron(minute: "*/5", hour: 24) { command "true" }  # ERROR "RKT121.*24"
task b4 when cron(minute: "5", minute: "6") { command "true" } # ERROR "RKT121.*twice"
task b5 when cron(hour: "\x38-30") { command "true" }          # ERROR "RKT121.*30"
task b6 when crontime 0 0 31 2 * & every 1 h { command "true" }   # ERROR "RKT136.*never"

task c1 when every 0 s { command "true" }                      # ERROR "RKT122.*the interval is zero"
task c4 when has failed past 0 minutes | daily { command "true" }     # ERROR "the span is zero"
task c5 when daily until running for between 3 hours and 1 hour { command "true" }   # ERROR "1 hour is not more than 3 hours"
task c6 when daily until running for less than 0 s { command "true" }                # ERROR "the time is zero"
task c7 when scheduler started 0 s ago & daily { command "true" }                    # ERROR "the time since the start is zero"

task d1 when has failed today >= 1.5 | daily { command "true" }                      # ERROR "RKT123.*1.5 is not a whole number"
task d2 when daily | retry 99999999999999999999 { command "true" }                   # ERROR "RKT123.*the number of retries is 9+"
task d3 when daily | retry 3 every 1 s backoff 0 { command "true" }                  # ERROR "RKT123.*the backoff is 0"
task d4 when scheduler has 2.5 cycles & daily { command "true" }                     # ERROR "RKT123.*2.5"

param p = 1
task e1 when daily & param 'p' is prod { command "true" }      # ERROR "RKT132.*.prod. is not a value.*text stands between quotes"
task e2 when daily & param 'q' exists { command "true" }       # ERROR "RKT103.*param .q. is not declared .did you mean .p.|RKT103.*.q. is not declared"
task e3 when daily & env 'prod' { command "true" }             # ERROR "RKT103.*param .env. is not declared"

param q2 = cli "region"                                        # ERROR "RKT128.*.region. is not a flag.*did you mean .--region."
# WARNING-1 "param .q2. is never used"
param q3 = { a: 1, b: p }                                      # ERROR "a literal is wanted here"
# WARNING-1 "param .q3. is never used"
param loop = env "A" >> pool >> 1
param pool = loop                                              # ERROR "RKT134.*param .loop. is defined by itself: loop → pool → loop"
