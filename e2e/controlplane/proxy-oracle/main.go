// Prints which proxy Go takes from environment variables, and what it makes of URLs of proxies, as JSON, for
// packages/client's tests:
//
//	go run ./proxy-oracle > ../../packages/client/test/fixtures/proxies.json
package main

import (
	"encoding/json"
	"math/rand"
	"net/url"
	"os"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

type parsed struct {
	Scheme string `json:"scheme"`
	Host   string `json:"host"`
	Port   string `json:"port"`
	// Base64, as they need not be UTF-8. Both are null where there is no `@`.
	User     []byte `json:"user"`
	Password []byte `json:"password"`
}

type choice struct {
	Environment map[string]string `json:"environment"`
	Server      string            `json:"server"`
	// The proxy's URL without user and password; "none", or "refused" where Go takes none on purpose.
	Proxy string `json:"proxy"`
}

type answers struct {
	// Null where Go refuses the text.
	URLs map[string]*parsed `json:"urls"`
	// NO_PROXY to the servers, one letter for each of Servers: p for by proxy, d for directly.
	Servers []string          `json:"servers"`
	NoProxy map[string]string `json:"noProxy"`
	Choices []choice          `json:"choices"`
}

var servers = []string{
	"https://foo.com", "https://bar.foo.com", "https://barfoo.com:6443", "https://foo.com:6443", "https://foo.com.:443",
	"https://10.0.0.1", "https://10.0.0.1:6443", "https://10.1.2.3", "https://11.0.0.1:443", "https://192.168.255.7",
	"https://[fd00::1]", "https://[fd00::1]:6443", "https://[fd00:0:0:1::2]", "https://[fe80::1]", "https://[2001:db8::ff]:443",
	"https://[::ffff:10.0.0.1]", "https://[::ffff:a00:2]:6443", "https://localhost", "https://localhost:6443", "https://a.localhost",
	"https://127.0.0.1:6443", "https://127.9.9.9", "https://[::1]:6443", "https://[::ffff:127.0.0.1]", "https://0.0.0.0:6443",
	"https://[::]:6443", "https://xn--bcher-kva.example", "https://a.xn--bcher-kva.example:6443", "https://kubernetes.default.svc",
	"https://kubernetes", "https://api.a-b_c.example:16443", "https://1.2.3.4.example", "http://foo.com", "http://10.0.0.1:8080",
	"http://bar.foo.com:6443", "https://com", "https://com:6443",
}

func proxyFor(environment map[string]string, server string) string {
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy",
		"ALL_PROXY", "all_proxy", "REQUEST_METHOD"} {
		os.Unsetenv(name)
	}
	for name, value := range environment {
		os.Setenv(name, value)
	}
	target, err := url.Parse(server)
	if err != nil {
		panic(err)
	}
	proxy, err := httpproxy.FromEnvironment().ProxyFunc()(target)
	if err != nil {
		return "refused"
	}
	if proxy == nil {
		return "none"
	}
	return proxy.Scheme + "://" + proxy.Host
}

func parse(text string) *parsed {
	u, err := url.Parse(text)
	if err != nil {
		return nil
	}
	out := &parsed{Scheme: u.Scheme, Host: u.Hostname(), Port: u.Port()}
	if u.User != nil {
		password, _ := u.User.Password()
		out.User, out.Password = []byte(u.User.Username()), []byte(password)
	}
	return out
}

