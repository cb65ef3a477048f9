test "New York is an hour nearer from March 8th to 29th" {
    at "2026-03-06 00:00"
    run for 1 day
    expect runs { 12:00 lunch; 16:30 open }
    run until "2026-03-09 00:00"
    run for 1 day
    expect runs { 12:00 lunch; 15:30 open }
    run until "2026-03-30 00:00"
    run for 1 day
    expect runs { 12:00 lunch; 16:30 open }
}
