// The peer controller-runtime: a manager, a builder and a reconciler as the documentation shows them. What it must say
// and when: bench/peers/README.md.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	metrics "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

// Counts the runs, and tells when each part of the benchmark is through. Objects are known by their number: a set of
// names would count as memory of the controller that is measured.
type progress struct {
	sync.Mutex
	runs      int
	seen      []bool
	left      int
	latencies []float64
	reached   chan struct{}
}

func (p *progress) begin(objects, wanted int) {
	p.Lock()
	defer p.Unlock()
	p.runs, p.seen, p.left, p.latencies = 0, make([]bool, objects), wanted, nil
	p.reached = make(chan struct{})
}

type reconciler struct {
	client.Client
	progress *progress
	phase    string
}

func (r *reconciler) Reconcile(ctx context.Context, request ctrl.Request) (ctrl.Result, error) {
	var object corev1.ConfigMap
	if err := r.Get(ctx, request.NamespacedName, &object); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	p := r.progress
	p.Lock()
	defer p.Unlock()
	p.runs++
	index, err := strconv.Atoi(strings.TrimPrefix(request.Name, "object-"))
	check(err)
	if object.Data["phase"] != r.phase || p.seen[index] {
		return ctrl.Result{}, nil
	}
	p.seen[index] = true
	p.left--
	if sentAt, err := strconv.ParseFloat(object.Data["sentAt"], 64); err == nil && r.phase == "steady" {
		p.latencies = append(p.latencies, float64(time.Now().UnixMicro())/1000-sentAt)
	}
	if p.left == 0 {
		close(p.reached)
	}
	return ctrl.Result{}, nil
}

func main() {
	objects, keys, steady := number(2), number(3), number(4)
	ctrl.SetLogger(logr.Discard())
	// As fast as the server answers: client-go's own limit of 20 requests a second is for writers.
	manager, err := ctrl.NewManager(&rest.Config{Host: os.Args[1]}, ctrl.Options{
		Metrics: metrics.Options{BindAddress: "0"},
		Cache:   cache.Options{DefaultTransform: cache.TransformStripManagedFields()},
	})
	check(err)
	p := &progress{}
	r := &reconciler{Client: manager.GetClient(), progress: p}
	check(ctrl.NewControllerManagedBy(manager).For(&corev1.ConfigMap{}).Complete(r))
	lines := bufio.NewScanner(os.Stdin)
	say("ready", map[string]any{})
	lines.Scan()
	p.begin(objects, objects)
	r.phase = "listed"
	go func() { check(manager.Start(ctrl.SetupSignalHandler())) }()
	<-p.reached
	for _, part := range []struct {
		phase  string
		wanted int
		before string
	}{{"stormed", keys, "listed"}, {"steady", steady, "stormed"}} {
		runs := p.runs
		p.Lock()
		r.phase = part.phase
		p.Unlock()
		p.begin(objects, part.wanted)
		say(part.before, map[string]any{"runs": runs})
		lines.Scan()
		<-p.reached
	}
	p.Lock()
	slices.Sort(p.latencies)
	say("steady", map[string]any{"runs": p.runs, "p50": quantile(p.latencies, 0.5), "p99": quantile(p.latencies, 0.99)})
	p.Unlock()
	lines.Scan()
	runtime.GC()
	debug.FreeOSMemory()
	say("retained", map[string]any{})
	lines.Scan()
}

func quantile(sorted []float64, share float64) float64 {
	return sorted[min(len(sorted)-1, int(float64(len(sorted))*share))]
}

func number(place int) int {
	value, err := strconv.Atoi(os.Args[place])
	check(err)
	return value
}

func say(word string, facts map[string]any) {
	text, err := json.Marshal(facts)
	check(err)
	fmt.Printf("%s %s\n", word, text)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
