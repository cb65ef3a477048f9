package foreign

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Coreutils reads a duration as the program timeout does: 90, 1.5h, 2d. The zero duration is
// for ever there.
func Coreutils(text string) (time.Duration, error) {
	unit := time.Second
	for suffix, length := range map[string]time.Duration{"s": time.Second, "m": time.Minute,
		"h": time.Hour, "d": 24 * time.Hour} {
		if strings.HasSuffix(text, suffix) {
			text, unit = strings.TrimSuffix(text, suffix), length
			break
		}
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n < 0 || n > 1e6 {
		return 0, errors.New("it is no duration")
	}
	return time.Duration(n * float64(unit)), nil
}
