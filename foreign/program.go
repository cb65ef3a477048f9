package foreign

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// CommandName returns what a task is called that runs a line of the shell: after the first
// program of the line that does something, without its directory and its extension. Programs
// that only look, wait or go somewhere are passed over, and so are those that run another one.
// A program that does one thing of many is called by both: git_pull. A script that is called
// as many others are has the name of its directory before its own: nextcloud_cron.
func CommandName(line string) string { return Name(commandName(tokens(line))) }

// A program is one that has others, or parts of its own, behind it.
type program struct {
	// flags are those whose value is a word of its own.
	flags string
	// words is how many words that are no flags come before the other program.
	words int
	// lines are flags whose value is a line of the shell; "line": the words behind are one.
	lines string
	// code are flags whose value is code of the program's own.
	code string
	// verbs are words that may come before the other program: npm run NAME.
	verbs string
}

// wrappers are programs that run another one.
var wrappers = map[string]program{
	"sudo": {flags: "-u -g -p -C -h -U -D -R -T -r -t"}, "doas": {flags: "-u -C -a"},
	"nice": {flags: "-n"}, "ionice": {flags: "-c -n -t --class --classdata"}, "exec": {flags: "-a"},
	"env": {flags: "-u -C"}, "nohup": {}, "time": {flags: "-o -f"}, "chronic": {}, "cronic": {},
	"systemd-cat": {flags: "-t -p"}, "timeout": {flags: "-s -k", words: 1},
	"flock": {flags: "-w -E --timeout --wait", words: 1, lines: "-c"}, "setsid": {},
	"command": {}, "builtin": {}, "chrt": {flags: "-T -P -D", words: 1}, "taskset": {words: 1},
	"chpst":   {flags: "-u -U -b -e -/ -n -l -L -m -d -o -p -f -c -r -t"},
	"stdbuf":  {flags: "-i -o -e"},
	"setlock": {words: 1}, "lockrun": {flags: "-L"}, "run-one": {}, "envdir": {words: 1},
	"setuidgid": {words: 1}, "softlimit": {flags: "-m -d -s -l -a -o -p -t"}, "chroot": {words: 1},
	"systemd-run":     {flags: "-p -u -M -H -E --unit --property --slice --uid --gid"},
	"systemd-inhibit": {}, "unbuffer": {}, "eatmydata": {}, "xvfb-run": {flags: "-s -n -e -f"},
	"cpulimit": {flags: "-l -p -e"}, "unshare": {}, "nsenter": {flags: "-t"}, "firejail": {},
	"setpriv": {flags: "--reuid --regid --groups"}, "logsave": {words: 1}, "ts": {},
	"xargs": {flags: "-n -P -I -L -d -s -a"}, "su": {flags: "-s -g -G", words: 1, lines: "-c"},
	"runuser": {flags: "-u -g -s", lines: "-c"}, "sg": {words: 1, lines: "-c"},
	"ssh":  {flags: "-i -p -o -l -F -J -L -R -D -b -c -E -m -S -W", words: 1, lines: "line"},
	"bash": {flags: "-o -O --rcfile", lines: "-c"}, "sh": {flags: "-o", lines: "-c"},
	"zsh": {flags: "-o", lines: "-c"}, "dash": {flags: "-o", lines: "-c"},
	"ksh": {flags: "-o", lines: "-c"}, "busybox": {}, "run-parts": {flags: "-a -u"},
	"python": {flags: "-W -X", code: "-c"}, "perl": {flags: "-I", code: "-e -E"},
	"php": {flags: "-d -c -z", code: "-r"}, "ruby": {flags: "-I -r", code: "-e"},
	"node": {flags: "-r --require", code: "-e -p"}, "deno": {verbs: "run task"},
	"lua":  {code: "-e"},
	"java": {flags: "-cp -classpath --class-path"}, "Rscript": {code: "-e"},
	"bundle": {verbs: "exec"}, "poetry": {verbs: "run"}, "uv": {verbs: "run"},
	"pipenv": {verbs: "run"}, "npm": {flags: "--prefix", verbs: "run run-script exec"},
	"pnpm": {flags: "-C", verbs: "run exec"}, "yarn": {flags: "--cwd", verbs: "run"},
	"npx": {}, "rails": {code: "runner r"}, "rake": {flags: "-f"},
	"make": {flags: "-C -f -j"}, "artisan": {}, "manage": {}, "console": {}, "occ": {}, "just": {},
	"mix": {}, "dotenv": {flags: "-f"}, "screen": {flags: "-S -c -h -p -t -T"},
}

