# A bracket that stays open takes the lines after it, but no further than the
# next statement or declaration.
task a {
    func F(a,
        b: [1, 2,                     # ERROR "RKT009.*\\[ is not closed"
    execution thread
    on_startup
    timeout 3 min
    nonsense 3                        # ERROR "RKT012"
}
cond x = (daily & (hourly             # ERROR "RKT009"
cond y = big(1, (2                    # ERROR "RKT009|RKT031"
param z = [1,                         # ERROR "RKT031|RKT009"
task b when daily { command "x" }
group g {                             # ERROR "RKT009"
    task c { command "x" }
param w = 3
task d { code { if x {                # ERROR "RKT007"
task e when daily { command "y" }
