#!/usr/bin/env -S rocketc run
# The crontab of a small server, re-told. Everything happens below one directory:
#
#   rocketc run examples/backup --dir /srv/app
#
#   data/app.db   what is dumped        log/app.log   what is rotated
#   certs/*.pem   what is checked       dumps/        the dumps, made here

config { log file "runs.jsonl" } # a dump of tonight is known after a restart

param dir = cli "--dir" >> env "BACKUP_DIR" >> "."

group nightly when time of day between 01:00 and 05:00 {
    env { DIR dir }

    # Copies the database, once a night.
    task dump when daily {
        command  "mkdir -p \"$DIR/dumps\" && cp \"$DIR/data/app.db\" \"$DIR/dumps/app-$(date +%F).db\""
        timeout  2 hours
        priority 10
    }

    # Starts a new log, and packs the old one.
    task rotate when daily & ~task nightly.dump is running {
        command "cd \"$DIR/log\" && mv app.log app.log.1 && : > app.log && gzip -f app.log.1"
    }
}

# Drops dumps that are older than two weeks; never while one is being written.
task cleanup when weekly on Sunday & ~task nightly.dump is running {
    command "find \"$DIR/dumps\" -name '*.db' -mtime +14 -delete"
    env     { DIR dir }
}

# Lists the certificates that are older than 60 days, twice a day.
task certificates when daily before 12:00 | daily after 12:00 {
    command "find \"$DIR/certs\" -name '*.pem' -mtime +60 > \"$DIR/renew.txt\""
    env     { DIR dir }
}

# Notes how full the disk is. Exit status 1 means more than 95 %.
task disk when every 5 minutes {
    command "df -P \"$DIR\" | awk 'NR == 2 { print $5; exit $5+0 > 95 }' >> \"$DIR/disk.txt\""
    env     { DIR dir }
    timeout 1 minute
}

# Says how large the dumps are, as soon as there is a new one.
task report when after nightly.dump {
    command "ls -l \"$DIR/dumps\" > \"$DIR/report.txt\""
    env     { DIR dir }
}

# Leaves a message when anything went wrong.
task alert when after any nightly.dump, nightly.rotate, cleanup, certificates, disk failed {
    command "echo \"$(date): a task failed\" >> \"$DIR/alerts.txt\""
    env     { DIR dir }
}

# The last thing that happens.
task flush {
    command "sync; echo flushed > \"$DIR/flushed.txt\""
    env     { DIR dir }
    on_shutdown
}

test "a night" {
    at           "2026-03-02 23:00"
    nightly.dump succeeds after 20 minutes
    run until 06:00
    expect task nightly.dump has succeeded == 1
    expect task nightly.rotate has succeeded == 1
    expect task report has succeeded == 1
    expect task alert has started == 0
}

test "a dump that fails leaves a message, and is not tried again that day" {
    at           "2026-03-03 00:30"
    nightly.dump fails
    run until 12:00
    expect task nightly.dump has started == 1
    expect task alert has started == 1
    expect task report has started == 0
}

test "a power cut does not have the dump made twice" {
    at  "2026-03-03 00:30"
    off from 02:00 until 03:00
    run until 12:00
    expect task nightly.dump has started == 1
}
