# Names that are not declared, and names that are declared twice.

param region = env "REGION"
param region = "eu"       # ERROR "param .region. is already declared"
param 'two words' = regon # ERROR "param .regon. is not declared .did you mean .region..."
# WARNING-1 "param .two words. is never used"

cond work_day = time of week between Mon and Fri
cond work_day = daily # ERROR "cond .work_day. is already declared.*declared here first"

task fetch when daily & workday { # ERROR "RKT102.*cond .workday. is not declared .did you mean .work_day..."
    command "true"
    env     { REGION region }
}

task fetch when work_day & daily { command "true" } # ERROR "RKT106.*task .fetch. is already declared.*declared here first"

task late when after any fetch, reprot failed { # ERROR "RKT101.*task .reprot. is not declared .did you mean .report..."
    command "true"
}

task report when after 'fetch' { command "true" }
task b when after task 'fetsch' { command "true" }                  # ERROR "task .fetsch. is not declared .did you mean .fetch..."
task c when task nobody has failed today | daily { command "true" } # ERROR "task .nobody. is not declared$"
task d when daily & ~task compact is running { command "true" }     # ERROR "task .compact. is not declared .did you mean .nightly.compact..."
task e when fetch & daily { command "true" }                        # ERROR "cond .fetch. is not declared.*a task is no condition; `after fetch` and"
task f when daily {
    do run fetch, terminate lat # ERROR "task .lat. is not declared .did you mean .late..."
}

group nightly when time of day between 22:00 and 06:00 {
    task compact when hourly { command "true" }
    group deep {
        task scrub when weekly { command "true" }
        task scrub when monthly { command "true" } # ERROR "task .nightly.deep.scrub. is already declared"
    }
}
task g when after nightly.compact, nightly.deep.scrub { command "true" }
