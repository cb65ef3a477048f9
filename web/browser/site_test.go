package browser

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/rocketc/rocketc/control"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
	"github.com/rocketc/rocketc/web"
)

// A site is a program that runs, with its page at an address of this machine.
type site struct {
	session *rocket.Session
	address string        // of the page, with the token
	step    chan string   // lets a run of slow write a line
	end     chan struct{} // lets it end
	stop    func()        // ends the program
}

const token = "a-token-of-the-test"

// daily is `daily after` an hour.
func daily(hour int) rocket.Condition {
	return stdconds.Once{Text: fmt.Sprintf("daily after %02d:00", hour),
		Period: period.OfDay{From: time.Duration(hour) * time.Hour}}
}

func after(tasks ...string) rocket.Condition { return stdconds.After{Tasks: tasks} }

// schedule is what the program of the tests does.
func (s *site) schedule() *rocket.Schedule {
	fine := rocket.Func(func(context.Context, *rocket.Run) (any, error) { return nil, nil })
	task := func(name, about string, when rocket.Condition) *rocket.TaskSpec {
		return &rocket.TaskSpec{Name: name, Description: about, When: when, Action: fine}
	}
	every := func(d time.Duration) rocket.Condition { return stdconds.Every{Interval: d} }
	prices := task("fetch.prices", "Fetches the prices of the day.", stdconds.All{
		every(30 * time.Minute), stdconds.Any{
			stdconds.Not{Of: stdconds.Has{Did: rocket.Failed, Span: stdconds.Past(time.Hour)}},
			stdconds.Last{Did: rocket.Succeeded}}})
	slow := task("slow", "Waits for a test.", nil)
	slow.Action = rocket.Func(s.slow)
	slow.Pools = []rocket.PoolShare{{Pool: "db"}}
	alert := task("alert", "Tells of what went wrong.",
		stdconds.AfterGroup{Did: rocket.Failed})
	return &rocket.Schedule{
		Name: "backup", Build: "v1.4.0", Pools: []rocket.Pool{{Name: "db", Size: 2}},
		Config: rocket.Config{Timezone: "Europe/Berlin"},
		Tasks: []*rocket.TaskSpec{
			prices,
			task("fetch.rates", "", after("fetch.prices")),
			task("fetch.weather", "", every(2*time.Hour)),
			task("nightly.dump", "Dumps the database.\nThe dump goes to /srv/dumps.", daily(2)),
			task("nightly.upload", "", after("nightly.dump")),
			task("nightly.verify", "", after("nightly.upload")),
			task("nightly.report", "", after("nightly.verify", "fetch.rates")),
			task("mail", "", stdconds.Any{after("nightly.report"), daily(18)}),
			alert,
			task("cleanup", "", stdconds.All{daily(4),
				stdconds.Not{Of: stdconds.Running{Task: "nightly.dump"}}}),
			slow,
		},
	}
}

