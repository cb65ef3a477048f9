# The desk's closing prices: fetched every few seconds here, so that there is
# something to see, and reported as soon as they are in.

package main

import "example.com/desk/prices"
import "example.com/desk/reports"

# Fetches the closing prices.
task fetch when every 2 seconds {
    func    prices.Fetch
    timeout 1 minute
}

# Builds the report out of what was fetched.
task report when after fetch {
    func reports.Build
}

# Makes a note of prices that could not be had.
task late when after fetch failed {
    func noteLate
}

# Says good-bye.
task bye {
    func sayGoodBye
    on_shutdown
}
