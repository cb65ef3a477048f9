# Go in the schedule.

import "./prices"
import tmpl "html/template" # WARNING "RKT204"

task a when daily {
    code {
        fmt.Println("a")
        if x := 1; x > {                           // # ERROR "RKT150"
        }
    }
}
task b when daily { code { return 1 nil } }       # ERROR "RKT150.*expected"
task c when daily { code [int { return 1, nil } } # ERROR "RKT"
task d when daily {
    code {
        a := "é"; 5x := 1                          // # ERROR "RKT150"
    }
}
task e when daily {
    code {
        prices.Plain()
        nobody.Knows()
    }
}
task f when daily {
    code {
        // +build ignore                           # ERROR "RKT150.*a build constraint has no place"
    }
}
task g when daily { code [int {} } # ERROR "RKT150"
task h when daily { code { _ = x }; params { x: return of g } }
