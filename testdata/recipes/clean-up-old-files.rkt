test "every night" {
    at     "2026-03-02 00:00"
    assume disk_free true
    run for 2 days
    expect runs { "2026-03-02 03:30" tidy; "2026-03-03 03:30" tidy }
}

test "more, once an hour, as long as the disk is full" {
    at     "2026-03-02 10:20"
    assume disk_free false
    run for 2 hours
    expect runs { 10:20 tidy_more; 11:20 tidy_more }
    assume disk_free true
    run for 5 hours
    expect runs {}
}
