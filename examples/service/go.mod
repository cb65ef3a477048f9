module example.com/rates

go 1.26.0

require github.com/rocketc/rocketc v0.0.0

replace github.com/rocketc/rocketc => ../..
