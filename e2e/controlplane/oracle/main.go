// Prints what apimachinery makes of quantities, durations and ages, as JSON, for packages/core's tests:
//
//	go run ./oracle > ../../packages/core/test/fixtures/apimachinery.json
package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/duration"
)

type answers struct {
	// Text to canonical text, value and milli-value; null where Go refuses it.
	Quantities map[string]*quantity `json:"quantities"`
	// "a + b", "a - b" to canonical text.
	Sums map[string]string `json:"sums"`
	// "a ? b" to -1, 0, 1.
	Comparisons map[string]int `json:"comparisons"`
	// Text to nanoseconds and to Go's own text; null where Go refuses it.
	Durations map[string]*parsedDuration `json:"durations"`
	// Milliseconds to what kubectl shows.
	Ages map[string]string `json:"ages"`
}

type quantity struct {
	Canonical string `json:"canonical"`
	Decimal   string `json:"decimal"`
}

type parsedDuration struct {
	Nanoseconds string `json:"nanoseconds"`
	Text        string `json:"text"`
}

func main() {
	random := rand.New(rand.NewSource(36))
	numbers := []string{"0", "1", "2", "7", "8", "10", "12", "100", "999", "1000", "1023", "1024", "1025", "1536", "2048",
		"1048576", "123456789", "1.5", "0.5", "1.1", "0.001", "0.0001", "0.000000001", "0.0000000001", "1.000000001",
		"1.0000000019", "12.345678901234", "3.", ".5", ".25", "9223372036854775807", "9223372036854775808",
		"92233720368547758070", "007", "1000000", "1234567890123456789", "-1", "-0.5", "-1.1", "-1024", "-0.0000000001"}
	suffixes := []string{"", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei",
		"e0", "e3", "E3", "e-3", "e+6", "e1", "e-9", "e-12", "e20"}
	wrong := []string{"", "a", "1.1.1", "1 Gi", " 1", "1K", "1g", "1mi", "1kib", "1e", "1e1.5", "1Zi", "0x10", "1,5", "--1",
		"+-1", "1m1", "1Kii", "Infinity", "NaN", "1_000", "ten", "1e3k"}

	out := answers{map[string]*quantity{}, map[string]string{}, map[string]int{}, map[string]*parsedDuration{}, map[string]string{}}
	var valid []string
	for _, number := range numbers {
		for _, suffix := range suffixes {
			text := number + suffix
			out.Quantities[text] = parse(text)
			if out.Quantities[text] != nil {
				valid = append(valid, text)
			}
		}
	}
	for _, text := range wrong {
		out.Quantities[text] = parse(text)
	}
	for i := 0; i < 300; i++ {
		a, b := valid[random.Intn(len(valid))], valid[random.Intn(len(valid))]
		sum, difference := resource.MustParse(a), resource.MustParse(a)
		other := resource.MustParse(b)
		out.Comparisons[a+" ? "+b] = sum.Cmp(other)
		sum.Add(other)
		difference.Sub(resource.MustParse(b))
		out.Sums[a+" + "+b] = canonical(sum)
		out.Sums[a+" - "+b] = canonical(difference)
	}
	for _, text := range []string{"0", "0s", "1s", "-1s", "+1s", "1.5s", ".5s", "1.s", "1h30m", "1h", "90m", "36h", "1ms", "1us", "1µs",
		"1ns", "1.5ms", "100us", "1h1m1s1ms1us1ns", "2540400h10m10.000000000s", "2562047h47m16.854775807s", "1d", "1", "s", "", "1 s",
		"1hm", "3000000h", "1m1", "-1h30m15.25s", "0.000001s", "59.999s", "60s", "1.000000001s"} {
		parsed, err := time.ParseDuration(text)
		if err != nil {
			out.Durations[text] = nil
			continue
		}
		out.Durations[text] = &parsedDuration{fmt.Sprint(parsed.Nanoseconds()), parsed.String()}
	}
	for _, seconds := range []int64{-3600, -2, -1, 0, 1, 59, 60, 119, 120, 121, 179, 180, 599, 600, 601, 3599, 3600, 10799, 10800, 10801,
		14400, 28799, 28800, 28860, 86399, 86400, 172799, 172800, 180000, 691199, 691200, 777600, 31536000, 63071999, 63072000,
		66096000, 94608000, 252287999, 252288000, 283824000} {
		out.Ages[fmt.Sprint(seconds*1000)] = duration.HumanDuration(time.Duration(seconds) * time.Second)
	}
	write(out)
}

// write prints one entry a line.
func write(out answers) {
	var sections map[string]map[string]json.RawMessage
	text, err := json.Marshal(out)
	if err == nil {
		err = json.Unmarshal(text, &sections)
	}
	if err != nil {
		panic(err)
	}
	var printed []string
	for _, section := range slices.Sorted(maps.Keys(sections)) {
		var lines []string
		for _, key := range slices.Sorted(maps.Keys(sections[section])) {
			lines = append(lines, fmt.Sprintf("    %q: %s", key, sections[section][key]))
		}
		printed = append(printed, fmt.Sprintf("  %q: {\n%s\n  }", section, strings.Join(lines, ",\n")))
	}
	fmt.Printf("{\n%s\n}\n", strings.Join(printed, ",\n"))
}

func parse(text string) *quantity {
	parsed, err := resource.ParseQuantity(text)
	if err != nil {
		return nil
	}
	decimal := parsed.DeepCopy()
	written := strings.TrimRight(decimal.AsDec().String(), "0")
	if !strings.Contains(written, ".") {
		written = decimal.AsDec().String()
	}
	return &quantity{canonical(parsed), strings.TrimSuffix(written, ".")}
}

// canonical forgets the text a quantity was parsed from, which Go would otherwise repeat.
func canonical(q resource.Quantity) string {
	q.Neg()
	q.Neg()
	return q.String()
}
