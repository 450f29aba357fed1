// Prints what apimachinery makes of selectors, as JSON, for packages/core's tests:
//
//	go run ./selector-oracle > ../../packages/core/test/fixtures/selectors.json
package main

import (
	"encoding/json"
	"math/rand"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
)

type answers struct {
	// The objects that the selectors below are asked of, by their labels.
	Labels []labels.Set `json:"labels"`
	// Selector text to what it matches, one letter for each of Labels (y or n); null where Go refuses the text.
	LabelSelectors map[string]*string `json:"labelSelectors"`
	// Selector text to its terms; null where Go refuses the text.
	FieldSelectors map[string][]string `json:"fieldSelectors"`
}

var objects = []labels.Set{
	{},
	{"a": "b"},
	{"a": "c"},
	{"a": ""},
	{"a": "5"},
	{"a": "-5"},
	{"a": "007"},
	{"a": "9223372036854775807"},
	{"a": "9223372036854775808"},
	{"b": "b"},
	{"a": "b", "b": "", "in": "in", "notin": "x"},
	{"in": "a", "x.io/y": "z"},
	{"notin": "notin", "x.io/y": ""},
	{"constructor": "a", "x.io/y": "z"},
}

func main() {
	random := rand.New(rand.NewSource(36))
	out := answers{objects, map[string]*string{}, map[string][]string{}}

	label := []string{"a", "b", "in", "notin", "x.io/y", "constructor", "=", "==", "!=", "!", "<", ">", "(", ")", ",", " ",
		"in (", "notin (", "5", "007", "-5", "+5", "", "a=b", "a in (b,c)", "!a", "a>4"}
	for _, text := range []string{"", " ", ",", "a", "!a", "! a", "!!a", "a,", ",a", "a,,b", "a=", "a= ", "a==", "a!=", "a=b",
		"a==b", "a!=b", "a = b", "\ta\r\n=\nb ", "a=b,", "a=b,!c", "a===b", "a=!b", "a=b=c", "a b", "a=b c", "a in", "a in b",
		"a in (b)", "a in(b)", "a in ()", "a in (,)", "a in (,b)", "a in (b,)", "a in (b,,c)", "a in ( b , c )", "a in (b c)",
		"a in (b", "a in b)", "a in (b))", "a in ((b))", "a in (=)", "a in (!b)", "a in (in,notin)", "a in (c,b,b)",
		"a notin (b)", "a notin(b,)", "a notin ()", "a notin", "a not in (b)", "!a in (b)", "!a=b", "!", "in", "notin", "!in",
		"in=in", "notin!=notin", "in in (in)", "in notin (in)", "notin in (x)", "in,notin", "in in in", "a>5", "a<5", "a > 5",
		"a>", "a>b", "a>=5", "a>-5", "a<+5", "a>5,a<7", "a>9223372036854775807", "a>9223372036854775808", "a<00", "a>5.0",
		"a>1e3", "a>0x5", "a>1_0", "a<>5", "a(b)", "()", "=", "=b", "a=)", "a=(", "x.io/y", "x.io/y=z", "X.io/y", "/y", "x.io/",
		"x/y/z", "x..io/y", "-x.io/y", "x_/y", "a_.-b", "-a", "a-", "_a", "a.", "a=-b", "a=b-", "a=b_.-c", "a=b/c", "a=b:c",
		"a*", "a=b*", "a\u00a0=b", "a\u2003in (b)", "\ufeffa", "a\v=b", "a\f", "\u00e4", "a=\u00e4", "a=\u540d", "a=\u0661",
		strings.Repeat("k", 63), strings.Repeat("k", 64), "a=" + strings.Repeat("v", 63), "a=" + strings.Repeat("v", 64),
		strings.Repeat("x", 253) + "/y", strings.Repeat("x", 254) + "/y", strings.Repeat("x", 64) + ".io/y", "constructor",
		"__proto__", "constructor=a", "toString", "!toString", "a=true", "A", "a=B", "a in (b),b notin (b)", "a;b", "a|b",
		"a&b", "'a'", "\"a\"", "a=\"b\"", "a,b,c,d,e", "a in (\n)", "a\nin\n(\nb\n)"} {
		out.label(text)
	}
	pick := func(from ...string) string { return from[random.Intn(len(from))] }
	forms := []string{"K", "!K", "K=V", "K==V", "K!=V", "K in (V)", "K in (V,V)", "K in (V,V,V)", "K notin (V)",
		"K notin (V,V)", "K>N", "K<N"}
	for range 600 {
		terms := []string{}
		for range 1 + random.Intn(3) {
			term := pick(forms...)
			for _, hole := range []string{"K", "V", "V", "V", "N"} {
				filler := map[string]string{"K": pick("a", "a", "b", "in", "notin", "x.io/y", "constructor"),
					"V": pick("", "a", "b", "c", "z", "5", "in", "notin"), "N": pick("4", "5", "006", "9223372036854775806")}
				term = strings.Replace(term, hole, filler[hole], 1)
			}
			for _, sign := range []string{"(", ")", ",", "=", "!"} {
				if random.Intn(4) == 0 {
					term = strings.ReplaceAll(term, sign, sign+pick(" ", "\t", " \n"))
				}
			}
			terms = append(terms, term)
		}
		out.label(strings.Join(terms, pick(",", ", ", " , ")))
	}
	for range 1500 {
		var text strings.Builder
		for range 1 + random.Intn(7) {
			text.WriteString(label[random.Intn(len(label))])
			if random.Intn(3) == 0 {
				text.WriteByte(' ')
			}
		}
		out.label(text.String())
	}

	field := []string{"a", "b.c", "=", "==", "!=", ",", `\`, `\,`, `\=`, `\\`, "x", "", "metadata.name=x", "\u00e4", "\U0001f600"}
	for _, text := range []string{"", ",", ",,", "a", "a=", "a=b", "a==b", "a!=b", "a===b", "a!==b", "a=b,c!=d", "a=b,", ",a=b",
		"a=b,,c=d", `a=b\,c`, `a=b\=c`, `a=b\\`, `a=b\\,c=d`, `a=\`, `a=b\`, `a=b\d`, `a=\,\=\\`, "a=b=c", "a=b==c", "a=b!c",
		"a=b c", "a= b ", "a=!", "a=\u00e4\U0001f600", `a=\` + "\U0001f600", "a=\n", "metadata.name=x,metadata.namespace!=y"} {
		out.field(text)
	}
	for range 1200 {
		var text strings.Builder
		for range 1 + random.Intn(7) {
			text.WriteString(field[random.Intn(len(field))])
		}
		out.field(text.String())
	}

	printer := json.NewEncoder(os.Stdout)
	printer.SetEscapeHTML(false)
	printer.SetIndent("", " ")
	if err := printer.Encode(out); err != nil {
		panic(err)
	}
}

func (out *answers) label(text string) {
	selector, err := labels.Parse(text)
	if err != nil {
		out.LabelSelectors[text] = nil
		return
	}
	matches := make([]byte, len(objects))
	for index, object := range objects {
		matches[index] = 'n'
		if selector.Matches(object) {
			matches[index] = 'y'
		}
	}
	found := string(matches)
	out.LabelSelectors[text] = &found
}

func (out *answers) field(text string) {
	selector, err := fields.ParseSelector(text)
	if err != nil {
		out.FieldSelectors[text] = nil
		return
	}
	terms := []string{}
	for _, term := range selector.Requirements() {
		terms = append(terms, term.Field, string(term.Operator), term.Value)
	}
	out.FieldSelectors[text] = terms
}
