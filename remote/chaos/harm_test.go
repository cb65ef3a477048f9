//go:build linux

package chaos

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rocketc/rocketc/internal/fleet"
)

// away is how long a member is frozen or cut off, which is longer than a lease.
const away = 8 * time.Second

// A post is a member that is started again whenever it has ended, as a service manager does.
type post struct {
	name string
	args []string
	busy sync.Mutex // held by who harms it

	mu     sync.Mutex
	member *fleet.Member
}

func (p *post) current() *fleet.Member {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.member
}

// A scene is a fleet with its database, while it is harmed.
type scene struct {
	*stage
	fleet   *fleet.Fleet
	address string // of the database, for the scene itself
	witness string

	leaders, workers []*post
	stopping         context.Context
	stop             context.CancelFunc // keeps no member any more
	kept             sync.WaitGroup
	restarting       sync.Mutex // held by who restarts the server

	mu   sync.Mutex
	said []error
}

// fail notes what went wrong with the scene itself.
func (s *scene) fail(err error) {
	if err == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said = append(s.said, err)
}

// errs returns what has gone wrong.
func (s *scene) errs() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.said...)
}

// keep starts a member, and starts it again until the scene stops.
func (s *scene) keep(p *post) error {
	if err := s.start(p); err != nil {
		return err
	}
	s.kept.Go(func() {
		for {
			m := p.current()
			select {
			case <-m.Ended():
			case <-s.stopping.Done():
				return
			}
			if s.stopping.Err() != nil {
				return
			}
			s.fail(m.Gone())
			if err := s.start(p); err != nil {
				s.fail(err)
				return
			}
		}
	})
	return nil
}

func (s *scene) start(p *post) error {
	m, err := s.fleet.Start(p.name, p.args...)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.member = m
	return err
}

// note appends a line to the witness.
func (s *scene) note(word, member string) { s.fail(note(s.witness, word, member)) }

// A harm is done to a fleet again and again.
type harm struct {
	every time.Duration
	do    func(s *scene)
}

// wreak does harms for a time, and returns when everything is mended.
func (s *scene) wreak(harms []harm, length time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), length)
	defer cancel()
	var all sync.WaitGroup
	for _, h := range harms {
		all.Go(func() {
			for ticker := time.NewTicker(h.every); ; {
				select {
				case <-ticker.C:
					all.Go(func() { h.do(s) })
				case <-ctx.Done():
					ticker.Stop()
					return
				}
			}
		})
	}
	<-ctx.Done()
	all.Wait()
}

// oneOf returns a post that nobody harms now, locked; nil if there is none.
func oneOf(posts []*post) *post {
	for _, i := range rand.Perm(len(posts)) {
		if posts[i].busy.TryLock() {
			return posts[i]
		}
	}
	return nil
}

// killWorker kills a worker.
func killWorker(s *scene) {
	if p := oneOf(s.workers); p != nil {
		defer p.busy.Unlock()
		s.kill(p.current(), killed)
	}
}

// kill notes the harm before and after: it was done between these lines.
func (s *scene) kill(m *fleet.Member, word string) {
	s.note(word, m.ID)
	s.fail(m.Kill())
	s.note(word, m.ID)
}

// freezeWorker freezes a worker and all that it has started.
func freezeWorker(s *scene) {
	if p := oneOf(s.workers); p != nil {
		defer p.busy.Unlock()
		s.freeze(p.current(), frozen)
	}
}

func (s *scene) freeze(m *fleet.Member, word string) {
	s.fail(m.Freeze())
	s.note(word, m.ID)
	time.Sleep(away)
	s.note(thawn, m.ID)
	s.fail(m.Thaw())
}

// cutWorker cuts a worker off from the database.
func cutWorker(s *scene) {
	if p := oneOf(s.workers); p != nil {
		defer p.busy.Unlock()
		s.cut(p.current(), cutOff)
	}
}

func (s *scene) cut(m *fleet.Member, word string) {
	m.Proxy.Cut()
	s.note(word, m.ID)
	time.Sleep(away)
	s.note(mended, m.ID)
	m.Proxy.Mend()
}

// killLeader, freezeLeader and cutLeader harm who leads.
func killLeader(s *scene)   { s.depose((*scene).kill) }
func freezeLeader(s *scene) { s.depose((*scene).freeze) }
func cutLeader(s *scene)    { s.depose((*scene).cut) }

// depose harms who leads, as soon as the database says who that is.
func (s *scene) depose(how func(*scene, *fleet.Member, string)) {
	for range 100 {
		pid := s.leader()
		for _, p := range s.leaders {
			if m := p.current(); m.PID() == pid && p.busy.TryLock() {
				defer p.busy.Unlock()
				how(s, m, deposed)
				return
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// leader returns the process that leads; 0 if that is not known.
func (s *scene) leader() (pid int) {
	_ = s.query(func(ctx context.Context, conn *pgx.Conn) error { // the database may be away
		return conn.QueryRow(ctx, "SELECT pid FROM rkt_lease").Scan(&pid)
	})
	return pid
}

// query asks the database.
func (s *scene) query(ask func(context.Context, *pgx.Conn) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.address)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return ask(ctx, conn)
}

// restartDatabase ends the server in good order, and starts it again.
func restartDatabase(s *scene) { s.restart(syscall.SIGINT) }

// crashDatabase has the server crash, and starts it again.
func crashDatabase(s *scene) { s.restart(syscall.SIGQUIT) }

func (s *scene) restart(how syscall.Signal) {
	s.restarting.Lock()
	defer s.restarting.Unlock()
	s.note(databaseDown, "-")
	if err := s.server.Stop(how); err != nil {
		s.fail(fmt.Errorf("stop the database: %w", err))
		return
	}
	s.fail(s.server.Start())
	s.note(databaseUp, "-")
}
