package subject

import "time"

const (
	nextRounds = 5                     // of which the median counts
	nextTime   = 10 * time.Millisecond // of CPU a round
	nextChain  = 64                    // steps before an expression begins anew
	nextChains = 8                     // between looks at the clock
)

// timeNext measures what it takes to compute the next instant of each expression, from each
// instant to the one after it, beginning with 2026.
func timeNext(next Nexter) error {
	zone, err := time.LoadLocation(work.Zone)
	if err != nil {
		return err
	}
	for _, expression := range work.Crons {
		step, err := next(expression, zone)
		if err != nil {
			return err
		}
		begin := time.Date(2026, 1, 1, 0, 0, 0, 0, zone)
		for range nextRounds {
			Answer{
				Word: FigureWord, Name: expression, Value: nanosecondsOf(step, begin),
				Instant: step(begin).Unix(),
			}.print()
		}
	}
	return nil
}

// nanosecondsOf returns the CPU time of one step.
func nanosecondsOf(step func(time.Time) time.Time, begin time.Time) float64 {
	from, _ := cpu()
	for steps := 0; ; {
		for range nextChains {
			at := begin
			for range nextChain {
				at = step(at)
			}
		}
		steps += nextChains * nextChain
		if now, _ := cpu(); now-from >= nextTime {
			return float64(now-from) / float64(steps)
		}
	}
}