func main() {
	random := rand.New(rand.NewSource(17))
	out := answers{map[string]*parsed{}, servers, map[string]string{}, nil}

	for _, text := range []string{"", " ", "*", "http://proxy", "http://proxy:3128", "HTTP://Proxy:3128", "https://proxy:443/",
		"socks5://proxy", "socks5h://proxy:1080", "socks4://proxy:1080", "ftp://proxy", "proxy", "proxy:3128", "proxy.example:3128",
		"10.0.0.1:3128", "10.0.0.1", "[::1]:3128", "//proxy:3128", "///proxy", "http:///proxy", "http:/proxy", "http:proxy", "http:",
		"http://", "http://:3128", "http://proxy:", "http://proxy:0", "http://proxy:70000", "http://proxy:x", "http://proxy:3128x",
		"http://a:b:80", "socks5://a:b:80", "http://ann@proxy", "http://ann:@proxy", "http://:secret@proxy", "http://@proxy",
		"http://ann:secret@proxy:3128", "http://ann:se:cret@proxy", "http://a@b:c@d@proxy:1", "http://ann:s%40c%2Fr%25t@proxy",
		"http://ann:s+c@proxy", "http://ann:s%zz@proxy", "http://ann:s%4@proxy", "http://ann:s%@proxy", "http://ann:se cret@proxy",
		"http://ann:s#cret@proxy:3128", "http://ann:s/cret@proxy:3128", "http://ann:s?cret@proxy:3128", "http://ann:s\\c@proxy",
		"http://ann:s[c@proxy", "http://ann:s\"c@proxy", "http://ann:sécret@proxy", "http://ann:s%C3%A9%ff%00@proxy",
		"http://%61nn:%73@proxy", "http://proxy/path?query#fragment", "http://proxy?query", "http://proxy#fragment", "http://proxy#%zz",
		"http://proxy/%zz", "http://proxy/%20", "http://proxy/a b", "http://proxy?%zz", "http://proxy?", "http://proxy??",
		"http://pro xy", "http://pro%20xy", "http://pro%41xy", "http://pro%C3%BCxy", "http://pro%25xy", "http://pro%zzxy",
		"http://proxy%", "http://prüxy:1", "http://pro\txy", "http://proxy\n", "\nhttp://proxy", " http://proxy", "http://proxy ",
		"http://pro\x7fxy", "http://pro\\xy", "http://pro_xy", "http://pro<xy>", "http://pro\"xy", "http://pro|xy", "http://pro^xy",
		"http://pro`xy", "http://pro{xy}", "http://pro~xy!$&'()*+,;=", "http://pro[xy]", "http://[proxy]", "http://[proxy", "http://proxy]",
		"http://[::1]", "http://[::1]:3128", "http://[::1]x", "http://[::1]:", "http://[::1]:x", "http://[1.2.3.4]", "http://[::1.2.3.4]",
		"http://[::1", "http://[]", "http://[::1]]", "http://[[::1]]", "http://x[::1]", "http://[fe80::1%25eth0]:3128", "http://[fe80::1%eth0]",
		"http://[fe80::1%25]", "http://[fe80::1%25eth%200]", "http://[fe80::1%25eth%2f0]", "http://[fe80::1%25e%25h]", "http://[fe80::1%25e%zz]",
		"http://[fe80::1%25é]", "http://ann:x@[::1]:3128", "a:b@c", "ann:secret@proxy:3128", "1http://proxy", "+http://proxy", "h+t-t.p://proxy",
		"h_p://proxy", "://proxy", ":proxy", "a/b:c", "a/%zz", "/a", "/%zz", "?", "#", "a?b:c", "http://http://ann:pa#ss@proxy:3128",
		"http://ann:pa%23ss@proxy:3128", "http://\u00a0proxy", "http://proxy:٣", "http://ann:\u00a0@proxy"} {
		out.URLs[text] = parse(text)
	}
	pieces := []string{"http", "https", "socks5", ":", "//", "/", "@", "[", "]", "::1", "a", "b.c", "10.0.0.1", "3128", "%", "%25", "%41",
		"%C3%BC", "?", "#", " ", "ü", "-", "_", "+", "\\", "<", "\"", "http://", "ann:secret@", "[fe80::1%25e]", ":80", "", "|", "*"}
	for len(out.URLs) < 1500 {
		text := ""
		if random.Intn(2) == 0 {
			text = []string{"http://", "https://", "socks5://"}[random.Intn(3)]
		}
		for length := 1 + random.Intn(6); length > 0; length-- {
			text += pieces[random.Intn(len(pieces))]
		}
		out.URLs[text] = parse(text)
	}

	lists := []string{"", ",", " , ", "*", "a,*", "a,*,10.0.0.1", " * ", "**", "*.", "*.*", ".", "..", "foo.com", ".foo.com", "*.foo.com", "FOO.com",
		"foo.com.", "foo.com:6443", ".foo.com:6443", "*.foo.com:6443", "foo.com:", "foo.com:443", "foo.com:https", "oo.com", "com", ".com", "*com",
		"bar.foo.com", "foo.com bar", " foo.com ", "foo.com;bar", "http://foo.com", "foo.com/8", "foo.com,bar.foo.com", "10.0.0.1", "10.0.0.1:6443",
		"10.0.0.1:", "10.0.0.1:443", "10.0.0.0/8", "10.0.0.0/32", "10.0.0.0/33", "10.0.0.1/0", "10.9.9.9/8", "10.0.0.0/08", "10.0.0.0/8:443", "10.0.0.0/-1",
		"10.0.0.0/", "10.0.0.0/a", "10.0.0", "010.0.0.1", "10.0.0.01", "10.", "10.*", "192.168.0.0/16", "0.0.0.0/0", "0.0.0.0", "::/0", "fd00::/8", "fd00::1",
		"[fd00::1]", "[fd00::1]:6443", "[fd00::1]:443", "fd00::1/128", "fd00:0:0:0:0:0:0:1", "FD00::1", "fd00::/48", "fd00::/49", "fe80::1%eth0", "fe80::/10",
		"fe80::1%eth0/64", "::ffff:10.0.0.1", "::ffff:10.0.0.0/104", "::ffff:10.0.0.0/96", "::ffff:10.0.0.0/90", "::ffff:0:0/0", "::ffff:0:0/96", "::10.0.0.1",
		"[::ffff:10.0.0.1]:443", "2001:db8::/32", "2001:db8::ff", "[2001:db8::ff]", "[::1]", "::1", "localhost", "127.0.0.0/8", "bücher.example", ".bücher.example",
		"*.bücher.example", "BÜCHER.example:6443", "xn--bcher-kva.example", "svc", ".svc", "kubernetes", "kubernetes.default", "default.svc", "a-b_c.example",
		"api.a-b_c.example:16443", "4.example", "2.3.4.example", "3.4", ":443", ":", "[]:443", "[foo.com]:443", "[foo.com", "foo.com]:443", "a:b:c", "\tfoo.com\n",
		"foo.com,,.svc, 10.0.0.0/8 ,[fd00::1]:6443", "localhost,127.0.0.1,10.0.0.0/8,.svc,.cluster.local", "1.2.3.4.example", "com:6443"}
	for _, list := range lists {
		out.NoProxy[list] = ""
	}
	parts := []string{"foo", ".com", "com", "bar.", ".", "*", "*.", ":", ":443", ":6443", "10.", "0.0.1", "10.0.0.1", "/8", "/", "/0", "/64", "fd00", "::", "1", "[", "]",
		"[fd00::1]", "fe80::", "%e", " ", ",", ",", "-", "ü", "xn--", "::ffff:", "10.0.0.0", "svc", "a"}
	for len(out.NoProxy) < 900 {
		list := ""
		for length := 1 + random.Intn(7); length > 0; length-- {
			list += parts[random.Intn(len(parts))]
		}
		out.NoProxy[list] = ""
	}
	for list := range out.NoProxy {
		var letters strings.Builder
		for _, server := range servers {
			environment := map[string]string{"HTTP_PROXY": "http://proxy:1", "HTTPS_PROXY": "http://proxy:1", "NO_PROXY": list}
			if proxyFor(environment, server) == "none" {
				letters.WriteByte('d')
			} else {
				letters.WriteByte('p')
			}
		}
		out.NoProxy[list] = letters.String()
	}

	environments := []map[string]string{
		{}, {"HTTPS_PROXY": "http://a:1"}, {"https_proxy": "http://b:1"}, {"HTTPS_PROXY": "http://a:1", "https_proxy": "http://b:1"},
		{"HTTPS_PROXY": "", "https_proxy": "http://b:1"}, {"HTTP_PROXY": "http://c:1"}, {"http_proxy": "http://d:1"},
		{"HTTP_PROXY": "http://c:1", "http_proxy": "http://d:1"}, {"HTTP_PROXY": "http://c:1", "HTTPS_PROXY": "http://a:1"},
		{"ALL_PROXY": "http://e:1", "all_proxy": "http://e:1"}, {"HTTPS_PROXY": "http://a:1", "NO_PROXY": "foo.com", "no_proxy": "other"},
		{"HTTPS_PROXY": "http://a:1", "no_proxy": "foo.com"}, {"HTTPS_PROXY": "http://a:1", "NO_PROXY": "", "no_proxy": "foo.com"},
		{"HTTPS_PROXY": "http://a:1", "NO_PROXY": "other", "no_proxy": "foo.com"},
		{"HTTP_PROXY": "http://c:1", "REQUEST_METHOD": "GET"}, {"http_proxy": "http://c:1", "REQUEST_METHOD": "GET"},
		{"HTTPS_PROXY": "http://a:1", "REQUEST_METHOD": "GET"}, {"HTTP_PROXY": "http://c:1", "REQUEST_METHOD": ""},
		{"HTTP_PROXY": "http://c:1", "REQUEST_METHOD": "GET", "NO_PROXY": "*"}, {"HTTP_PROXY": "http://%zz", "REQUEST_METHOD": "GET"},
		{"HTTPS_PROXY": "a:3128"}, {"HTTPS_PROXY": "a"}, {"HTTPS_PROXY": "10.0.0.9:3128"}, {"HTTPS_PROXY": "[::2]:3128"}, {"HTTPS_PROXY": "//a:3128"},
		{"HTTPS_PROXY": "ann:secret@a:3128"}, {"HTTPS_PROXY": "http://a:port"}, {"HTTPS_PROXY": "http://a b"}, {"HTTPS_PROXY": "http://%zz"},
		{"HTTPS_PROXY": "http://"}, {"HTTPS_PROXY": "http://:3128"}, {"HTTPS_PROXY": " http://a"}, {"HTTPS_PROXY": "http://a\n"},
		{"HTTPS_PROXY": "socks5://a"}, {"HTTPS_PROXY": "socks5h://a:1080"}, {"HTTPS_PROXY": "https://a"}, {"HTTPS_PROXY": "HTTP://a"},
		{"HTTPS_PROXY": "http://ann:pa#ss@a:3128"}, {"HTTPS_PROXY": "http://ann:s%40@a:3128/x?y"},
	}
	for _, environment := range environments {
		for _, server := range []string{"https://foo.com", "http://foo.com", "https://localhost:6443", "https://10.0.0.1:6443"} {
			out.Choices = append(out.Choices, choice{environment, server, proxyFor(environment, server)})
		}
	}

	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(out); err != nil {
		panic(err)
	}
}
