# Named conditions.

param env = env "ENV" >> "dev"
param other = 1

cond quiet(d duration) = ~has failed past d
cond mode(name string, n int, f float64) = param 'env' is name & param 'env' is n & param 'env' is f
cond both(d time.Duration) = quiet(d) & quiet(d: d)
cond wrong(d string) = has failed past d # ERROR "RKT132.*d is of type string, and a duration is needed"
cond odd(x error, x int) = daily         # ERROR "RKT130.*no parameters of type error" "RKT108.*param .x. of cond .odd. is already declared"
# WARNING-1 "cond .odd. is never used"

task a when daily & quiet(1 hour) & both(2 h) & mode("x", 1, 2) & mode(name: "x", n: 1, f: 0.5) { command "true" }
task b when daily & quiet(0 s) { command "true" }         # ERROR "RKT122.*cond .quiet. with these arguments: the span is zero.*where they are used"
task c when daily & quiet { command "true" }              # ERROR "RKT131.*cond .quiet. wants its d.*quiet.d duration."
task d when daily & quiet(1 h, 2 h) { command "true" }    # ERROR "RKT131.*does not take so many arguments"
task e when daily & quiet(x: 1 h) { command "true" }      # ERROR "RKT131.*does not take an argument .x."
task f when daily & quiet(1 h, d: 2 h) { command "true" } # ERROR "RKT131.*.d. is given twice"
task g when daily & quiet("x") { command "true" }         # ERROR "RKT132.*d is of type time.Duration, and .x. of type string"
task h when daily & mode("x", 1.5, 1) { command "true" }  # ERROR "RKT132.*n is of type int, and 1.5 of type float64"
task i when daily & wrong("x") { command "true" }
task j when daily & mode(other, 1, 1) { command "true" } # ERROR "RKT132.*other is known only when the program runs, and here a value is needed"

cond x = y & daily
cond y = x | hourly                # ERROR "RKT133.*cond .x. is defined by itself: x → y → x"
cond self(n int) = self(n) & daily # ERROR "RKT133.*cond .self. is defined by itself: self → self"
task k when x & self(1) { command "true" }
