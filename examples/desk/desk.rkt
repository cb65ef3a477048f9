# The desk's closing prices: fetched every few seconds here, so that there is
# something to see, and reported as soon as they are in.

package main

import "example.com/desk/prices"
import "example.com/desk/reports"

config {
    timezone           "UTC"
    cycle_sleep        1 second # how often the calendar is asked
    silence_cond_check true     # a calendar that cannot be read is no reason to stop
    log                file "runs.jsonl"
}

# The market whose prices are fetched.
param region = env "REGION" >> "eu"

hook task reports.Note

cond trading = ~func prices.IsHoliday(region)

# Fetches the closing prices. Its region is the parameter above.
task fetch when every 2 seconds & trading {
    func    prices.Fetch
    timeout 1 minute
}

# Builds the report out of what was fetched.
task report when after fetch {
    func reports.Build(all: return of fetch, title: "report")
}

# Makes a note of prices that could not be had.
task late when after fetch failed {
    func noteLate
}

# Fetches the prices of the other side of the ocean, once a day.
task overseas when daily after 22:00 {
    do run fetch(region: "us")
}

# Says good-bye.
task bye {
    func sayGoodBye
    on_shutdown
}

test "prices are reported, and on holidays there are none" {
    at     "2026-03-02 09:00"
    assume trading true
    run for 3 seconds
    expect runs { 09:00:00 fetch; 09:00:00 report; 09:00:02 fetch; 09:00:02 report }
    assume trading false
    run for 1 hour
    expect runs {}
}

test "prices that cannot be had are noted" {
    at     "2026-03-02 09:00"
    assume trading true
    fetch  fails the 1st time
    run for 1 second
    expect runs { 09:00:00 fetch; 09:00:00 late }
}
