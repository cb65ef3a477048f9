# Conditions that are checked by tasks of their own.

import "./prices"

cond market_open = func prices.Open checked every 10 minutes valid for 1 hour execution thread
cond market_closed = func prices.Closed() checked every 1 min
cond closed(d duration) = func prices.Closed() checked every d valid for d
cond "closed for {d}" = func prices.Closed() checked every d

task a when daily & market_open & ~market_closed & closed(1 hour) & closed for 5 min { command "true" }
task b when daily & closed(0 s) { command "true" } # ERROR "RKT122.*cond .closed. with these arguments: the time between checks is zero" "RKT122.*cond .closed. with these arguments: the time for which an answer is valid is zero"
task c when market_open { command "true" }         # WARNING "RKT200.*task .c. runs again and again"
task d when daily until market_closed { command "true" }

cond count = func prices.Count() checked every 1 min                          # ERROR "RKT160.*prices.Count returns .int., and a condition is a bool.*returns bool or .bool, error."
cond fetch = func prices.Fetch checked every 1 min                            # ERROR "RKT160.*prices.Fetch returns .error."
cond nothing = func prices.Nothing checked every 1 min                        # ERROR "RKT152.*package prices has no function Nothing"
cond never_checked = func prices.Open checked every 0 s                       # ERROR "RKT122.*the time between checks is zero"
cond slow = func prices.Open checked every 1 h valid for 0 s execution thraed # ERROR "RKT122.*valid is zero" "RKT124.*execution wants .* .did you mean .thread"
cond unused = func prices.Open checked every 1 min                            # WARNING "RKT203.*cond .unused. is never used"
cond unknown = func quotes.Open checked every 1 min                           # ERROR "RKT104.*imports no package .quotes."

task e when daily & count & fetch & nothing & never_checked & slow & unknown { command "true" }
task f when daily & taken { command "true" }
task "check taken" when daily { command "true" } # ERROR "RKT106.*task .check taken. is already declared.*checks this condition"
cond taken = func prices.Open checked every 1 min
