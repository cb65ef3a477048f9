package console

import "strings"

// nearest returns the known name that name is most likely a misspelling or the
// beginning of, or nothing.
func nearest(name string, known []string) string {
	best, least := "", 3
	for _, candidate := range known {
		d := distance(word(name), word(candidate))
		if len(word(name)) > 1 && strings.HasPrefix(word(candidate), word(name)) {
			d = min(d, 1)
		}
		if d < least && d < len(word(candidate)) {
			best, least = candidate, d
		}
	}
	return best
}

// word is a name without its dashes, in lower case.
func word(name string) string { return strings.ToLower(strings.TrimLeft(name, "-")) }

// distance is how many bytes have to be put in, taken out or changed to make b
// out of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
