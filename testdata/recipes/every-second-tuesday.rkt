test "at ten, across the change of the clocks" {
    timezone "Europe/Helsinki"
    at       "2026-01-01 00:00"
    run until "2026-02-15 00:00"
    expect runs { "2026-01-06 10:00" payroll; "2026-01-20 10:00" payroll; "2026-02-03 10:00" payroll }
    run until "2026-04-15 00:00"
    expect runs {
        "2026-02-17 10:00" payroll
        "2026-03-03 10:00" payroll
        "2026-03-17 10:00" payroll
        "2026-03-31 10:00" payroll
        "2026-04-14 10:00" payroll
    }
}

test "late, until ten on Wednesday" {
    at  "2026-01-01 00:00"
    off from "2026-01-06 09:00" until "2026-01-06 19:30"
    run until "2026-01-20 00:00"
    expect runs { "2026-01-06 19:30" payroll }
    off from "2026-01-20 09:00" until "2026-01-21 09:59"
    run until "2026-02-03 00:00"
    expect runs { "2026-01-21 09:59" payroll }
    off from "2026-02-03 09:00" until "2026-02-04 10:00"
    run until "2026-02-17 12:00"
    expect runs { "2026-02-17 10:00" payroll }
}
