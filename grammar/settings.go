package grammar

import (
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/spelling"
)

// A Setting is one attribute of a task or group, or one key of config. What follows the key
// depends on the key.
type Setting struct {
	Place
	Key   *Name
	Kind  *Name          // of log: memory, file, csv; of pool: its name; else nil
	Value Arg            // nil if not written; a *Map of params and env; of pool: the weight
	Keep  []*Keep        // of log
	Parts []*ConsolePart // of console, after its address
	Cond  Cond           // of shut_cond; else nil

	ByHost bool // of spread: it differs by host
}

// Keep is how much of a run log is kept: `keep 90 days`, `keep 100000 runs`, `keep 500 MB`.
type Keep struct {
	Place
	Value Arg // a *Number or a *Duration, which may be a size
	Runs  bool
}

// A shape is what follows the key of an attribute or of a config key.
type shape int

const (
	oneValue     shape = iota
	perhapsValue       // a value that may be left out
	mapValue           // { key: value }
	envValue           // { KEY ARG }
	condValue          // a condition
	kindValue          // a word, and perhaps a value: log memory
	shareValue         // a word, and perhaps a weight: pool database weight 2
	spreadValue        // a value, and perhaps `by host`
	consoleValue       // an address, and perhaps tokens and more: console "127.0.0.1:8080"
)

// A keySet is the keys of a kind of block, in the order in which they are shown.
type keySet []struct {
	name  string
	shape shape
}

// settings are the attributes of tasks and groups. (docs/spec.md § Attributes)
var settings = keySet{
	{"execution", oneValue},
	{"on", oneValue},
	{"priority", oneValue},
	{"timezone", oneValue},
	{"timeout", oneValue},
	{"grace", oneValue},
	{"multilaunch", perhapsValue},
	{"overlap", oneValue},
	{"pool", shareValue},
	{"on_startup", perhapsValue},
	{"on_shutdown", perhapsValue},
	{"permanent", perhapsValue},
	{"disabled", perhapsValue},
	{"on_exists", oneValue},
	{"formerly", oneValue},
	{"catch_up", oneValue},
	{"spread", spreadValue},
	{"run_id", oneValue},
	{"params", mapValue},
	{"dir", oneValue},
	{"env", envValue},
	{"user", oneValue},
	{"shell", oneValue},
	{"argform", oneValue},
	{"success", oneValue},
	{"output", oneValue},
	{"progress", perhapsValue},
	{"title", oneValue},
	{"message", oneValue},
}

// configKeys are the keys of config. (docs/spec.md § Configuration)
var configKeys = keySet{
	{"task_execution", oneValue},
	{"task_pre_exist", oneValue},
	{"force_status_from_logs", perhapsValue},
	{"silence_task_prerun", perhapsValue},
	{"silence_cond_check", perhapsValue},
	{"max_process_count", oneValue},
	{"restarting", oneValue},
	{"cycle_sleep", oneValue},
	{"silence_task_logging", perhapsValue},
	{"retry_log", oneValue},
	{"instant_shutdown", perhapsValue},
	{"multilaunch", perhapsValue},
	{"overlap", oneValue},
	{"timeout", oneValue},
	{"shut_cond", condValue},
	{"timezone", oneValue},
	{"catch_up", oneValue},
	{"spread", spreadValue},
	{"param_materialize", oneValue},
	{"run_id", oneValue},
	{"env", envValue},
	{"shell", oneValue},
	{"user", oneValue},
	{"dir", oneValue},
	{"name", oneValue},
	{"log", kindValue},
	{"console", consoleValue},
}

// withUnits are the keys whose numbers have units.
var withUnits = words(`timeout grace catch_up spread cycle_sleep retry_log output`)

// AttributeKeys returns the keys of the attributes of tasks and groups.
func AttributeKeys() []string { return settings.names() }

// ConfigKeys returns the keys of config.
func ConfigKeys() []string { return configKeys.names() }

func (k keySet) find(name string) (shape, bool) {
	for _, key := range k {
		if key.name == name {
			return key.shape, true
		}
	}
	return 0, false
}

func (k keySet) has(name string) bool {
	_, ok := k.find(name)
	return ok
}

func (k keySet) names() wordSet {
	names := make(wordSet, len(k))
	for i, key := range k {
		names[i] = key.name
	}
	return names
}

