# The smallest schedule: one task, one condition, one action.

task hello when every 2 seconds {
    code { fmt.Println("Hello, world") }
}
