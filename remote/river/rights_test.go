//go:build linux

package river

import (
	"os"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/runtime/arg"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestRights: a user that can make no tables is told what it lacks, and with the rights that
// docs/distributed.md names it leads, serves and keeps the run log.
func TestRights(t *testing.T) {
	text, err := os.ReadFile("../../docs/distributed.md")
	if err != nil {
		t.Fatal(err)
	}
	_, grants, _ := strings.Cut(string(text), "```sql\n")
	grants, _, found := strings.Cut(grants, "```")
	if !found {
		t.Fatal("docs/distributed.md has no rights")
	}
	s := newStore(t, newAddress(t))
	if !query[bool](t, s, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fleet')") {
		s.exec(t, "CREATE ROLE fleet LOGIN") // a server has it for all its databases
	}
	user := "user=" + query[string](t, s, "SELECT current_user::text")
	if !strings.Contains(s.address, user) {
		t.Fatalf("the address %s does not name the %s", s.address, user)
	}
	s.address = strings.Replace(s.address, user, "user=fleet", 1)
	e := s.engine()
	const lacks = "to make tables, once"
	if _, err := e.Migrate(t.Context()); err == nil || !strings.Contains(err.Error(), lacks) {
		t.Errorf("without rights: error %v", err)
	}
	_, err = e.Lead(t.Context(), rocket.Leader{Schedule: "a"}, func(rocket.RemoteEvent) {})
	if err == nil || !strings.Contains(err.Error(), "with migrate once") {
		t.Errorf("without rights: error %v", err)
	}
	s.exec(t, grants)
	if notes, err := e.Migrate(t.Context()); err != nil || len(notes) > 0 {
		t.Fatalf("with rights: notes %q, error %v", notes, err)
	}
	p := newPair(t, s, e)
	p.open(t, "run")
	await(t, p.ends, "a run ends")
	log := e.log()
	log.Schedule = "b"
	log.Address = arg.Literal{Value: s.address}
	if _, err := log.Stand(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	record := rocket.Record{Seq: 1, Task: "a", Event: rocket.Started}
	if err := log.Append(t.Context(), []rocket.Record{record}); err != nil {
		t.Error(err)
	}
	if err := log.Close(); err != nil {
		t.Error(err)
	}
}
