test "as soon as there is room" {
    at     "2026-03-02 00:00"
    assume room true
    run for 1 day
    expect runs { 01:00 backup }
    assume room false
    run until 03:20
    assume room true
    run until 12:00
    expect runs { 03:20 backup }
}

test "a night without room is told" {
    at     "2026-03-02 00:00"
    assume room false
    run until 05:00
    assume room true
    run until 12:00
    expect runs { 05:00 no_room }
    run until "2026-03-03 00:00"
    expect runs {}
}