// setting reads a key and what follows it, of shape s. It returns nil after an error.
func (p *parser) setting(s shape) *Setting {
	start := p.MakeCheckpoint()
	x, err := byHand(p, func(c *cursor) *Setting { return c.setting(s) })
	if err != nil {
		p.report(err)
	}
	if x != nil && x.Key.Text == "execution" && p.is("on") && !p.beginsLine() {
		return x // `execution remote on "gpu"` is two attributes
	}
	p.end(start, err == nil)
	return x
}

func (c *cursor) setting(s shape) *Setting {
	start := c.Peek().Pos
	x := &Setting{Key: c.name()}
	switch {
	case s == condValue:
		x.Cond = c.condition()
	case s == mapValue || s == envValue:
		c.wantMap(x.Key)
		x.Value = c.mapping(s == mapValue)
	case s == kindValue:
		x.Kind = c.kind()
		x.Value = c.perhaps()
		for c.is("keep") {
			x.Keep = append(x.Keep, c.keep())
		}
	case s == shareValue:
		c.share(x)
	case s == consoleValue:
		c.console(x)
	case s == perhapsValue:
		x.Value = c.perhaps()
	default:
		c.wantValue(x.Key)
		x.Value = c.argument()
		if s == spreadValue && !c.beginsLine() && c.eat("by") {
			c.host(x)
		}
		c.rejectUnit(x)
	}
	x.Place = c.since(start)
	return x
}

// host reads what follows `spread D by`.
func (c *cursor) host(x *Setting) {
	if x.ByHost = c.eat("host"); !x.ByHost {
		c.fail(diag.Unexpected, unexpected(c.Peek())+" after by", "expected host",
			"it is written: spread 30 minutes by host")
	}
}

// rejectUnit gives up if a number is followed by a word that should be its unit.
func (c *cursor) rejectUnit(x *Setting) {
	if c.ended() || c.beginsLine() || !c.isKind(kindIdent) {
		return
	}
	switch x.Value.(type) {
	case *Number, *Duration:
	default:
		return
	}
	unit := c.Peek().Value
	near := spelling.Nearest(unit, unitWords)
	known := settings.has(unit) || configKeys.has(unit) || actionWords.has(unit)
	if near != "" || withUnits.has(x.Key.Text) && !known {
		c.failMeant(diag.DurationExpected, found(c.Peek())+" is not a unit",
			"expected a unit such as seconds, minutes or hours", near, unitWords)
	}
}

// keep reads a bound of a run log.
func (c *cursor) keep() *Keep {
	t := c.Next()
	if !c.isKind(kindNum) {
		c.fail(diag.ValueExpected, unexpected(c.Peek())+" after keep", "expected a number",
			"it is written: keep 90 days, keep 100000 runs, or keep 500 MB")
	}
	k := &Keep{Value: c.quantity(), Runs: c.eat("runs")}
	k.Place = c.since(t.Pos)
	return k
}

// perhaps reads a value that may be left out.
func (c *cursor) perhaps() Arg {
	if c.ended() || c.beginsLine() || c.is("keep") {
		return nil
	}
	return c.argument()
}

func (c *cursor) wantValue(key *Name) {
	if t := c.Peek(); c.ended() && !c.is("{") {
		c.fail(diag.ValueExpected, "the value of "+key.Text+" is missing before "+found(t),
			"expected a value", "")
	}
	if c.is("=") || c.is(":") {
		c.fail(diag.Unexpected, unexpected(c.Peek()), "expected a value",
			"it is written: "+key.Text+" VALUE")
	}
}

func (c *cursor) wantMap(key *Name) {
	if c.is("{") {
		return
	}
	form := "it is written: " + key.Text + ` { name: value }`
	if key.Text == "env" {
		form = `it is written: env { NAME "value" }`
	}
	c.fail(diag.ValueExpected, unexpected(c.Peek())+" after "+key.Text, "expected {", form)
}

// kind reads the first word after log.
func (c *cursor) kind() *Name {
	if !c.isKind(kindIdent) {
		c.fail(diag.ValueExpected, unexpected(c.Peek()),
			"expected memory, file, csv or sqlite", "")
	}
	return c.name()
}
