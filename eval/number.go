package eval

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// JSON has one kind of number: 1e2, 100.0 and 100 are the same. A whole number becomes an
// int, all of its digits kept, and any other a float64.

// Params are session parameters by name.
type Params map[string]any

// UnmarshalJSON reads an object.
func (p *Params) UnmarshalJSON(text []byte) error {
	in := json.NewDecoder(bytes.NewReader(text))
	in.UseNumber()
	if err := in.Decode((*map[string]any)(p)); err != nil {
		return err
	}
	for name, v := range *p {
		(*p)[name] = plainNumbers(v)
	}
	return nil
}

// plainNumbers replaces the numbers in a value of JSON.
func plainNumbers(v any) any {
	switch v := v.(type) {
	case json.Number:
		return plainNumber(v)
	case []any:
		for i, item := range v {
			v[i] = plainNumbers(item)
		}
	case map[string]any:
		for name, item := range v {
			v[name] = plainNumbers(item)
		}
	}
	return v
}

// plainNumber returns a number as an int if it is whole and an int can hold it.
func plainNumber(n json.Number) any {
	if i, err := strconv.Atoi(n.String()); err == nil {
		return i
	}
	f, _ := n.Float64() // infinite if it is out of range
	if f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		return int(f)
	}
	return f
}

// UnmarshalJSON reads an object. It returns an error if cycles is not a whole number.
func (s *Scheduler) UnmarshalJSON(text []byte) error {
	var fields struct {
		Started Time        `json:"started"`
		Cycles  json.Number `json:"cycles"`
	}
	if err := json.Unmarshal(text, &fields); err != nil {
		return err
	}
	s.Started = fields.Started
	if fields.Cycles == "" {
		return nil
	}
	cycles, whole := plainNumber(fields.Cycles).(int)
	if s.Cycles = cycles; !whole {
		return fmt.Errorf("%s is not a number of cycles", fields.Cycles)
	}
	return nil
}
