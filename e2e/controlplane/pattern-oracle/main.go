// Prints what Go's regexp makes of patterns, as JSON, for packages/apiserver's tests:
//
//	go run ./pattern-oracle > ../../packages/apiserver/test/fixtures/patterns.json
package main

import (
	"encoding/json"
	"math/rand"
	"os"
	"regexp"
	"strings"
)

type answers struct {
	// What the patterns below are asked of.
	Texts []string `json:"texts"`
	// Pattern to what it matches, one letter for each of Texts (y or n).
	Matched map[string]string `json:"matched"`
	// Pattern to why Go refuses it.
	Refused map[string]string `json:"refused"`
}

var texts = []string{
	"", "a", "b", "ab", "aab", "abc", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "A", "AB", "k", "K", "\u212a", "s", "\u017f", "\u00e4",
	"\u00c4", "\u00df", "\u1e9e", "\u03c3", "\u03c2", "\u03a3", "\u0661", "5", "42", "-1", "1.5", "_", "-", ".", "a.b", "a-b", "a b", " ", "\t",
	"\n", "a\n", "\na", "a\nb", "\r\n", "\v", "\u00a0", "\u2028", "\u0000", "\u00ff", "\ufffd", "\ufeff", "\U0001f600", "a\U0001f600b",
	"\u4e2d\u6587", "\u0410\u0431", "\u03b1", "(", ")", "[", "]", "{", "}", "a{2}", "a{,2}", "\\", "^", "$", "|", "*", "+", "?", "/", "a/b", "<b>",
	"aa", "aaa", "ba", "bab", "foo", "FOO", "foobar", "bar", "foo.bar", "1.2.3.4", "255.255.255.255", "example.com",
	"-example.com", "user@example.com", "2026-01-02T03:04:05Z", "100Mi", "1h30m", "sha256:0123456789abcdef", "x:y", "!",
	"\"", "'", "`", "a=b", "a,b", ":alpha:", "QE", "a+b", "\u01c5", "\U00010400", "\U00010428", "I", "i", "\u0130", "\u0131",
}

