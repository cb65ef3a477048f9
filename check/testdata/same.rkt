# Conditions with the same text: what is found stands at each, and depends on the place.

cond ready = param 'x' exists
param x = env "X"
task a when daily { command "true" }

# Of the condition alone.
task t1 when weekly on Mon & every 10 s { command "true" }                   # WARNING "RKT210.*so task t1 runs once a week"
task t2 when weekly on Mon & every 10 s { command "true" }                   # WARNING "RKT210.*so task t2 runs once a week"
task u1 when every 1 hour until ~daily { command "true" }                    # WARNING "RKT215"
task u2 when every 1 hour until ~daily { command "true" }                    # WARNING "RKT215"
task n1 when daily after 10:00 & time of day before 09:00 { command "true" } # ERROR "can never hold"
task n2 when daily after 10:00 & time of day before 09:00 { command "true" } # ERROR "can never hold"
task x1 when after nobody { command "true" }                                 # ERROR "nobody"
task x2 when after nobody { command "true" }                                 # ERROR "nobody"
task r1 when ready { command "true" }                                        # WARNING "task \"r1\" runs again and again"
task r2 when ready { command "true" }                                        # WARNING "task \"r2\" runs again and again"
task r3 when ready { do shutdown }

# Of the condition and the task.
task l1 when hourly { command "true"; timeout 2 hours } # WARNING "a run of l1 may take 2 hours"
task l2 when hourly { command "true"; timeout 2 hours } # WARNING "a run of l2 may take 2 hours"
task l3 when hourly { command "true"; timeout 10 minutes }
task l4 when hourly { command "true"; timeout 3 hours; multilaunch }

# Of the condition and the group.
task e1 when every 5 minutes { command "true" }
group g when daily { # WARNING "RKT210.*task g.e2 would start more often"
    task e2 when every 5 minutes { command "true" }
}
group h when daily { # WARNING "RKT210.*task h.e3 would start more often"
    task e3 when every 5 minutes { command "true" }
}
group j {
    task a when weekly { command "true" }
    task b when after a { command "true" } # ERROR "may be"
}
task b when after a { command "true" }

# Tasks that have the condition of their group alone.
group s when time of day between 10:00 and 12:00 {
    task s1 { command "true"; on_startup }
    task s2 { do shutdown }
    task s3 { command "true" }
}
