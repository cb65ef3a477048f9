test "at midnight, and never again" {
    at "2026-12-30 00:00"
    run until "2027-01-02 00:00"
    expect runs { "2027-01-01 00:00" new_year }
    run until "2027-03-01 00:00"
    expect runs {}
}

test "as soon as the program is back" {
    at  "2026-12-30 00:00"
    off from "2026-12-31 22:00" until "2027-01-01 00:20"
    run until "2027-02-01 00:00"
    expect runs { "2027-01-01 00:20" new_year }
}

test "not if it is deployed later" {
    at "2027-01-01 08:00"
    run until "2027-03-01 00:00"
    expect runs {}
}