// containers are the words of docker and its like that run a program in a container, behind
// the name of which it stands.
var containers = program{words: 1, flags: "-e -u -w -v -p -m -l -h --env --user --workdir " +
	"--volume --name --network --net --env-file --entrypoint --mount --label --memory --cpus " +
	"--log-driver --platform --publish --add-host --volumes-from --pull --restart --index"}

// guards are programs with which a line begins that only looks, waits or goes somewhere first.
var guards = strings.Fields(`cd pushd test [ [[ sleep . source export set unset umask ulimit eval
	trap exit wait true false : pgrep pidof read for case mountpoint ping which type hash return
	systemd-detect-virt local declare shopt`)

// modest are programs after which a task is called only if the line runs no other one.
var modest = strings.Fields(`echo printf date cat logger mkdir touch chmod chown rm mv cp ln grep
	kill mail`)

// keywords are words of the shell before a command.
var keywords = strings.Fields(`if then else elif do while until ! { } ( ) fi done esac`)

// parted are programs that do one of many things: as many words behind them say which.
var parted = map[string]program{
	"git": {words: 1, flags: "-C -c"}, "restic": {words: 1, flags: "-r -p --repo --password-file"},
	"borg": {words: 1}, "rclone": {words: 1, flags: "--config"}, "certbot": {words: 1},
	"aws": {words: 2, flags: "--profile --region"}, "gcloud": {words: 2},
	"kubectl": {words: 1, flags: "-n --namespace --context"}, "helm": {words: 1, flags: "-n"},
	"apt": {words: 1}, "apt-get": {words: 1}, "dnf": {words: 1}, "yum": {words: 1},
	"docker": {words: 2}, "podman": {words: 2}, "compose": {words: 1, flags: "-f -p"},
	"zpool": {words: 1}, "zfs": {words: 1}, "btrfs": {words: 2}, "wp": {words: 2},
	"drush": {words: 1}, "composer": {words: 1, flags: "-d"}, "flask": {words: 1},
	"systemctl": {words: 2, flags: "-H -M"}, "supervisorctl": {words: 2}, "pm2": {words: 2},
	"snapper": {words: 1, flags: "-c"}, "cargo": {words: 1}, "go": {words: 1, flags: "-C"},
	"pg_ctlcluster": {words: 3}, "gitlab-rake": {words: 1}, "gitlab-backup": {words: 1},
	"nix": {words: 1}, "brew": {words: 1}, "s3cmd": {words: 1}, "mc": {words: 1},
	"airflow": {words: 2}, "magento": {words: 1}, "celery": {words: 1, flags: "-A"},
	"dbt": {words: 1},
}

// A choice is the best name so far of a line that may have no program of its own.
type choice struct {
	name string
	rank int
}

// The ranks of programs that a line may be called after if there is nothing better.
const (
	looking = iota + 1
	running
	modestly
	coding
)

func (c *choice) offer(name string, rank int) {
	if rank > c.rank {
		c.name, c.rank = name, rank
	}
}

// commandName returns what a line is called after; empty: nothing.
func commandName(list []token) string {
	var best choice
	dir := "" // where the line has gone
	for len(list) > 0 {
		word := found(list[0].text)
		base := unversioned(stem(word))
		w, wraps := wrappers[base]
		switch {
		case list[0].operator || slices.Contains(keywords, word) || isAssignment(word):
			list = list[1:]
		case isRedirection(word):
			list = afterRedirection(list)
		case slices.Contains(guards, base) || word == ".":
			best.offer(base, looking)
			if base == "cd" && len(list) > 1 && !list[1].operator {
				dir = list[1].text
			}
			list = afterOperator(list)
		case slices.Contains(modest, base):
			best.offer(base, modestly)
			list = afterOperator(list)
		case wraps:
			rank := running
			if w.code != "" {
				rank = coding
			}
			best.offer(base, rank)
			list = w.wrapped(list[1:])
		case contains(base):
			inner, runs := inContainer(list[1:])
			if !runs {
				return named(word, dir, list[1:])
			}
			list = inner
		default:
			return named(word, dir, list[1:])
		}
	}
	return best.name
}

