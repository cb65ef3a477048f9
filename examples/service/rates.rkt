# The background work of a web service. Its tasks are functions of the same package, in tasks.go;
# the handlers, in handler.go, start some of them with arguments of their own.

package main

config {
    timezone "UTC"
    log      file "runs.jsonl" keep 30 days
}

# The currency that clients ask for most.
param base = env "RATES_BASE" >> "EUR"

# The rates, which tasks and handlers share.
param book = func openBook

# Fetches the rates anew.
task refresh when every 10 minutes | retry 3 every 30 seconds {
    func    fetch
    timeout 20 seconds
}

# Fetches the rates of another currency, if a client asks for it: handler.go starts this task.
task lookup {
    func        fetch
    timeout     5 seconds
    multilaunch 8 # clients who are served at the same time; further ones wait
}

# Says which rates have moved by more than two percent.
task watch when after refresh {
    func moved(now: return of refresh, percent: 2)
}

# Forgets the rates that were not fetched for a day.
task tidy when daily between 03:00 and 05:00 {
    func tidy(keep: 1 day)
}

# Keeps the rates for the next start.
task save {
    func save
    on_shutdown
}

test "rates are fresh, and watched" {
    at "2026-03-02 02:55"
    run for 20 minutes
    expect runs {
        02:55 refresh
        02:55 watch
        03:00 tidy
        03:05 refresh
        03:05 watch
    }
}

test "a bank that does not answer is asked again soon, three times" {
    at      "2026-03-02 09:00"
    refresh fails
    run for 9 minutes
    expect task refresh has started == 4
    expect task watch has started == 0
}