func main() {
	out := answers{texts, map[string]string{}, map[string]string{}}
	// Everything of https://pkg.go.dev/regexp/syntax, its edges, what other engines have, and what definitions use.
	for _, pattern := range []string{
		"", "a", "^a$", "^$", "a|b", "^(a|b)$", "(a+)+$", "^(a+)+$", "^(a|a)*$", "^(a*)*$", "(a|aa)+$", "^(a?){20}a{20}$", "a*?",
		"a+?", "a??", "a{2}?", "a{0}", "a{0,0}", "a{,2}", "a{2,}", "a{2,3}", "a{3,2}", "a{1000}", "a{1001}", "a{1000,}", "a{1001,}",
		"a{0,1001}", "a{99999999999}", "a{1,99999999999}", "a{01}", "a{ 2}", "a{2", "a{2,", "a{-1}", "a{a}", "{2}", "{", "}", "x{}",
		"(a{10}){10}", "(a{100}){10}", "(a{100}){11}", "((a{10}){10}){10}", "((a{10}){10}){11}", "(a{2,1000}){2}", "(a*){1000}",
		"(a{0}){1000}", "(a{1000}|b){2}", "a{1000}b{1000}", "(?:a{1000})?", "(a{500}){2}", "(a{501}){2}", "((a{0,2}){0,500})",
		"a**", "a*+", "a++", "a?+", "a+*", "a??", "a???", "a*{2}", "a{2}{3}", "a{2}*", "(a*)*", "(?:a{2}){3}", "a{2}??",
		"*", "+", "?", "*a", "^*", "$*", "^+", "(*a)", "(+)", "(?)", "a|*", "|*", "(|*)", "()", "(|a)", "(a|)", "|", "||", "a||b",
		"()*", "(^)*", "($)+", "^^", "$$", "a^", "$a", "(^a)", "(a$)", "a$b", "x*^a", "\\b", "\\B", "\\ba", "a\\b", "\\Ba", "\\bfoo\\b",
		"(", ")", "(a", "a)", "((a)", "(a))", "(?", "(?:", "(?:a", "[", "]", "[a", "a]", "[]", "[]a]", "[^]", "[^]a]", "[a-]", "[-a]",
		"[a-b-c]", "[b-a]", "[a-\\d]", "[\\d-a]", "[\\d-]", "[[]", "[[:alpha:]]", "[[:^alpha:]]", "[:alpha:]", "[[:alpha:]",
		"[[:foo:]]", "[[:word:]]", "[[:ascii:]]", "[[:space:]]", "[[:alpha:][:digit:]]", "[^[:alpha:]]", "[[:alpha]]", "[[.a.]]",
		"[[=a=]]", "[a&&b]", "[a--b]", "[\\]]", "[\\[]", "[\\\\]", "[\\^]", "[^\\^]", "[\\-]", "[\\b]", "[\\B]", "[\\A]", "[\\z]",
		"[\\n]", "[\\x41]", "[\\x{1F600}]", "[\\u0041]", "[\\cA]", "[\\p{L}]", "[\\PL]", "[^\\PL]", "[^\\p{Lu}]", "[\\s\\S]",
		"[\\w.-]+", "[\\w-.]", "[a-z&&[^b]]", "[a", "[a\\", "[\\Qa\\E]", "[^a]", "[^\\n]", "[^a-z]", "[\\x00-\\x{10FFFF}]",
		"\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "^\\d+$", "^\\w+$", "^\\s+$", "^\\S+$", "\\h", "\\H", "\\R", "\\X", "\\N", "\\K", "\\G",
		"\\C", "\\A", "\\Aa", "\\z", "a\\z", "\\Z", "a\\Z", "\\Q", "\\Qa", "\\Qa+b\\E", "\\Q.\\E", "\\Qab\\E*", "\\E", "a\\E", "\\Q\\E*",
		"\\Q*\\E", "a\\Q\\E*", "\\Q\\\\E", "\\1", "(a)\\1", "(a)\\2", "\\0", "\\00", "\\01", "\\012", "\\101", "\\08", "\\8", "\\9", "\\10",
		"\\123", "\\777", "\\x", "\\x4", "\\x41", "\\x4g", "\\x{41}", "\\x{}", "\\x{g}", "\\x{110000}", "\\x{10FFFF}", "\\x{1F600}",
		"\\x{41", "\\u0041", "\\u{41}", "\\U0041", "\\cA", "\\e", "\\a", "\\f", "\\n", "\\r", "\\t", "\\v", "\\y", "\\i", "\\l", "\\_",
		"\\-", "\\.", "\\/", "\\:", "\\ ", "\\<", "\\>", "\\@", "\\\"", "\\'", "\\`", "\\\u00e4", "\\\u4e2d", "\\", "a\\", "(\\", "\\\\",
		"\\pL", "\\PL", "\\p{L}", "\\P{L}", "\\p{^L}", "\\P{^L}", "\\pLu", "\\p{Lu}", "\\p{Ll}", "\\p{Lt}", "\\p{LC}", "\\p{Lc}", "\\p{L&}",
		"\\p{Letter}", "\\p{letter}", "\\p{l}", "\\p{Uppercase_Letter}", "\\p{Decimal_Number}", "\\p{digit}", "\\p{punct}", "\\p{cntrl}",
		"\\p{Nd}", "\\p{N}", "\\p{Greek}", "\\p{greek}", "\\p{Script=Greek}", "\\p{sc=Greek}", "\\p{Han}", "\\p{Cyrillic}", "\\p{Any}",
		"\\p{any}", "\\p{ANY}", "\\p{ASCII}", "\\p{Ascii}", "\\p{Assigned}", "\\P{Assigned}", "\\p{Cn}", "\\p{C}", "\\p{Cs}", "\\p{Co}",
		"\\p{Zs}", "\\p{Z}", "\\p{Sc}", "\\p{Foo}", "\\p{", "\\p", "\\pX", "\\p{}", "\\p{^}", "\\p{^^L}", "\\P", "\\p{L", "\\p\\", "\\p{IsL}",
		"\\p{InGreek}", "\\p{Alphabetic}", "\\p{Emoji}", "\\p{White_Space}", "\\p{Upper}", "\\p{Alpha}", "(?i)\\p{Lu}", "(?i)\\p{Ll}",
		"(?i)\\P{Lu}", "(?i)[^\\p{Lu}]", "(?i)\\p{Greek}",
		"(?i)a", "(?i)^ab$", "a(?i)b", "(?i:a)b", "(?i)k", "(?i)\u212a", "(?i)[k]", "(?i)s", "(?i)\u00e4", "(?i)\u00df", "(?i)\u03c3", "(?i)[a-z]",
		"(?i)[^a-z]", "(?i)[\u03c3]", "(?i)i", "(?i)\u0130", "(?i)foo", "(?-i)a", "(?i)(?-i)a", "(?i)a(?-i)b", "(?s).", "(?s)^.$",
		"^.$", ".", "^.*$", "(?s)^.*$", "(?-s).", "(?m)^a$", "(?m)^b", "(?m)a$", "(?m)$", "(?m)^", "(?m:^b$)", "(?U)a+", "(?U)a+?",
		"(?ims)^A.", "(?i-s)a", "(?i-)a", "(?-)a", "(?--i)a", "(?i-m-s)a", "(?x)a b", "(?x)", "(?a)", "(?u)a", "(?L)a", "(?n)a", "(?i",
		"(?i:", "(?is)", "(?^)", "(?^i:a)", "(?i)", "(?:)", "(?:a)(?:b)", "(?:a|b)+", "(?#c)a", "(?|a|b)", "(?>a)", "(?>a+)b", "(?=a)",
		"(?!a)", "(?<=a)b", "(?<!a)b", "^(?!a).*$", "^(?=.*[A-Z])(?=.*\\d).+$", "(?P<n>a)", "(?P<n>a)(?P<n>b)", "(?P<n>a)(?P=n)",
		"(?P=n)", "(?P>n)", "(?P<n", "(?P<>a)", "(?P<1>a)", "(?P<a b>a)", "(?P<\u00e4>a)", "(?P<a-b>a)", "(?P<_>a)", "(?P", "(?Pn)", "(?<n>a)",
		"(?<n>a)(?<n>b)", "(?<n>a)\\k<n>", "(?<n", "(?<>a)", "(?'n'a)", "(?<a-b>a)", "(?1)", "(?R)", "(?&n)", "(?(1)a|b)", "(?C)",
		"\\g1", "\\k<n>", "\\k'n'", "(*FAIL)", "(*UTF8)a", "(?P<__proto__>a)", "(?P<constructor>a)", "(?P<__proto__>a)(?P<__proto__>b)",
		"a{1}{1}", "(a)(b)(c)", "((((((((((a))))))))))", "a.b", "a\nb", "\n", "\t", "^\\\\$", "^\\^$", "^\\$$", "^\\|$",
		"\u00e4", "^\u00e4$", "[\u00e4]", "[\u00e4-\u00ff]", "\U0001f600", "^\U0001f600$", "^[\U0001f600]$", "[\U0001f600-\U0001f601]", "^.{2}$", "^\u4e2d",
		"\u4e2d+", "[^\u4e2d]", "\\x{4e2d}", "\\xe4", "\\xff", "[\\x80-\\xff]", "\u212a", "\u017f", "\ufffd", "\\x{fffd}", "\\x{d800}", "\ufeff", "\\x{feff}",
		"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", "^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
		"^([0-9]+(\\.[0-9]+)?(s|m|h))+$", "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$",
		"^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$", "^((?:[0-9]{1,3}\\.){3}[0-9]{1,3})(/[0-9]{1,2})?$", "^(https?|ftp)://[^\\s/$.?#].[^\\s]*$",
		"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$", "^[^@]+@[^@]+\\.[^@]+$", "^(?:[a-zA-Z0-9]+[-._])*[a-zA-Z0-9]+$", "^sha256:[a-f0-9]{16,64}$",
		"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$", "^(GET|HEAD)$", "^/.*$", "^[\\w./-]+$", "(x+x+)+y", "(.*)*,(.*)*", "^(([a-z])+.)+[A-Z]([a-z])+$",
		"(.*a){20}", "^(\\w+\\s?)*$", "([a-zA-Z]+)*$", "(a|b|ab)*c", "(a+|b+|c+)*c", "^a*a*a*a*a*a*b$", "(?:.|\\s)*x", "[01]+?1{500}",
	} {
		out.ask(pattern)
	}
	pieces := []string{"a", "b", ".", "\\d", "\\w", "\\s", "[ab]", "[^a]", "[a-z]", "\\pL", "(", "(?:", "(?i:", ")", ")", "|", "*", "+", "?", "{2}",
		"{0,3}", "{1,}", "^", "$", "\\b", "\\B", "\u00e4", "k", "\\.", "[[:digit:]]", "(?i)", "(?s)", "(?m)", "\\n", "-", "{", "]", "\\z", "\\A", "(?=", "\\1"}
	random := rand.New(rand.NewSource(14))
	for range 1500 {
		var pattern strings.Builder
		for range 1 + random.Intn(8) {
			pattern.WriteString(pieces[random.Intn(len(pieces))])
		}
		out.ask(pattern.String())
	}
	printer := json.NewEncoder(os.Stdout)
	printer.SetEscapeHTML(false)
	printer.SetIndent("", " ")
	if err := printer.Encode(out); err != nil {
		panic(err)
	}
}

func (out *answers) ask(pattern string) {
	compiled, err := regexp.Compile(pattern)
	if err != nil {
		out.Refused[pattern] = err.Error()
		return
	}
	matched := make([]byte, len(texts))
	for index, text := range texts {
		matched[index] = 'n'
		if compiled.MatchString(text) {
			matched[index] = 'y'
		}
	}
	out.Matched[pattern] = string(matched)
}
