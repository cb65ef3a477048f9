package rocket

import (
	"math/rand/v2"
	"slices"
	"testing"
)

type queuedNumber struct {
	at     int64
	placed int32
}

func (n *queuedNumber) place() *int32 { return &n.placed }

// TestQueue: whatever is put in, moved and taken out, the rest comes in order.
func TestQueue(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var q queue[*queuedNumber]
	inside := map[*queuedNumber]bool{}
	numbers := make([]queuedNumber, 300)
	for range 10_000 {
		n := &numbers[random.IntN(len(numbers))]
		if random.IntN(3) == 0 {
			q.remove(n)
			delete(inside, n)
		} else {
			n.at = random.Int64N(50)
			q.set(n, n.at)
			inside[n] = true
		}
		for i := range q {
			if e := q[i]; e.at != e.item.at || e.item.placed != int32(i+1) || e.at < q[0].at {
				t.Fatalf("entry %d is %+v with item %+v, the first is %+v", i, e, *e.item, q[0])
			}
		}
	}
	for at := range int64(51) {
		due := q.until(at, make([]*queuedNumber, 1))[1:]
		for _, n := range due {
			if n.at > at {
				t.Errorf("until %d: %+v", at, *n)
			}
		}
		all := 0
		for n := range inside {
			if n.at <= at {
				all++
			}
		}
		if len(due) != all {
			t.Errorf("until %d: %d items, want %d", at, len(due), all)
		}
	}
	var got []int64
	for len(q) > 0 {
		n := q[0].item
		q.remove(n)
		if got = append(got, n.at); !inside[n] || n.placed != 0 {
			t.Errorf("taken out: %+v, put in: %v", *n, inside[n])
		}
	}
	if len(got) != len(inside) || !slices.IsSorted(got) {
		t.Errorf("%d were put in; what comes out: %v", len(inside), got)
	}
}

// BenchmarkQueue puts the first of 10,000 items behind all others.
func BenchmarkQueue(b *testing.B) {
	var q queue[*queuedNumber]
	numbers := make([]queuedNumber, 10_000)
	for i := range numbers {
		q.set(&numbers[i], int64(i))
	}
	b.ReportAllocs()
	for at := int64(len(numbers)); b.Loop(); at++ {
		q.set(q[0].item, at)
	}
}
