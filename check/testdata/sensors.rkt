# Sensors: the prelude's, and the functions that they are made of.

import "github.com/rocketc/rocketc/stdconds/files"
import net "github.com/rocketc/rocketc/stdconds/network"

cond up(addr string, d duration) = func net.PortOpen(addr) checked every d valid for d
cond "there is {p}" = file_exists(p) # WARNING "RKT205.*if file_exists fails, the scheduler stops"
cond recent(p string, d duration) = file_changed(p, d)
cond room(least string) = disk_free("/", least)

task a when daily & file_exists("a") & there is "b" & up("c:1", 1 min) & recent(p: "d", d: 1 h) & room("5%") { command "true" }
task b when daily & func files.FileExists(path: "e") { command "true" }
task c when daily { func files.FileExists("f") }

task d when daily & disk_free("/", "much") { command "true" } # ERROR "RKT124.*disk_free: .much. is not an amount of space"
task e when daily & room("101%") { command "true" }           # ERROR "RKT124.*cond .room. with these arguments: disk_free: .101%. is more than the whole"
task f when daily & file_changed("x", 0 s) { command "true" } # ERROR "RKT124.*file_changed: the time .* is zero"
task g when daily & recent("x", 0 s) { command "true" }       # ERROR "RKT124.*cond .recent. with these arguments"
task h when daily & file_exists(1) { command "true" }         # ERROR "RKT132.*path is of type string, and 1 of type int"
task i when daily & file_exists { command "true" }            # ERROR "RKT131.*cond .file_exists. wants its path.*file_exists.path string."
task j when daily & there is 5 { command "true" }             # ERROR "RKT132.*cond .there is .p.. with these arguments: the argument path is of type string"
task k when daily & port_opne("x:1") { command "true" }       # ERROR "RKT102.*cond .port_opne. is not declared .did you mean .port_open"
task l when file_exists("x") { command "rm x" }
task o when port_open("x:1") { command "true" }                  # WARNING "RKT200.*task .o. runs again and again"
task m when daily & func files.FileExist("x") { command "true" } # ERROR "RKT152.*package files has no function FileExist .did you mean .FileExists"
task n when daily & func net.PortOpen(5) { command "true" }      # ERROR "RKT1.*net.PortOpen takes string"

# Arguments that are known only when the program runs.
param url = env "URL" >> "http://localhost"
param n = 5
cond healthy(url string) = http_ok(url) & file_exists("x")
cond "recent {f}" = file_changed(f, 1 min)
cond long(d duration) = has failed past d
task p when daily & healthy(url) & file_exists(env "F" >> cli "--f") & recent url & file_exists(return of a) & disk_free("/", url) { command "true" }
task q when daily & file_exists(n) { command "true" }                # ERROR "RKT157.*param .n.: 5 is int, but files.FileExists takes string"
task r when daily & long(url) { command "true" }                     # ERROR "RKT132.*cond .long. with these arguments: d is url, which is known only when the program runs, and a duration is needed"
task s when daily & healthy(nothing) { command "true" }              # ERROR "RKT132.*.nothing. is not a value"
task t when daily & file_exists(return of nobody) { command "true" } # ERROR "RKT101.*task .nobody. is not declared"
