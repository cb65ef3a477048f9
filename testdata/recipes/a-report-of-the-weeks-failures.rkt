test "a failure of Wednesday, also after a restart" {
    at   "2026-03-04 04:00"
    sync fails the 1st time
    off  from "2026-03-05 00:00" until "2026-03-05 01:00"
    run until "2026-03-09 07:00"
    run until "2026-03-10 00:00"
    expect runs { 08:00 list; 08:00 report }
    run until "2026-03-16 07:00"
    run until "2026-03-17 00:00"
    expect runs {}
}

test "what the program has missed" {
    at  "2026-03-02 09:00"
    off from "2026-03-04 00:00" until "2026-03-07 00:00"
    run until "2026-03-09 07:00"
    run until "2026-03-10 00:00"
    expect runs { 08:00 list; 08:00 report }
}
