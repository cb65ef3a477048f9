# Sales of yesterday: taken from a file that another system writes, summed up by product, and
# loaded. What tasks hand on has a type, which is checked when the schedule is compiled.

import "encoding/json"
import "fmt"
import "os"
import "strconv"
import "strings"

config {
    timezone           "UTC"
    log                file "runs.jsonl"
    silence_cond_check true
}

# The lines of the file, without the heading.
task extract when daily after 02:00 & file_exists("sales.csv") {
    code []string {
        text, err := os.ReadFile("sales.csv")
        if err != nil {
            return nil, err
        }
        return strings.Split(strings.TrimSpace(string(text)), "\n")[1:], nil
    }
    catch_up 3 days # a night without power is made up for
}

# What each product has brought in. A line is a product and an amount.
task transform when after extract {
    code map[string]float64 {
        sums := map[string]float64{}
        for i, line := range lines {
            product, amount, ok := strings.Cut(line, ",")
            sum, err := strconv.ParseFloat(strings.TrimSpace(amount), 64)
            if !ok || err != nil {
                return nil, fmt.Errorf("line %d is wrong: %q", i+2, line)
            }
            sums[product] += sum
        }
        return sums, nil
    }
    params { lines: return of extract }
}

# Where others find it. The file appears in one step.
task load when after transform | retry 5 every 10 minutes {
    code any {
        text, err := json.MarshalIndent(sums, "", "  ")
        if err != nil {
            return nil, err
        }
        if err := os.WriteFile("sales.json.new", append(text, '\n'), 0o644); err != nil {
            return nil, err
        }
        return nil, os.Rename("sales.json.new", "sales.json")
    }
    params { sums: return of transform }
}

# What is wrong stops the chain, and is told.
task alert when after any extract, transform, load failed { command "echo the sales are not loaded >&2" }

test "each day is loaded once, after its file is there" {
    at     "2026-03-02 01:00"
    assume file_exists true
    run for 1 day
    expect runs { 02:00 extract; 02:00 transform; 02:00 load }
    run for 1 day
    expect task load has succeeded == 2
}

test "a day without power is made up for" {
    at     "2026-03-02 01:00"
    assume file_exists true
    off    from "2026-03-02 01:30" until "2026-03-03 00:30"
    run until "2026-03-03 12:00"
    expect task load has succeeded == 2
}

test "a load that fails is tried again" {
    at     "2026-03-02 01:00"
    assume file_exists true
    load   fails the 1st time
    run until 03:00
    expect task load has succeeded == 1
    expect task alert has started == 1
}
