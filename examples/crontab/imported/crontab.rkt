config {
    log         file "runs.jsonl"
    timeout     never
    multilaunch true
    timezone    "Europe/Helsinki"
    shell       "/bin/bash"
    env         { PATH "/usr/local/bin:/usr/bin:/bin" }
}

# A server that keeps orders in a database.

# The nightly dump, and its copy: an hour is surely enough.
# 30 1 * * *    pg_dump orders | gzip > /backup/orders-$(date +\%F).sql.gz
# note 1: cron mails the output of the jobs below to ops@example.com; here it is in the log,
#     and a task with notify tells of failures
task pg_dump when daily at 01:30 {
    command "pg_dump orders | gzip > /backup/orders-$(date +%F).sql.gz"
}

# 30 2 * * *    rsync -a /backup/ vault:/backup/
task rsync when daily at 02:30 {
    command "rsync -a /backup/ vault:/backup/"
}

# Old dumps.
# 0 3 * * 0     find /backup -name '*.sql.gz' -mtime +14 -delete
task find when weekly on Sun at 03:00 {
    command "find /backup -name '*.sql.gz' -mtime +14 -delete"
}

# Orders go to the warehouse; never twice at a time.
# */5 * * * *   flock -n /run/export.lock export-orders
task export_orders when cron */5 * * * * {
    command     "export-orders"
    multilaunch false
}

# What the boss reads on working days.
# 0 7 * * 1-5   report-orders | mail -s Orders boss@example.com
task report_orders when daily on weekdays at 07:00 {
    command "report-orders | mail -s Orders boss@example.com"
}
