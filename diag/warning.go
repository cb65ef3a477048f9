package diag

// The codes of warnings.
const (
	Reruns       Code = "RKT200"
	NeverStarts  Code = "RKT201"
	UnusedParam  Code = "RKT202"
	UnusedCond   Code = "RKT203"
	UnusedImport Code = "RKT204"
	Fallible     Code = "RKT205"
	Nothing      Code = "RKT206"

	UnusedCalendar Code = "RKT207"
	CalendarEnds   Code = "RKT208"
	NoHoliday      Code = "RKT209"

	OncePerWindow Code = "RKT210"
	NewPeriod     Code = "RKT211"
	RetryNotFirst Code = "RKT212"
	RetryUnasked  Code = "RKT213"
	RetryOutside  Code = "RKT214"
	NotOnce       Code = "RKT215"
	NotAfter      Code = "RKT216"
	OneAnswer     Code = "RKT217"
	LateAfter     Code = "RKT218"
	AfterBoth     Code = "RKT219"
	Forgets       Code = "RKT220"
	NoResume      Code = "RKT221"
	LongTimeout   Code = "RKT222"
	OtherDay      Code = "RKT223"
	NeverMeets    Code = "RKT224"
	CronStep      Code = "RKT225"
	CronDays      Code = "RKT226"
	LeapDay       Code = "RKT227"
	UnusedPool    Code = "RKT228"
	HourClock     Code = "RKT229"
	NotExpanded   Code = "RKT230"
	CrowdedPool   Code = "RKT231"
	EndsScheduler Code = "RKT232"
	OnlySleep     Code = "RKT235"
	SelfNotify    Code = "RKT236"
	PlainConsole  Code = "RKT237"

	DeadAlternative Code = "RKT238"

	NotFormatted Code = "RKT290"
)

var warningRules = []Rule{
	{Reruns, "a start condition becomes false once its task has run", `
task a when time of day after 10:00 { command "ls" }
`},
	{NeverStarts, "something starts every task", `
task a { command "ls" }
`},
	{UnusedParam, "every parameter is used", `
param x = 1
`},
	{UnusedCond, "every condition is used", `
cond x = daily
`},
	{UnusedImport, "every import is used", `
import "./prices"
`},
	{Fallible, "a schedule whose conditions can fail says what a failure does", `
import "./prices"
task a when hourly & func prices.Ready() { command "ls" }
`},
	{Nothing, "a schedule declares something", `
# nothing yet
`},
	{UnusedCalendar, "every calendar is used", `
calendar fi { weekend [Sat, Sun] }
`},
	{CalendarEnds, "the holidays of a calendar are known for this year", `
calendar fi { holidays ["2020-12-24", "2020-12-25"] }
task a when hourly & business day of fi { command "ls" }
`},
	{NoHoliday, "what a calendar lists makes a difference", `
calendar fi { also_open ["2026-03-02"] }
task a when hourly & business day of fi { command "ls" }
`},
	{OncePerWindow, "a part that holds once per window stands beside none that holds more often", `
task a when hourly & every 10 s { command "ls" }
`},
	{NewPeriod, "no new period of a task begins inside the window in which it runs", `
config { log file "runs.jsonl" }
task a when daily & time of day between 22:00 and 06:00 { command "ls" }
`},
	{RetryNotFirst, "a retry is an alternative to what starts the first run", `
task a when hourly & retry 3 { command "ls" }
`},
	{RetryUnasked, "what stands beside a part of the calendar is asked before a retry, too", `
config { log file "runs.jsonl" }
task a when daily at 02:00 & param 'x' exists | retry { command "ls" }
param x = env "X"
`},
	{RetryOutside, "retries come within the window that a task has", `
config { log file "runs.jsonl" }
task a when daily between 01:00 and 05:00 | retry 3 every 4 hours { command "ls" }
`},
	{NotOnce, "~ stands before times of the calendar, not before what holds once", `
task a when every 10 minutes & ~daily after 22:00 { command "ls" }
`},
	{NotAfter, "~ does not stand before after", `
config { log file "runs.jsonl" }
task a when daily at 10:00 & ~after b { command "ls" }
task b when hourly { command "ls" }
`},
	{OneAnswer, "one failed answer alone does not start a task", `
task a when every 5 minutes & ~http_ok("https://example.com/") { command "ls" }
`},
	{LateAfter, "a task that another one awaits in a window ends within the window", `
config { log file "runs.jsonl" }
group g when daily at 02:00 {
    task a { command "ls"; timeout 2 hours }
    task b when after g.a { command "ls" }
}
`},
	{AfterBoth, "a task that starts after failures says whether all or any have to fail", `
task a when hourly { command "ls" }
task b when hourly { command "ls" }
task c when after a, b failed { command "ls" }
`},
	{Forgets, "a schedule with long pauses between starts says where its run log is", `
task backup when daily after 01:00 { command "ls" }
`},
	{NoResume, "if a task holds the schedule, another one resumes it", `
task a when hourly { do hold }
`},
	{LongTimeout, "the timeout of a task is not longer than its period", `
task a when hourly { command "ls"; timeout 2 hours }
`},
	{OtherDay, "a task that asks what another one did today has the same time zone", `
task a when hourly { command "ls"; timezone "Asia/Tokyo" }
task b when hourly & task a has succeeded today { command "ls"; timezone "America/New_York" }
`},
	{NeverMeets, "if a task waits within a window for another one, their windows meet", `
config { log file "runs.jsonl" }
task a when daily after 20:00 { command "ls" }
task b when daily before 12:00 & task a has succeeded today { command "ls" }
`},
	{CronStep, "a step of cron is smaller than the range that it steps through", `
task a when cron */90 * * * * { command "ls" }
`},
	{CronDays, "cron has days of the month or days of the week; a day of either matches", `
config { log file "runs.jsonl" }
task a when cron 0 0 13 * Fri { command "ls" }
`},
	{LeapDay, "a day of the year comes each year", `
config { log file "runs.jsonl" }
task a when yearly on Feb 29th { command "ls" }
`},
	{UnusedPool, "every pool is used", `
pool database 3
`},
	{HourClock, "a point of an hour does not look like an hour of the day", `
config { log file "runs.jsonl" }
task a when hourly between 08:00 and 18:00 { command "ls" }
`},
	{NotExpanded, "what only a shell expands stands in a shell line", `
task a when hourly {
    command "ls"
    dir     "~/reports"
}
`},
	{CrowdedPool, "as many runs as multilaunch allows fit into the pools of a task", `
pool database 2
task a when every 1 minute { command "ls"; pool database; multilaunch 3 }
`},
	{EndsScheduler, "code that runs in the scheduler does not end the process", `
task a when hourly {
    code { os.Exit(1) }
}
`},
	{OnlySleep, "what is made up for after a restart is in a run log that outlives the program", `
config { log memory }
task a when daily at 02:00 { command "ls"; catch_up 6 hours }
`},
	{SelfNotify, "a message does not make the next one", `
config { log file "runs.jsonl" }
task a when daily { command "ls" }
task alert when after a failed | after alert failed { notify "https://example.com/hook" }
`},
	{PlainConsole, "the tokens of a console do not travel in the clear", `
config { console "0.0.0.0:8080" token env "CONSOLE_TOKEN" }
task a when minutely { command "ls" }
`},
	{DeadAlternative, "each alternative of a condition can become true", `
config { log file "runs.jsonl" }
task a when hourly | daily after 22:00 & time of day before 06:00 { command "ls" }
`},
	{NotFormatted, "a schedule has the layout of rocketc fmt (check says so with --fmt only)", `
task a when daily{command "ls"}
`},
}
