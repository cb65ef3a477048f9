test "what runs at eight is ended, and starts again in the morning" {
    at    "2026-03-02 19:25"
    crawl succeeds after 1 hour
    watch succeeds after 1 hour
    run until 20:00
    expect runs { 19:25 crawl; 19:25 watch }
    expect task crawl is running
    run until 05:59
    expect runs {}
    expect task crawl has terminated past 12 hours
    expect task watch has terminated past 12 hours
    run until 06:30
    expect runs { 06:00 crawl; 06:00 watch }
}

test "a program that is started at night starts nothing" {
    at "2026-03-02 22:30"
    run until 06:15
    expect runs { 06:00 crawl; 06:00 watch; 06:10 crawl }
}
