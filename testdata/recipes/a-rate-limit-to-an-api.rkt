test "ten pushes a minute, one call at a time" {
    at     "2026-03-02 08:00"
    assume file_exists true
    push   succeeds after 2 seconds
    pull   succeeds after 1 second
    run for 1 minute
    expect runs {
        08:00:00 push
        08:00:02 pull
        08:00:03 push
        08:00:05 push
        08:00:07 push
        08:00:09 push
        08:00:11 push
        08:00:13 push
        08:00:15 push
        08:00:17 push
        08:00:19 push
    }
    run for 4 seconds
    expect runs { 08:01:00 push; 08:01:02 pull; 08:01:03 push }
    assume file_exists false
    run until 08:03
    expect runs { 08:02:02 pull }
}

test "no more than a thousand a day" {
    at     "2026-03-02 00:00"
    assume file_exists true
    run until 23:59
    expect task push has started today == 1000
    expect task pull has started today == 500
    run until 00:01
    expect task push has started today == 10
}
