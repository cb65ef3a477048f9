#!/usr/bin/env bash
# Measures how long rocketc takes: check, gen and build, for schedules of 10 to
# 10,000 tasks, and how large a program is. Each figure is the median of five
# runs. Prints the table of compile.md.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
go build -o "$work/rocketc" ./cmd/rocketc
export ROCKETC_CACHE="$work/cache"

# schedule N writes a schedule of N tasks of ten kinds.
schedule() {
	local kinds=(
		"daily after 07:00"
		"every 10 minutes & ~running"
		"weekly on Monday & time of day between 08:00 and 16:00"
		"hourly before 15:00"
		"after t0"
		"cron */5 0-12 * * Mon-Fri"
		"monthly on last day"
		"has failed past 2 hours >= 3 & daily"
		"retry 3 every 1 minute | daily at 10:00"
		"time of week between Mon and Fri & every 1 hour based on success"
	)
	for ((i = 0; i < $1; i++)); do
		printf '# Task number %d.\ntask t%d when %s {\n    command "echo %d"\n    timeout %d minutes\n}\n\n' \
			"$i" "$i" "${kinds[i % 10]}" "$i" $((i % 50 + 1))
	done
}

# median COMMAND… prints the median wall time of five runs, in milliseconds.
median() {
	for _ in 1 2 3 4 5; do
		local start end
		start=$(date +%s%N)
		"$@" >/dev/null
		end=$(date +%s%N)
		echo $(((end - start) / 1000000))
	done | sort -n | sed -n 3p
}

# changed builds a schedule one line of which is new.
changed() {
	echo "task new$RANDOM$RANDOM when daily { command \"true\" }" >"$1/new.rkt"
	"$work/rocketc" build -o "$1/program" "$1"
}

cold() {
	GOCACHE=$(mktemp -d "$work/go-XXXX") "$work/rocketc" build -o "$1/program" "$1"
}

echo "| tasks | check | gen | build, nothing changed | build, one task new | build, empty Go cache | program |"
echo "| --- | --- | --- | --- | --- | --- | --- |"
for n in 10 100 1000 10000; do
	dir="$work/$n"
	mkdir "$dir"
	schedule "$n" >"$dir/a.rkt"
	check=$(median "$work/rocketc" check "$dir")
	gen=$(median sh -c "rm -f '$dir/schedule_rkt.go'; '$work/rocketc' gen '$dir'")
	rm -f "$dir/schedule_rkt.go"
	"$work/rocketc" build -o "$dir/program" "$dir"
	same=$(median "$work/rocketc" build -o "$dir/program" "$dir")
	new=$(median changed "$dir")
	rm "$dir/new.rkt"
	start=$(date +%s%N)
	cold "$dir"
	empty=$((($(date +%s%N) - start) / 1000000))
	echo "| $n | $check ms | $gen ms | $same ms | $new ms | $empty ms | $(($(stat -c %s "$dir/program") / 1024)) KiB |"
done
"$work/rocketc" build -o "$work/hello" examples/hello
echo
echo "The program of examples/hello has $(stat -c %s "$work/hello") bytes."
