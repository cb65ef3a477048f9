package foreign

import (
	"regexp"
	"slices"
	"strings"
)

// listed are conditions that take several times.
var listed = regexp.MustCompile(
	`^((?:hourly|daily|daily on weekdays|daily on weekends) at )([\d:, ]+)$`)

// EitherOf joins conditions of which one has to hold. Those that differ in their times alone
// are one: daily at 06:00, 18:00.
func EitherOf(conditions []string) string {
	var list []string
	times := map[string][]string{} // by what is before them, which is in the list
	for _, text := range conditions {
		m := listed.FindStringSubmatch(text)
		if m == nil {
			list = append(list, text)
			continue
		}
		if times[m[1]] == nil {
			list = append(list, m[1])
		}
		times[m[1]] = append(times[m[1]], strings.Split(m[2], ", ")...)
	}
	for i, text := range list {
		slices.Sort(times[text])
		list[i] += strings.Join(slices.Compact(times[text]), ", ")
	}
	return strings.Join(list, " | ")
}
