test "the join waits for the last part" {
    at          "2026-03-02 00:00"
    split       succeeds after 5 minutes
    parts.north succeeds after 20 minutes
    parts.south succeeds after 10 minutes
    run for 1 day
    expect runs { 01:00 split; 01:05 parts.north; 01:05 parts.south; 01:05 parts.east; 01:25 join }
}

test "a part of yesterday does not count" {
    at          "2026-03-02 00:00"
    parts.east  fails the 1st time
    parts.south succeeds after 40 minutes
    run for 1 day
    expect runs { 01:00 split; 01:00 parts.north; 01:00 parts.south; 01:00 parts.east }
    run for 1 day
    expect runs { 01:00 split; 01:00 parts.north; 01:00 parts.south; 01:00 parts.east; 01:40 join }
}
