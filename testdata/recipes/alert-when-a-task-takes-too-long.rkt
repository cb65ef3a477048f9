test "not within the hour" {
    at     "2026-03-02 12:00"
    backup succeeds after 59 minutes
    run for 1 day
    expect runs { 22:00 backup }
}

test "after an hour, and every six hours" {
    at     "2026-03-02 12:00"
    backup succeeds after 8 hours
    run for 1 day
    expect runs { 22:00 backup; 23:00 slow; 05:00 slow }
    expect task backup last succeeded
}
