test "each at the same instant every night" {
    at "2026-03-02 00:00"
    run for 2 days
    expect runs { 02:03:18 update; 02:57:14 backup; 02:03:18 update; 02:57:14 backup }
    run until "2026-05-04 00:00"
    run for 1 day
    expect runs { 02:03:18 update; 02:57:14 backup }
}
