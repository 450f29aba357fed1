// Competes for a Lease as client-go does, for the tests of elections:
//
//	elector KUBECONFIG NAMESPACE NAME IDENTITY LEASE RENEW RETRY
//
// The durations are as Go writes them. While it leads it writes its identity into the ConfigMap NAME, ten times a second.
// On standard input: `join` has it compete, `release` has it give up what it has and stand aside. On standard output: a
// line of JSON for whatever it says of itself.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	"k8s.io/klog/v2"
)

var (
	kubeconfig, namespace, name, identity = os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	lease, renew, retry                   = duration(5), duration(6), duration(7)
	output                                sync.Mutex
)

func main() {
	klog.SetOutput(os.Stderr)
	klog.LogToStderr(false)
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	check(err)
	// As controller-runtime has it, so that a request that hangs does not outlive the term.
	config.Timeout = max(time.Second, renew/2)
	client := kubernetes.NewForConfigOrDie(config)
	stop, ended := context.CancelFunc(func() {}), make(chan struct{})
	close(ended)
	say("ready")
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		switch lines.Text() {
		case "join":
			<-ended
			var ctx context.Context
			ctx, stop = context.WithCancel(context.Background())
			ended = make(chan struct{})
			go compete(ctx, client, ended)
		case "release":
			stop()
		}
	}
}

// Competes until it is told to stop, also after a term that could not be renewed.
func compete(ctx context.Context, client kubernetes.Interface, ended chan<- struct{}) {
	defer close(ended)
	for ctx.Err() == nil {
		leaderelection.RunOrDie(ctx, leaderelection.LeaderElectionConfig{
			Lock: &resourcelock.LeaseLock{
				LeaseMeta:  metav1.ObjectMeta{Namespace: namespace, Name: name},
				Client:     client.CoordinationV1(),
				LockConfig: resourcelock.ResourceLockConfig{Identity: identity},
			},
			LeaseDuration:   lease,
			RenewDeadline:   renew,
			RetryPeriod:     retry,
			ReleaseOnCancel: true,
			Name:            name,
			Callbacks: leaderelection.LeaderCallbacks{
				OnStartedLeading: func(ctx context.Context) {
					say("started")
					write(ctx, client)
				},
				OnStoppedLeading: func() { say("stopped") },
				OnNewLeader:      func(leader string) { tell(map[string]string{"event": "leader", "leader": leader}) },
			},
		})
	}
	say("aside")
}

func write(ctx context.Context, client kubernetes.Interface) {
	for ctx.Err() == nil {
		data, err := json.Marshal(map[string]any{"data": map[string]string{
			"writer": identity, "at": time.Now().UTC().Format(time.RFC3339Nano),
		}})
		check(err)
		maps := client.CoreV1().ConfigMaps(namespace)
		if _, err := maps.Patch(ctx, name, types.MergePatchType, data, metav1.PatchOptions{}); err != nil {
			fmt.Fprintln(os.Stderr, "a write failed:", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func say(event string) {
	tell(map[string]string{"event": event})
}

func tell(line map[string]string) {
	output.Lock()
	defer output.Unlock()
	line["at"] = time.Now().UTC().Format(time.RFC3339Nano)
	text, err := json.Marshal(line)
	check(err)
	fmt.Println(string(text))
}

func duration(place int) time.Duration {
	value, err := time.ParseDuration(os.Args[place])
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
