# Arguments of Go functions: what they are taken for, and what is wrong with them.

import "./args"
import "./gone"

config { silence_cond_check true }

param region = env "REGION" >> cli "--region" >> "eu"
param count = 300
param pair = [1, 2]
param wait = 5 minutes
param deep = count >> env "DEEP"
param name = func args.MakeRegion

# Right.
task r01 when daily { func args.Text }
task r02 when daily { func args.Text("eu") }
task r03 when daily { func args.Text(region: env "R" >> "x") }
task r04 when daily { func args.Text(return of r30 >> "x") }
task r05 when daily { func args.Text(func args.MakeRegion) }
task r06 when daily { func args.Small(-128) }
task r07 when daily { func args.Sized(65535); params { n: 1 } }
task r08 when daily { func args.Rated(1, 2.5) }
task r09 when daily { func args.Rated(z: 1, r: env "R" >> 0.5) }
task r10 when daily { func args.Flagged(true) }
task r11 when daily { func args.Timed(wait, env "AT") }
task r12 when daily { func args.Waits(5) }
task r13 when daily { func args.Listed(["a", 'b']) }
task r14 when daily { func args.Listed(["a", env "B" >> region]) }
task r15 when daily { func args.Arrayed(pair) }
task r16 when daily { func args.Mapped({ eu: 1, "us": 2 }) }
task r17 when daily { func args.Any({ a: [1, "b", 2.5, 3 h, true] }) }
task r18 when daily { func args.Any(env "X") }
task r19 when daily { func args.Quotes(return of r31) }
task r20 when daily { func args.Named(prices: return of r31) }
task r21 when daily { func args.Many("a", 1, 2, 3) }
task r22 when daily { func args.Many("a", [1, 2]) }
task r23 when daily { func args.Many("a") }
task r24 when daily { func args.Many("a", rest: pair) }
task r25 when daily { func args.Nested([1, 2], [3]) }
task r26 when daily { func args.Nested([[1], [2]]) }
task r27 when daily { func args.Parts(c: config, n: 1) }
task r28 when daily { func args.Parts(session, task r01, logger, config, 1) }
task r29 when daily { func args.Any(task) }
task r30 when daily { func args.MakeRegion }
task r31 when daily { func args.MakePrices }
task r32 when daily & func args.Holds & func args.HoldsFor("eu", 1) & func args.HoldsWith() { func args.Blank("x", 1) }
task r33 when daily { do run r02("us"), run r21(first: "b", rest: [1]), run r34(n: 5) }
task r34 when daily {
    code []args.Price {
        fmt.Println(n, list)
        return nil, nil
    }
    params { n: env "N" >> 1, list: return of r31 }
}
task r35 when daily { func args.Quotes(return of r34) }
task r36 when daily { func args.Plain(return of r37) }
task r37 when daily { command "date" }
hook startup args.Hook
hook task args.HookEvent
hook cycle func args.Nothing
hook shutdown args.Void
cond near(r string, n int) = func args.HoldsFor(r, n)
task r38 when daily & near("eu", 3) { func args.MakeTree; execution process }
task r39 when daily { func args.MakeMap; execution process }
task r41 when daily { code [2][]args.Price { return nil, nil }; params { a: [true, false], b: [1, "x"], c: { x: 1, y: 2 }, d: 1.5, e: [], f: {}, g: [region, "x"], h: [[1], [2]] } }
task r42 when daily { func args.Any(return of r41) }
task r43 when daily { code map[string]*Own { return nil, nil } }
task r44 when daily { func args.Any(return of r43) }
task r45 when daily { func args.Many("a", env "N" >> 1) }
task r46 when daily { func args.Many("a", [1] >> pair) }
task r47 when daily { func args.Many("a", return of r48) }
task r48 when daily { code []int { return nil, nil } }
task r49 when daily { code ([3]int) { return nil, nil } }
task r40 when daily { func args.Text(name) }

# Missing, too many, unknown.
task w01 when daily { func args.Small }                           # ERROR "RKT156.*args.Small takes n int8, and nothing gives it.*args.Small.n: …"
task w02 when daily { func args.Small(1, 2) }                     # ERROR "RKT156.*args.Small does not take so many arguments.*args.Small takes .n int8."
task w03 when daily { func args.Text(regoin: "x") }               # ERROR "RKT156.*args.Text has no parameter .regoin. .did you mean .region."
task w04 when daily { func args.Small(1, n: 1) }                  # ERROR "RKT156.*the argument .n. is given twice"
task w05 when daily { func args.Rated(z: 1, 1) }                  # ERROR "RKT156.*by position stands behind one by name"
task w06 when daily { func args.Blank(n: 1) }                     # ERROR "RKT156.*takes a parameter without a name, string"
task w07 when daily { func args.Small; params { m: 1 } }          # ERROR "RKT156.*has no parameter .m."
task w08 when daily { func args.Secret(1) }                       # ERROR "RKT155.*the type of parameter s of args.Secret is args.secret, which is not exported"
task w09 when daily { func gone.Unknown(1) }                      # ERROR "RKT155.*the type of parameter x of gone.Unknown is not known.*undefined: Missing" "RKT163.*package gone does not compile: testdata/gone/gone.go:4:16: undefined: Missing"
task w10 when daily { func args.Many(1) }                         # ERROR "RKT157.*1 is int, but args.Many takes string .parameter .first.."
task w11 when daily { func args.Small(nothing) }                  # ERROR "RKT103.*param .nothing. is not declared"
task w13 when daily { func args.Small(1); params { n: 1, n: 2 } } # ERROR "RKT112.*.n. is already declared"

