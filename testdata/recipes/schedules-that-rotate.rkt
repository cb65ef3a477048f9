test "one disk a night" {
    timezone "Europe/Helsinki"
    at       "2026-03-26 01:00"
    run until "2026-04-02 00:00"
    expect runs {
        "2026-03-26 01:00" backup.disk_c
        "2026-03-27 01:00" backup.disk_a
        "2026-03-28 01:00" backup.disk_b
        "2026-03-29 01:00" backup.disk_c
        "2026-03-30 01:00" backup.disk_a
        "2026-03-31 01:00" backup.disk_b
        "2026-04-01 01:00" backup.disk_c
    }
}

test "after a pause the turn is that of the day" {
    at  "2026-03-26 01:00"
    off from "2026-03-27 00:00" until "2026-03-30 00:30"
    run until "2026-03-31 00:00"
    expect runs {
        "2026-03-26 01:00" backup.disk_c
        "2026-03-30 00:30" backup.disk_c
        "2026-03-30 01:00" backup.disk_a
    }
}