// contains reports whether a program runs others in containers.
func contains(base string) bool {
	return base == "docker" || base == "podman" || base == "docker-compose" || base == "nerdctl"
}

// inContainer returns what docker and its like run in a container: the program, or the image
// if that is left out. It is false if they do something else.
func inContainer(list []token) ([]token, bool) {
	flags := program{flags: "-f -p -H -c --file --project-name --context --profile --env-file " +
		"--host --project-directory"}
	for {
		list = flags.wrapped(list)
		if len(list) == 0 || list[0].operator {
			return nil, false
		}
		switch list[0].text {
		case "compose", "container":
			list = list[1:]
			continue
		case "exec", "run":
			of := program{flags: containers.flags}.wrapped(list[1:])
			inner := containers.wrapped(list[1:])
			if len(inner) > 0 && !inner[0].operator && !isRedirection(inner[0].text) {
				return inner, true
			}
			if len(of) > 0 {
				image, _, _ := strings.Cut(of[0].text, "@")
				if at := strings.LastIndex(image, ":"); at > strings.LastIndex(image, "/") {
					image = image[:at]
				}
				of[0].text = image
				return of[:1], true
			}
		}
		return nil, false
	}
}

// wrapped returns the other program, and what is behind it.
func (p program) wrapped(list []token) []token {
	skip := p.words
	for len(list) > 0 {
		switch word := list[0].text; {
		case list[0].operator:
			return list
		case takes(p.lines, word) && len(list) > 1:
			return append(tokens(list[1].text), list[2:]...)
		case takes(p.code, word):
			return afterOperator(list)
		case takes(p.flags, word):
			list = list[min(2, len(list)):]
		case strings.HasPrefix(word, "-"):
			list = list[1:]
		case skip > 0:
			list, skip = list[1:], skip-1
		case takes(p.verbs, word):
			list = list[1:]
		case p.lines == "line" && list[0].quoted:
			return append(tokens(word), list[1:]...)
		default:
			return list
		}
	}
	return nil
}

var cluster = regexp.MustCompile(`^-[A-Za-z]{2,3}$`)

// takes reports whether a word is one of some flags, or flags of one letter of which the last
// is one of them: -lc.
func takes(flags, word string) bool {
	list := strings.Fields(flags)
	return slices.Contains(list, word) ||
		cluster.MatchString(word) && slices.Contains(list, "-"+word[len(word)-1:])
}

// afterOperator returns what follows the next operator that joins commands.
func afterOperator(list []token) []token {
	for i, t := range list {
		if t.operator {
			return list[i+1:]
		}
	}
	return nil
}

var redirection = regexp.MustCompile(`^(\d*|&)(>>?|<|>\||<<<?)(&?)`)

func isRedirection(word string) bool { return redirection.MatchString(word) }

// afterRedirection returns what follows a redirection, whose file may be the next word.
func afterRedirection(list []token) []token {
	if whole := redirection.FindString(list[0].text); whole == list[0].text && len(list) > 1 {
		return list[2:]
	}
	return list[1:]
}

// found returns the program that a substitution looks for, as in $(which php), and any other
// word as it is.
func found(word string) string {
	inner := strings.Trim(strings.TrimPrefix(word, "$"), "()`")
	list := strings.Fields(inner)
	if len(inner) == len(word) || len(list) < 2 ||
		!slices.Contains([]string{"which", "command", "type"}, list[0]) {
		return word
	}
	return list[len(list)-1]
}

// extensions are those of programs.
var extensions = strings.Fields(`.sh .bash .zsh .py .pl .rb .php .phar .js .mjs .cjs .ts .jar .lua
	.R .tcl .exe .bat .ps1 .awk .cgi`)

// commands are the substitutions of a word.
var commands = regexp.MustCompile("\\$\\(.*\\)|`[^`]*`")