# Literals of another type.
task x01 when daily { func args.Text(3) }                                                       # ERROR "RKT157.*3 is int, but args.Text takes args.Region .parameter .region.."
task x02 when daily { func args.Small("3") }                                                    # ERROR "RKT157.*.3. is string, but args.Small takes int8"
task x03 when daily { func args.Small(1.5) }                                                    # ERROR "RKT157.*1.5 is float64, but args.Small takes int8"
task x04 when daily { func args.Small(128) }                                                    # ERROR "RKT157.*128 does not fit into int8"
task x05 when daily { func args.Small(-129) }                                                   # ERROR "RKT157.*-129 does not fit into int8"
task x06 when daily { func args.Sized(-1) }                                                     # ERROR "RKT157.*-1 does not fit into uint16"
task x07 when daily { func args.Small(count) }                                                  # ERROR "RKT157.*param .count.: 300 does not fit into int8.*the value is given here"
task x08 when daily { func args.Small(deep) }                                                   # ERROR "RKT157.*param .deep.: 300 does not fit into int8"
task x09 when daily { func args.Flagged(1) }                                                    # ERROR "RKT157.*1 is int, but args.Flagged takes args.Flag"
task x10 when daily { func args.Plain(true) }                                                   # ERROR "RKT157.*true is bool, but args.Plain takes string"
task x11 when daily { func args.Timed(5, env "A") }                                             # ERROR "RKT157.*5 has no unit, but args.Timed takes time.Duration.*for example 5 seconds"
task x12 when daily { func args.Timed("5s", env "A") }                                          # ERROR "RKT157.*.5s. is string, but args.Timed takes time.Duration.*without quotes"
task x13 when daily { func args.Timed(5 s, "2026") }                                            # ERROR "RKT157.*.2026. is string, but args.Timed takes time.Time"
task x14 when daily { func args.Waits(5 seconds) }                                              # ERROR "RKT157.*5 seconds is time.Duration, but args.Waits takes args.Wait"
task x15 when daily { func args.Listed([1, "a"]) }                                              # ERROR "RKT157.*1 is int, but args.Listed takes string as an element of parameter .tags."
task x16 when daily { func args.Listed("a") }                                                   # ERROR "RKT157.*.a. is string, but args.Listed takes args.Tags"
task x17 when daily { func args.Plain(["a"]) }                                                  # ERROR "RKT157.*a list of 1 is given, but args.Plain takes string"
task x18 when daily { func args.Arrayed([1]) }                                                  # ERROR "RKT157.*a list of 1 is given, but args.Arrayed takes .2.int"
task x19 when daily { func args.Mapped({ a: "x" }) }                                            # ERROR "RKT157.*.x. is string, but args.Mapped takes int as an element"
task x20 when daily { func args.Plain({ a: 1 }) }                                               # ERROR "RKT157.*a map of texts is given, but args.Plain takes string"
task x21 when daily { func args.Pointed("x") }                                                  # ERROR "RKT157.*.x. is string, but args.Pointed takes .string"
task x22 when daily { func args.Built({ Symbol: "x" }) }                                        # ERROR "RKT157.*a map of texts is given, but args.Built takes args.Price"
task x23 when daily { func args.Errs("x") }                                                     # ERROR "RKT157.*.x. is string, but args.Errs takes error"
task x24 when daily { func args.Prints(5 s) }                                                   # ERROR "RKT157.*5 s is time.Duration, but args.Prints takes"
task x25 when daily { func args.Mapped({ a: 1, a: 2 }) }                                        # ERROR "RKT112.*.a. is already declared"
task x26 when daily { func args.Rated(100000000000000000000000000000000000000000000000000, 1) } # ERROR "RKT157.*does not fit into float32"
task x27 when daily { func args.Mapped({ a: env "X" }) }                                        # ERROR "RKT157.*a map with keys of type string is given"

