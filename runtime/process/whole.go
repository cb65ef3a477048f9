package process

import "bytes"

// wholeTexts are texts that nothing cuts in two.
type wholeTexts []string

// longest returns the length of the longest of them.
func (w wholeTexts) longest() (n int) {
	for _, text := range w {
		n = max(n, len(text))
	}
	return n
}

// before returns where to cut p so that its first part has n bytes, or fewer if a text
// would be cut in two. If the first part would have nothing, the text is in it.
func (w wholeTexts) before(p []byte, n int) int {
	begin, end := w.around(p, n)
	if begin == 0 {
		return end
	}
	return begin
}

// after returns where to cut p so that its first part has n bytes, or more if a text
// would be cut in two.
func (w wholeTexts) after(p []byte, n int) int {
	_, end := w.around(p, n)
	return end
}

// around returns the beginning and the end of what a cut at n would cut in two, of all
// texts that overlap there; n, n if there is nothing.
func (w wholeTexts) around(p []byte, n int) (begin, end int) {
	begin, end = n, n
	for again := true; again; {
		again = false
		for _, text := range w {
			from, to := w.overlap(p, text, begin, end)
			if from < begin || to > end {
				begin, end, again = from, to, true
			}
		}
	}
	return begin, end
}

// overlap returns the part of p from begin to end, or if an occurrence of the text
// crosses one of its borders, the part with the occurrence.
func (wholeTexts) overlap(p []byte, text string, begin, end int) (from, to int) {
	for _, border := range []int{begin, end} {
		at := max(border-len(text)+1, 0)
		window := p[at:min(border+len(text)-1, len(p))]
		if i := bytes.Index(window, []byte(text)); i >= 0 && len(text) > 0 {
			return min(begin, at+i), max(end, at+i+len(text))
		}
	}
	return begin, end
}
