package main

import (
	"context"
	"fmt"
	"time"

	"k8s.io/client-go/rest"
)

type check struct {
	name string
	run  func(context.Context, *rest.Config) (any, error)
}

var checks = []check{
	{"typed informer", typedInformer},
	{"dynamic informer", dynamicInformer},
	{"apply", apply},
	{"csaupgrade", upgrade},
	{"leader election", elect},
	{"envtest and a manager", manage},
}

// eventually waits for the condition, as long as the context allows.
func eventually(ctx context.Context, what string, holds func() bool) error {
	for !holds() {
		select {
		case <-ctx.Done():
			return fmt.Errorf("waited in vain for %s", what)
		case <-time.After(10 * time.Millisecond):
		}
	}
	return nil
}
