test "three at a time, the dump first" {
    at           "2026-03-02 00:00"
    nightly.dump succeeds after 25 minutes
    nightly.a    succeeds after 10 minutes
    nightly.b    succeeds after 10 minutes
    nightly.c    succeeds after 10 minutes
    nightly.d    succeeds after 10 minutes
    run for 1 day
    expect runs { 02:00 nightly.dump; 02:00 nightly.a; 02:10 nightly.b; 02:20 nightly.c; 02:25 nightly.d }
}

test "who waits until the window closes has no run" {
    at           "2026-03-02 00:00"
    nightly.a    succeeds after 2 hours
    nightly.b    succeeds after 2 hours
    nightly.c    succeeds after 2 hours
    nightly.d    succeeds after 2 hours
    nightly.dump hangs
    run for 1 day
    expect runs { 02:00 nightly.dump; 02:00 nightly.a; 04:00 nightly.b; 05:00 nightly.c; 05:00 nightly.d }
    run for 1 day
    expect runs { 02:00 nightly.dump; 02:00 nightly.a; 04:00 nightly.b; 05:00 nightly.c; 05:00 nightly.d }
}

test "a run that takes the whole night holds up the others until eight" {
    at           "2026-03-02 00:00"
    off          from "2026-03-02 01:00" until "2026-03-02 05:30"
    nightly.dump hangs
    nightly.a    hangs
    run for 1 day
    expect runs { 05:30 nightly.dump; 05:30 nightly.a }
    expect task nightly.b has missed past 1 day
}