# Text.
task y01 when daily { func args.Listed(env "TAGS") } # ERROR "RKT157.*env .TAGS. is text, but args.Listed takes args.Tags.*text is converted to"
task y02 when daily { func args.Built(cli "--p") }   # ERROR "RKT157.*cli .--p. is text, but args.Built takes args.Price"
task y03 when daily { func args.Errs(region) }       # ERROR "RKT157.*param .region.: env .REGION. is text, but args.Errs takes error" "cli" "eu"
task y04 when daily { func args.Rated(1, env "Z") }  # ERROR "RKT157.*env .Z. is text, but args.Rated takes complex64"

# What tasks and functions return.
task z01 when daily { func args.Text(return of r31) }  # ERROR "RKT157.*return of r31 is ..args.Price, but args.Text takes args.Region .parameter .region.*args.MakePrices returns it, declared at testdata/args/args.go:.*"
task z02 when daily { func args.Text(return of r37) }  # ERROR "RKT157.*return of r37 is string, but args.Text takes args.Region.*standard output"
task z03 when daily { func args.Text(return of x01) }  # ERROR "RKT158.*task x01 has no return value: args.Text returns no more than an error"
task z04 when daily { func args.Text(return of r33) }  # ERROR "RKT158.*task r33 has no return value: it steers the scheduler"
task z05 when daily { func args.Text(return of gone) } # ERROR "RKT101.*gone"
task z06 when daily { code { println() } }
task z07 when daily { func args.Text(return of z06) }         # ERROR "RKT157.*return of z06 is any, but args.Text takes args.Region.*write the type"
task z08 when daily { func args.Text(return of r34) }         # ERROR "RKT157.*return of r34 is ..args.Price.*its code returns it"
task z09 when daily { func args.Text(func args.MakeInt) }     # ERROR "RKT157.*func args.MakeInt is int, but args.Text takes args.Region"
task z10 when daily { func args.Text(func args.Nothing()) }   # ERROR "RKT155.*args.Nothing is func.. error, which gives no value"
task z11 when daily { func args.Text(func args.Takes) }       # ERROR "RKT156.*args.Takes takes s ..args.Price, and nothing gives it"
task z12 when daily { func args.Text(session) }               # ERROR "RKT157.*session is .rocket.Session, but args.Text takes args.Region"
task z13 when daily { command "ls"; env { X return of z03 } } # ERROR "RKT158.*task z03 has no return value"
task z14 when daily { func args.Any(task gone) }              # ERROR "RKT101.*gone"
task z15 when daily { func args.Any(func args.MakeSecret) }   # ERROR "RKT155.*args.MakeSecret returns args.secret, which is not exported"

# Values of functions with arguments.
param tiny = 3
param twice = func args.Double(tiny)
param four = func args.Double(func args.Double(twice))
param round = func args.Loop(n: 1) # ERROR "RKT134.*param .round. is defined by itself: round → round"
param loop_a = func args.Double(loop_b)
param loop_b = 1 >> func args.Double(n: loop_a) # ERROR "RKT134.*loop_a . loop_b . loop_a"
param late = func args.WithContext(tiny)        # ERROR "RKT155.*args.WithContext takes a context, and a value has none"
param large = func args.Double(300)             # ERROR "RKT157.*300 does not fit into int8"
param more = func args.Double(tiny, tiny)       # ERROR "RKT156.*args.Double does not take so many arguments"
task v1 when daily { func args.Small(twice) }
task v2 when daily { func args.Small(n: env "N" >> func args.Double(four)) }
task v3 when daily { func args.Text(func args.WithTask(1)) }
task v4 when daily { func args.Small(loop_a >> round >> late >> large >> more) }
task v5 when daily { func args.Text(func args.Double(1)) } # ERROR "RKT157.*func args.Double is int8, but args.Text takes args.Region"
task v6 when daily & few(func args.MakeInt()) { command "true" }
task v7 when daily & few(func args.Double(1)) { command "true" } # ERROR "RKT157.*func args.Double is int8, but args.HoldsFor takes int"
cond few(n int) = func args.HoldsFor("eu", n)

