test "neither weekends nor holidays" {
    at "2026-04-01 00:00"
    run until "2027-01-01 00:00"
    expect runs {
        "2026-04-30 17:00" close
        "2026-05-29 17:00" close
        "2026-06-30 17:00" close
        "2026-07-31 17:00" close
        "2026-08-31 17:00" close
        "2026-09-30 17:00" close
        "2026-10-30 17:00" close
        "2026-11-30 17:00" close
        "2026-12-30 17:00" close
    }
}
