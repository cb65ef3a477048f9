package process

import "os"

// EndsContainer reports whether the end of this process is the end of a container:
// whether it is process 1, or the child for which process 1 is [Init].
func EndsContainer() bool {
	return os.Getpid() == 1 || os.Getppid() == 1 && os.Getenv(underInit) != ""
}
