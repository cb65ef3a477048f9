# What another task did today, if the two have different time zones.
config { timezone "Europe/Helsinki"; log memory }
cond fetched = task tokyo has succeeded today
param from = "08:00"

task tokyo when daily { command "true"; timezone "Asia/Tokyo" }
task here when daily { command "true" }
task same when daily { command "true"; timezone "Europe/Helsinki" }
group far {
    timezone "Asia/Tokyo"
    task near when daily & task tokyo has succeeded today { command "true" }
    task home when daily & task here has failed this week { command "true" } # WARNING "RKT223.*this week is meant in Asia/Tokyo here, and task here has its days in Europe/Helsinki"
}
task a when daily & task tokyo has succeeded today { command "true" }           # WARNING "RKT223.*today is meant in Europe/Helsinki here, and task tokyo has its days in Asia/Tokyo.*give both one timezone, or .*`task tokyo has succeeded past 1 day`"
task b when daily & ~task far.near has started this month { command "true" }    # WARNING "RKT223"
task c when daily & fetched { command "true" }                                  # WARNING "RKT223.*written here"
task d when daily & task tokyo has failed today after (from) { command "true" } # WARNING "RKT223"
task e when hourly until task tokyo has failed today { command "true" }         # WARNING "RKT223"
task f when daily & task tokyo has succeeded past 1 day { command "true" }
task g when daily & task tokyo has succeeded this hour { command "true" }
task h when daily & task same has succeeded today { command "true" }
task i when daily & task here has succeeded today { command "true"; timezone "Asia/Tokyo" } # WARNING "RKT223"
task j when daily & task tokyo has succeeded { command "true" }
group k when task tokyo has failed today >= 2 times { # WARNING "RKT223.*`task tokyo has failed past 1 day >= 2`"
    task l when hourly { command "true"; timezone "Asia/Tokyo" }
}
