package network_test

import (
	"context"
	"fmt"
	"net"

	"github.com/rocketc/rocketc/stdconds/network"
)

// A schedule asks the same by port_open("db:5432").
func ExamplePortOpen() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	address := listener.Addr().String()
	fmt.Println(network.PortOpen(context.Background(), address))
	listener.Close()
	fmt.Println(network.PortOpen(context.Background(), address))
	// Output:
	// true <nil>
	// false <nil>
}
