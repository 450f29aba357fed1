// The peer client-go: its SharedIndexInformer as the documentation shows it, JSON unless BENCH_PROTOBUF is set,
// without a rate limit.
// What it must say and when: bench/peers/README.md.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
)

func main() {
	server := os.Args[1]
	updates, _ := strconv.ParseInt(os.Args[3], 10, 64)
	config := &rest.Config{Host: server, QPS: -1, BearerToken: os.Getenv("BENCH_TOKEN")}
	// Typed clients ask for protobuf where nothing is said.
	if os.Getenv("BENCH_PROTOBUF") == "" {
		config.ContentType = "application/json"
	}
	if len(os.Args) > 4 {
		config.TLSClientConfig.CAFile = os.Args[4]
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		panic(err)
	}
	factory := informers.NewSharedInformerFactory(client, 0)
	informer := factory.Core().V1().Pods().Informer()
	// As a user who cares for memory does.
	_ = informer.SetTransform(func(object any) (any, error) {
		if pod, ok := object.(*corev1.Pod); ok {
			pod.ManagedFields = nil
		}
		return object, nil
	})
	var seen atomic.Int64
	streamed := make(chan struct{})
	informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		UpdateFunc: func(_, _ any) {
			if seen.Add(1) == updates {
				close(streamed)
			}
		},
	})
	input := bufio.NewReader(os.Stdin)
	before := heap()
	fmt.Println("ready {}")
	input.ReadString('\n')
	stop := make(chan struct{})
	factory.Start(stop)
	for !informer.HasSynced() {
		time.Sleep(time.Millisecond)
	}
	fmt.Println("synced {}")
	input.ReadString('\n')
	if updates > 0 {
		<-streamed
	}
	fmt.Println("streamed {}")
	input.ReadString('\n')
	held := len(informer.GetStore().ListKeys())
	fmt.Printf("retained {\"heap\":%d,\"before\":{\"heap\":%d,\"external\":0},\"objects\":%d}\n", heap(), before, held)
	input.ReadString('\n')
}

func heap() uint64 {
	debug.FreeOSMemory()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
