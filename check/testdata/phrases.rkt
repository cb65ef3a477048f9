# Conditions that are phrases.

param region = env "REGION"

cond "region is {name}" = param 'region' is name
cond "quiet for {d}" = ~has failed past d
cond "quiet for {d} in {name}" = quiet for d & region is name
cond "quiet  for ever" = ~has failed
cond "weekend" = time of week between Sat and Sun
cond calm(d duration, is string) = quiet for d & region is is

cond "failed {n} times" = has failed past 1 day >= n
cond again(n int) = retry n every 1 min backoff 2 | failed n times
task n when daily & failed 3 times | again(2) { command "true" }
task o when daily & failed "3" times { command "true" } # ERROR "RKT132.*n is of type string, and a number is needed"
task p when daily & failed 3.5 times { command "true" } # ERROR "RKT123.*3.5 is not a whole number"
task q when daily | again(-1) { command "true" }        # ERROR "RKT123.*cond .again. with these arguments: the number of retries is -1"
task a when daily & region is "eu" & quiet for 2 hours & quiet for 1 h in "us" & quiet for ever { command "true" }
task b when daily & weekend & calm(5 min, "x") { command "true" }
task c when daily & (region is 'eu' | region is true) { command "true" }

task d when daily & region is 1 & quiet for "ever" { command "true" } # ERROR "RKT132.*cond .quiet for .d.. with these arguments: d is of type string"
task e when daily & quiet for 0 s { command "true" }                  # ERROR "RKT122.*cond .quiet for .d.. with these arguments: the span is zero"
task f when daily & regoin is "eu" { command "true" }                 # ERROR "RKT102.*no condition .regoin is .*is declared .did you mean .region is .name...."
task g when daily & region is eu { command "true" }                   # ERROR "RKT102.*no condition .region is eu. is declared"
task h when daily & quiet for { command "true" }                      # ERROR "RKT102.*no condition .quiet for. is declared"
task i when daily & weekend daily { command "true" }                  # ERROR "RKT102.*no condition .weekend daily. is declared.*after weekend an operator is missing"
task j when daily & weekned for 1 h { command "true" }                # ERROR "RKT102.*weekned for .*is declared .did you mean .weekend..."
task k when daily & stocks are high { command "true" }                # ERROR "RKT102.*no condition .stocks are high. is declared"
task l when daily & file_exsts("x") { command "true" }                # ERROR "RKT102.*cond .file_exsts. is not declared .did you mean .file_exists..."

cond "region is {n}" = daily         # ERROR "RKT107.*cond .region is .n.. is already declared"
cond weekend = daily                 # ERROR "RKT107.*cond .weekend. is already declared"
cond "from {a} to {a}" = region is a # ERROR "RKT108.*the hole .a. is in the phrase twice"
# WARNING-1 "cond .from .a. to .a.. is never used"
cond "wrong for {d}" = param 'region' is other # ERROR "RKT132.*.other. is not a value"
# WARNING-1 "cond .wrong for .d.. is never used"
cond "round {a}" = daily & round a # ERROR "RKT133.*cond .round .a.. is defined by itself: round .a. → round .a."
