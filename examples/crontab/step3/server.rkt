# Step 3: somebody is told, and can look.

config {
    timezone "Europe/Helsinki"
    timeout  10 minutes # nothing hangs for ever
    log      file "runs.jsonl" keep 366 days
    shell    "/bin/bash"
    env      { PATH "/usr/local/bin:/usr/bin:/bin" }
    console  "127.0.0.1:8080"
}

secret ops = env "OPS_URL" >> "smtp://localhost?from=orders@example.com&to=ops@example.com"
secret boss = env "BOSS_URL" >> "smtp://localhost?from=orders@example.com&to=boss@example.com"

pool disk 1 # what has the disk work hard runs one by one

# The nightly dump. With pipefail, a pg_dump that fails is a failure of the run. A night without
# power is made up for in the morning.
task dump when daily between 01:30 and 06:00 | retry 2 every 10 minutes {
    command  "set -o pipefail; pg_dump orders | gzip > /backup/orders-$(date +%F).sql.gz"
    timeout  2 hours
    catch_up 12 hours
    pool     disk
}

# Its copy, once it is there. The vault may be asleep.
task copy when after dump | retry 3 every 5 minutes {
    command "rsync -a /backup/ vault:/backup/"
    timeout 2 hours
    pool    disk
}

# Old dumps; not on a Sunday on which the machine is off, but on the next.
task tidy when weekly on Sunday between 03:00 and 12:00 {
    command "find /backup -name '*.sql.gz' -mtime +14 -delete"
    pool    disk
}

# Orders go to the warehouse. A run that goes on is not started a second time.
task export when every 5 minutes {
    command "export-orders"
    timeout 4 minutes
}

# What the boss reads on working days, also if the machine is late.
task report when daily on weekdays between 07:00 and 12:00 { command "report-orders" }

# Sends what the report has printed.
task send when after report | retry 3 every 5 minutes {
    notify  boss
    title   "Orders"
    message return of report
}

# Tells what went wrong, or was missed, once an hour at most.
task alert when after any task went wrong & ~has succeeded past 1 hour | retry 3 every 1 minute {
    notify ops
}

test "a night without power is made up for, and told" {
    at  "2026-03-01 20:00"
    off from "2026-03-02 01:00" until "2026-03-02 08:00"
    run until "2026-03-02 12:00"
    expect task dump has succeeded == 1
    expect task send has succeeded == 1
}

test "a dump that hangs is ended, made again, and told" {
    at   "2026-03-02 01:00"
    dump hangs the 1st time
    run until 06:00
    expect task dump has terminated == 1
    expect task copy has succeeded == 1
    expect task alert has succeeded == 1
}

test "an export that fails on and on is told once an hour" {
    at     "2026-03-02 08:00"
    export fails
    run for 3 hours
    expect task alert has succeeded == 3
}
