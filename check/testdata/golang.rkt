# Go functions: testdata is the schedule's directory.

import "./prices"
import "./quotes"
import std "net/url"
import "./nowhere"        # ERROR "RKT126.*package .*nowhere.* cannot be loaded"
import "example.com/-x y" # ERROR "RKT126.*is not an import path"
import "./prices/..."     # ERROR "RKT126.*is not an import path"
import "os"               # WARNING "RKT204.*import .os. is never used"

task a when daily { func prices.Fetch }
task b when daily { func prices.Report() }
task c when daily { func prices.Count }
task d when after a { func prices.Plain }
task when daily { func prices.Steer }
task f when daily { func citations.Read }
task g when daily { func Fetch in "prices" }
task h when daily { func prices.Fecth }        # ERROR "RKT152.*package prices has no function Fecth .did you mean .Fetch."
task i when daily { func prices.fetchAll }     # ERROR "RKT153.*prices.fetchAll is not exported"
task j when daily { func prices.First }        # ERROR "RKT154.*prices.First is generic"
task k when daily { func prices.Client.Fetch } # ERROR "RKT154.*prices.Client.Fetch is a method.*calls Fetch of a Client"
task l when daily { func prices.Client }       # ERROR "RKT154.*prices.Client is a type"
task m when daily { func prices.Latest }       # ERROR "RKT154.*prices.Latest is a variable"
task n when daily { func prices.Most }         # ERROR "RKT154.*prices.Most is a constant"
task o when daily { func prices.Pair }         # ERROR "RKT155.*prices.Pair returns .int, string."
task p when daily { func prices.In }           # ERROR "RKT156.*prices.In takes region string, and nothing gives it.*prices.In.region: …" "RKT156.*prices.In takes c .prices.Client, and"
task q when daily { func prises.Fetch }        # ERROR "RKT104.*this file imports no package .prises. .did you mean .prices."
task r when daily { func json.Marshal }        # ERROR "RKT104.*import it: import .encoding/json."
task s when daily { func prices.Fetch(1) }     # ERROR "RKT156.*prices.Fetch does not take so many arguments.*takes no arguments"
task t when daily { func Fetch in "nowhere" }  # ERROR "RKT152.*the package of Fetch cannot be loaded"
task u when daily { func nowhere.Fetch }
task v when daily { func Own } # ERROR "RKT152"
task w when daily {
    func      prices.Report
    execution process # ERROR "RKT137.*prices.Report takes the session"
}
task x when daily { func std.Parse }              # ERROR "RKT156.*std.Parse takes rawURL string"
task y when after prices.Fetch { command "true" } # ERROR "RKT105.*tasks call prices.Fetch"
task z when after prices.Steer { command "true" }
task aa when after prices.Plain, citations.Read { command "true" }
task ab when after prices.Nope { command "true" } # ERROR "RKT101.*task .prices.Nope. is not declared"
