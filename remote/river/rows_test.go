//go:build linux

package river

import (
	"fmt"
	"maps"
	"testing"

	"github.com/jackc/pgx/v5"
)

// TestRows: once the runs are settled, no table has more rows than before, and no index more
// entries when they are vacuumed.
func TestRows(t *testing.T) {
	s := newStore(t, newAddress(t))
	p := newPair(t, s, s.engine(), s.engine())
	const runs, rounds = 60, 2
	var first map[string]int
	for round := range rounds {
		var ids []string
		for i := range runs {
			ids = append(ids, fmt.Sprintf("%d of round %d", i, round))
		}
		p.open(t, ids...)
		for range runs {
			if got := await(t, p.ends, "a run ends"); got[0] == '!' {
				t.Fatalf("%s is lost", got)
			}
		}
		if err := p.Settle(t.Context(), ids); err != nil {
			t.Fatal(err)
		}
		within(t, "nothing is left of the runs", func() bool { return s.Left(t, "a") == "" })
		rows := s.rows(t)
		if first == nil {
			first = rows
		}
		if !maps.Equal(rows, first) {
			t.Errorf("after round %d the tables have %v rows, at first %v", round, rows, first)
		}
	}
	if n := query[int](t, s, "SELECT count(*) FROM pg_indexes WHERE schemaname = 'rkt_river' "+
		"AND indexdef LIKE '% gin %'"); n > 0 {
		t.Errorf("%d indexes keep an entry of each run for ever", n)
	}
}

// rows returns how many rows each table has.
func (s *store) rows(t *testing.T) map[string]int {
	t.Helper()
	found, err := s.conn.Query(t.Context(), "SELECT schemaname || '.' || tablename FROM pg_tables "+
		"WHERE schemaname IN ('public', 'rkt_river')")
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(found, pgx.RowTo[string])
	if err != nil || len(tables) < 5 {
		t.Fatalf("the tables are %q, error %v", tables, err)
	}
	rows := map[string]int{}
	for _, table := range tables {
		rows[table] = query[int](t, s, "SELECT count(*) FROM "+table)
	}
	return rows
}
