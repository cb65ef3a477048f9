package alarm_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/runtime/alarm"
)

// TestAlarm: an alarm goes off when it was last set to, by a simulated clock as by that of
// the system.
func TestAlarm(t *testing.T) {
	t.Run("simulated", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			for _, after := range []time.Duration{time.Hour, time.Second, 0, 24 * time.Hour} {
				if late := ring(t, after); late != 0 {
					t.Errorf("set to %v, it is %v late", after, late)
				}
			}
		})
	})
	t.Run("system", func(t *testing.T) {
		for _, after := range []time.Duration{0, time.Microsecond, 3 * time.Millisecond} {
			if late := ring(t, after); late < 0 {
				t.Errorf("set to %v, it goes off %v early", after, -late)
			}
		}
	})
}

// ring sets a new alarm several times, and waits until it goes off. It returns how late
// that is.
func ring(t *testing.T, after time.Duration) time.Duration {
	a := alarm.New()
	defer a.Close()
	a.Set(time.Nanosecond)
	<-a.C
	a.Set(time.Hour * 1000)
	begun := time.Now()
	a.Set(after)
	<-a.C
	select {
	case <-a.C:
		t.Error("it goes off twice")
	default:
	}
	return time.Since(begun) - after
}

// BenchmarkLate measures how late an alarm of a tenth of a millisecond is.
func BenchmarkLate(b *testing.B) {
	const after = 100 * time.Microsecond
	a := alarm.New()
	defer a.Close()
	var late time.Duration
	b.ReportAllocs()
	for b.Loop() {
		begun := time.Now()
		a.Set(after)
		<-a.C
		late += time.Since(begun) - after
	}
	b.ReportMetric(float64(late.Microseconds())/float64(b.N), "us-late/op")
}
