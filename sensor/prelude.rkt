# The sensors are conditions that every schedule has without declaring them. A
# schedule's own condition of the same name counts instead. (docs/spec.md § Sensors)

import "github.com/rocketc/rocketc/stdconds/files"
import "github.com/rocketc/rocketc/stdconds/network"
import "github.com/rocketc/rocketc/stdconds/system"
import "github.com/rocketc/rocketc/stdconds/web"

# There is something at the path: a file, a directory, a device.
cond file_exists(path string) = func files.FileExists(path)

# The file at the path was changed within that time before now.
cond file_changed(path string, within duration) = func files.FileChanged(path, within)

# A TCP connection to the address, host:port, could be made within 2 seconds when
# it was last tried.
cond port_open(addr string) = func network.PortOpen(addr) checked every 10 seconds valid for 1 minute execution thread

# The URL, http or https, was answered with a status of 200 to 299 within 10
# seconds when it was last asked for.
cond http_ok(url string) = func web.HTTPOK(url) checked every 10 seconds valid for 1 minute execution thread

# The file system that holds the path has at least that much free: "10 GB", "5%".
cond disk_free(path string, least string) = func system.DiskFree(path, least)

# The load average of the last minute is less than the limit.
cond load_below(limit float64) = func system.LoadBelow(limit)
