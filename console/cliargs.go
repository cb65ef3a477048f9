package console

import (
	"reflect"

	"github.com/rocketc/rocketc/runtime/arg"
)

var cliArg = reflect.TypeFor[arg.Flag]()

// A flagFinder finds the flags that are among the arguments of values. An argument may stand
// anywhere in a schedule, in types that generated code declares too, so all is looked at that
// a schedule is made of, but for fields whose types say that there is none.
type flagFinder struct {
	fields map[reflect.Type][]int // of structs, those that may have a flag
}

// in returns the flags in a value, in order.
func (f *flagFinder) in(v any) (keys []string) {
	f.collect(reflect.ValueOf(v), &keys)
	return keys
}

func (f *flagFinder) collect(v reflect.Value, keys *[]string) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == cliArg {
			*keys = append(*keys, v.String())
		}
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			f.collect(v.Elem(), keys)
		}
	case reflect.Struct:
		for _, i := range f.fieldsOf(v.Type()) {
			f.collect(v.Field(i), keys)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			f.collect(v.Index(i), keys)
		}
	}
}

// fieldsOf returns the fields of a struct that may have a flag.
func (f *flagFinder) fieldsOf(t reflect.Type) []int {
	fields, known := f.fields[t]
	if known {
		return fields
	}
	for i := range t.NumField() {
		if f.mayHave(t.Field(i).Type) {
			fields = append(fields, i)
		}
	}
	f.fields[t] = fields
	return fields
}

// mayHave reports whether a value of a type may have a flag.
func (f *flagFinder) mayHave(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.String:
		return t == cliArg
	case reflect.Struct:
		return len(f.fieldsOf(t)) > 0
	case reflect.Interface, reflect.Pointer, reflect.Slice, reflect.Array:
		return true
	}
	return false
}