# Processes.
task p01 when daily { func args.MakeShut; execution process }  # ERROR "RKT159.*.args.Shut: a struct without exported fields does not cross the border of a process.*what the task returns"
task p02 when daily { func args.MakeDeep; execution process }  # ERROR "RKT159.*args.Deep.Config.Hooks..: func.. does not cross"
task p03 when daily { func args.MakeTable; execution process } # ERROR "RKT159.*args.Table: a map with keys of type args.Price does not cross"
task p04 when daily { func args.MakeSpread; execution process }
task p05 when daily { func args.MakeKeyed; execution process }                      # ERROR "RKT159.*args.Keyed.Client.Transport: http.RoundTripper does not cross"
task p06 when daily { func args.MakeAny; execution process }                        # ERROR "RKT159.*any: any does not cross"
task p07 when daily { func args.MakeComplex; execution process }                    # ERROR "RKT159.*complex128: complex128 does not cross"
task p08 when daily { func args.Any(return of p01); execution process }             # ERROR "RKT159.*args.Shut.*return of p01"
task p09 when daily { func args.Any(session); execution process }                   # ERROR "RKT137.*session is an argument, and a process of its own cannot reach it"
task p10 when daily { func args.Any([task r01]); execution process }                # ERROR "RKT137.*task r01 is an argument"
task p11 when daily { func args.Parts(c: config, n: 1); execution process }         # ERROR "RKT137.*args.Parts takes the session"
task p12 when daily { code chan int { return nil, nil }; execution process }        # ERROR "RKT159.*chan int: chan int does not cross"
task p13 when daily { func args.Any({ a: return of p02 >> 1 }); execution process } # ERROR "RKT159.*args.Deep"

# Conditions and hooks.
task c01 when daily & func args.NoBool { command "true" }                    # ERROR "RKT160.*args.NoBool returns .string., and a condition is a bool"
task c02 when daily & func args.Void { command "true" }                      # ERROR "RKT160.*args.Void returns nothing"
task c03 when daily & func args.HoldsFor("eu") { command "true" }            # ERROR "RKT156.*args.HoldsFor takes n int, and nothing gives it"
task c04 when daily & func args.HoldsFor("eu", "x") { command "true" }       # ERROR "RKT157.*.x. is string, but args.HoldsFor takes int"
task c05 when daily & near("eu", 1) & func args.HookEvent { command "true" } # ERROR "RKT160" "RKT155.*which only a hook has"
task c07 when daily { func args.HookEvent }                                  # ERROR "RKT155.*args.HookEvent takes a rocket.HookEvent, which only a hook has.*hook task args.HookEvent"
cond wrong(n string) = func args.HoldsFor("eu", n)                           # ERROR "RKT157.*n is string, but args.HoldsFor takes int"
task c06 when daily & wrong("x") { command "true" }
hook startup args.HookArg # ERROR "RKT161.*args.HookArg is func.n int., which is no hook"
hook startup args.HookInt # ERROR "RKT161.*args.HookInt is func.. int"
hook startup args.Void(1) # ERROR "RKT161.*a hook takes no arguments"
hook startup args.Gone    # ERROR "RKT152"

# Runs with arguments, and code with params.
task d01 when daily { do run r02(1) }                                             # ERROR "RKT157.*1 is int, but args.Text takes args.Region"
task d02 when daily { do run r02(x: 1) }                                          # ERROR "RKT156.*args.Text has no parameter .x."
task d03 when daily { do run r37(1) }                                             # ERROR "RKT156.*task r37 does not take so many arguments"
task d04 when daily { do run r34(n: "x") }                                        # ERROR "RKT157.*.x. is string, but task r34 takes int .parameter .n.."
task d05 when daily { do run r32("x") }                                           # ERROR "RKT156.*without a name"
task d06 when daily { code {}; params { ctx: 1, r: 2, "a-b": 3, _: 4, func: 5 } } # ERROR "RKT162.*ctx is declared already: it is the context" "RKT162.*r is declared already" "RKT162.*a-b. is not the name" "RKT162.*_" "RKT162.*func"
task d07 when daily { code {}; params { x: env "X" >> 1 >> "y" } }                # ERROR "RKT157.*.y. is string, but task d07 takes int"
task d08 when daily { code {}; params { x: gone } }                               # ERROR "RKT103.*gone"
task d09 when daily { code {}; params { x: 1 }; execution process }
task d10 when daily { do run r27(l: "x") }                             # ERROR "RKT156.*without a name, or one that its type fills"
task d11 when daily { do run [runs.first, nobody, runs.second](n: 1) } # ERROR "RKT101.*nobody" "RKT156.*task runs.second has no parameter .n."
task d12 when daily { do run runs.*(n: 1) }                            # ERROR "RKT156.*task runs.second has no parameter .n." "RKT157.*1 is int, but task runs.third takes string"
group runs {
    task first when daily { code {}; params { n: 1 } }
    task second when daily { code {}; params { m: 1 } }
    task third when daily { code {}; params { n: "x" } }
}
group g {
    params { region: "us", n: 7 }
    task a when daily { func args.Text }
    task b when daily { func args.Small(1) }
    task c when daily { code { println(region, n) } }
    task d when daily { command "true" }
    task e when daily { func args.Nothing }
}

task named_runs when daily { command "true"; run_id func args.NameRun }
task misnamed when daily { command "true"; run_id func args.Misnamed } # ERROR "RKT155.*args.Misnamed is .*which does not name runs"
