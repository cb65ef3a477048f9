# The smallest schedule: one task, one condition, one action.

task hello when every 2 seconds {
    code { fmt.Println("Hello, world") }
}

test "it greets at once, and then every two seconds" {
    at "2026-03-02 09:00"
    run for 5 seconds
    expect runs { 09:00:00 hello; 09:00:02 hello; 09:00:04 hello }
}
