// Prints what Kubernetes' reader and printer of YAML make of texts and values, as JSON, for the tests of packages/core/src/encoding:
//
//	go run ./yaml-oracle > ../../packages/core/test/encoding/fixtures/yaml.json
package main

import (
	"encoding/json"
	"math/rand"
	"os"
	"regexp"
	"strings"

	goyaml "go.yaml.in/yaml/v2"
	"sigs.k8s.io/yaml"
)

type answers struct {
	// Text to the JSON of its first document; null where Go refuses the text.
	Read map[string]*string `json:"read"`
	// Text to the complaints of strict reading, where they are all that is wrong.
	Repeats map[string][]string `json:"repeats"`
	// A string to how a mapping of it (of `key` where it has several lines) to a list with it is printed.
	Printed map[string]string `json:"printed"`
}

func main() {
	// kubectl folds long lines, which kube-rx does not.
	goyaml.FutureLineWrap()
	random := rand.New(rand.NewSource(36))
	out := answers{map[string]*string{}, map[string][]string{}, map[string]string{}}
	for _, text := range texts {
		out.read(text)
	}
	// Of a line with brackets as a key, Go reads no more than the brackets.
	bracketKey := regexp.MustCompile(`[\]}][^\n]*:`)
	for range 3000 {
		if text := join(random, pieces, 14); !bracketKey.MatchString(text) {
			out.read(text)
		}
	}
	for range 1000 {
		out.print(join(random, characters, 5))
	}
	for _, text := range strings.Fields(words) {
		out.print(text)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(out); err != nil {
		panic(err)
	}
}

func (a answers) read(text string) {
	a.Read[text] = nil
	found, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return
	}
	value := string(found)
	a.Read[text] = &value
	if _, err := yaml.YAMLToJSONStrict([]byte(text)); err != nil {
		lines := strings.Split(err.Error(), "\n  ")
		a.Repeats[text] = lines[1:]
	}
}

func (a answers) print(text string) {
	// Go prints such a key in a form of its own, and << so that it merges.
	if strings.ContainsAny(text, "\n\r\u0085\u2028\u2029") || strings.Contains(text, "<<") || strings.HasPrefix(text, "\ufeff") {
		text = strings.Map(func(r rune) rune {
			if strings.ContainsRune("\r\u0085\u2028\u2029\ufeff<", r) {
				return -1
			}
			return r
		}, text)
	}
	key := text
	if strings.Contains(text, "\n") {
		key = "key"
	}
	printed, err := goyaml.Marshal(map[string]any{key: []any{text, []any{text}, map[string]any{"key": text}}})
	if err != nil {
		panic(err)
	}
	a.Printed[text] = string(printed)
}

func join(random *rand.Rand, from []string, most int) string {
	text := ""
	for range 1 + random.Intn(most) {
		text += from[random.Intn(len(from))]
	}
	return text
}