// stem returns the name of a program without its directory and its extension. Of a variable it
// is the name of that.
func stem(word string) string {
	base := path.Base(strings.TrimRight(commands.ReplaceAllString(word, ""), "/"))
	if extension := path.Ext(base); slices.Contains(extensions, extension) {
		base = strings.TrimSuffix(base, extension)
	}
	if name := strings.Trim(base, `${}"`); len(name) < len(base) && Name(name) == name {
		return strings.ToLower(name)
	}
	if at := strings.IndexAny(base, "$`*?&;|<>(){}"); at >= 0 {
		base = base[:at]
	}
	if base == "." || base == "/" || base == ".." {
		return ""
	}
	return base
}

// unversioned returns the name of a program without its version: python3.11.
func unversioned(name string) string {
	if short := strings.TrimRight(name, "0123456789."); short != "" {
		return short
	}
	return name
}

// plainWord is a word that says what a program does.
var plainWord = regexp.MustCompile(
	`^[A-Za-z][A-Za-z0-9_-]*(:[A-Za-z0-9_-]+)*(\.service|\.timer)?$`)

// named returns the name of a task that runs a program in a directory, if that is known.
func named(word, dir string, args []token) string {
	name := stem(word)
	p, isParted := parted[unversioned(name)]
	switch {
	case name == "service" || path.Base(path.Dir(word)) == "init.d":
		return ofService(name, args)
	case isParted:
		words := p.parts(args)
		if name == "systemctl" && len(words) > 1 {
			return strings.Join(words, "_")
		}
		return strings.Join(append([]string{name}, words...), "_")
	case name == "curl" || name == "wget":
		if page := ofPage(args); page != "" {
			return page
		}
	case isGeneric(name):
		if !path.IsAbs(word) {
			word = path.Join(dir, word)
		}
		return ofDirectory(word, name)
	case strings.Count(name, ".") > 1 && !strings.Contains(word, "/"): // a class of Java
		return name[strings.LastIndex(name, ".")+1:]
	}
	return name
}

// parts returns the words that say what a program does.
func (p program) parts(args []token) (words []string) {
	for len(words) < p.words {
		args = program{flags: p.flags}.wrapped(args)
		if len(args) == 0 || args[0].operator {
			return words
		}
		if word := args[0].text; plainWord.MatchString(word) {
			words = append(words, strings.TrimSuffix(word, ".service"))
		} else if len(words) > 0 {
			return words
		}
		args = args[1:]
	}
	return words
}

// ofService returns the name of a task that does something to a service: service NAME VERB, or
// init.d/NAME VERB.
func ofService(name string, args []token) string {
	words := program{words: 2}.parts(args)
	if name == "service" && len(words) == 2 {
		name, words = words[0], words[1:]
	}
	if len(words) == 0 {
		return name
	}
	return words[0] + "_" + name
}

// generic are names that say nothing of what a script is for.
var generic = strings.Fields(`cron crons cronjob run runner main index start job jobs script
	wrapper cli app entrypoint execute launch task worker update`)

// places are directories that say nothing of what is in them.
var places = strings.Fields(`bin sbin scripts script src dist build lib libexec local usr opt srv
	var www html web public public_html htdocs home cron crons jobs tools app apps current releases
	venv .venv env root data tmp etc utils admin share . .. ~ /`)

func isGeneric(name string) bool { return slices.Contains(generic, strings.ToLower(name)) }

// ofDirectory returns the name of a script behind that of the nearest directory that says
// something.
func ofDirectory(word, name string) string {
	for dir := path.Dir(word); dir != "." && dir != "/" && dir != ""; dir = path.Dir(dir) {
		base := path.Base(dir)
		if !slices.Contains(places, base) && !strings.ContainsAny(base, "$`{") {
			return base + "_" + name
		}
	}
	return name
}

var address = regexp.MustCompile(`^https?://([^/?#]+)(/[^?#]*)?`)

// ofPage returns the name of a script that curl or wget asks for, as in
// https://example.com/cron.php; empty: it is none.
func ofPage(args []token) string {
	for _, t := range args {
		if t.operator {
			return ""
		}
		m := address.FindStringSubmatch(t.text)
		if m == nil || path.Ext(m[2]) == "" {
			continue
		}
		name := strings.TrimSuffix(path.Base(m[2]), path.Ext(m[2]))
		if isGeneric(name) {
			return ofDirectory(strings.TrimPrefix(m[2], "/"), name)
		}
		return name
	}
	return ""
}
