task a when daily betwen 08:00 and 16:00 {  # ERROR "RKT018"
    command "x"
    timout 5 minutes                        # ERROR "RKT012.*did you mean timeout"
    retry 3                                 # ERROR "RKT021.*when daily \\| retry 3 every 1 minute"
    comand "x"                              # ERROR "did you mean command"
    timeout 5 minutes
}
task b after a { command "x" }              # ERROR "RKT001.*the word when stands before a condition"
task c when daily & { command "x" }         # ERROR "RKT017.*missing before \"{\""
task d until { command "x" }                # ERROR "RKT017"
task e when daily junk { command "x" }      # ERROR "RKT018"
task f 3 { command "x" }                    # ERROR "RKT001.*the name f 3 needs quotes"
task g when (daily | hourly {               # ERROR "RKT009.*before \"{\""
    command "x"
    timeout 5 minutes
}
task h when daily {
    func prices.Fetch(a, b                  # ERROR "RKT009.*before \"timeout\""
    timeout 5 minutes
    permanent
    priority 3
}
task i when daily {
    command ["a", "b"                       # ERROR "RKT009.*before \"success\""
    success [0, 3                           # ERROR "RKT009.*before \"permanent\""
    permanent
    priority 5 5                            # ERROR "RKT029"
}
task j when daily {                         # ERROR "RKT009.*before \"task\""
    command "x"
task k { }                                  # ERROR "RKT023.*has no action"
task l {
    command "x"
    func F()                                # ERROR "RKT023.*more than one action.*first is here"
}
task m {
    command "x"; when daily                 # ERROR "RKT028.*first line of its task"
    task inner { command "y" }              # ERROR "RKT028.*a task holds no task"
    priority                                # ERROR "RKT031"
    group inner {
        priority 3
    }                                       # ERROR-2 "RKT028.*a task holds no group"
}
task n {
    command x                               # ERROR "RKT001.*expected a string.*command \\[\"program\""
    params x                                # ERROR "RKT031.*expected {.*params { name: value }"
    env { A: "x" }                          # ERROR "RKT001.*NAME \"value\""
    env "x"                                 # ERROR "RKT031.*env { NAME \"value\" }"
    timeout: 3                              # ERROR "RKT001.*timeout VALUE"
    success 0 3                             # ERROR "RKT029"
    code fmt.Println("x")                   # ERROR "RKT001.*code \\[TYPE\\]"
}
task o {
    do run                                  # ERROR "RKT025.*run names a task"
}
task p { do shutdwn }                       # ERROR "RKT018.*did you mean shutdown"
task q { do terminate a(1) }                # ERROR "RKT001.*terminate takes no arguments"
task r { do restart now }                   # ERROR "RKT001.*restart names no task.*run NAME"
task r1 { do hold nightly.* }               # ERROR "RKT001.*hold names no task.*disable nightly"
task r2 { do run a; do run b }              # ERROR "RKT023.*one do: do run a, disable b"
task r3 { notify ops, "ntfy://HOST/T" }     # ERROR "RKT029.*after the address.*a task of its own"
task r4 { command "a"; pool z 3 }           # ERROR "RKT029.*after the pool.*pool z weight 3"
task r5 { command "a"; pool z, y }          # ERROR "RKT029.*after the pool.*a line of its own"
task r6 when last missed { command "a" }    # ERROR "RKT018.*write has missed today"
task s { do run a, }                        # ERROR "RKT001"
task t { do shutdown force, run "force" }
task u { func }                             # ERROR "RKT024"
task v { func F(x: 1, 2, ) ) }              # ERROR "RKT010"
task w { command "x" } }                    # ERROR "RKT010"
task x { command "x }
# ERROR-1 "RKT004"
task y { command 'y\q' }                    # ERROR "RKT005.*\\\\q"
task z { command “x” }                      # ERROR "RKT006.*U\\+201C.*straight quotes"
task aa when daily after 07:00 \ { command "x" } # ERROR "RKT001"
task ab {
    code {
        if x {
    }
}                                           # ERROR-4 "RKT009"
task ok when daily { command "x" }
