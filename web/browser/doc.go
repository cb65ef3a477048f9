// Package browser tests the pages of package web in Chromium. It is a module of its own, so
// that no user of rocketc gets what the tests need:
//
//	go -C web/browser test ./...
//
// The tests are skipped if there is no chromium. With -pictures DIR they write what they have
// seen into a directory, and with -update they make the picture of the README anew.
package browser
