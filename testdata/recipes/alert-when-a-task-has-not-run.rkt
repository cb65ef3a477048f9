test "a good night" {
    at     "2026-03-02 00:00"
    backup fails the 1st time
    run for 1 day
    expect runs { 02:00 backup; 02:15 backup }
}

test "it fails" {
    at     "2026-03-02 00:00"
    backup fails
    run for 1 day
    expect runs { 02:00 backup; 02:15 backup; 02:30 backup; 02:45 backup; 07:00 no_backup }
}

test "it hangs" {
    at     "2026-03-02 00:00"
    backup hangs
    run for 1 day
    expect runs { 02:00 backup; 03:15 backup; 04:30 backup; 05:45 backup; 07:00 no_backup }
}

test "the program was off" {
    at  "2026-03-02 00:00"
    off from 01:00 until 07:30
    run for 1 day
    expect runs { 07:30 no_backup }
}
