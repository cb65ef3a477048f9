#!/usr/bin/env -S rocketc run
package desk # the Go package

# The prices.
import "example.com/desk/prices"
import r "./reports"
import _ "example.com/side"

# Session.
# Two lines.

# Not of the config: a blank line stands between.

config {
    task_execution      process
    task_pre_exist      rename
    force_status_from_logs
    silence_task_prerun true
    silence_cond_check  false
    max_process_count   5
    restarting          relaunch
    cycle_sleep         100ms
    silence_task_logging
    instant_shutdown
    multilaunch         3
    overlap             wait
    timeout             never
    shut_cond           scheduler started 2 days ago
        | after stop
    timezone            "Europe/Helsinki"
    catch_up            12 hours
    spread              30 minutes by host
    name                "prices"
    param_materialize   pre
    run_id              func prices.NewID
    env                 { LANG "C" }
    shell               "bash"
    user                "backup:www-data"
    dir                 "/srv"
    log                 postgres env "DSN" >> "postgres://localhost" keep 90 days keep 1000 runs
    console             "127.0.0.1:0" token env "A" >> "b" token page read_only tls "c" "k" host "h"
}
config { log memory; cycle_sleep none }

# Days.
calendar fi {
    holidays  "fi.ics"
    also_open ["2026-12-19", '2026-12-20']
    weekend   [Sat, "Sunday"]
}
calendar us { holidays ["2026-12-25"]; weekend [] }

# Connections.
pool database 3
pool ssh 1

param region = env "REGION" >> cli "--region" >> "eu"
param "odd name" = {
    a:     1
    "b c": [true, -2.5, { d: none }]
    e:     1h30m
    f:     1 day 12 hours
}
secret token = func prices.Token(region, retries: 3)

cond work_day = time of week between Mon and Fri & ~func prices.IsHoliday()
cond big(size int, of map[string][]*prices.Kind) = func prices.Big(size)
cond none() = never
cond quiet(d duration, n int) = ~has failed past d >= n times & every d | retry n every d
cond "market {name} is open" = func prices.Open(name)
cond slow = func prices.Slow("x") in "./prices" checked every 5 minutes valid for 1 h execution process

hook startup func prices.Open()
hook task prices.Around

# Every attribute.
task fetch when daily after 07:00 & work_day until after report {
    func      prices.Fetch(region: region, from: return of report, who: session, of: task fetch, t: task,
        c: config, log: logger, causes, scheduled, list: [1, 2], m: { a: "b" })
    execution process
    priority  -5
    timezone  "Europe/Rome"
    timeout   10 minutes
    grace     5 s
    multilaunch
    overlap   replace
    pool      database weight 2
    pool      ssh
    on_startup
    on_shutdown
    permanent
    disabled
    on_exists replace
    formerly  ["get", "load"]
    catch_up  never
    spread    1 hour
    run_id    increment
    params    { date: region, n: 3 }
    dir       "/tmp"
    env {
        PATH "/bin"
        HOME env "HOME"
        LANG 'C'
    }
    user    "nobody"
    shell   "bash"
    argform short
    success [0, 3]
    output  10 MB
}
task when hourly { func prices.Fetch in "./prices" }
task "a quoted name"
    when daily
        | hourly
    until late
{
    command "ls -l"
    timeout 01:30:00
}
task list {
    command ["ls", `-l
-a`]
}
task none { code {} }
task away { command "x"; execution remote; on "gpu-1"; timeout 1 h }
task far {
    command   "x"
    execution remote
    on        "gpu"
}
task typed {
    code map[string]interface{} {
        s := "}" + `}` + string('}') // }
        /* } */ return map[string]interface{}{"s": s}, nil
    }
}
task alert when after fetch failed {
    notify  env "ALERT" >> "ntfy://ntfy.sh/ops"
    title   "Prices"
    message return of fetch
}
task meta {
    do shutdown force, restart, run fetch(region: "us"), terminate nightly.compact,
        disable "a quoted name", enable task typed, remove list, hold, resume, shutdown
}
task metas {
    do run [fetch, task "a quoted name"](region: "eu"), terminate nightly.*,
        disable "a quoted name".*, enable nightly.deep.*, remove all, run "all", set region = env "R" >> "us",
        set "x y" = [1, 2]
}

