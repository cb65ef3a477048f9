package stdconds

import (
	"slices"

	rocket "github.com/rocketc/rocketc/runtime"
)

// Bind returns the condition with its parts bound.
func (a All) Bind(param rocket.ParamValues) (rocket.Condition, error) {
	parts, err := bindAll(a, param)
	return All(parts), err
}

// Bind returns the condition with its parts bound.
func (a Any) Bind(param rocket.ParamValues) (rocket.Condition, error) {
	parts, err := bindAll(a, param)
	return Any(parts), err
}

// Bind returns the condition with its part bound.
func (n Not) Bind(param rocket.ParamValues) (_ rocket.Condition, err error) {
	n.Of, err = rocket.Bind(n.Of, param)
	return n, err
}

// Bind returns the condition with what the name stands for bound.
func (n Named) Bind(param rocket.ParamValues) (_ rocket.Condition, err error) {
	n.Of, err = rocket.Bind(n.Of, param)
	return n, err
}

// Bind returns the condition with its part bound.
func (z InZone) Bind(param rocket.ParamValues) (_ rocket.Condition, err error) {
	z.Of, err = rocket.Bind(z.Of, param)
	return z, err
}

// Bind returns the condition with the windows beside it bound.
func (c Retry) Bind(param rocket.ParamValues) (rocket.Condition, error) {
	b := &binding{param: param}
	if c.Beside = b.periods(c.Beside); b.err != nil {
		b.err.Cond = c.String()
		return nil, b.err
	}
	return c, nil
}

func bindAll(parts []rocket.Condition, param rocket.ParamValues) ([]rocket.Condition, error) {
	parts = slices.Clone(parts)
	for i, part := range parts {
		var err error
		if parts[i], err = rocket.Bind(part, param); err != nil {
			return nil, err
		}
	}
	return parts, nil
}
