package arg

import "fmt"

// A Call is what a Go function returns, of type T. The function is called each time that
// the value is wanted.
type Call[T any] struct {
	// Name is how the schedule names the function: prices.Today.
	Name string
	Func func() (T, error)
}

// Resolve calls the function. Its error names it.
func (c Call[T]) Resolve(Scope) (any, bool, error) {
	v, err := c.Func()
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", c, err)
	}
	return v, true, nil
}

// String returns the source as the language writes it, with the parentheses of a call.
func (c Call[T]) String() string { return "func " + c.Name + "()" }

// An Apply is what a Go function returns, of type T, that is called with the values of Args
// each time that the value is wanted.
type Apply[T any] struct {
	// Name is how the schedule names the function.
	Name string
	Args []Source
	// Func gets a value for each of Args.
	Func func(values []any) (T, error)
}

// Resolve calls the function. An argument without a value is an error; errors name the
// function.
func (a Apply[T]) Resolve(in Scope) (any, bool, error) {
	values := make([]any, len(a.Args))
	for i, from := range a.Args {
		v, err := Value(in, from)
		if err != nil {
			return nil, false, fmt.Errorf("%s: %w", a, err)
		}
		values[i] = v
	}
	v, err := a.Func(values)
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", a, err)
	}
	return v, true, nil
}

// String returns the source as the language writes it.
func (a Apply[T]) String() string { return "func " + a.Name + "(" + joined(a.Args, ", ") + ")" }

// Sources returns the arguments.
func (a Apply[T]) Sources() []Source { return a.Args }

// A Converted is the value of From, a T, as a U: another type that Go takes a T for, or
// the text or number that a T is made of.
type Converted[T, U any] struct {
	From Source
	As   func(T) U
}

// Resolve returns a U. It has no value if From has none; a value of From that is no T is
// an error.
func (c Converted[T, U]) Resolve(in Scope) (any, bool, error) {
	raw, ok, err := c.From.Resolve(in)
	if err != nil || !ok {
		return nil, false, err
	}
	v, err := As[T](raw)
	if err != nil {
		return nil, false, err
	}
	return c.As(v), true, nil
}

// String returns From as the language writes it, which knows nothing of the conversion.
func (c Converted[T, U]) String() string { return c.From.String() }

// Sources returns From.
func (c Converted[T, U]) Sources() []Source { return []Source{c.From} }
