test "one after the other" {
    at       "2026-03-02 00:00"
    download fails after 2 minutes the 1st time
    download returns "/tmp/prices" after 1 minute
    convert  succeeds after 3 minutes
    run for 1 day
    expect runs { 06:00 download; 06:12 download; 06:13 convert; 06:16 load }
}

test "without a file nothing is loaded" {
    at       "2026-03-02 00:00"
    download fails
    run for 1 day
    expect runs { 06:00 download; 06:10 download; 06:20 download }
}
