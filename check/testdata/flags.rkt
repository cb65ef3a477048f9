# A flag of a schedule is --name, and none of the program's own.
param good = cli "--region"
param short = cli "--r"
param digits = cli "--a1-b2"
param dotted = cli "--data.dir" # ERROR "RKT128.*.--data.dir. is not a flag.*did you mean .--data-dir."
param capital = cli "--Region"  # ERROR "RKT128.*did you mean .--region."
param letter = cli "-r"         # ERROR "RKT128.*.-r. is not a flag.*a flag is --, a lower-case letter"
param one = cli "-region"       # ERROR "RKT128.*did you mean .--region."
param none = cli ""             # ERROR "RKT128"
param dashes = cli "--"         # ERROR "RKT128"
param blank = cli "--data dir"  # ERROR "RKT128.*--data-dir"
param letters = cli "--größe"   # ERROR "RKT128.*a flag is --"
param a1 = cli "--help"         # ERROR "RKT128.*the flag --help is the program's own.*--alone, --config, --detach, --help, --if-due, --json, --log, --log-format, --on, --schedule, --slots, --version"
param a2 = cli "--version"      # ERROR "RKT128.*the program's own"
param a3 = cli "--config"       # ERROR "RKT128.*the program's own"
param a4 = cli "--log"          # ERROR "RKT128.*the program's own"
param a5 = cli "--log-format"   # ERROR "RKT128.*the program's own"
param a6 = cli "--json"         # ERROR "RKT128.*the program's own"
param a7 = cli "--schedule"     # ERROR "RKT128.*the program's own"
param a8 = cli "Help"           # ERROR "RKT128.*a flag is --"

task t when daily {
    command "true"
    env {
        A good
        B short
        C digits
        D dotted
        E capital
        F letter
        G one
        H none
        I dashes
        J blank
        K letters
        L a1
        M a2
        N a3
        O a4
        P a5
        Q a6
        R a7
        S a8
        T cli "-t" # ERROR "RKT128"
    }
}
