# What a run takes of its pools: its own weights and those of the groups around it, added up.

config { log memory }
pool disk 3
pool net 2

group {
    pool disk weight 2 # ERROR "RKT123.*a run of c takes 4 places of pool disk, which has 3" "RKT123.*a run of e takes 4"
    task a when daily { command "a"; pool disk; pool net weight 2 }
    task b when daily { command "b" }
    task c when daily { command "c"; pool disk weight 2 }
    group {
        pool disk
        task d when daily { command "d" }
        task e when daily { command "e"; pool disk }
    }
}
group {
    pool net # ERROR "RKT123.*a run of f takes 3 places of pool net, which has 2"
    group {
        pool net
        task f when daily { command "f"; pool net }
    }
}
task g when daily { command "g"; pool net weight 3 }                 # ERROR "RKT123.*a run of g takes 3 places"
task h when hourly { command "h"; pool net weight 2; multilaunch 2 } # WARNING "RKT231.*h may have 2 live runs"
