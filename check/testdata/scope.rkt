# What a word means depends on where it is written: in the text of a condition it may
# be one of its parameters, in the value of a session parameter it never is.

import "./args"

config { silence_cond_check true; log memory }

param n = "eu"
param region = n
param list = ["a", "b"]
param words = list

cond given(n int) = func args.HoldsFor(region, n)
cond filled(n int) = func args.HoldsFor(n: 1) & has failed today >= n
cond element(list string) = func args.HoldsAny(list)
cond slice(list string) = func args.HoldsAny(words) & param 'n' is list
cond inner(list string, n int) = func args.HoldsFor(list, n)
cond chain(n string) = inner(n >> env "REGION", 2) & param 'n' is n
cond passed(n string) = inner(n, 3)

task a when daily & given(3) & filled(3) { command "true" }
task b when daily & element("x") & slice("x") { command "true" }
task c when daily & chain("x") & passed(env "X") & passed(region) & passed(n) { command "true" }
