package lsp

// What usually follows a word, with places to fill in: ${1:text}, then ${2:text}; $0 is where
// the cursor stands at the end.

var declarationSnippets = map[string]string{
	"task":     "task ${1:name} when ${2:daily} {\n    command \"${3:true}\"\n}",
	"group":    "group ${1:name} when ${2:daily} {\n    $0\n}",
	"cond":     "cond ${1:name} = ${2:daily}",
	"param":    "param ${1:name} = ${2:\"value\"}",
	"secret":   "secret ${1:name} = env \"${2:NAME}\"",
	"config":   "config {\n    timezone \"${1:UTC}\"\n    log      file \"${2:runs.jsonl}\"\n}",
	"calendar": "calendar ${1:name} { holidays \"${2:holidays.ics}\" }",
	"pool":     "pool ${1:name} ${2:1}",
	"hook":     "hook ${1|startup,shutdown,cycle,task|} func ${2:F}",
	"import":   "import \"${1:./path}\"",
	"package":  "package ${1:main}",
	"test": "test \"${1:what it shows}\" {\n    at  \"${2:2026-01-05 09:00}\"\n" +
		"    run for ${3:1 day}\n    expect runs { ${4:09:00 name} }\n}",
}

var settingSnippets = map[string]string{
	"command":           "command \"${1:true}\"",
	"func":              "func ${1:F}",
	"code":              "code {\n    $0\n}",
	"do":                "do run ${1:task}",
	"notify":            "notify ${1:env \"URL\"}",
	"timeout":           "timeout ${1:10 minutes}",
	"grace":             "grace ${1:10 seconds}",
	"execution":         "execution ${1|process,thread,async,main,remote|}",
	"on":                "on \"${1:gpu}\"",
	"task_execution":    "task_execution ${1|process,thread,async,main,remote|}",
	"priority":          "priority ${1:1}",
	"timezone":          "timezone \"${1:UTC}\"",
	"overlap":           "overlap ${1|skip,wait,replace|}",
	"multilaunch":       "multilaunch ${1:2}",
	"pool":              "pool ${1:name}",
	"catch_up":          "catch_up ${1:6 hours}",
	"spread":            "spread ${1:30 minutes}",
	"formerly":          "formerly \"${1:old}\"",
	"run_id":            "run_id ${1|uuid,increment|}",
	"params":            "params { ${1:name}: ${2:\"value\"} }",
	"env":               "env { ${1:NAME} ${2:\"value\"} }",
	"dir":               "dir \"${1:/srv}\"",
	"user":              "user \"${1:name}\"",
	"shell":             "shell \"${1:bash}\"",
	"success":           "success [0, ${1:1}]",
	"output":            "output ${1:64 KB}",
	"argform":           "argform ${1|long,short|}",
	"on_exists":         "on_exists ${1|raise,rename,ignore,replace|}",
	"task_pre_exist":    "task_pre_exist ${1|raise,rename,ignore,replace|}",
	"title":             "title \"${1:title}\"",
	"message":           "message \"${1:message}\"",
	"log":               "log file \"${1:runs.jsonl}\"",
	"console":           "console \"${1:127.0.0.1:8080}\"",
	"cycle_sleep":       "cycle_sleep ${1:1 second}",
	"max_process_count": "max_process_count ${1:4}",
	"shut_cond":         "shut_cond ${1:scheduler has more than 3 cycles}",
	"name":              "name \"${1:schedule}\"",
	"holidays":          "holidays \"${1:holidays.ics}\"",
	"weekend":           "weekend [${1:Sat, Sun}]",
	"also_open":         "also_open [\"${1:2026-01-03}\"]",
	"at":                "at \"${1:2026-01-05 09:00}\"",
	"assume":            "assume ${1:cond} ${2|true,false,unknown|}",
	"run":               "run for ${1:1 day}",
	"expect":            "expect runs { ${1:09:00 name} }",
	"with":              "with ${1:name} = ${2:\"value\"}",
	"off":               "off from ${1:12:00} until ${2:13:00}",
}

var conditionSnippets = map[string]string{
	"every":     "every ${1:10 minutes}",
	"cron":      "cron \"${1:0 7 * * 1-5}\"",
	"crontime":  "crontime \"${1:* 7 * * 1-5}\"",
	"after":     "after ${1:task}",
	"time":      "time of day between ${1:08:00} and ${2:16:00}",
	"once":      "once at \"${1:2026-01-05 09:00}\"",
	"retry":     "retry ${1:3} every ${2:1 minute}",
	"business":  "business day of ${1:calendar}",
	"holiday":   "holiday of ${1:calendar}",
	"task":      "task ${1:name} has ${2:succeeded}",
	"param":     "param '${1:name}' is '${2:value}'",
	"env":       "env '${1:prod}'",
	"func":      "func ${1:F}",
	"scheduler": "scheduler has more than ${1:3} cycles",
	"while":     "while ${1:task name} is running",
}

var valueSnippets = map[string]string{
	"env":    "env \"${1:NAME}\"",
	"cli":    "cli \"--${1:flag}\"",
	"return": "return of ${1:task}",
	"func":   "func ${1:F}",
	"true":   "true",
	"false":  "false",
}

// flags are the keys whose values are true or false.
var flags = map[string]bool{
	"multilaunch": true, "on_startup": true, "on_shutdown": true, "permanent": true,
	"disabled": true, "progress": true, "force_status_from_logs": true,
	"silence_task_prerun": true, "silence_cond_check": true, "silence_task_logging": true,
	"instant_shutdown": true,
}
