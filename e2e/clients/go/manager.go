package main

import (
	"context"
	"sync/atomic"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/controllerutil"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var shopKind = schema.GroupVersionKind{Group: "go.example.com", Version: "v1", Kind: "Shop"}

func newShop() *unstructured.Unstructured {
	shop := &unstructured.Unstructured{}
	shop.SetGroupVersionKind(shopKind)
	return shop
}

// shops makes a ConfigMap for each shop, and says so in its status.
type shops struct {
	client.Client
	runs atomic.Int32
}

func (s *shops) Reconcile(ctx context.Context, request ctrl.Request) (ctrl.Result, error) {
	s.runs.Add(1)
	shop := newShop()
	if err := s.Get(ctx, request.NamespacedName, shop); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	owned := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: shop.GetName(), Namespace: shop.GetNamespace()}}
	_, err := controllerutil.CreateOrUpdate(ctx, s.Client, owned, func() error {
		size, _, err := unstructured.NestedString(shop.Object, "spec", "size")
		owned.Data = map[string]string{"size": size}
		if err != nil {
			return err
		}
		return controllerutil.SetControllerReference(shop, owned, s.Scheme())
	})
	if err != nil {
		return ctrl.Result{}, err
	}
	before := shop.DeepCopy()
	if err := unstructured.SetNestedField(shop.Object, true, "status", "ready"); err != nil {
		return ctrl.Result{}, err
	}
	return ctrl.Result{}, s.Status().Patch(ctx, shop, client.MergeFrom(before))
}

// manage lets envtest install a definition and runs a manager with a cache and an election.
func manage(ctx context.Context, config *rest.Config) (any, error) {
	log.SetLogger(logr.Discard())
	existing := true
	environment := &envtest.Environment{
		UseExistingCluster:    &existing,
		Config:                config,
		CRDDirectoryPaths:     []string{"crds"},
		ErrorIfCRDPathMissing: true,
	}
	started, err := environment.Start()
	if err != nil {
		return nil, err
	}
	manager, err := ctrl.NewManager(started, ctrl.Options{
		Metrics:                       server.Options{BindAddress: "0"},
		LeaderElection:                true,
		LeaderElectionID:              "shops",
		LeaderElectionNamespace:       "default",
		LeaderElectionReleaseOnCancel: true,
	})
	if err != nil {
		return nil, err
	}
	reconciler := &shops{Client: manager.GetClient()}
	err = ctrl.NewControllerManagedBy(manager).For(newShop()).Owns(&corev1.ConfigMap{}).Complete(reconciler)
	if err != nil {
		return nil, err
	}
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- manager.Start(running) }()
	defer stop()
	direct, err := client.New(started, client.Options{})
	if err != nil {
		return nil, err
	}
	shop := newShop()
	shop.SetName("corner")
	shop.SetNamespace("default")
	if err := unstructured.SetNestedField(shop.Object, "small", "spec", "size"); err != nil {
		return nil, err
	}
	if err := direct.Create(ctx, shop); err != nil {
		return nil, err
	}
	refused := newShop()
	refused.SetName("bad")
	refused.SetNamespace("default")
	if err := unstructured.SetNestedField(refused.Object, "huge", "spec", "size"); err != nil {
		return nil, err
	}
	refusal := direct.Create(ctx, refused)
	key := client.ObjectKeyFromObject(shop)
	ready := func() bool {
		done, found, err := unstructured.NestedBool(shop.Object, "status", "ready")
		return direct.Get(ctx, key, shop) == nil && err == nil && found && done
	}
	if err := eventually(ctx, "the status of a shop", ready); err != nil {
		return reconciler.runs.Load(), err
	}
	owned := &corev1.ConfigMap{}
	if err := direct.Get(ctx, key, owned); err != nil {
		return nil, err
	}
	// What is taken away is made again.
	if err := direct.Delete(ctx, owned); err != nil {
		return nil, err
	}
	again := &corev1.ConfigMap{}
	back := func() bool { return direct.Get(ctx, key, again) == nil && again.UID != owned.UID }
	if err := eventually(ctx, "a ConfigMap that was deleted", back); err != nil {
		return nil, err
	}
	stop()
	if err := <-ended; err != nil {
		return nil, err
	}
	seen := map[string]any{"data": again.Data, "owner": again.OwnerReferences[0].Kind}
	if refusal != nil {
		seen["refusal"] = refusal.Error()
	}
	return seen, environment.Stop()
}
