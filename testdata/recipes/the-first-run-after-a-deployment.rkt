test "at once where it is new, then nightly" {
    at "2026-03-02 15:00"
    run until "2026-03-04 00:00"
    expect runs { 15:00 migrate; 15:00 index; 03:00 index }
}

test "after a restart it is not new" {
    at  "2026-03-02 15:00"
    off from 16:00 until 17:00
    run until "2026-03-03 00:00"
    expect runs { 15:00 migrate; 15:00 index; 17:00 migrate }
}
