// Prints how Go writes the zero value of each field of the built-in types, and the names of their types where these say
// more than what they are made of, as packages/apiserver/src/types/zero-table.ts:
//
//	go run ./zero-oracle > ../../packages/apiserver/src/types/zero-table.ts
package main

import (
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"

	core "k8s.io/api/core/v1"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/client-go/kubernetes/scheme"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

// Types that print themselves, by what they print where they are zero.
var opaque = map[reflect.Type]string{
	reflect.TypeOf(meta.Time{}):                                  ":-",
	reflect.TypeOf(meta.MicroTime{}):                             ":-",
	reflect.TypeOf(meta.FieldsV1{}):                              ":-",
	reflect.TypeOf(runtime.RawExtension{}):                       ":-",
	reflect.TypeOf(resource.Quantity{}):                          ":q",
	reflect.TypeOf(intstr.IntOrString{}):                         ":n",
	reflect.TypeOf(apiextensions.JSON{}):                         ":-",
	reflect.TypeOf(apiextensions.JSONSchemaPropsOrBool{}):        ":f",
	reflect.TypeOf(apiextensions.JSONSchemaPropsOrArray{}):       ":-",
	reflect.TypeOf(apiextensions.JSONSchemaPropsOrStringArray{}): ":-",
}

var rows = map[string][]string{}

func main() {
	types := scheme.Scheme
	apiextensions.AddToScheme(types)
	apiregistration.AddToScheme(types)
	for kind, of := range types.AllKnownTypes() {
		if kind.Version == runtime.APIVersionInternal || kind.Group == "extensions" || kind.Kind == "WatchEvent" {
			continue
		}
		if strings.Contains(of.PkgPath(), "/meta/v1") || strings.HasSuffix(kind.Kind, "List") {
			continue
		}
		group := kind.Group
		if group == "" {
			group = "core"
		}
		visit(of, group+"/"+kind.Version)
	}
	table, err := os.ReadFile("../../packages/k8s/src/schema-table.ts")
	if err != nil {
		panic(err)
	}
	names := []string{}
	for name, fields := range rows {
		if len(fields) > 0 && strings.Contains(string(table), "'"+name+"':") {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	fmt.Println("// Printed by e2e/controlplane/zero-oracle from the Go types of Kubernetes 1.36.3. Do not edit.")
	fmt.Println("\n/** In the notation of `zero-values.ts`. */")
	fmt.Println("export const zeroTable: { readonly [type: string]: string } = {")
	for _, name := range names {
		fmt.Printf("  '%s':\n    '%s',\n", name, strings.Join(rows[name], " "))
	}
	fmt.Println("};")
}

func visit(of reflect.Type, module string) {
	switch of.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		visit(of.Elem(), module)
	case reflect.Struct:
		if _, found := opaque[of]; found {
			if of != reflect.TypeOf(apiextensions.JSONSchemaPropsOrBool{}) {
				return
			}
		}
		if strings.HasSuffix(of.PkgPath(), "apimachinery/pkg/apis/meta/v1") {
			module = "meta/v1"
		} else if strings.HasSuffix(of.PkgPath(), "/api/core/v1") {
			module = "core/v1"
		} else if strings.HasSuffix(of.PkgPath(), "/api/authentication/v1") {
			module = "authentication.k8s.io/v1"
		}
		name := module + "/" + of.Name()
		if _, done := rows[name]; done {
			return
		}
		rows[name] = []string{}
		rows[name] = fieldsOf(of, module)
	}
}

func fieldsOf(of reflect.Type, module string) []string {
	var fields []string
	for at := range of.NumField() {
		field := of.Field(at)
		tag := field.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		if name == "-" {
			continue
		}
		if field.Type == reflect.TypeOf(meta.TypeMeta{}) {
			continue
		}
		if name == "" {
			if strings.Contains(options, "inline") || field.Anonymous {
				fields = append(fields, fieldsOf(field.Type, module)...)
			}
			continue
		}
		visit(field.Type, module)
		omits := strings.Contains(options, "omitempty")
		facts := zeroOf(field.Type, omits, strings.Contains(options, "omitzero")) + nameOf(field.Type)
		if facts != "" {
			fields = append(fields, name+facts)
		}
	}
	return fields
}

// As encoding/json says it, which looks through pointers.
func nameOf(of reflect.Type) string {
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	name := strings.ReplaceAll(of.String(), "*", "")
	if name == plainNameOf(of) || of == reflect.TypeOf(core.ResourceList{}) {
		return ""
	}
	return "=" + name
}

func plainNameOf(of reflect.Type) string {
	switch of.Kind() {
	case reflect.Pointer:
		return plainNameOf(of.Elem())
	case reflect.Slice:
		return "[]" + plainNameOf(of.Elem())
	case reflect.Map:
		return "map[string]" + plainNameOf(of.Elem())
	case reflect.Struct, reflect.Interface:
		return of.String()
	}
	return of.Kind().String()
}

func zeroOf(of reflect.Type, omitsEmpty, omitsZero bool) string {
	if own, found := opaque[of]; found {
		if omitsZero {
			return ""
		}
		return own
	}
	switch of.Kind() {
	case reflect.Pointer:
		switch of.Elem().Kind() {
		case reflect.String, reflect.Bool, reflect.Int32, reflect.Int64, reflect.Float64:
			if omitsEmpty {
				return "?"
			}
			return ":-?"
		}
		if omitsEmpty {
			return ""
		}
		return ":-"
	case reflect.Struct:
		if omitsZero {
			return ""
		}
		return ":o"
	}
	if omitsEmpty || omitsZero {
		return ""
	}
	switch of.Kind() {
	case reflect.Slice, reflect.Map, reflect.Interface:
		return ":-"
	case reflect.String:
		return ":s"
	case reflect.Bool:
		return ":f"
	default:
		return ":n"
	}
}
