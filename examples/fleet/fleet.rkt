#!/usr/bin/env -S rocketc run
# A film archive on several machines. What is large runs on workers, wherever there is room; what
# decides runs where the schedule is led. README.md has the machines.

config {
    name              "fleet"
    log               postgres env "DATABASE_URL" keep 90 days
    max_process_count 12 # of all workers together
}

pool tapes 2 # there are two readers

# Says what is new in the archive; quick, so the leader does it itself.
task scan when every 10 minutes & ~running {
    command "/opt/archive/scan"
    timeout 5 minutes
}

group films {
    execution remote
    timeout   3 hours

    # Two at a time, wherever, because of the readers.
    task copy when after scan {
        command     "/opt/archive/copy"
        pool        tapes
        multilaunch 4
    }

    # As many as there are slots with a graphics card.
    task encode when after films.copy {
        command     "/opt/archive/encode"
        on          "gpu"
        multilaunch 8
    }

    # Tried again elsewhere if its worker is lost.
    task check when daily between 01:00 and 05:00 | after films.check crashed {
        command "/opt/archive/check"
    }
}

task alert when after any films.copy, films.encode, films.check went wrong {
    notify env "ALERT_URL"
}

test "what is new is copied, then encoded" {
    at           "2026-03-02 12:00"
    scan         succeeds after 10 seconds
    films.copy   succeeds after 20 minutes
    films.encode succeeds after 40 minutes
    run until 13:30
    expect task films.copy has succeeded >= 1
    expect task films.encode has succeeded >= 1
    expect task alert has started == 0
}

test "a failed check is told" {
    at          "2026-03-02 23:00"
    films.check fails
    run until 06:00
    expect task films.check has failed == 1
    expect task alert has started >= 1
}
