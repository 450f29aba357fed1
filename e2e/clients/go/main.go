// Checks of Go clients against the server of KUBECONFIG: each prints what it saw as a line of JSON,
// {"check": NAME, "ok": true, "seen": …}. Ends with 1 where one failed.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"k8s.io/client-go/tools/clientcmd"
)

func main() {
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		fmt.Fprintln(os.Stderr, "KUBECONFIG names no kubeconfig:", err)
		os.Exit(1)
	}
	config.QPS = -1
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	failed := false
	for _, check := range checks {
		seen, err := check.run(ctx, config)
		line := map[string]any{"check": check.name, "ok": err == nil, "seen": seen}
		if err != nil {
			line["error"] = err.Error()
			failed = true
		}
		text, _ := json.Marshal(line)
		fmt.Println(string(text))
	}
	if failed {
		os.Exit(1)
	}
}
