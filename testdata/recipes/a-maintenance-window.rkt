test "an ordinary night" {
    at    "2026-03-07 00:50"
    crawl succeeds after 2 hours
    run until 03:30
    expect runs { 00:50 poll; 01:00 crawl; 01:20 poll; 01:50 poll; 02:20 poll; 02:50 poll; 03:20 poll }
    expect task crawl has succeeded today
}

test "on Sunday the crawl is ended, and the upgrade has the time for itself" {
    at      "2026-03-08 00:50"
    crawl   succeeds after 2 hours
    upgrade succeeds after 90 minutes
    run until 02:00
    expect task crawl is running
    run until 07:00
    expect runs { 02:00 upgrade; 06:00 poll; 06:30 poll }
    expect task crawl has terminated today
}

test "an upgrade that hangs is ended with the window" {
    at      "2026-03-08 02:30"
    upgrade hangs
    run until 06:00
    expect runs { 02:30 upgrade }
    expect task upgrade is running
    run until 06:10
    expect task upgrade has terminated today
}