var pieces = []string{"a", "b: ", "c:", "- ", "-", "? ", ": ", ":", "\n", "\n  ", "\n    ", "\n ", "  ", " ", "\t", `"x"`, "'y'", `"`,
	"'", "[", "]", "{", "}", ", ", ",", "# c", "#", "|", ">", "|-", ">+", "|2", "&x ", "*x", "!!str ", "!t ", "---", "\n---\n",
	"\n...\n", "@", "`", "<<: ", "1", "0644", "yes", "~", `"a\nb"`, "'it''s'", "a b", "a: 1\n", "- z\n", "  d: 2\n", `\`, "=",
	".", "null", "&", "*", `"k": `, "? k\n: v\n", "\r\n", "é"}

var characters = []string{"a", "b", " ", "\n", ":", "#", "-", "?", ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "'", `"`, "%", "@",
	"`", "\t", "\r", "\u00a0", "\U0001f600", "é", "\x00", "\x7f", `\`, "1", "0", ".", "_", "e", "12:30", "2001-01-01", "yes", "n", "~",
	"null", "---", "...", "0x1f", "=", "+", "T10:00:00Z", ".inf", strings.Repeat("x", 130)}

const words = "yes Yes no on off y n Y N true ~ null .inf .nan 0644 0o17 0x1f 0b1 1_000 12:30 1e3 1. .5 +1 -1 08 = 1.2.3 100m " +
	"2001-01-01 2001-01-01T10:00:00Z --- ... - ? : a:b a: :a #a a#b 1a 0x {} [] * & ! | > % @"

var texts = []string{
	// Numbers.
	"a: 0", "a: 0644", "a: 0o17", "a: 0O17", "a: 017_7", "a: 08", "a: 0b101", "a: -0b11", "a: 0x1F", "a: -0x1f",
	"a: 1_000", "a: 1__0", "a: _1", "a: +1", "a: -1", "a: +0644", "a: 1e3", "a: 1E+3", "a: 1.", "a: .5", "a: -.5",
	"a: 1.5e-7", "a: 1_0.5", "a: .5_0", "a: 1e400", "a: -0", "a: -0.0", "a: 9223372036854775807",
	"a: 9223372036854775808", "a: 18446744073709551615", "a: 18446744073709551616", "a: -9223372036854775809",
	"a: 12:30", "a: 190:20:30", "a: 1:2.5", "a: 0x", "a: 0b2", "a: 1a", "a: 1.2.3", "a: 100m", "a: 1Gi",
	// Words.
	"a: yes", "a: Yes", "a: YES", "a: yEs", "a: y", "a: Y", "a: on", "a: On", "a: ON", "a: true", "a: True",
	"a: TRUE", "a: tRUE", "a: no", "a: n", "a: N", "a: off", "a: OFF", "a: false", "a: FALSE", "a: ~", "a: null",
	"a: Null", "a: NULL", "a: nULL", "a: nil", "a: none", "a: ", "a: \"yes\"", "a: '0644'", "a: \"~\"",
	"a: 2001-01-01", "a: 2001-12-14T21:59:43.10-05:00", "a: =", "a: .inf", "a: -.Inf", "a: .nan", "a: .NaN",
	"a: .iNf",
	// Tags.
	"a: !!str 0644", "a: !!int \"3\"", "a: !!int 0644", "a: !!float 3", "a: !!float x", "a: !!bool yes",
	"a: !!bool 1", "a: !!null \"\"", "a: !!null x", "a: !!binary aGVsbG8=", "a: !!binary \"*\"",
	"a: !!timestamp 2001-01-01", "a: !mine 0644", "a: ! 0644", "a: !!set {a, b}", "a: !x!y z",
	"a: !<tag:yaml.org,2002:str> 1",
	// Keys.
	"1: a", "0644: a", "1.50: a", "1e7: a", "999999.5: a", "-1000000.0: a", "1e-5: a", "0.0001: a", "-0.0: a",
	"1.5e+300: a", "18446744073709551616: a", ".inf: a", "-.Inf: a", "+.INF: a", ".NaN: a", "yes: a", "true: a", "~: a", "[a]: b", "{a: b}: c", "? a", "? a\n: b", "\"\": a",
	"a: 1\n\"a\": 2", "1: a\n\"1\": b", "__proto__: 1", "a b: c", "a:b: c", "2001-01-01: a",
	strings.Repeat("k", 1024) + ": a", strings.Repeat("k", 1025) + ": a",
	// Merge keys and aliases.
	"base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3", "use:\n  y: 3\n  <<: {x: 1, y: 2}",
	"a: &a {x: 1}\nb: &b {x: 2, z: 3}\nc: {<<: [*a, *b]}", "<<: 1", "<<: [1]", "a: &a [1]\n<<: *a",
	"\"<<\": {a: 1}", "<<: {a: 1}\n<<: {b: 2}", "a: &x 1\nb: *x", "a: &x 1\nb: &x 2\nc: *x", "a: *none",
	"a: &a [*a]", "a: &a\nb: *a", "&k a: 1\nb: *k",
	// Documents.
	"", "\n", "# nothing", "---", "---\n", "a: 1\n---\n", "a: 1\n---\nb: 2", "---\na: 1\n...\n---\nb: 2",
	"a: 1\n...\n", "--- a", "--- {a: 1}", "a: 1\n---\n[", "a: 1\n--- [", "---\n---\na: 1", "%YAML 1.1\n---\na: 1",
	"%YAML 1.2\n---\na: 1", "a: 1\n%", "a: 1\n%x",
	"a: 1\n%x y", "a: 1\n%YAML", "a: 1\n%YAML 1.1", "a: 1\n%YAML 1", "a: 1\n%TAG ! x", "a: 1\n%TAG x", "%TAG ! tag:x,1:\n---\na: !b c", "\ufeffa: 1", "a: 1\r\nb: 2\r\n", "a: 1\rb: 2",
	// Texts of several lines.
	"a: |\n  x\n   y\n\n  z\n", "a: |-\n  x\n", "a: |+\n  x\n\n", "a: >\n  x\n  y\n\n  z\n   w\n", "a: |2\n   x\n",
	"a: |1\n x", "a: |0\n x", "a: |x", "a: |\nb: 1", "a: |\n\tx", "|\n x", "a: x\n  y\n\n  z", "a: \"x\n  y\"",
	"a: \"x\\\n  y\"", "a: 'x\n\n  y'", "a: \"x\ny\"", "a: [x\n,y]", "a: \"\\x41\\u00e9\\U0001F600\\e\\N\"",
	"a: \"\\q\"", "a: 'it''s'", "a: \"unterminated", "a: x # comment", "a: x#y", "a: \"x\"y",
	// Lists and brackets.
	"- a\n- b", "a:\n- b\n- c", "- - a\n  - b", "- a: 1\n  b: 2", "-", "- \n- b", "[a, b, ]", "[a,,b]", "[a: b]",
	"{a, b: , c: d}", "{a:1}", "{\"a\":1}", "[a", "{a: 1", "a: ]", "[a]]", "{a: [1, {b: 2}]}", "[? a : b]", "[-]",
	"[- a]",
	// Tabs and indentation.
	"a:\tb", "a:\n\tb: c", "\ta: 1", "{\n\t\"a\":\t1\n}", "a: 1\n\t", "a: b\n\tc", "- \ta", "-\ta", "a: 1\n  b: 2",
	"a:\n    b: 1\n  c: 2", " a: 1\nb: 2", "a: b: c", "a: @b", "a: `b`", "a: %b", "a: -b", "a: - b", "a: ?b",
	"a: :b", "a: *", "a: &", "a\nb: c", "a: \u0001", "a: \u007f", "a: \u0085b", "a: x\u2028  y",
}
