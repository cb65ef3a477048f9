test "one alert when the retries are used up" {
    at   "2026-03-02 00:00"
    sync fails
    run for 1 day
    expect runs { 02:00 sync; 02:01 sync; 02:03 sync; 02:07 sync; 02:15 sync; 02:25 sync; 02:25 alert }
    run for 1 day
    expect runs { 02:00 sync; 02:01 sync; 02:03 sync; 02:07 sync; 02:15 sync; 02:25 sync; 02:25 alert }
}

test "none if a retry succeeds" {
    at   "2026-03-02 00:00"
    sync fails the 1st time
    run for 1 day
    expect runs { 02:00 sync; 02:01 sync }
}

test "a sync that hangs is a failure, too" {
    at   "2026-03-02 00:00"
    sync hangs
    run for 1 day
    expect runs { 02:00 sync; 03:01 sync; 04:03 sync; 05:07 sync; 06:15 sync; 07:25 sync; 08:25 alert }
}
