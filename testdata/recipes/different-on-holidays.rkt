test "over Easter" {
    at "2026-04-02 00:00"
    run until "2026-04-08 00:00"
    expect runs {
        "2026-04-02 07:00" open
        "2026-04-03 10:00" open_late
        "2026-04-04 10:00" open_late
        "2026-04-05 10:00" open_late
        "2026-04-06 10:00" open_late
        "2026-04-07 07:00" open
    }
}
