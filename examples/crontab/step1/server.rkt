# Step 1: what belongs together follows, instead of hoping that an hour is enough. The tasks have
# names of their own; formerly takes over what has happened to them under the old ones.

config {
    timezone "Europe/Helsinki"
    timeout  never
    log      file "runs.jsonl"
    shell    "/bin/bash"
    env      { PATH "/usr/local/bin:/usr/bin:/bin" }
}

# The nightly dump. With pipefail, a pg_dump that fails is a failure of the run.
task dump when daily at 01:30 {
    command  "set -o pipefail; pg_dump orders | gzip > /backup/orders-$(date +%F).sql.gz"
    formerly "pg_dump"
}

# Its copy, once it is there.
task copy when after dump {
    command  "rsync -a /backup/ vault:/backup/"
    formerly "rsync"
}

# Old dumps.
task tidy when weekly on Sunday at 03:00 {
    command  "find /backup -name '*.sql.gz' -mtime +14 -delete"
    formerly "find"
}

# Orders go to the warehouse. A run that goes on is not started a second time.
task export when every 5 minutes {
    command  "export-orders"
    formerly "export_orders"
}

# What the boss reads on working days.
task report when daily on weekdays at 07:00 {
    command  "report-orders | mail -s Orders boss@example.com"
    formerly "report_orders"
}

test "the copy waits for a slow dump" {
    at   "2026-03-02 01:00"
    dump succeeds after 90 minutes
    run until 03:00
    expect task copy has started == 0
    run until 03:01
    expect task copy has started == 1
}

test "a dump that has failed is not copied" {
    at   "2026-03-02 01:00"
    dump fails
    run until 12:00
    expect task copy has started == 0
}
