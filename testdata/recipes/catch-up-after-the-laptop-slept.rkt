test "asleep over a weekend" {
    at  "2026-03-05 09:00"
    off from "2026-03-06 11:00" until "2026-03-09 08:00"
    run until "2026-03-10 00:00"
    expect runs { "2026-03-05 12:30" backup; "2026-03-09 08:00" backup; "2026-03-09 12:30" backup }
}

test "asleep for a week: one run" {
    at  "2026-03-05 09:00"
    off from "2026-03-06 11:00" until "2026-03-13 08:00"
    run until "2026-03-13 12:00"
    expect runs { "2026-03-05 12:30" backup; "2026-03-13 08:00" backup }
    expect task backup has missed today == 4
}
