test "the polls pause, and the two of the pool take turns" {
    at      "2026-03-02 01:40"
    backup  succeeds after 35 minutes
    reindex succeeds after 15 minutes
    run until 03:00
    expect runs { 01:40 poll; 01:50 poll; 02:00 backup; 02:35 poll; 02:35 reindex; 02:45 poll; 02:55 poll }
}

test "a backup that hangs" {
    at     "2026-03-02 01:55"
    backup hangs
    run until 04:05
    expect runs { 01:55 poll; 02:00 backup; 04:00 poll; 04:00 reindex }
}
