test "every five minutes, until the port is open" {
    at     "2026-03-02 10:00"
    assume port_open true
    run for 1 hour
    expect runs {}
    assume port_open false
    run for 7 minutes
    expect runs { 11:00 restart; 11:05 restart }
    assume port_open true
    run for 1 hour
    expect runs {}
}
