test "a success is told" {
    at     "2026-03-02 01:58"
    backup succeeds after 4 minutes
    run until 02:05
    expect runs { 01:58 heartbeat; 02:00 backup; 02:03 heartbeat; 02:04 ping_ok }
}

test "a failure is told" {
    at     "2026-03-02 01:58"
    backup fails after 1 minute
    run until 02:05
    expect runs { 01:58 heartbeat; 02:00 backup; 02:01 ping_failed; 02:03 heartbeat }
}

test "the end by the timeout is told" {
    at     "2026-03-02 00:00"
    backup hangs
    run until 02:29
    run until 02:32
    expect runs { 02:30 ping_failed; 02:30 heartbeat }
}
