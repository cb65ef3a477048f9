package stdconds

// The conditions of this package, all but [Ask], are plain (see
// [github.com/rocketc/rocketc/runtime.Plain]): they only read the observation. Those
// that have parts are as plain as these.

// Plain says that the condition only reads the observation.
func (After) Plain() {}

// Plain says that the condition only reads the observation.
func (AfterGroup) Plain() {}

// Plain says that the condition only reads the observation.
func (All) Plain() {}

// Plain says that the condition only reads the observation.
func (Any) Plain() {}

// Plain says that the condition only reads the observation.
func (Checked) Plain() {}

// Plain says that the condition only reads the observation.
func (Const) Plain() {}

// Plain says that the condition only reads the observation.
func (Cycles) Plain() {}

// Plain says that the condition only reads the observation.
func (Every) Plain() {}

// Plain says that the condition only reads the observation.
func (FromParams) Plain() {}

// Plain says that the condition only reads the observation.
func (Has) Plain() {}

// Plain says that the condition only reads the observation.
func (InZone) Plain() {}

// Plain says that the condition only reads the observation.
func (Last) Plain() {}

// Plain says that the condition only reads the observation.
func (Named) Plain() {}

// Plain says that the condition only reads the observation.
func (Not) Plain() {}

// Plain says that the condition only reads the observation.
func (Once) Plain() {}

// Plain says that the condition only reads the observation.
func (Param) Plain() {}

// Plain says that the condition only reads the observation.
func (Retry) Plain() {}

// Plain says that the condition only reads the observation.
func (Running) Plain() {}

// Plain says that the condition only reads the observation.
func (SchedulerAge) Plain() {}

// Plain says that the condition only reads the observation.
func (TimeOf) Plain() {}
