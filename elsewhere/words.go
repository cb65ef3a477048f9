package elsewhere

// A row is words that other tools have at a place, and what takes their place here.
type row struct {
	at    Place
	words string // capitals, _ and - do not count
	near  string // the word that takes their place; "" if no single word does
	help  string // what to write; "" if near says that
}

// Ways out that more than one row has.
const (
	firstLine    = "a condition stands on the first line: task NAME when daily after 07:00 { … }"
	otherTask    = "that is another task: task NAME when after THIS { … }"
	failedTask   = "that is another task: task NAME when after THIS failed { notify \"ADDRESS\" }"
	retryWay     = "retrying is a condition, on the first line: when daily | retry 3 every 1 minute"
	overlapWay   = "one run at a time is the rule: multilaunch 3 allows more, overlap wait queues"
	missedWay    = "the newest window that had no run is made up for, once: catch_up 6 hours"
	containerWay = "a container is run by a command: command [\"docker\", \"run\", \"IMAGE\"]"
	workerWay    = "runs with execution remote take place on workers that serve a label: on \"gpu\""
	mailWay      = "mail goes by a server: notify \"smtp://HOST?from=ADDRESS&to=ADDRESS\""
	limitWay     = "a command can limit itself: command \"ulimit -v 1000000; exec program\""
	inLogWay     = "what a command writes is in the log; for a file: command \"program >> file\""
	spreadWay    = "a delay of each task's own, the same each time: spread 30 minutes by host"
	commentWay   = "a description is the comment above the task: # what it does"
	nameWay      = "the name stands after the word task: task NAME when daily { … }"
	taskWay      = "a task is written: task NAME when daily { … }"
	paramWay     = "a parameter is written: param NAME = VALUE"
	groupWay     = "for many tasks, write it at a group around them: group NAME { … }"
	parallelWay  = "tasks run side by side as they are; max_process_count bounds processes"
)

