// What kube-apiserver 1.36 knows by name, and what of it is here.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubeapiserver/options/plugins.go

/** What a plugin is in a cluster that does not name it. */
type Standing = 'on' | 'off';

/** All plugins, in the order in which they are asked. */
export const pluginNames: ReadonlyMap<string, Standing> = new Map([
  ['AlwaysAdmit', 'off'],
  ['NamespaceAutoProvision', 'off'],
  ['NamespaceLifecycle', 'on'],
  ['NamespaceExists', 'off'],
  ['LimitPodHardAntiAffinityTopology', 'off'],
  ['LimitRanger', 'on'],
  ['ServiceAccount', 'on'],
  ['NodeRestriction', 'off'],
  ['TaintNodesByCondition', 'on'],
  ['AlwaysPullImages', 'off'],
  ['ImagePolicyWebhook', 'off'],
  ['PodSecurity', 'on'],
  ['PodNodeSelector', 'off'],
  ['Priority', 'on'],
  ['DefaultTolerationSeconds', 'on'],
  ['PodTolerationRestriction', 'off'],
  ['EventRateLimit', 'off'],
  ['ExtendedResourceToleration', 'off'],
  ['DefaultStorageClass', 'on'],
  ['StorageObjectInUseProtection', 'on'],
  ['PodGroupProtection', 'on'],
  ['OwnerReferencesPermissionEnforcement', 'off'],
  ['PersistentVolumeClaimResize', 'on'],
  ['RuntimeClass', 'on'],
  ['CertificateApproval', 'on'],
  ['CertificateSigning', 'on'],
  ['ClusterTrustBundleAttest', 'on'],
  ['CertificateSubjectRestriction', 'on'],
  ['DefaultIngressClass', 'on'],
  ['DenyServiceExternalIPs', 'off'],
  ['PodTopologyLabels', 'on'],
  ['PodGroupWorkloadExists', 'on'],
  ['NodeDeclaredFeatureValidator', 'on'],
  ['JobValidation', 'on'],
  ['PodResizeValidator', 'on'],
  ['MutatingAdmissionPolicy', 'on'],
  ['MutatingAdmissionWebhook', 'on'],
  ['ValidatingAdmissionPolicy', 'on'],
  ['ValidatingAdmissionWebhook', 'on'],
  ['ResourceQuota', 'on'],
  ['AlwaysDeny', 'off'],
]);

/** Their work is done outside the table of plugins: by policies and webhooks. */
export const builtInPlugins: ReadonlySet<string> = new Set([
  'MutatingAdmissionPolicy',
  'MutatingAdmissionWebhook',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionWebhook',
]);

/** Known by name, and without work: by default the features are off that they judge, or they let everything in. */
export const idlePlugins: ReadonlySet<string> = new Set([
  'AlwaysAdmit',
  'PodGroupProtection',
  'PodGroupWorkloadExists',
  'JobValidation',
]);

/** Works whatever is asked for: namespaces are emptied and end by it. */
export const fixedPlugin = 'NamespaceLifecycle';

/** Insists on ServiceAccounts that a controller makes, which an embedded server need not have. */
export const plainOff = 'ServiceAccount';
