package main

import (
	"context"
	"sort"
	"sync"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
)

// events are what a handler was told, in order.
type events struct {
	sync.Mutex
	told []string
}

func (e *events) add(kind string, object any) {
	if tombstone, ok := object.(cache.DeletedFinalStateUnknown); ok {
		object = tombstone.Obj
	}
	named, ok := object.(metav1.Object)
	if !ok {
		return
	}
	e.Lock()
	defer e.Unlock()
	e.told = append(e.told, kind+" "+named.GetName())
}

func (e *events) all() []string {
	e.Lock()
	defer e.Unlock()
	return append([]string{}, e.told...)
}

func (e *events) handler() cache.ResourceEventHandlerFuncs {
	return cache.ResourceEventHandlerFuncs{
		AddFunc:    func(object any) { e.add("added", object) },
		UpdateFunc: func(_, object any) { e.add("updated", object) },
		DeleteFunc: func(object any) { e.add("deleted", object) },
	}
}

func typedInformer(ctx context.Context, config *rest.Config) (any, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	maps := client.CoreV1().ConfigMaps("default")
	names := []string{"typed-a", "typed-b", "typed-c"}
	for _, name := range names {
		object := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{"go": "typed"}}}
		if _, err := maps.Create(ctx, object, metav1.CreateOptions{}); err != nil {
			return nil, err
		}
	}
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0,
		informers.WithNamespace("default"),
		informers.WithTweakListOptions(func(options *metav1.ListOptions) { options.LabelSelector = "go=typed" }))
	informer := factory.Core().V1().ConfigMaps()
	told := &events{}
	if _, err := informer.Informer().AddEventHandler(told.handler()); err != nil {
		return nil, err
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	listed, err := informer.Lister().ConfigMaps("default").List(labels.Everything())
	if err != nil {
		return nil, err
	}
	var found []string
	for _, each := range listed {
		found = append(found, each.Name)
	}
	sort.Strings(found)
	if err := eventually(ctx, "three events", func() bool { return len(told.all()) == 3 }); err != nil {
		return told.all(), err
	}
	object, err := maps.Get(ctx, "typed-a", metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	object.Data = map[string]string{"k": "v"}
	if _, err := maps.Update(ctx, object, metav1.UpdateOptions{}); err != nil {
		return nil, err
	}
	if err := maps.Delete(ctx, "typed-b", metav1.DeleteOptions{}); err != nil {
		return nil, err
	}
	err = eventually(ctx, "five events", func() bool { return len(told.all()) == 5 })
	return map[string]any{"listed": found, "changes": told.all()[min(3, len(told.all())):]}, err
}

func dynamicInformer(ctx context.Context, config *rest.Config) (any, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	resource := schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"}
	factory := dynamicinformer.NewFilteredDynamicSharedInformerFactory(client, 0, "default", nil)
	informer := factory.ForResource(resource).Informer()
	told := &events{}
	if _, err := informer.AddEventHandler(told.handler()); err != nil {
		return nil, err
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	pods := map[string]any{"app": "dynamic"}
	object := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "apps/v1",
		"kind":       "Deployment",
		"metadata":   map[string]any{"name": "dynamic"},
		"spec": map[string]any{
			"selector": map[string]any{"matchLabels": pods},
			"template": map[string]any{
				"metadata": map[string]any{"labels": pods},
				"spec":     map[string]any{"containers": []any{map[string]any{"name": "c", "image": "nginx:1"}}},
			},
		},
	}}
	deployments := client.Resource(resource).Namespace("default")
	made, err := deployments.Create(ctx, object, metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	replicas, _, err := unstructured.NestedInt64(made.Object, "spec", "replicas")
	if err != nil {
		return nil, err
	}
	if err := unstructured.SetNestedField(made.Object, int64(3), "status", "replicas"); err != nil {
		return nil, err
	}
	if _, err := deployments.UpdateStatus(ctx, made, metav1.UpdateOptions{}); err != nil {
		return nil, err
	}
	if err := deployments.Delete(ctx, "dynamic", metav1.DeleteOptions{}); err != nil {
		return nil, err
	}
	err = eventually(ctx, "three events", func() bool { return len(told.all()) == 3 })
	return map[string]any{"defaulted": replicas, "changes": told.all()}, err
}
