package main

import (
	"context"
	"fmt"
	"sort"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/sets"
	apply1 "k8s.io/client-go/applyconfigurations/core/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/util/csaupgrade"
)

func owners(object *corev1.ConfigMap) []string {
	var found []string
	for _, each := range object.ManagedFields {
		found = append(found, each.Manager+" "+string(each.Operation))
	}
	sort.Strings(found)
	return found
}

// apply lets two managers apply a field, extracts what one of them owns, and takes a field away.
func apply(ctx context.Context, config *rest.Config) (any, error) {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	maps := client.CoreV1().ConfigMaps("default")
	wanted := func(data map[string]string) *apply1.ConfigMapApplyConfiguration {
		return apply1.ConfigMap("applied", "default").WithData(data)
	}
	one := metav1.ApplyOptions{FieldManager: "one"}
	if _, err := maps.Apply(ctx, wanted(map[string]string{"a": "1", "b": "1"}), one); err != nil {
		return nil, err
	}
	_, conflict := maps.Apply(ctx, wanted(map[string]string{"a": "2"}), metav1.ApplyOptions{FieldManager: "two"})
	if !errors.IsConflict(conflict) {
		return nil, fmt.Errorf("two managers of one field are no conflict: %v", conflict)
	}
	forced, err := maps.Apply(ctx, wanted(map[string]string{"a": "2"}), metav1.ApplyOptions{FieldManager: "two", Force: true})
	if err != nil {
		return nil, err
	}
	extracted, err := apply1.ExtractConfigMap(forced, "one")
	if err != nil {
		return nil, err
	}
	last, err := maps.Apply(ctx, wanted(map[string]string{}), one)
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"conflict": conflict.Error(),
		"owners":   owners(forced),
		"left":     extracted.Data,
		"data":     last.Data,
	}, nil
}

// upgrade moves what client-side apply owned to a manager that applies in the server.
func upgrade(ctx context.Context, config *rest.Config) (any, error) {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	maps := client.CoreV1().ConfigMaps("default")
	clientSide := "kubectl-client-side-apply"
	object := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "upgraded"}, Data: map[string]string{"a": "1", "b": "1"}}
	made, err := maps.Create(ctx, object, metav1.CreateOptions{FieldManager: clientSide})
	if err != nil {
		return nil, err
	}
	before := owners(made)
	patch, err := csaupgrade.UpgradeManagedFieldsPatch(made, sets.New(clientSide), "kubectl")
	if err != nil {
		return nil, err
	}
	upgraded, err := maps.Patch(ctx, "upgraded", "application/json-patch+json", patch, metav1.PatchOptions{})
	if err != nil {
		return nil, err
	}
	config1 := apply1.ConfigMap("upgraded", "default").WithData(map[string]string{"a": "1"})
	last, err := maps.Apply(ctx, config1, metav1.ApplyOptions{FieldManager: "kubectl"})
	if err != nil {
		return nil, err
	}
	return map[string]any{"before": before, "after": owners(upgraded), "data": last.Data}, nil
}
