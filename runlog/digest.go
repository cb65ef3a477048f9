package runlog

import (
	"encoding/json"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A Digest sums up the records that a database has, up to one of them, as the head of a segment
// does in a file. The first digest of a log sums up none.
type Digest struct {
	// ID is the number of the last of the records, as the database counts them.
	ID int64
	// Bytes is how much text the records had, also those that are removed.
	Bytes int64
	// Before is the summary of the records.
	Before rocket.Summary
	// Length is how long Before is as JSON, in bytes.
	Length int64
}

// Parse takes the summary from its JSON.
func (d *Digest) Parse(before []byte) error {
	d.Length = int64(len(before))
	return json.Unmarshal(before, &d.Before)
}

// Text returns the summary as JSON.
func (d *Digest) Text() (string, error) {
	text, err := d.Before.MarshalJSON()
	d.Length = int64(len(text))
	return string(text), err
}

// Add adds a record that is newer than those before, and has so much text.
func (d *Digest) Add(id, bytes int64, r rocket.Record) {
	d.ID = id
	d.Bytes += bytes
	d.Before.Add(r)
}

// Bare returns the digest without what the summary has of tasks.
func (d Digest) Bare() Digest {
	d.Before = bare(d.Before)
	return d
}

// bare returns what of a summary counts for [Keep.isDue].
func bare(s rocket.Summary) rocket.Summary {
	return rocket.Summary{Latest: s.Latest, Runs: s.Runs}
}

// IsDue reports whether a log in a database whose newest digest is last is to get another, now,
// if so much text follows a digest unless Keep says that less is kept.
func (k Keep) IsDue(last, now *Digest, long int64) bool {
	return k.isDue(&last.Before, &now.Before, now.Bytes-last.Bytes, last.Length, long)
}
