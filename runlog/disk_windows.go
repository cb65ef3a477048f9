package runlog

// syncDir does nothing: Windows has no such call, NTFS keeps the order of renames itself.
func (osDisk) syncDir(string) error { return nil }
