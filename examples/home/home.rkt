#!/usr/bin/env -S rocketc run
# A server at home: backups, updates, media, sensors and the garden, 20 tasks. Each command
# is a script of your own in /usr/local/lib/home; the schedule says when they run.

config {
    timezone           "Europe/Helsinki"
    log                file "runs.jsonl" keep 365 days
    silence_cond_check true # a router that does not answer is no reason to stop
}

secret phone = env "PHONE_URL" >> "ntfy://ntfy.sh/my-home"
param scripts = env "HOME_SCRIPTS" >> "/usr/local/lib/home"

# One thing at a time on the big disk.
pool disk 1

cond online = port_open("1.1.1.1:443")
cond night = time of day between 01:00 and 06:00
cond awake = time of day between 07:00 and 22:00

# What is kept.
group keep when night {
    env  { S scripts }
    pool disk

    # Copies the photos to the second disk.
    task photos when daily { command "$S/photos"; timeout 2 hours; priority 10 }

    # Dumps the databases.
    task databases when daily { command "$S/databases"; timeout 30 minutes }

    # Takes the copies out of the house.
    task offsite when after photos & online { command "$S/offsite"; timeout 4 hours }

    # Reads everything back, once a month.
    task verify when monthly on 1st Sat { command "$S/verify"; timeout 5 hours }

    # Drops what is old.
    task prune when weekly on Sunday { command "$S/prune" }
}

# What is kept up to date.
group update {
    env { S scripts }

    task packages when weekly on Saturday at 10:00 & online { command "$S/packages" }
    task reboot when after packages & ~task keep.photos is running { command "$S/reboot-if-needed" }
    task containers when weekly on Wednesday at 10:00 & online { command "$S/containers" }
    task certificates when daily at 04:30 & online { command "$S/certificates"; catch_up 1 day }
    task blocklist when daily at 05:00 & online { command "$S/blocklist" }
}

# What is watched.
group watch {
    env     { S scripts }
    timeout 30 seconds

    task disks when hourly { command "$S/disks" }
    task temperature when every 5 minutes { command "$S/temperature" }
    task power when every 10 minutes { command "$S/power" }
    task internet when every 2 minutes { command "$S/internet" }
}

# What is pleasant.
group comfort {
    env { S scripts }

    task lights_on when daily at 17:30 { command "$S/lights on" }
    task lights_off when daily at 23:00 { command "$S/lights off" }
    task garden when every 2 days & time of day between 05:00 and 07:00 & time of year between May and Sep {
        command "$S/water"
        timeout 1 hour
    }
    task podcasts when every 3 hours & awake & online { command "$S/podcasts" }
}

# Says in the morning how the night was.
task summary when daily at 07:30 {
    command "$S/summary"
    env     { S scripts }
}

# Tells the phone what went wrong, at most once an hour for the same.
task alert when after any task went wrong & ~task alert has started past 1 hour { notify phone }

test "a night: one thing at a time on the disk, and the copies leave the house" {
    at             "2026-03-03 00:30"
    assume         online true
    keep.photos    succeeds after 40 minutes
    keep.databases succeeds after 10 minutes
    run until 03:00
    expect task keep.offsite has succeeded == 1
    expect task keep.databases has succeeded == 1
    expect task alert has started == 0
}

test "without a network the copies stay, and nothing else waits for it" {
    at     "2026-03-03 00:30"
    assume online false
    run until 08:00
    expect task keep.photos has succeeded == 1
    expect task keep.offsite has started == 0
    expect task summary has started == 1
}

test "many failures are one message an hour" {
    at             "2026-03-03 12:00"
    assume         online true
    watch.internet fails
    run for 50 minutes
    expect task alert has started == 1
}
