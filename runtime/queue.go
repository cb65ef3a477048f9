package rocket

import "container/heap"

// A queue has watches in order of their expiry. It holds none that never
// expires.
type queue []*watch

// set puts w where its expiry belongs, takes it in, or out.
func (q *queue) set(w *watch) {
	switch {
	case w.state.Until.IsZero():
		q.remove(w)
	case w.index > 0:
		heap.Fix(q, w.index-1)
	default:
		heap.Push(q, w)
	}
}

func (q *queue) remove(w *watch) {
	if w.index > 0 {
		heap.Remove(q, w.index-1)
	}
}

// Len, Less, Swap, Push and Pop are those of [heap.Interface].
func (q queue) Len() int { return len(q) }

func (q queue) Less(i, j int) bool { return q[i].state.Until.Before(q[j].state.Until) }

func (q queue) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].index, q[j].index = i+1, j+1
}

func (q *queue) Push(x any) {
	w := x.(*watch)
	*q = append(*q, w)
	w.index = len(*q)
}

func (q *queue) Pop() any {
	last := len(*q) - 1
	w := (*q)[last]
	(*q)[last] = nil
	*q = (*q)[:last]
	w.index = 0
	return w
}
