package console

import (
	"reflect"

	"github.com/rocketc/rocketc/runtime/arg"
)

var cliArg = reflect.TypeFor[arg.Flag]()

// cliArgs returns the flags that are among the arguments of a value, in order.
// An argument may stand anywhere in a schedule, in types that generated code
// declares too, so all is looked at that a schedule is made of.
func cliArgs(v any) (keys []string) {
	collect(reflect.ValueOf(v), &keys)
	return keys
}

func collect(v reflect.Value, keys *[]string) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == cliArg {
			*keys = append(*keys, v.String())
		}
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			collect(v.Elem(), keys)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			collect(v.Field(i), keys)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			collect(v.Index(i), keys)
		}
	}
}