// words is the table of words. The tools that have them are cron, systemd, Kubernetes,
// Airflow, Dagu, GitHub Actions, APScheduler, gocron, launchd, Jenkins and Rocketry.
var words = []row{
	{Declaration, "job jobs step steps unit timer service cronjob workflow dag flow pipeline " +
		"entry event schedule", "task", ""},
	{Declaration, "var let const set variable parameter arg argument input define", "param", ""},
	{Declaration, "condition when_cond predicate rule", "cond", ""},
	{Declaration, "settings options configuration setup defaults global globals", "config", ""},
	{Declaration, "namespace module section stage folder", "group", ""},
	{Declaration, "include use require source load", "",
		"all .rkt files of a directory are one schedule; import is for Go packages"},
	{Declaration, "password credential credentials", "secret", ""},
	{Declaration, "on_start on_stop on_exit callback", "hook", ""},
	{Declaration, "function def fn run exec", "", taskWay},

	{Attribute, "cmd command_line run exec execute script bash sh bash_command shell_command " +
		"ExecStart program entrypoint", "command", ""},
	{Attribute, "ProgramArguments args arguments argv", "",
		`arguments stand with the command: command ["program", "argument"]`},
	{Attribute, "python python_script node ruby perl php java", "",
		`a script is run by its interpreter: command ["python3", "script.py"]`},
	{Attribute, "function python_callable callable call method func_name handler", "func", ""},
	{Attribute, "go golang inline", "code", ""},
	{Attribute, "action then", "do", ""},
	{Attribute, "cwd workdir working_dir working_directory workspace chdir directory folder path",
		"dir", ""},
	{Attribute, "environment environ envs vars variables", "env", ""},
	{Attribute, "env_file EnvironmentFile dotenv", "",
		`a shell line reads a file of variables: command "set -a; . ./file; exec program"`},
	{Attribute, "run_as run_as_user username uid owner account login", "user", ""},
	{Attribute, "time_limit max_runtime max_duration TimeoutSec TimeoutStartSec " +
		"timeout_minutes timeout_seconds RuntimeMaxSec activeDeadlineSeconds execution_timeout " +
		"dagrun_timeout deadline", "timeout", ""},
	{Attribute, "TimeoutStopSec terminationGracePeriodSeconds kill_timeout stop_timeout " +
		"maxCleanUpTimeSec kill_after ExitTimeOut stop_grace_period grace_period", "grace", ""},
	{Attribute, "stop_signal kill_signal KillMode signal", "",
		"a run is ended by SIGTERM, and by SIGKILL if it lives longer than grace"},
	{Attribute, "interpreter executable", "shell", ""},
	{Attribute, "tz time_zone zone CRON_TZ utc", "timezone", ""},
	{Attribute, "image container container_name volumes ports docker", "", containerWay},
	{Attribute, "host hostname runs_on node_selector nodes machine machines queue worker " +
		"workers worker_queue agent", "on", workerWay},
	{Attribute, "SuccessExitStatus exit_codes exit_code success_codes ok_codes",
		"success", "a list of exit statuses: success [0, 3]"},
	{Attribute, "ignore_errors allow_failure continue_on_error continueOn ignore_failure", "",
		"a failed run stops no other task; more exit statuses can be right: success [0, 1]"},
	{Attribute, "params_map parameters op_kwargs kwargs inputs with", "params", ""},
	{Attribute, "executor mode runner backend", "execution", ""},
	{Attribute, "nice niceness", "",
		`priority N is the order of starts; for the system's: command ["nice", "program"]`},
	{Attribute, "weight slots places", "", "it stands behind a pool: pool NAME weight 2"},
	{Attribute, "priority_weight rank order importance", "priority", ""},
	{Attribute, "run_at_start run_on_start run_on_startup on_boot at_boot RunAtLoad OnBootSec " +
		"OnStartupSec startup at_start onstart reboot", "on_startup", ""},
	{Attribute, "on_exit on_stop ExecStop at_exit shutdown", "on_shutdown", ""},
	{Attribute, "daemon KeepAlive long_running service", "permanent", ""},
	{Attribute, "force_run", "", "a run that is asked for is a step of another task: do run NAME"},

	{Attribute, "schedule schedule_interval schedules timetable cron crontab trigger triggers " +
		"interval frequency every each at OnCalendar OnActiveSec OnUnitActiveSec " +
		"OnUnitInactiveSec StartCalendarInterval StartInterval start_cond condition if rule " +
		"always once hourly daily weekly monthly yearly minutely secondly crontime " +
		"start_at start_time run_at at_time run_every next_run cron_expression cron_schedule", "",
		firstLine},
	{Attribute, "after depends_on depends dependencies needs requires wait_for upstream " +
		"trigger_rule", "", "it stands on the first line: task NAME when after OTHER { … }"},
	{Attribute, "end_cond stop_when end_date stop end", "",
		"it stands on the first line: task NAME when daily until time of day after 18:00 { … }"},
	{Attribute, "skip_if skip unless only_if precondition preconditions", "",
		"it is a part of the condition: task NAME when daily & ~CONDITION { … }"},

	{Attribute, "retries max_retries max_attempts attempts backoffLimit backoff " +
		"retry_delay retry_interval restart restartPolicy RestartSec retryPolicy", "", retryWay},
	{Attribute, "enabled enable is_enabled active on_off", "disabled",
		"a task that is to rest has the attribute disabled; any other is enabled"},
	{Attribute, "disable suspend suspended paused pause is_paused_upon_creation off inactive",
		"disabled", ""},
	{Attribute, "jitter splay RandomizedDelaySec RANDOM_DELAY FixedRandomDelay " +
		"AccuracySec", "spread", spreadWay},
	{Attribute, "StartupDelay delay", "",
		"it is a part of the condition: when daily & scheduler has run over 5 minutes"},
	{Attribute, "stdin input", "",
		"standard input is empty; a shell line can give one: command \"program < file\""},
	{Attribute, "mailto mail email email_on_failure notification alert alerts mail_on " +
		"on_failure on_failure_callback errorMailOn webhook slack", "", failedTask},
	{Attribute, "on_success on_success_callback then_run next followed_by downstream " +
		"post after_script ExecStartPost on_exit_handler", "", otherTask},
	{Attribute, "pre before before_script ExecStartPre prepare", "",
		"that is another task, and this one waits for it: task THIS when after NAME { … }"},
	{Attribute, "description desc comment comments doc docs summary doc_md help about", "",
		commentWay},
	{Attribute, "name id task_id dag_id label job_name", "", nameWay},
	{Attribute, "concurrencyPolicy concurrency max_active_runs max_instances max_parallel " +
		"parallelism parallel allow_overlap singleton singleton_mode lock flock forbid " +
		"no_overlap max_active_tis_per_dag cancel_in_progress", "multilaunch", overlapWay},
	{Attribute, "catchup Persistent misfire_grace_time startingDeadlineSeconds " +
		"coalesce anacron misfire run_missed", "catch_up", missedWay},
	{Attribute, "start_date", "",
		`it is a part of the condition: when daily & time after "2026-01-01"`},
	{Attribute, "depends_on_past wait_for_downstream", "",
		"it is a part of the condition: when daily & ~has failed past 1 day"},
	{Attribute, "memory mem cpu cpus MemoryMax CPUQuota resources limits ulimit " +
		"max_memory memory_limit mem_limit cpu_limit", "", limitWay},
	{Attribute, "http http_get http_post url uri curl wget endpoint request", "",
		"a page is asked for by a command: command [\"curl\", \"-fsS\", \"https://HOST/PATH\"]"},
	{Attribute, "log logs log_file log_output log_path output_file stdout_path StandardOutPath " +
		"StandardErrorPath redirect stdout stderr StandardOutput StandardError logging",
		"", inLogWay},
	{Attribute, "successfulJobsHistoryLimit failedJobsHistoryLimit histRetentionDays history " +
		"ttlSecondsAfterFinished", "", "the run log is kept by the key log of config"},
	{Attribute, "tags tag labels annotations category metadata", "",
		"a group puts tasks together: group NAME { task … }"},
	{Attribute, "func_run_id", "run_id", ""},
	{Attribute, "text body msg content", "message", ""},
	{Attribute, "subject headline", "title", ""},

	{Key, "execution executor", "task_execution", ""},
	{Key, "func_run_id", "run_id", ""},
	{Key, "on_exists pre_exist", "task_pre_exist", ""},
	{Key, "tz time_zone CRON_TZ zone utc", "timezone", ""},
	{Key, "max_workers workers max_processes processes max_active_tasks pool_size n_jobs " +
		"max_process", "max_process_count", ""},
	{Key, "parallelism parallel concurrency max_threads threads max_active_runs " +
		"WithLimitConcurrentJobs", "", parallelWay},
	{Key, "max_instances allow_overlap concurrencyPolicy", "multilaunch", overlapWay},
	{Key, "tick ticks interval poll poll_interval cycle cycles sleep resolution heartbeat " +
		"scheduler_heartbeat_sec", "cycle_sleep", ""},
	{Key, "time_limit max_runtime max_duration execution_timeout default_timeout task_timeout",
		"timeout", ""},
	{Key, "end_cond until stop_when shutdown_when shut_down end", "shut_cond", ""},
	{Key, "restart restart_mode", "restarting", ""},
	{Key, "log_level level verbose debug verbosity", "",
		"how much is logged says the command line of the program: --log debug"},
	{Key, "keep retention retain", "",
		`it stands behind the log: log file "runs.jsonl" keep 90 days`},
	{Key, "logging logger task_logger run_log history", "log", ""},
	{Key, "retries max_retries retry retry_delay attempts", "", retryWay},
	{Key, "catchup misfire_grace_time coalesce persistent startingDeadlineSeconds",
		"catch_up", missedWay},
	{Key, "jitter splay random_delay RandomizedDelaySec", "spread", spreadWay},
	{Key, "mailto email notify on_failure_callback", "", failedTask},
	{Key, "description title", "",
		"the schedule is called like its directory, or: name \"prices\""},
	{Key, "params parameters param variables vars arguments args", "", paramWay},
	{Key, "secrets secret", "", "a secret is declared outside: secret NAME = env \"NAME\""},
	{Key, "pool pools", "", "a pool is declared outside: pool NAME 2"},
	{Key, "calendar calendars holidays", "",
		"a calendar is declared outside: calendar NAME { holidays \"FILE.ics\" }"},
	{Key, "hooks hook on_startup on_shutdown", "",
		"a task has the attribute on_startup or on_shutdown; hook is a declaration"},
	{Key, "grace priority success output argform permanent disabled", "", groupWay},
	{Key, "task_priority", "", "the attribute priority, at a task or at a group around tasks"},
	{Key, "use_instance_naming time_func", "", "Rocketry's option has no counterpart"},
	{Key, "schedule schedule_interval default_args cron when", "", taskWay},

	{Step, "stop kill cancel abort interrupt end", "terminate", ""},
	{Step, "exit quit shut_down halt", "shutdown", ""},
	{Step, "start trigger launch execute call exec invoke", "run", ""},
	{Step, "pause suspend freeze", "hold", ""},
	{Step, "unpause continue unfreeze", "resume", ""},
	{Step, "delete drop unschedule rm", "remove", ""},
	{Step, "reload reboot relaunch", "restart", ""},
	{Step, "unschedule_task deactivate off", "disable", ""},
	{Step, "activate on", "enable", ""},
	{Step, "let assign set_param param var define", "set", ""},
	{Step, "create add update change reschedule", "",
		"Go creates and changes tasks: session.Create, task.Update; a schedule sets a param"},

	{Hook, "start begin init setup before on_startup boot", "startup", ""},
	{Hook, "stop exit end teardown finish on_shutdown close", "shutdown", ""},
	{Hook, "scheduler_cycle tick loop round", "cycle", ""},
	{Hook, "task_execute run execute job", "task", ""},

	{Outcome, "success succeeds successful ok passed passes success_of", "succeeded", ""},
	{Outcome, "fail fails failure error errors errored broken", "failed", ""},
	{Outcome, "finish finishes done completed completes complete ended ends end", "finished", ""},
	{Outcome, "terminate killed stopped cancelled canceled aborted timeout timed_out",
		"terminated", ""},
	{Outcome, "crash crashes died", "crashed", ""},

	{Event, "run ran start begun executed launched triggered", "started", ""},
	{Event, "success succeed passed worked", "succeeded", ""},
	{Event, "fail failure errored error", "failed", ""},
	{Event, "finish done completed ended complete", "finished", ""},
	{Event, "terminate killed stopped cancelled canceled aborted", "terminated", ""},
	{Event, "crash died", "crashed", ""},
	{Event, "skipped inaction idle", "inacted", ""},

	{Scheme, "mailto mail email sendmail mailtos smtp_tls", "", mailWay},
	{Scheme, "json jsons generic generic+https generic+http webhook form xml", "",
		"a web hook is written with its own address: notify \"https://HOST/PATH\""},
	{Scheme, "tgram tg", "", "it is written: telegram://TOKEN@telegram?chats=CHAT"},
	{Scheme, "msteams workflow workflows power_automate", "",
		"it is written: teams://HOST/PATH, the address of the web hook after https://"},
	{Scheme, "ntfys", "", "it is written: ntfy://HOST/TOPIC"},
	{Scheme, "gotifys", "", "it is written: gotify://HOST/TOKEN"},
	{Scheme, "matrix matrixs mattermost mmost rocketchat rocket zulip googlechat gchat lark " +
		"wecom pushover pover pushbullet pbul opsgenie pagerduty ifttt bark join signal sns " +
		"twilio", "", "a service with a web hook takes notify \"https://HOST/PATH\"; others take " +
		"a command: command \"curl …\""},

	{Execution, "sync synchronous blocking main_thread inline loop", "main", ""},
	{Execution, "goroutine parallel threads threaded concurrent pool", "thread", ""},
	{Execution, "asyncio coroutine", "async", ""},
	{Execution, "subprocess fork processes multiprocessing isolated spawn", "process", ""},
	{Execution, "distributed worker workers queue queued cluster celery ssh", "remote", ""},
}
