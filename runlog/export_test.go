package runlog

// Short returns the log with segments of so many bytes.
func (f *File) Short(long int64) *File {
	f.long = long
	return f
}
