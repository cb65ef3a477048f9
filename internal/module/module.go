// Package module knows what this Go module is called.
package module

// Path is the import path of the module. Generated code imports the packages of the runtime
// below it.
const Path = "github.com/rocketc/rocketc"
