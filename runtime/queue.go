package rocket

// A queue has items in the order of their instants, which are nanoseconds of one clock. It
// is a heap in which each item has four below it: half as deep as one with two, and the
// instants that are compared are beside each other in memory.
type queue[T queued] []entry[T]

// A queued item keeps its place in the queue, counted from 1; 0: it is in none.
type queued interface{ place() *int32 }

type entry[T queued] struct {
	at   int64
	item T
}

// set puts an item at an instant, whether it is in the queue or not.
func (q *queue[T]) set(item T, at int64) {
	i := int(*item.place()) - 1
	if i < 0 {
		i = len(*q)
		*q = append(*q, entry[T]{item: item})
	}
	q.settle(entry[T]{at, item}, i)
}

// remove takes an item out, if it is in the queue.
func (q *queue[T]) remove(item T) {
	i := int(*item.place()) - 1
	if i < 0 {
		return
	}
	*item.place() = 0
	last := len(*q) - 1
	moved := (*q)[last]
	(*q)[last] = entry[T]{}
	if *q = (*q)[:last]; i < last {
		q.settle(moved, i)
	}
}

// until appends the items up to an instant to a list, in no order. They stay in the queue.
func (q queue[T]) until(at int64, list []T) []T {
	n := len(list)
	if len(q) > 0 && q[0].at <= at {
		list = append(list, q[0].item)
	}
	for ; n < len(list); n++ { // the items below the nth come later
		first := 4*(int(*list[n].place())-1) + 1
		for below := first; below < min(first+4, len(q)); below++ {
			if q[below].at <= at {
				list = append(list, q[below].item)
			}
		}
	}
	return list
}

// settle puts e where it belongs; the entry at i is free.
func (q queue[T]) settle(e entry[T], i int) {
	for i > 0 {
		above := (i - 1) / 4
		if q[above].at <= e.at {
			break
		}
		q.put(q[above], i)
		i = above
	}
	for {
		least := i
		first := 4*i + 1
		at := e.at
		for below := first; below < min(first+4, len(q)); below++ {
			if q[below].at < at {
				least, at = below, q[below].at
			}
		}
		if least == i {
			break
		}
		q.put(q[least], i)
		i = least
	}
	q.put(e, i)
}

func (q queue[T]) put(e entry[T], i int) {
	q[i] = e
	*e.item.place() = int32(i + 1)
}
