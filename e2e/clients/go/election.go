package main

import (
	"context"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
)

// elect lets one lead after the other, which gives its Lease back.
func elect(ctx context.Context, config *rest.Config) (any, error) {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	var led []string
	for _, identity := range []string{"first", "second"} {
		term, end := context.WithCancel(ctx)
		leaderelection.RunOrDie(term, leaderelection.LeaderElectionConfig{
			Lock: &resourcelock.LeaseLock{
				LeaseMeta:  metav1.ObjectMeta{Name: "go", Namespace: "default"},
				Client:     client.CoordinationV1(),
				LockConfig: resourcelock.ResourceLockConfig{Identity: identity},
			},
			ReleaseOnCancel: true,
			LeaseDuration:   15 * time.Second,
			RenewDeadline:   10 * time.Second,
			RetryPeriod:     100 * time.Millisecond,
			Callbacks: leaderelection.LeaderCallbacks{
				OnStartedLeading: func(context.Context) { end() },
				OnStoppedLeading: func() {},
				OnNewLeader:      func(leader string) { led = append(led, leader) },
			},
		})
		end()
	}
	lease, err := client.CoordinationV1().Leases("default").Get(ctx, "go", metav1.GetOptions{})
	if err != nil {
		return led, err
	}
	return map[string]any{"transitions": lease.Spec.LeaseTransitions, "holder": lease.Spec.HolderIdentity}, nil
}
