package console

import (
	"fmt"
	"strings"

	"github.com/rocketc/rocketc/control"
)

// barCells is how wide the bar of a progress is.
const barCells = 10

// progressText writes a progress: with a bar if it is known how much there is. It is empty if
// there is none.
func progressText(p *control.Progress) string {
	if p == nil {
		return ""
	}
	if p.Total <= 0 {
		amount := ""
		if p.Done > 0 {
			amount = fmt.Sprint(p.Done)
		}
		return strings.TrimSpace(amount + " " + p.Text)
	}
	part := min(float64(p.Done)/float64(p.Total), 1)
	full := int(part * barCells)
	bar := strings.Repeat("█", full) + strings.Repeat("░", barCells-full)
	return strings.TrimSpace(fmt.Sprintf("%s %.0f %% %d/%d %s", bar, 100*part, p.Done, p.Total,
		p.Text))
}
