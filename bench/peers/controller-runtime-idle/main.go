// The idle peer controller-runtime: a manager with a controller for each of ten kinds, leader election, probes and
// metrics, as kubebuilder's scaffold has them. What it must say and when: bench/peers/README.md.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strconv"
	"sync"

	"github.com/go-logr/logr"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/tools/clientcmd"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/healthz"
	metrics "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var kinds = []client.Object{
	&corev1.ConfigMap{}, &corev1.Secret{}, &corev1.Service{}, &corev1.ServiceAccount{}, &corev1.Pod{},
	&appsv1.Deployment{}, &appsv1.StatefulSet{}, &batchv1.Job{}, &batchv1.CronJob{}, &appsv1.DaemonSet{},
}

// Counts the runs until each object had one.
type progress struct {
	sync.Mutex
	left    int
	reached chan struct{}
}

type reconciler struct {
	client.Client
	kind     client.Object
	progress *progress
}

func (r *reconciler) Reconcile(ctx context.Context, request ctrl.Request) (ctrl.Result, error) {
	object := r.kind.DeepCopyObject().(client.Object)
	if err := r.Get(ctx, request.NamespacedName, object); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	r.progress.Lock()
	defer r.progress.Unlock()
	r.progress.left--
	if r.progress.left == 0 {
		close(r.progress.reached)
	}
	return ctrl.Result{}, nil
}

func main() {
	objects, err := strconv.Atoi(os.Args[2])
	check(err)
	ctrl.SetLogger(logr.Discard())
	config, err := clientcmd.BuildConfigFromFlags("", os.Args[1])
	check(err)
	manager, err := ctrl.NewManager(config, ctrl.Options{
		Metrics:                       metrics.Options{BindAddress: "127.0.0.1:0"},
		HealthProbeBindAddress:        "127.0.0.1:0",
		LeaderElection:                true,
		LeaderElectionID:              "bench",
		LeaderElectionNamespace:       "default",
		LeaderElectionReleaseOnCancel: true,
		Cache:                         cache.Options{DefaultTransform: cache.TransformStripManagedFields()},
	})
	check(err)
	check(manager.AddHealthzCheck("healthz", healthz.Ping))
	check(manager.AddReadyzCheck("readyz", healthz.Ping))
	p := &progress{left: objects * len(kinds), reached: make(chan struct{})}
	for _, kind := range kinds {
		r := &reconciler{Client: manager.GetClient(), kind: kind, progress: p}
		check(ctrl.NewControllerManagedBy(manager).For(kind).Complete(r))
	}
	lines := bufio.NewScanner(os.Stdin)
	fmt.Println("ready {}")
	lines.Scan()
	go func() { check(manager.Start(ctrl.SetupSignalHandler())) }()
	<-p.reached
	fmt.Println("synced {}")
	lines.Scan()
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
