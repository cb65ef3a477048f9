# Texts that reach the operating system.

import sys "os"
import logging "log/slog"
config {
    silence_cond_check true
    dir "~/x"                                      # WARNING "RKT230.*~/ is not expanded here.*write the whole path"
    env { A "a\x00b"; "B=C" "d"; "" "e" }          # ERROR "RKT124.*NUL byte" "RKT124.*no =.*did you mean .B. .C." "RKT124.*not empty"
}
param home = "~/home"                              # WARNING "RKT230.*~/ is not expanded here"
param odd = env "X" >> "\x00"                      # ERROR "RKT124"
param fine = "$HOME and more"                      # WARNING "RKT230.*HOME"
param goes_to_go = "~/x"

task a when daily {
    command ["~/bin/x", "$HOME", "--out=${TMP_DIR}/x", "a b $HOME", "~", "x~", "$5", "\x24HOME", "\x7e/x"]    # WARNING "RKT230.*~/ is not" "RKT230.*.HOME is not expanded.*a shell expands it" "RKT230.*TMP_DIR" "RKT230.*~ is not"
    dir     "/srv/$USER"                           # WARNING "RKT230.*USER.*cd"
    env     { PATH "$PATH:/x"; LIB "/x:$LIB"; H home; O odd; P "a=$x"; F fine }    # WARNING "RKT230.*PATH is not expanded.*a shell joins" "RKT230.*LIB"
    params {
        file: "~/y"                                # WARNING "RKT230.*~/ is not"
        n: "a\x00"                                 # ERROR "RKT124"
    }
    user    "ro\x00ot"                             # ERROR "RKT124"
}
task b when daily {
    command "ls ~/x $HOME"
    dir     "./reports"
    shell   "~/bin/bash"                           # WARNING "RKT230.*~/ is"
    env     { HOME env "HOME"; PRICE "$5"; TEXT "~x y" }
}
task b1 when daily { command "ls"; env { Q env "A=B"; R env "" } }    # ERROR "RKT124.*no =" "RKT124.*not empty"
task c when daily { command "a\x00b" }             # ERROR "RKT124.*NUL byte"
task d when daily { command ["/bin/sh", "-c", "$HOME/bin/x"] }
task e when daily { command ["awk", "$NF"] }
task f when daily { command ["ls", "a\x00b"] }     # ERROR "RKT124"
task g when daily { code { fmt.Println(p) }; params { p: "~/x\x00"; q: goes_to_go } }
task h when daily { command "ls"; params { x: 1 } }
task i when daily { do run h(x: "\x00") }          # ERROR "RKT124"
task j when daily & file_exists("~/x") { command "ls" }    # WARNING "RKT230.*session parameter"
task k when daily & file_changed("\x00", 1 h) { command "ls" }    # ERROR "RKT124"
task m when daily & ~file_exists("ostext.rkt") & file_exists(goes_to_go) { command "ls" }    # WARNING-28 "RKT230"

# Code that ends the scheduler.
task n when daily { code { os.Exit(7) } }          # WARNING "RKT232.*os.Exit ends the whole scheduler.*execution process"
task o when daily { code { sys.Exit(7); log.Fatalf("x"); defer syscall.Exit(1); go func() { log.Fatal() }() } }    # WARNING "RKT232.*sys.Exit" "RKT232.*log.Fatalf" "RKT232.*syscall.Exit" "RKT232.*log.Fatal "
task p when daily { code { os.Exit(7) }; execution process }
task q when daily { code { os.Getpid(); os := x{}; os.Exit(); log.Println() } }
task r when daily { code { logging.Info("os.Exit") } }
group s { execution process; task t when daily { code { os.Exit(7) } } }

# Named conditions whose arguments are warned of.