# The night.
group nightly when time of day between 22:00 and 06:00 {
    execution thread
    # Compacts.
    task compact { command "compact" }
    group deep {
        task in_deep { command "x" }
        priority 2
    }
    group when daily { task unprefixed { command "x" } }
    group {}
}

cond calendar =
    secondly before 500 | minutely after 30.25 | hourly between 15:00 and 1 quarter
    | daily at 10 PM | weekly on Mon 10:00 | monthly starting 15. | monthly on last Fri | monthly on 2nd Tue
    | daily at 06:30, noon | daily at "11:10" | weekly on Mon, Wed,
    "Fri" between 9:00 and 10 PM | daily on weekdays after 07:00 | monthly on 1st, 15th at 6:00, 7:00
    | daily at (start) | weekly on Mon, (day) between (start) and 18:00 | every (pause) | retry 3 every (pause)
    | every hour | every 2 weeks from "2026-01-06 10:00" | every month from '2026-01-31'
    | once at "2026-12-24 18:00" | time after "2026-01-01" | time between '2026-01-01' and "2026-06-30"
    | monthly on last business day of fi at 09:00 | weekly on Mon or previous business day, 3rd business day
    | yearly on Feb 29th or next business day of fi between 9:00 and noon | monthly on "last business day"
    | business day of fi | ~business day | holiday of us | (holiday)
    | yearly between Feb 29th 10:00 and Jun | yearly | time of year after Feb
    | every 1 day, 12 hours 30 min based on finish | every 1h:30m | every :1h
    | cron */5 7-18 ? * Mon-Fri,5#3 # a comment
    | cron 0 30 7 L-2 Jan 5L | crontime @daily
    | cron "* * * * *" | cron 0 8 * * thul,FRI#2 | cron("*/20 * * * *") | crontime(minute: "*/5", hour: 7)
    | true | false | always | never | always true

cond history =
    after fetch | after task 'a', "b", nightly.compact failed | after any tasks fetch, report finished
    | after any task | after any task went wrong | after any nightly.* failed | after any "my nights".* | after x went wrong
    | after any | after tasks | after task any terminated | after prices.Fetch crashed | after fetch missed
    | has started | task fetch has succeeded today before 10:00 >= 2 times
    | task 'x' has failed this week between Mon and Fri | has finished in past 2 hours, 30 minutes
    | has terminated past 1h | has inacted this month == 3 | has crashed this year != 1 time | has missed
    | running | ~running | is running | while is running | while task 'x' is running
    | task fetch is running for more than 9 min <= 2 | running for less than 2 mins
    | running for between 9 s and 9 hours | running = 1
    | retry | retry 3 | retry 3 every 10 s backoff 1.5 up to 5 min | retry every 1 min | retry backoff 2
    | scheduler has run over 20 minutes | scheduler started 20 minutes ago | scheduler has 3 cycles
    | scheduler has more than 1 cycle | scheduler has less than 3 cycles

cond session = env 'prod' | param 'x' exists | param x is 'y' | param "x" is 3 minutes
    | work_day & ~~big(3, of: {}) & func prices.Ready & (market "NYSE" is open | lucky 7 times)

cond latest = last failed | task fetch last succeeded | task "x" last inacted
cond quoted = "every 10 seconds" & ('daily after "07:00"' | ~"after fetch | 'hourly'")
    | `cron 0 5 * * *
      & monthly on last Fri`

# The report follows.
test "the report follows the prices" {
    timezone        "Europe/Helsinki"
    at              "2026-03-02 06:59"
    with            region = "us"
    with            "odd name" = { a: 1 }
    assume          trading true
    assume          func prices.IsHoliday() false
    assume          port_open("db:5432") unknown
    assume          market "NYSE" is open false
    fetch           succeeds after 3 minutes
    fetch           fails the 2nd time after 1m
    "at"            hangs
    task run        returns [1, 2] after 1 day the 3rd time
    nightly.compact crashes
    off             from 08:00 until "2026-03-02 10:00"
    run until 12:00
    run for 1 day, 2 hours
    expect runs {
        07:00              fetch
        7 pm               task report
        noon               "odd name"
        "2026-03-03 07:00" prices.Fetch
    }
    expect runs {}
    expect task late has started == 0
        & work_day
}
