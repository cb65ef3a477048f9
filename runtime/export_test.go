package rocket

// RecordJSON is what package encoding/json writes and reads of a record.
type RecordJSON = recordJSON