// slow writes what it is told, until it is to end.
func (s *site) slow(ctx context.Context, r *rocket.Run) (any, error) {
	for n := int64(1); ; n++ {
		select {
		case line := <-s.step:
			r.Logger().Info("output", "stream", "stdout", "line", line)
			r.Progress(n, 5, "steps")
		case <-s.end:
			return map[string]any{"rows": 40, "ok": true}, nil
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// history returns what the tasks have done in three days.
func history(now time.Time) (records []rocket.Record) {
	random := rand.New(rand.NewPCG(1, 2))
	add := func(task string, start time.Time, takes time.Duration, event rocket.Event,
		text string,
	) {
		takes = takes * time.Duration(80+random.IntN(50)) / 100
		if end := start.Add(takes); end.Before(now) {
			r := rocket.Record{Task: task, Start: start, Scheduled: start, Created: start,
				RunID: fmt.Sprintf("0198-%s-%d", task, start.Unix()), Event: rocket.Started}
			records = append(records, r)
			r.Event, r.End, r.Created, r.Duration, r.Error = event, end, end, takes, text
			records = append(records, r)
		}
	}
	day := time.Date(now.Year(), now.Month(), now.Day()-3, 0, 0, 0, 0, now.Location())
	for ; day.Before(now); day = day.AddDate(0, 0, 1) {
		for i := range 48 {
			at := day.Add(time.Duration(i) * 30 * time.Minute)
			if i%17 == 16 {
				add("fetch.prices", at, 20*time.Second, rocket.Failed,
					"GET https://prices.example.com: 503 Service Unavailable")
				add("alert", at.Add(time.Minute), time.Second, rocket.Succeeded, "")
				continue
			}
			add("fetch.prices", at, 4*time.Minute, rocket.Succeeded, "")
			add("fetch.rates", at.Add(6*time.Minute), time.Minute, rocket.Succeeded, "")
			if i%4 == 0 {
				add("fetch.weather", at, 10*time.Second, rocket.Succeeded, "")
			}
		}
		at := func(hour, minute int) time.Time {
			return day.Add(time.Duration(hour*60+minute) * time.Minute)
		}
		add("nightly.dump", at(2, 0), 50*time.Minute, rocket.Succeeded, "")
		add("nightly.upload", at(3, 5), 25*time.Minute, rocket.Succeeded, "")
		add("nightly.verify", at(3, 40), 15*time.Minute, rocket.Succeeded, "")
		add("nightly.report", at(4, 10), 2*time.Minute, rocket.Succeeded, "")
		add("mail", at(4, 15), time.Second, rocket.Succeeded, "")
		add("mail", at(18, 0), time.Second, rocket.Succeeded, "")
		add("cleanup", at(4, 0), 12*time.Minute, rocket.Terminated, "longer than 10 minutes")
	}
	slices.SortStableFunc(records, func(a, b rocket.Record) int {
		return a.Created.Compare(b.Created)
	})
	for i := range records {
		records[i].Seq = uint64(i + 1)
	}
	return records
}

// link finds the address of the page in the log of a program.
type link struct {
	slog.Handler
	found chan string
}

var url = regexp.MustCompile(`http://\S+`)

// Handle hands on what it finds.
func (l *link) Handle(_ context.Context, r slog.Record) error {
	if r.Message != "the page is open" {
		return nil
	}
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == "url" {
			l.found <- url.FindString(a.Value.String())
		}
		return true
	})
	return nil
}

func (l *link) Enabled(context.Context, slog.Level) bool { return true }
func (l *link) WithAttrs([]slog.Attr) slog.Handler       { return l }
func (l *link) WithGroup(string) slog.Handler            { return l }

// open runs the program of the tests.
func open(t *testing.T) *site { return openAt(t, "127.0.0.1:0") }

// openAt is open, at an address.
func openAt(t *testing.T, address string) *site {
	t.Helper()
	s := &site{step: make(chan string), end: make(chan struct{})}
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	log := &rocket.MemoryLog{}
	if err := log.Append(t.Context(), history(time.Now().In(zone))); err != nil {
		t.Fatal(err)
	}
	console := web.New(rocket.ConsoleSpec{Address: address,
		Tokens: []arg.Source{arg.Literal{Value: token}}}).(interface {
		Open() ([]rocket.Option, func(context.Context, *control.Server))
	})
	options, serve := console.Open()
	tap, link := &control.Tap{}, &link{found: make(chan string, 1)}
	s.session, err = rocket.New(s.schedule(), append(options, rocket.WithRunLog(log),
		rocket.WithLogger(slog.New(tap.Handler(link))))...)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	served, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		defer close(served)
		server := control.Server{Session: s.session, Schedule: "backup", Build: "v1.4.0", Tap: tap}
		serve(ctx, &server)
	}()
	s.address = <-link.found
	go func() { ended <- s.session.Run(ctx) }()
	<-s.session.Ready()
	s.stop = sync.OnceFunc(func() {
		_ = s.session.Terminate(errors.New("the test has ended"))
		if err := <-ended; err != nil {
			t.Error(err)
		}
		stop()
		<-served
	})
	t.Cleanup(s.stop)
	return s
}
