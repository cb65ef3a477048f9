test "the upload follows the dump" {
    at            "2026-03-07 00:00"
    database.dump succeeds after 90 minutes
    run for 1 day
    expect runs { 02:00 database.dump; 03:30 upload }
    database.dump fails
    run for 1 day
    expect runs { 02:00 database.dump; 04:00 database.vacuum }
}
