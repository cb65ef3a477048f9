;;; rocketc-mode.el --- Schedules of rocketc -*- lexical-binding: t -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "26.1"))
;; Keywords: languages
;; URL: https://github.com/rocketc/rocketc

;;; Commentary:

;; A major mode for schedules in the .rkt language.  With eglot it starts the language server
;; of rocketc.  M-x rocketc-format-buffer gives a buffer its layout.
;;
;; go test . -run TestEditors -update makes this file of editors/templates and the words of
;; the compiler.

;;; Code:

(defgroup rocketc nil
  "Schedules of rocketc."
  :group 'languages)

(defcustom rocketc-command "rocketc"
  "The command rocketc."
  :type 'string)

(defcustom rocketc-indent-offset 4
  "Columns of a level."
  :type 'integer
  :safe #'integerp)

(defvar rocketc-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\' "\"" table)
    (modify-syntax-entry ?\` "\"" table)
    (modify-syntax-entry ?_ "w" table)
    (dolist (sign '(?& ?| ?~ ?= ?< ?> ?* ?: ?,))
      (modify-syntax-entry sign "." table))
    table)
  "The syntax of schedules.")

(defconst rocketc-font-lock-keywords
  `((,(concat "\\(?:^\\|[{};]\\)\\s-*\\(" (regexp-opt '("package" "import" "config" "param" "secret" "calendar" "pool" "cond" "hook" "group" "task" "test")) "\\)\\_>")
     1 font-lock-keyword-face)
    ("\\(?:^\\|[{};]\\)\\s-*\\(?:task\\|group\\|cond\\|param\\|secret\\|pool\\|calendar\\)\\s-+\\(\\w+\\)"
     1 font-lock-function-name-face)
    (,(concat "\\(?:^\\|[{};]\\)\\s-*\\(" (regexp-opt '("func" "command" "code" "notify" "do")) "\\)\\_>")
     1 font-lock-keyword-face)
    (,(concat "\\(?:^\\|[{};]\\)\\s-*\\(" (regexp-opt '("execution" "on" "priority" "timezone" "timeout" "grace" "multilaunch" "overlap" "pool" "on_startup" "on_shutdown" "permanent" "disabled" "on_exists" "formerly" "catch_up" "spread" "run_id" "params" "dir" "env" "user" "shell" "argform" "success" "output" "progress" "title" "message" "task_execution" "task_pre_exist" "force_status_from_logs" "silence_task_prerun" "silence_cond_check" "max_process_count" "restarting" "cycle_sleep" "silence_task_logging" "retry_log" "instant_shutdown" "shut_cond" "param_materialize" "name" "log" "console" "holidays" "also_open" "weekend")) "\\)\\_>")
     1 font-lock-variable-name-face)
    (,(regexp-opt '("when" "until" "checked") 'symbols)
     . font-lock-keyword-face)
    (,(regexp-opt '("true" "false" "always" "never" "secondly" "minutely" "hourly" "daily" "weekly" "monthly" "yearly" "time" "once" "business" "holiday" "every" "cron" "crontime" "after" "has" "is" "last" "running" "while" "task" "retry" "scheduler" "env" "param" "func") 'symbols)
     . font-lock-builtin-face)
    (,(regexp-opt '("true" "false" "unknown" "always" "never" "none" "process" "thread" "main" "async" "remote" "long" "short" "raise" "rename" "ignore" "replace" "relaunch" "fresh" "recall" "skip" "wait" "pre" "post" "uuid" "increment" "memory" "file" "csv" "sqlite" "postgres" "read_only" "session" "config" "logger" "causes" "scheduled") 'symbols)
     . font-lock-constant-face)
    (,(regexp-opt '("Mon" "Monday" "Tue" "Tuesday" "Wed" "Wednesday" "Thu" "Thursday" "Fri" "Friday" "Sat" "Saturday" "Sun" "Sunday" "Jan" "January" "Feb" "February" "Mar" "March" "Apr" "April" "May" "Jun" "June" "Jul" "July" "Aug" "August" "Sep" "September" "Oct" "October" "Nov" "November" "Dec" "December" "last" "day" "am" "pm" "quarter" "noon" "midnight" "weekdays" "weekends") 'symbols)
     . font-lock-constant-face)
    (,(regexp-opt '("succeeded" "failed" "finished" "terminated" "crashed" "missed" "started" "inacted") 'symbols)
     . font-lock-constant-face)
    (,(regexp-opt '("shutdown" "restart" "hold" "resume" "set" "run" "terminate" "disable" "enable" "remove") 'symbols)
     . font-lock-builtin-face)
    (,(regexp-opt '("timezone" "at" "with" "assume" "off" "run" "expect" "succeeds" "fails" "crashes" "hangs" "returns" "really") 'symbols)
     . font-lock-builtin-face)
    (,(regexp-opt '("before" "after" "between" "on" "at" "starting" "checked" "of" "based" "any" "tasks" "past" "this" "today" "in" "times" "for" "backoff" "ago" "and" "or" "all" "by" "host" "than" "more" "less" "over" "up" "to" "is" "day" "days" "time" "cycle" "cycles" "run" "runs" "exists" "weight" "force" "from" "valid" "execution" "went" "wrong" "the" "return" "keep" "minute" "hour" "week" "month" "year" "success" "fail" "finish" "next" "previous" "second" "day_of_month" "day_of_week" "token" "tls" "startup" "shutdown" "task") 'symbols)
     . font-lock-builtin-face)
    (,(concat "[0-9]\\s-+" (regexp-opt '("week" "weeks" "w" "day" "days" "d" "hour" "hours" "hr" "hrs" "h" "minute" "minutes" "min" "mins" "m" "second" "seconds" "sec" "secs" "s" "millisecond" "milliseconds" "ms" "microsecond" "microseconds" "µs" "μs" "us" "nanosecond" "nanoseconds" "ns" "B" "KB" "MB" "GB" "TB" "KiB" "MiB" "GiB" "TiB" "month" "months" "year" "years") 'symbols))
     1 font-lock-type-face))
  "What is highlighted in schedules.")

(defun rocketc-indent-line ()
  "Indent a line by the brackets that are open before it."
  (interactive)
  (let* ((inside (save-excursion (syntax-ppss (line-beginning-position))))
         (depth (car inside)))
    (unless (nth 3 inside)
      (save-excursion
        (back-to-indentation)
        (when (looking-at "[])}]")
          (setq depth (1- depth)))
        (when (looking-at "\\(?:[&|]\\|>>\\|\\(?:when\\|until\\)\\_>\\)")
          (setq depth (1+ depth)))
        (indent-line-to (* rocketc-indent-offset (max 0 depth))))
      (when (< (current-column) (current-indentation))
        (back-to-indentation)))))

(defun rocketc-format-buffer ()
  "Give the buffer the layout of rocketc fmt."
  (interactive)
  (let ((out (generate-new-buffer " *rocketc fmt*")))
    (unwind-protect
        (if (zerop (call-process-region (point-min) (point-max) rocketc-command nil
                                        (list out nil) nil "fmt" "-"))
            (replace-buffer-contents out)
          (user-error "The schedule does not parse"))
      (kill-buffer out))))

;;;###autoload
(define-derived-mode rocketc-mode prog-mode "rocketc"
  "A mode for schedules of rocketc."
  (setq-local comment-start "# ")
  (setq-local comment-end "")
  (setq-local comment-start-skip "#+\\s-*")
  (setq-local indent-tabs-mode nil)
  (setq-local indent-line-function #'rocketc-indent-line)
  (setq-local font-lock-defaults '(rocketc-font-lock-keywords)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.rkt\\'" . rocketc-mode))
;;;###autoload
(add-to-list 'interpreter-mode-alist '("rocketc" . rocketc-mode))

(with-eval-after-load 'eglot
  (defvar eglot-server-programs)
  (add-to-list 'eglot-server-programs `(rocketc-mode . (,rocketc-command "lsp"))))

(provide 'rocketc-mode)

;;; rocketc-mode.el ends here
