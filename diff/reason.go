package diff

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// attributes are the fields of a task that may change when it runs, beside its conditions,
// with what the language calls them.
var attributes = map[string]string{
	"Execution": "execution", "Priority": "priority", "Timeout": "timeout",
	"Multilaunch": "multilaunch", "Overlap": "overlap", "Pools": "pool", "OnStartup": "on_startup",
	"OnShutdown": "on_shutdown", "Permanent": "permanent", "Disabled": "disabled",
}

// reasons returns how the declarations of a task differ.
func reasons(old, new *rocket.TaskSpec) (list []string) {
	list = append(list, conditionReason("when", old.When, new.When)...)
	list = append(list, conditionReason("until", old.Until, new.Until)...)
	return append(list, fieldReasons(*old, *new, attributes)...)
}

// options are the fields of the configuration that may change when tasks run.
var options = map[string]string{
	"TaskExecution": "task_execution", "MaxProcessCount": "max_process_count",
	"CycleSleep": "cycle_sleep", "Timeout": "timeout", "Multilaunch": "multilaunch",
	"Overlap": "overlap", "Timezone": "timezone",
}

// generalReasons returns how the schedules differ in what is not of one task.
func generalReasons(old, new *rocket.Schedule) []string {
	list := fieldReasons(old.Config, new.Config, options)
	list = append(list, conditionReason("shut_cond", old.Config.ShutCond, new.Config.ShutCond)...)
	if fmt.Sprint(old.Pools) != fmt.Sprint(new.Pools) {
		list = append(list, "pools differ")
	}
	for _, calendar := range new.Calendars {
		for _, was := range old.Calendars {
			if was.Name == calendar.Name && !reflect.DeepEqual(was, calendar) {
				list = append(list, "the days of calendar "+was.Name+" differ")
			}
		}
	}
	return list
}

// fieldReasons returns how fields of two structs of one type differ.
func fieldReasons(old, new any, names map[string]string) (list []string) {
	a, b := reflect.ValueOf(old), reflect.ValueOf(new)
	for _, field := range slices.Sorted(maps.Keys(names)) {
		x, y := fmt.Sprint(a.FieldByName(field)), fmt.Sprint(b.FieldByName(field))
		if x != y {
			list = append(list, names[field]+": "+arrow(x, y))
		}
	}
	return list
}

// arrow says what something was, and is.
func arrow(old, new string) string { return said(old) + " → " + said(new) }

func said(text string) string {
	if text == "" || text == "[]" || text == "<nil>" {
		return "none"
	}
	return text
}

// conditionReason returns how two conditions differ, or the named ones in them.
func conditionReason(what string, old, new rocket.Condition) (list []string) {
	if a, b := fmt.Sprint(old), fmt.Sprint(new); a != b {
		return []string{what + ": " + arrow(a, b)}
	}
	a, b := map[string]string{}, map[string]string{}
	define(a, old)
	define(b, new)
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if a[name] != b[name] {
			list = append(list, name+": "+arrow(a[name], b[name]))
		}
	}
	return list
}

// define notes what the names in a condition stand for.
func define(names map[string]string, c rocket.Condition) {
	if named, is := c.(stdconds.Named); is {
		names["cond "+named.Name] = fmt.Sprint(named.Of)
	}
	if whole, is := c.(rocket.Composite); is {
		for _, part := range whole.Parts() {
			define(names, part)
		}
	}
}
