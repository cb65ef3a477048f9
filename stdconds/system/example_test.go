package system_test

import (
	"fmt"

	"github.com/rocketc/rocketc/stdconds/system"
)

// Amounts of space are sizes or shares, as in disk_free("/srv", "10 GB").
func ExampleParseSpace() {
	for _, text := range []string{"10 GB", "1.5 GiB", "5%", "much"} {
		space, err := system.ParseSpace(text)
		fmt.Println(space.Bytes, space.Percent, err != nil)
	}
	// Output:
	// 10000000000 0 false
	// 1610612736 0 false
	// 0 5 false
	// 0 0 true
}
