task a when daily { command "ls"; formerly "b" } # ERROR "RKT116.*there is a task b still"
task b when daily { command "ls"; formerly "b" } # ERROR "RKT116.*b is what the task is called now"
task c when daily { command "ls"; formerly "x" }
task d when daily { command "ls"; formerly ["y", "x"] } # ERROR "RKT116.*x cannot be taken over twice"
task e when daily { command "ls"; formerly 3 }          # ERROR "RKT124"
task f when daily { command "ls"; formerly "" }         # ERROR "RKT124"
task g when daily { command "ls"; formerly [] }         # ERROR "RKT124"
group n {
    formerly "m" # ERROR "RKT116.*there is a task m.x still"
    task x when daily { command "ls" }
    task y when daily { command "ls" }
}
group m {
    formerly "m" # ERROR "RKT116.*m.x is what the task is called now"
    task x when daily { command "ls" }
}
task late when after "x" { command "ls" } # ERROR "RKT101"
