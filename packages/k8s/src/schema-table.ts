// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

/** The names of modules in OpenAPI. */
export const packages: { readonly [module: string]: string } = {
  'admissionregistration.k8s.io/v1': 'io.k8s.api.admissionregistration.v1',
  'admissionregistration.k8s.io/v1alpha1': 'io.k8s.api.admissionregistration.v1alpha1',
  'admissionregistration.k8s.io/v1beta1': 'io.k8s.api.admissionregistration.v1beta1',
  'apiextensions.k8s.io/v1': 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1',
  'apiregistration.k8s.io/v1': 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1',
  'apps/v1': 'io.k8s.api.apps.v1',
  'authentication.k8s.io/v1': 'io.k8s.api.authentication.v1',
  'authorization.k8s.io/v1': 'io.k8s.api.authorization.v1',
  'autoscaling/v1': 'io.k8s.api.autoscaling.v1',
  'autoscaling/v2': 'io.k8s.api.autoscaling.v2',
  'batch/v1': 'io.k8s.api.batch.v1',
  'certificates.k8s.io/v1': 'io.k8s.api.certificates.v1',
  'certificates.k8s.io/v1alpha1': 'io.k8s.api.certificates.v1alpha1',
  'certificates.k8s.io/v1beta1': 'io.k8s.api.certificates.v1beta1',
  'coordination.k8s.io/v1': 'io.k8s.api.coordination.v1',
  'coordination.k8s.io/v1alpha2': 'io.k8s.api.coordination.v1alpha2',
  'coordination.k8s.io/v1beta1': 'io.k8s.api.coordination.v1beta1',
  'core/v1': 'io.k8s.api.core.v1',
  'discovery.k8s.io/v1': 'io.k8s.api.discovery.v1',
  'events.k8s.io/v1': 'io.k8s.api.events.v1',
  'flowcontrol.apiserver.k8s.io/v1': 'io.k8s.api.flowcontrol.v1',
  'internal.apiserver.k8s.io/v1alpha1': 'io.k8s.api.apiserverinternal.v1alpha1',
  intstr: 'io.k8s.apimachinery.pkg.util.intstr',
  'meta/v1': 'io.k8s.apimachinery.pkg.apis.meta.v1',
  'networking.k8s.io/v1': 'io.k8s.api.networking.v1',
  'networking.k8s.io/v1beta1': 'io.k8s.api.networking.v1beta1',
  'node.k8s.io/v1': 'io.k8s.api.node.v1',
  'policy/v1': 'io.k8s.api.policy.v1',
  'rbac.authorization.k8s.io/v1': 'io.k8s.api.rbac.v1',
  resource: 'io.k8s.apimachinery.pkg.api.resource',
  'resource.k8s.io/v1': 'io.k8s.api.resource.v1',
  'resource.k8s.io/v1alpha3': 'io.k8s.api.resource.v1alpha3',
  'resource.k8s.io/v1beta1': 'io.k8s.api.resource.v1beta1',
  'resource.k8s.io/v1beta2': 'io.k8s.api.resource.v1beta2',
  runtime: 'io.k8s.apimachinery.pkg.runtime',
  'scheduling.k8s.io/v1': 'io.k8s.api.scheduling.v1',
  'scheduling.k8s.io/v1alpha2': 'io.k8s.api.scheduling.v1alpha2',
  'storage.k8s.io/v1': 'io.k8s.api.storage.v1',
  'storage.k8s.io/v1beta1': 'io.k8s.api.storage.v1beta1',
  'storagemigration.k8s.io/v1beta1': 'io.k8s.api.storagemigration.v1beta1',
};

/** In the notation of `schemas.ts`. */
export const table: { readonly [type: string]: string } = {
  'admissionregistration.k8s.io/v1/ApplyConfiguration': '1expression:s',
  'admissionregistration.k8s.io/v1/AuditAnnotation': '1key*:s~ 2valueExpression*:s~',
  'admissionregistration.k8s.io/v1/ExpressionWarning': '2fieldRef*:s~ 3warning*:s~',
  'admissionregistration.k8s.io/v1/JSONPatch': '1expression:s',
  'admissionregistration.k8s.io/v1/MatchCondition': '2expression*:s~ 1name*:s~',
  'admissionregistration.k8s.io/v1/MatchResources':
    '! 4excludeResourceRules:[>NamedRuleWithOperations~ 7matchPolicy:S(Equivalent|Exact) 1namespaceSelector:>meta/v1/LabelSelector 2objectSelector:>meta/v1/LabelSelector 3resourceRules:[>NamedRuleWithOperations~',
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicy':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>MutatingAdmissionPolicySpec~',
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicyBinding':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>MutatingAdmissionPolicyBindingSpec~',
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicyBindingList':
    'apiVersion:s 2items*:[>MutatingAdmissionPolicyBinding~? kind:s 1metadata:>meta/v1/ListMeta~',
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicyBindingSpec':
    '3matchResources:>MatchResources 2paramRef:>ParamRef 1policyName:s',
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicyList':
    'apiVersion:s 2items*:[>MutatingAdmissionPolicy~? kind:s 1metadata:>meta/v1/ListMeta~',
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicySpec':
    '5failurePolicy:S(Fail|Ignore) 6matchConditions:[>MatchCondition~^merge+name{name} 2matchConstraints:>MatchResources 4mutations:[>Mutation~ 1paramKind:>ParamKind 7reinvocationPolicy:s(IfNeeded|Never) 3variables:[>Variable~',
  'admissionregistration.k8s.io/v1/MutatingWebhook':
    '8admissionReviewVersions*:[s~ 2clientConfig*:>WebhookClientConfig~ 4failurePolicy:S(Fail|Ignore) 12matchConditions:[>MatchCondition~^merge+name{name} 9matchPolicy:S(Equivalent|Exact) 1name*:s~ 5namespaceSelector:>meta/v1/LabelSelector 11objectSelector:>meta/v1/LabelSelector 10reinvocationPolicy:S(IfNeeded|Never) 3rules:[>RuleWithOperations~ 6sideEffects*:S(None|NoneOnDryRun|Some|Unknown) 7timeoutSeconds:I',
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2webhooks:[>MutatingWebhook~^merge+name{name}',
  'admissionregistration.k8s.io/v1/MutatingWebhookConfigurationList':
    'apiVersion:s 2items*:[>MutatingWebhookConfiguration~? kind:s 1metadata:>meta/v1/ListMeta~',
  'admissionregistration.k8s.io/v1/Mutation':
    '3applyConfiguration:>ApplyConfiguration 4jsonPatch:>JSONPatch 2patchType*:s(ApplyConfiguration|JSONPatch)~',
  'admissionregistration.k8s.io/v1/NamedRuleWithOperations':
    '! &2:RuleWithOperations &2.2:Rule 2.2.1apiGroups:[s~ 2.2.2apiVersions:[s~ 2.1operations:[s(*|CONNECT|CREATE|DELETE|UPDATE)~ 1resourceNames:[s~ 2.2.3resources:[s~ 2.2.4scope:S(*|Cluster|Namespaced)',
  'admissionregistration.k8s.io/v1/ParamKind': '! 1apiVersion:s 2kind:s',
  'admissionregistration.k8s.io/v1/ParamRef':
    '! 1name:s 2namespace:s 4parameterNotFoundAction:S 3selector:>meta/v1/LabelSelector',
  'admissionregistration.k8s.io/v1/RuleWithOperations':
    '&2:Rule 2.1apiGroups:[s~ 2.2apiVersions:[s~ 1operations:[s(*|CONNECT|CREATE|DELETE|UPDATE)~ 2.3resources:[s~ 2.4scope:S(*|Cluster|Namespaced)',
  'admissionregistration.k8s.io/v1/ServiceReference': '2name*:s~ 1namespace*:s~ 3path:S 4port:I',
  'admissionregistration.k8s.io/v1/TypeChecking': '1expressionWarnings:[>ExpressionWarning~',
  'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>ValidatingAdmissionPolicySpec~ 3status:>ValidatingAdmissionPolicyStatus~',
  'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>ValidatingAdmissionPolicyBindingSpec~',
  'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBindingList':
    'apiVersion:s 2items*:[>ValidatingAdmissionPolicyBinding~? kind:s 1metadata:>meta/v1/ListMeta~',
  'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBindingSpec':
    '3matchResources:>MatchResources 2paramRef:>ParamRef 1policyName*:s 4validationActions*:[s(Audit|Deny|Warn)~{}',
  'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyList':
    'apiVersion:s 2items*:[>ValidatingAdmissionPolicy~? kind:s 1metadata:>meta/v1/ListMeta~',
  'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicySpec':
    '5auditAnnotations:[>AuditAnnotation~ 4failurePolicy:S(Fail|Ignore) 6matchConditions:[>MatchCondition~^merge+name{name} 2matchConstraints:>MatchResources 1paramKind:>ParamKind 3validations:[>Validation~ 7variables:[>Variable~^merge+name{name}',
  'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyStatus':
    '3conditions:[>meta/v1/Condition~{type} 1observedGeneration:l 2typeChecking:>TypeChecking',
  'admissionregistration.k8s.io/v1/ValidatingWebhook':
    '8admissionReviewVersions*:[s~ 2clientConfig*:>WebhookClientConfig~ 4failurePolicy:S(Fail|Ignore) 11matchConditions:[>MatchCondition~^merge+name{name} 9matchPolicy:S(Equivalent|Exact) 1name*:s~ 5namespaceSelector:>meta/v1/LabelSelector 10objectSelector:>meta/v1/LabelSelector 3rules:[>RuleWithOperations~ 6sideEffects*:S(None|NoneOnDryRun|Some|Unknown) 7timeoutSeconds:I',
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2webhooks:[>ValidatingWebhook~^merge+name{name}',
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfigurationList':
    'apiVersion:s 2items*:[>ValidatingWebhookConfiguration~? kind:s 1metadata:>meta/v1/ListMeta~',
  'admissionregistration.k8s.io/v1/Validation': '1expression*:s~ 2message:s 4messageExpression:s 3reason:S',
  'admissionregistration.k8s.io/v1/Variable': '! 2expression*:s~ 1name*:s~',
  'admissionregistration.k8s.io/v1/WebhookClientConfig': '2caBundle:y 1service:>ServiceReference 3url:S',
  'admissionregistration.k8s.io/v1alpha1/ApplyConfiguration': '1expression:s',
  'admissionregistration.k8s.io/v1alpha1/JSONPatch': '1expression:s',
  'admissionregistration.k8s.io/v1alpha1/MatchCondition': '2expression*:s~ 1name*:s~',
  'admissionregistration.k8s.io/v1alpha1/MatchResources':
    '! 4excludeResourceRules:[>NamedRuleWithOperations~ 7matchPolicy:S(Equivalent|Exact) 1namespaceSelector:>meta/v1/LabelSelector 2objectSelector:>meta/v1/LabelSelector 3resourceRules:[>NamedRuleWithOperations~',
  'admissionregistration.k8s.io/v1alpha1/MutatingAdmissionPolicy':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>MutatingAdmissionPolicySpec~',
  'admissionregistration.k8s.io/v1alpha1/MutatingAdmissionPolicyBinding':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>MutatingAdmissionPolicyBindingSpec~',
  'admissionregistration.k8s.io/v1alpha1/MutatingAdmissionPolicyBindingList':
    'apiVersion:s 2items*:[>MutatingAdmissionPolicyBinding~? kind:s 1metadata:>meta/v1/ListMeta~',
  'admissionregistration.k8s.io/v1alpha1/MutatingAdmissionPolicyBindingSpec':
    '3matchResources:>MatchResources 2paramRef:>ParamRef 1policyName:s',
  'admissionregistration.k8s.io/v1alpha1/MutatingAdmissionPolicyList':
    'apiVersion:s 2items*:[>MutatingAdmissionPolicy~? kind:s 1metadata:>meta/v1/ListMeta~',
  'admissionregistration.k8s.io/v1alpha1/MutatingAdmissionPolicySpec':
    '5failurePolicy:S(Fail|Ignore) 6matchConditions:[>MatchCondition~^merge+name{name} 2matchConstraints:>MatchResources 4mutations:[>Mutation~ 1paramKind:>ParamKind 7reinvocationPolicy:s(IfNeeded|Never) 3variables:[>Variable~',
  'admissionregistration.k8s.io/v1alpha1/Mutation':
    '3applyConfiguration:>ApplyConfiguration 4jsonPatch:>JSONPatch 2patchType*:s(ApplyConfiguration|JSONPatch)~',
  'admissionregistration.k8s.io/v1alpha1/NamedRuleWithOperations':
    '! &2:RuleWithOperations &2.2:Rule 2.2.1apiGroups:[s~ 2.2.2apiVersions:[s~ 2.1operations:[s(*|CONNECT|CREATE|DELETE|UPDATE)~ 1resourceNames:[s~ 2.2.3resources:[s~ 2.2.4scope:S(*|Cluster|Namespaced)',
  'admissionregistration.k8s.io/v1alpha1/ParamKind': '! 1apiVersion:s 2kind:s',
  'admissionregistration.k8s.io/v1alpha1/ParamRef':
    '! 1name:s 2namespace:s 4parameterNotFoundAction:S(Allow|Deny) 3selector:>meta/v1/LabelSelector',
  'admissionregistration.k8s.io/v1alpha1/Variable': '2expression*:s~ 1name*:s~',
  'admissionregistration.k8s.io/v1beta1/ApplyConfiguration': '1expression:s',
  'admissionregistration.k8s.io/v1beta1/JSONPatch': '1expression:s',
  'admissionregistration.k8s.io/v1beta1/MatchCondition': '2expression*:s~ 1name*:s~',
  'admissionregistration.k8s.io/v1beta1/MatchResources':
    '! 4excludeResourceRules:[>NamedRuleWithOperations~ 7matchPolicy:S 1namespaceSelector:>meta/v1/LabelSelector 2objectSelector:>meta/v1/LabelSelector 3resourceRules:[>NamedRuleWithOperations~',
  'admissionregistration.k8s.io/v1beta1/MutatingAdmissionPolicy':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>MutatingAdmissionPolicySpec~',
  'admissionregistration.k8s.io/v1beta1/MutatingAdmissionPolicyBinding':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>MutatingAdmissionPolicyBindingSpec~',
  'admissionregistration.k8s.io/v1beta1/MutatingAdmissionPolicyBindingList':
    'apiVersion:s 2items*:[>MutatingAdmissionPolicyBinding~? kind:s 1metadata:>meta/v1/ListMeta~',
  'admissionregistration.k8s.io/v1beta1/MutatingAdmissionPolicyBindingSpec':
    '3matchResources:>MatchResources 2paramRef:>ParamRef 1policyName:s',
  'admissionregistration.k8s.io/v1beta1/MutatingAdmissionPolicyList':
    'apiVersion:s 2items*:[>MutatingAdmissionPolicy~? kind:s 1metadata:>meta/v1/ListMeta~',
  'admissionregistration.k8s.io/v1beta1/MutatingAdmissionPolicySpec':
    '5failurePolicy:S 6matchConditions:[>MatchCondition~^merge+name{name} 2matchConstraints:>MatchResources 4mutations:[>Mutation~ 1paramKind:>ParamKind 7reinvocationPolicy:s(IfNeeded|Never) 3variables:[>Variable~',
  'admissionregistration.k8s.io/v1beta1/Mutation':
    '3applyConfiguration:>ApplyConfiguration 4jsonPatch:>JSONPatch 2patchType*:s(ApplyConfiguration|JSONPatch)~',
  'admissionregistration.k8s.io/v1beta1/NamedRuleWithOperations':
    '! &2:RuleWithOperations &2.2:Rule 2.2.1apiGroups:[s~ 2.2.2apiVersions:[s~ 2.1operations:[s(*|CONNECT|CREATE|DELETE|UPDATE)~ 1resourceNames:[s~ 2.2.3resources:[s~ 2.2.4scope:S(*|Cluster|Namespaced)',
  'admissionregistration.k8s.io/v1beta1/ParamKind': '! 1apiVersion:s 2kind:s',
  'admissionregistration.k8s.io/v1beta1/ParamRef':
    '! 1name:s 2namespace:s 4parameterNotFoundAction:S 3selector:>meta/v1/LabelSelector',
  'admissionregistration.k8s.io/v1beta1/Variable': '! 2expression*:s~ 1name*:s~',
  'apiextensions.k8s.io/v1/CustomResourceColumnDefinition':
    '4description:s 3format:s 6jsonPath*:s~ 1name*:s~ 5priority:i 2type*:s~',
  'apiextensions.k8s.io/v1/CustomResourceConversion': '1strategy*:s~ 2webhook:>WebhookConversion',
  'apiextensions.k8s.io/v1/CustomResourceDefinition':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>CustomResourceDefinitionSpec~ 3status:>CustomResourceDefinitionStatus~',
  'apiextensions.k8s.io/v1/CustomResourceDefinitionCondition':
    '3lastTransitionTime:>meta/v1/Time 5message:s 6observedGeneration:l 4reason:s 2status*:s~ 1type*:s~',
  'apiextensions.k8s.io/v1/CustomResourceDefinitionList':
    'apiVersion:s 2items*:[>CustomResourceDefinition~? kind:s 1metadata:>meta/v1/ListMeta~',
  'apiextensions.k8s.io/v1/CustomResourceDefinitionNames':
    '6categories:[s~ 4kind*:s~ 5listKind:s 1plural*:s~ 3shortNames:[s~ 2singular:s',
  'apiextensions.k8s.io/v1/CustomResourceDefinitionSpec':
    '9conversion:>CustomResourceConversion 1group*:s~ 3names*:>CustomResourceDefinitionNames~ 10preserveUnknownFields:b 4scope*:s~ 7versions*:[>CustomResourceDefinitionVersion~',
  'apiextensions.k8s.io/v1/CustomResourceDefinitionStatus':
    '2acceptedNames:>CustomResourceDefinitionNames~ 1conditions:[>CustomResourceDefinitionCondition~{type} 4observedGeneration:l 3storedVersions:[s~',
  'apiextensions.k8s.io/v1/CustomResourceDefinitionVersion':
    '6additionalPrinterColumns:[>CustomResourceColumnDefinition~ 7deprecated:b 8deprecationWarning:S 1name*:s~ 4schema:>CustomResourceValidation 9selectableFields:[>SelectableField~ 2served*:b~ 3storage*:b~ 5subresources:>CustomResourceSubresources',
  'apiextensions.k8s.io/v1/CustomResourceSubresourceScale':
    '3labelSelectorPath:S 1specReplicasPath*:s~ 2statusReplicasPath*:s~',
  'apiextensions.k8s.io/v1/CustomResourceSubresourceStatus': '{"type":"object"}',
  'apiextensions.k8s.io/v1/CustomResourceSubresources':
    '2scale:>CustomResourceSubresourceScale 1status:>CustomResourceSubresourceStatus',
  'apiextensions.k8s.io/v1/CustomResourceValidation': '1openAPIV3Schema:>JSONSchemaProps',
  'apiextensions.k8s.io/v1/ExternalDocumentation': '1description:s 2url:s',
  'apiextensions.k8s.io/v1/JSON': '{}',
  'apiextensions.k8s.io/v1/JSONSchemaProps':
    '3$ref:S 2$schema:s 33additionalItems:>>JSONSchemaPropsOrBool 30additionalProperties:>>JSONSchemaPropsOrBool 25allOf:[>JSONSchemaProps~ 27anyOf:[>JSONSchemaProps~ 8default:>JSON 34definitions:{>JSONSchemaProps~ 32dependencies:{>JSONSchemaPropsOrStringArray 4description:s 20enum:[>JSON 36example:>>JSON 10exclusiveMaximum:b 12exclusiveMinimum:b 35externalDocs:>>ExternalDocumentation 6format:s 1id:s 24items:>>JSONSchemaPropsOrArray 16maxItems:L 13maxLength:L 21maxProperties:L 9maximum:D 17minItems:L 14minLength:L 22minProperties:L 11minimum:D 19multipleOf:D 28not:>>JSONSchemaProps 37nullable:b 26oneOf:[>JSONSchemaProps~ 15pattern:s 31patternProperties:{>JSONSchemaProps~ 29properties:{>JSONSchemaProps~ 23required:[s~ 7title:s 5type:s 18uniqueItems:b 39x-kubernetes-embedded-resource:b 40x-kubernetes-int-or-string:b 41x-kubernetes-list-map-keys:[s~ 42x-kubernetes-list-type:S 43x-kubernetes-map-type:S 38x-kubernetes-preserve-unknown-fields:B 44x-kubernetes-validations:[>ValidationRule~^merge+rule{rule}',
  'apiextensions.k8s.io/v1/JSONSchemaPropsOrArray': '{}',
  'apiextensions.k8s.io/v1/JSONSchemaPropsOrBool': '{}',
  'apiextensions.k8s.io/v1/JSONSchemaPropsOrStringArray': '{}',
  'apiextensions.k8s.io/v1/SelectableField': '1jsonPath*:s~',
  'apiextensions.k8s.io/v1/ServiceReference': '2name*:s~ 1namespace*:s~ 3path:S 4port:I',
  'apiextensions.k8s.io/v1/ValidationRule':
    '5fieldPath:s 2message:s 3messageExpression:s 6optionalOldSelf:B 4reason:S(FieldValueDuplicate|FieldValueForbidden|FieldValueInvalid|FieldValueRequired) 1rule*:s~',
  'apiextensions.k8s.io/v1/WebhookClientConfig': '2caBundle:y 1service:>ServiceReference 3url:S',
  'apiextensions.k8s.io/v1/WebhookConversion':
    '2clientConfig:>WebhookClientConfig 3conversionReviewVersions*:[s~',
  'apiregistration.k8s.io/v1/APIService':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>APIServiceSpec~ 3status:>APIServiceStatus~',
  'apiregistration.k8s.io/v1/APIServiceCondition':
    '3lastTransitionTime:>meta/v1/Time 5message:s 4reason:s 2status*:s~ 1type*:s~',
  'apiregistration.k8s.io/v1/APIServiceList':
    'apiVersion:s 2items*:[>APIService~? kind:s 1metadata:>meta/v1/ListMeta~',
  'apiregistration.k8s.io/v1/APIServiceSpec':
    '5caBundle:y- 2group:s 7groupPriorityMinimum*:i~ 4insecureSkipTLSVerify:b 1service:>ServiceReference 3version:s 8versionPriority*:i~',
  'apiregistration.k8s.io/v1/APIServiceStatus': '1conditions:[>APIServiceCondition~^merge+type{type}',
  'apiregistration.k8s.io/v1/ServiceReference': '2name:s 1namespace:s 3port:I',
  'apps/v1/ControllerRevision':
    'apiVersion:s 2data:>runtime/RawExtension kind:s 1metadata:>meta/v1/ObjectMeta~ 3revision*:l~',
  'apps/v1/ControllerRevisionList':
    'apiVersion:s 2items*:[>ControllerRevision~? kind:s 1metadata:>meta/v1/ListMeta~',
  'apps/v1/DaemonSet':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>DaemonSetSpec~ 3status:>DaemonSetStatus~',
  'apps/v1/DaemonSetCondition':
    '3lastTransitionTime:>meta/v1/Time 5message:s 4reason:s 2status*:s~ 1type*:s~',
  'apps/v1/DaemonSetList': 'apiVersion:s 2items*:[>DaemonSet~? kind:s 1metadata:>meta/v1/ListMeta~',
  'apps/v1/DaemonSetSpec':
    '4minReadySeconds:i 6revisionHistoryLimit:I 1selector*:>meta/v1/LabelSelector 2template*:>core/v1/PodTemplateSpec~ 3updateStrategy:>DaemonSetUpdateStrategy~',
  'apps/v1/DaemonSetStatus':
    '9collisionCount:I 10conditions:[>DaemonSetCondition~^merge+type{type} 1currentNumberScheduled*:i~ 3desiredNumberScheduled*:i~ 7numberAvailable:i 2numberMisscheduled*:i~ 4numberReady*:i~ 8numberUnavailable:i 5observedGeneration:l 6updatedNumberScheduled:i',
  'apps/v1/DaemonSetUpdateStrategy': '2rollingUpdate:>RollingUpdateDaemonSet 1type:s(OnDelete|RollingUpdate)',
  'apps/v1/Deployment':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>DeploymentSpec~ 3status:>DeploymentStatus~',
  'apps/v1/DeploymentCondition':
    '7lastTransitionTime:>meta/v1/Time 6lastUpdateTime:>meta/v1/Time 5message:s 4reason:s 2status*:s~ 1type*:s~',
  'apps/v1/DeploymentList': 'apiVersion:s 2items*:[>Deployment~? kind:s 1metadata:>meta/v1/ListMeta~',
  'apps/v1/DeploymentSpec':
    '5minReadySeconds:i 7paused:b 9progressDeadlineSeconds:I 1replicas:I 6revisionHistoryLimit:I 2selector*:>meta/v1/LabelSelector 4strategy:>DeploymentStrategy~^retainKeys 3template*:>core/v1/PodTemplateSpec~',
  'apps/v1/DeploymentStatus':
    '4availableReplicas:i 8collisionCount:I 6conditions:[>DeploymentCondition~^merge+type{type} 1observedGeneration:l 7readyReplicas:i 2replicas:i 9terminatingReplicas:I 5unavailableReplicas:i 3updatedReplicas:i',
  'apps/v1/DeploymentStrategy': '2rollingUpdate:>RollingUpdateDeployment 1type:s(Recreate|RollingUpdate)',
  'apps/v1/ReplicaSet':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>ReplicaSetSpec~ 3status:>ReplicaSetStatus~',
  'apps/v1/ReplicaSetCondition':
    '3lastTransitionTime:>meta/v1/Time 5message:s 4reason:s 2status*:s~ 1type*:s~',
  'apps/v1/ReplicaSetList': 'apiVersion:s 2items*:[>ReplicaSet~? kind:s 1metadata:>meta/v1/ListMeta~',
  'apps/v1/ReplicaSetSpec':
    '4minReadySeconds:i 1replicas:I 2selector*:>meta/v1/LabelSelector 3template:>core/v1/PodTemplateSpec~',
  'apps/v1/ReplicaSetStatus':
    '5availableReplicas:i 6conditions:[>ReplicaSetCondition~^merge+type{type} 2fullyLabeledReplicas:i 3observedGeneration:l 4readyReplicas:i 1replicas*:i~ 7terminatingReplicas:I',
  'apps/v1/RollingUpdateDaemonSet': '2maxSurge:>intstr/IntOrString 1maxUnavailable:>intstr/IntOrString',
  'apps/v1/RollingUpdateDeployment': '2maxSurge:>intstr/IntOrString 1maxUnavailable:>intstr/IntOrString',
  'apps/v1/RollingUpdateStatefulSetStrategy': '2maxUnavailable:>intstr/IntOrString 1partition:I',
  'apps/v1/StatefulSet':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>StatefulSetSpec~ 3status:>StatefulSetStatus~',
  'apps/v1/StatefulSetCondition':
    '3lastTransitionTime:>meta/v1/Time 5message:s 4reason:s 2status*:s~ 1type*:s~',
  'apps/v1/StatefulSetList': 'apiVersion:s 2items*:[>StatefulSet~? kind:s 1metadata:>meta/v1/ListMeta~',
  'apps/v1/StatefulSetOrdinals': '1start:i~',
  'apps/v1/StatefulSetPersistentVolumeClaimRetentionPolicy': '1whenDeleted:s 2whenScaled:s',
  'apps/v1/StatefulSetSpec':
    '9minReadySeconds:i 11ordinals:>StatefulSetOrdinals 10persistentVolumeClaimRetentionPolicy:>StatefulSetPersistentVolumeClaimRetentionPolicy 6podManagementPolicy:s(OrderedReady|Parallel) 1replicas:I 8revisionHistoryLimit:I 2selector*:>meta/v1/LabelSelector 5serviceName:s~ 3template*:>core/v1/PodTemplateSpec~ 7updateStrategy:>StatefulSetUpdateStrategy~ 4volumeClaimTemplates:[>core/v1/PersistentVolumeClaim~',
  'apps/v1/StatefulSetStatus':
    '11availableReplicas:i~ 9collisionCount:I 10conditions:[>StatefulSetCondition~^merge+type{type} 4currentReplicas:i 6currentRevision:s 1observedGeneration:l 3readyReplicas:i 2replicas*:i~ 7updateRevision:s 5updatedReplicas:i',
  'apps/v1/StatefulSetUpdateStrategy':
    '2rollingUpdate:>RollingUpdateStatefulSetStrategy 1type:s(OnDelete|RollingUpdate)',
  'authentication.k8s.io/v1/BoundObjectReference': '2apiVersion:s 1kind:s 3name:s 4uid:s',
  'authentication.k8s.io/v1/SelfSubjectReview':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2status:>SelfSubjectReviewStatus~',
  'authentication.k8s.io/v1/SelfSubjectReviewStatus': '1userInfo:>UserInfo~',
  'authentication.k8s.io/v1/TokenRequest':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>TokenRequestSpec~ 3status:>TokenRequestStatus~',
  'authentication.k8s.io/v1/TokenRequestSpec':
    '1audiences:[s~ 3boundObjectRef:>BoundObjectReference 4expirationSeconds:L',
  'authentication.k8s.io/v1/TokenRequestStatus': '2expirationTimestamp:>meta/v1/Time 1token:s~',
  'authentication.k8s.io/v1/TokenReview':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>TokenReviewSpec~ 3status:>TokenReviewStatus~',
  'authentication.k8s.io/v1/TokenReviewSpec': '2audiences:[s~ 1token*:s',
  'authentication.k8s.io/v1/TokenReviewStatus': '4audiences:[s~ 1authenticated:b 3error:s 2user:>UserInfo~',
  'authentication.k8s.io/v1/UserInfo': '4extra:{[s~ 3groups:[s~ 2uid:s 1username:s',
  'authorization.k8s.io/v1/FieldSelectorAttributes':
    '1rawSelector:s 2requirements:[>meta/v1/FieldSelectorRequirement~',
  'authorization.k8s.io/v1/LabelSelectorAttributes':
    '1rawSelector:s 2requirements:[>meta/v1/LabelSelectorRequirement~',
  'authorization.k8s.io/v1/LocalSubjectAccessReview':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>SubjectAccessReviewSpec~ 3status:>SubjectAccessReviewStatus~',
  'authorization.k8s.io/v1/NonResourceAttributes': '1path:s 2verb:s',
  'authorization.k8s.io/v1/NonResourceRule': '2nonResourceURLs:[s~ 1verbs*:[s~',
  'authorization.k8s.io/v1/ResourceAttributes':
    '8fieldSelector:>FieldSelectorAttributes 3group:s 9labelSelector:>LabelSelectorAttributes 7name:s 1namespace:s 5resource:s 6subresource:s 2verb:s 4version:s',
  'authorization.k8s.io/v1/ResourceRule': '2apiGroups:[s~ 4resourceNames:[s~ 3resources:[s~ 1verbs*:[s~',
  'authorization.k8s.io/v1/SelfSubjectAccessReview':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>SelfSubjectAccessReviewSpec~ 3status:>SubjectAccessReviewStatus~',
  'authorization.k8s.io/v1/SelfSubjectAccessReviewSpec':
    '2nonResourceAttributes:>NonResourceAttributes 1resourceAttributes:>ResourceAttributes',
  'authorization.k8s.io/v1/SelfSubjectRulesReview':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>SelfSubjectRulesReviewSpec~ 3status:>SubjectRulesReviewStatus~',
  'authorization.k8s.io/v1/SelfSubjectRulesReviewSpec': '1namespace:s',
  'authorization.k8s.io/v1/SubjectAccessReview':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>SubjectAccessReviewSpec~ 3status:>SubjectAccessReviewStatus~',
  'authorization.k8s.io/v1/SubjectAccessReviewSpec':
    '5extra:{[s~ 4groups:[s~ 2nonResourceAttributes:>NonResourceAttributes 1resourceAttributes:>ResourceAttributes 6uid:s 3user:s',
  'authorization.k8s.io/v1/SubjectAccessReviewStatus': '1allowed*:b~ 4denied:b 3evaluationError:s 2reason:s',
  'authorization.k8s.io/v1/SubjectRulesReviewStatus':
    '4evaluationError:s 3incomplete*:b~ 2nonResourceRules*:[>NonResourceRule~ 1resourceRules*:[>ResourceRule~',
  'autoscaling/v1/CrossVersionObjectReference': '! 3apiVersion:s 1kind*:s~ 2name*:s~',
  'autoscaling/v1/HorizontalPodAutoscaler':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>HorizontalPodAutoscalerSpec~ 3status:>HorizontalPodAutoscalerStatus~',
  'autoscaling/v1/HorizontalPodAutoscalerList':
    'apiVersion:s 2items*:[>HorizontalPodAutoscaler~? kind:s 1metadata:>meta/v1/ListMeta~',
  'autoscaling/v1/HorizontalPodAutoscalerSpec':
    '3maxReplicas*:i~ 2minReplicas:I 1scaleTargetRef*:>CrossVersionObjectReference~ 4targetCPUUtilizationPercentage:I',
  'autoscaling/v1/HorizontalPodAutoscalerStatus':
    '5currentCPUUtilizationPercentage:I 3currentReplicas*:i~ 4desiredReplicas*:i~ 2lastScaleTime:>meta/v1/Time 1observedGeneration:L',
  'autoscaling/v1/Scale':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>ScaleSpec~ 3status:>ScaleStatus~',
  'autoscaling/v1/ScaleSpec': '1replicas:i~',
  'autoscaling/v1/ScaleStatus': '1replicas*:i~ 2selector:s',
  'autoscaling/v2/ContainerResourceMetricSource': '3container*:s~ 1name*:s~ 2target*:>MetricTarget~',
  'autoscaling/v2/ContainerResourceMetricStatus': '3container*:s~ 2current*:>MetricValueStatus~ 1name*:s~',
  'autoscaling/v2/CrossVersionObjectReference': '3apiVersion:s 1kind*:s~ 2name*:s~',
  'autoscaling/v2/ExternalMetricSource': '1metric*:>MetricIdentifier~ 2target*:>MetricTarget~',
  'autoscaling/v2/ExternalMetricStatus': '2current*:>MetricValueStatus~ 1metric*:>MetricIdentifier~',
  'autoscaling/v2/HPAScalingPolicy': '3periodSeconds*:i~ 1type*:s~ 2value*:i~',
  'autoscaling/v2/HPAScalingRules':
    '2policies:[>HPAScalingPolicy~ 1selectPolicy:S 3stabilizationWindowSeconds:I 4tolerance:>resource/Quantity',
  'autoscaling/v2/HorizontalPodAutoscaler':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>HorizontalPodAutoscalerSpec~ 3status:>HorizontalPodAutoscalerStatus~',
  'autoscaling/v2/HorizontalPodAutoscalerBehavior': '2scaleDown:>HPAScalingRules 1scaleUp:>HPAScalingRules',
  'autoscaling/v2/HorizontalPodAutoscalerCondition':
    '3lastTransitionTime:>meta/v1/Time 5message:s 4reason:s 2status*:s~ 1type*:s~',
  'autoscaling/v2/HorizontalPodAutoscalerList':
    'apiVersion:s 2items*:[>HorizontalPodAutoscaler~? kind:s 1metadata:>meta/v1/ListMeta~',
  'autoscaling/v2/HorizontalPodAutoscalerSpec':
    '5behavior:>HorizontalPodAutoscalerBehavior 3maxReplicas*:i~ 4metrics:[>MetricSpec~ 2minReplicas:I 1scaleTargetRef*:>CrossVersionObjectReference~',
  'autoscaling/v2/HorizontalPodAutoscalerStatus':
    '6conditions:[>HorizontalPodAutoscalerCondition~^merge+type{type} 5currentMetrics:[>MetricStatus~ 3currentReplicas:i 4desiredReplicas*:i~ 2lastScaleTime:>meta/v1/Time 1observedGeneration:L',
  'autoscaling/v2/MetricIdentifier': '1name*:s~ 2selector:>meta/v1/LabelSelector',
  'autoscaling/v2/MetricSpec':
    '7containerResource:>ContainerResourceMetricSource 5external:>ExternalMetricSource 2object:>ObjectMetricSource 3pods:>PodsMetricSource 4resource:>ResourceMetricSource 1type*:s~',
  'autoscaling/v2/MetricStatus':
    '7containerResource:>ContainerResourceMetricStatus 5external:>ExternalMetricStatus 2object:>ObjectMetricStatus 3pods:>PodsMetricStatus 4resource:>ResourceMetricStatus 1type*:s~',
  'autoscaling/v2/MetricTarget':
    '4averageUtilization:I 3averageValue:>resource/Quantity 1type*:s~ 2value:>resource/Quantity',
  'autoscaling/v2/MetricValueStatus':
    '3averageUtilization:I 2averageValue:>resource/Quantity 1value:>resource/Quantity',
  'autoscaling/v2/ObjectMetricSource':
    '1describedObject*:>CrossVersionObjectReference~ 3metric*:>MetricIdentifier~ 2target*:>MetricTarget~',
  'autoscaling/v2/ObjectMetricStatus':
    '2current*:>MetricValueStatus~ 3describedObject*:>CrossVersionObjectReference~ 1metric*:>MetricIdentifier~',
  'autoscaling/v2/PodsMetricSource': '1metric*:>MetricIdentifier~ 2target*:>MetricTarget~',
  'autoscaling/v2/PodsMetricStatus': '2current*:>MetricValueStatus~ 1metric*:>MetricIdentifier~',
  'autoscaling/v2/ResourceMetricSource': '1name*:s~ 2target*:>MetricTarget~',
  'autoscaling/v2/ResourceMetricStatus': '2current*:>MetricValueStatus~ 1name*:s~',
  'batch/v1/CronJob':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>CronJobSpec~ 3status:>CronJobStatus~',
  'batch/v1/CronJobList': 'apiVersion:s 2items*:[>CronJob~? kind:s 1metadata:>meta/v1/ListMeta~',
  'batch/v1/CronJobSpec':
    '3concurrencyPolicy:s(Allow|Forbid|Replace) 7failedJobsHistoryLimit:I 5jobTemplate*:>JobTemplateSpec~ 1schedule*:s~ 2startingDeadlineSeconds:L 6successfulJobsHistoryLimit:I 4suspend:B 8timeZone:S',
  'batch/v1/CronJobStatus':
    '1active:[>core/v1/ObjectReference~ 4lastScheduleTime:>meta/v1/Time 5lastSuccessfulTime:>meta/v1/Time',
  'batch/v1/Job': 'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>JobSpec~ 3status:>JobStatus~',
  'batch/v1/JobCondition':
    '3lastProbeTime:>meta/v1/Time 4lastTransitionTime:>meta/v1/Time 6message:s 5reason:s 2status*:s~ 1type*:s~',
  'batch/v1/JobList': 'apiVersion:s 2items*:[>Job~? kind:s 1metadata:>meta/v1/ListMeta~',
  'batch/v1/JobSpec':
    '3activeDeadlineSeconds:L 7backoffLimit:I 12backoffLimitPerIndex:I 9completionMode:S(Indexed|NonIndexed) 2completions:I 15managedBy:S 5manualSelector:B 13maxFailedIndexes:I 1parallelism:I 11podFailurePolicy:>PodFailurePolicy 14podReplacementPolicy:S(Failed|TerminatingOrFailed) 4selector:>meta/v1/LabelSelector 16successPolicy:>SuccessPolicy 10suspend:B 6template*:>core/v1/PodTemplateSpec~ 8ttlSecondsAfterFinished:I',
  'batch/v1/JobStatus':
    '4active:i 7completedIndexes:s 3completionTime:>meta/v1/Time 1conditions:[>JobCondition~^merge+type 6failed:i 10failedIndexes:S 9ready:I 2startTime:>meta/v1/Time 5succeeded:i 11terminating:I 8uncountedTerminatedPods:>UncountedTerminatedPods',
  'batch/v1/JobTemplateSpec': '1metadata:>meta/v1/ObjectMeta~ 2spec:>JobSpec~',
  'batch/v1/PodFailurePolicy': '1rules*:[>PodFailurePolicyRule~',
  'batch/v1/PodFailurePolicyOnExitCodesRequirement':
    '1containerName:S 2operator*:s(In|NotIn)~ 3values*:[i~{}',
  'batch/v1/PodFailurePolicyOnPodConditionsPattern': '2status:s~ 1type*:s~',
  'batch/v1/PodFailurePolicyRule':
    '1action*:s(Count|FailIndex|FailJob|Ignore)~ 2onExitCodes:>PodFailurePolicyOnExitCodesRequirement 3onPodConditions:[>PodFailurePolicyOnPodConditionsPattern~',
  'batch/v1/SuccessPolicy': '1rules*:[>SuccessPolicyRule~',
  'batch/v1/SuccessPolicyRule': '2succeededCount:I 1succeededIndexes:S',
  'batch/v1/UncountedTerminatedPods': '2failed:[s~{} 1succeeded:[s~{}',
  'certificates.k8s.io/v1/CertificateSigningRequest':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>CertificateSigningRequestSpec~ 3status:>CertificateSigningRequestStatus~',
  'certificates.k8s.io/v1/CertificateSigningRequestCondition':
    '5lastTransitionTime:>meta/v1/Time 4lastUpdateTime:>meta/v1/Time 3message:s 2reason:s 6status*:s~ 1type*:s~',
  'certificates.k8s.io/v1/CertificateSigningRequestList':
    'apiVersion:s 2items*:[>CertificateSigningRequest~? kind:s 1metadata:>meta/v1/ListMeta~',
  'certificates.k8s.io/v1/CertificateSigningRequestSpec':
    '8expirationSeconds:I 6extra:{[s~ 4groups:[s~ 1request*:y 7signerName*:s~ 3uid:s 5usages:[s(any|cert%20sign|client%20auth|code%20signing|content%20commitment|crl%20sign|data%20encipherment|decipher%20only|digital%20signature|email%20protection|encipher%20only|ipsec%20end%20system|ipsec%20tunnel|ipsec%20user|key%20agreement|key%20encipherment|microsoft%20sgc|netscape%20sgc|ocsp%20signing|s/mime|server%20auth|signing|timestamping)~ 2username:s',
  'certificates.k8s.io/v1/CertificateSigningRequestStatus':
    '2certificate:y 1conditions:[>CertificateSigningRequestCondition~{type}',
  'certificates.k8s.io/v1alpha1/ClusterTrustBundle':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>ClusterTrustBundleSpec~',
  'certificates.k8s.io/v1alpha1/ClusterTrustBundleList':
    'apiVersion:s 2items*:[>ClusterTrustBundle~? kind:s 1metadata:>meta/v1/ListMeta~',
  'certificates.k8s.io/v1alpha1/ClusterTrustBundleSpec': '1signerName:s 2trustBundle*:s~',
  'certificates.k8s.io/v1beta1/ClusterTrustBundle':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>ClusterTrustBundleSpec~',
  'certificates.k8s.io/v1beta1/ClusterTrustBundleList':
    'apiVersion:s 2items*:[>ClusterTrustBundle~? kind:s 1metadata:>meta/v1/ListMeta~',
  'certificates.k8s.io/v1beta1/ClusterTrustBundleSpec': '1signerName:s 2trustBundle*:s~',
  'certificates.k8s.io/v1beta1/PodCertificateRequest':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>PodCertificateRequestSpec~ 3status:>PodCertificateRequestStatus~',
  'certificates.k8s.io/v1beta1/PodCertificateRequestList':
    'apiVersion:s 2items*:[>PodCertificateRequest~? kind:s 1metadata:>meta/v1/ListMeta~',
  'certificates.k8s.io/v1beta1/PodCertificateRequestSpec':
    '8maxExpirationSeconds:I=86400 6nodeName*:s~ 7nodeUID*:s~ 9pkixPublicKey:y 2podName*:s~ 3podUID*:s~ 10proofOfPossession:y 4serviceAccountName*:s~ 5serviceAccountUID*:s~ 1signerName*:s~ 12stubPKCS10Request*:y 11unverifiedUserAnnotations:{s~',
  'certificates.k8s.io/v1beta1/PodCertificateRequestStatus':
    '5beginRefreshAt:>meta/v1/Time 2certificateChain:s 1conditions:[>meta/v1/Condition~^merge+type{type} 6notAfter:>meta/v1/Time 4notBefore:>meta/v1/Time',
  'coordination.k8s.io/v1/Lease': 'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>LeaseSpec~',
  'coordination.k8s.io/v1/LeaseList': 'apiVersion:s 2items*:[>Lease~? kind:s 1metadata:>meta/v1/ListMeta~',
  'coordination.k8s.io/v1/LeaseSpec':
    '3acquireTime:>meta/v1/MicroTime 1holderIdentity:S 2leaseDurationSeconds:I 5leaseTransitions:I 7preferredHolder:S 4renewTime:>meta/v1/MicroTime 6strategy:S',
  'coordination.k8s.io/v1alpha2/LeaseCandidate':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>LeaseCandidateSpec~',
  'coordination.k8s.io/v1alpha2/LeaseCandidateList':
    'apiVersion:s 2items*:[>LeaseCandidate~? kind:s 1metadata:>meta/v1/ListMeta~',
  'coordination.k8s.io/v1alpha2/LeaseCandidateSpec':
    '4binaryVersion*:s~ 5emulationVersion:s 1leaseName*:s~ 2pingTime:>meta/v1/MicroTime 3renewTime:>meta/v1/MicroTime 6strategy*:s',
  'coordination.k8s.io/v1beta1/LeaseCandidate':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>LeaseCandidateSpec~',
  'coordination.k8s.io/v1beta1/LeaseCandidateList':
    'apiVersion:s 2items*:[>LeaseCandidate~? kind:s 1metadata:>meta/v1/ListMeta~',
  'coordination.k8s.io/v1beta1/LeaseCandidateSpec':
    '4binaryVersion*:s~ 5emulationVersion:s 1leaseName*:s~ 2pingTime:>meta/v1/MicroTime 3renewTime:>meta/v1/MicroTime 6strategy*:s',
  'core/v1/AWSElasticBlockStoreVolumeSource': '2fsType:s 3partition:i 4readOnly:b 1volumeID*:s~',
  'core/v1/Affinity':
    '1nodeAffinity:>NodeAffinity 2podAffinity:>PodAffinity 3podAntiAffinity:>PodAntiAffinity',
  'core/v1/AppArmorProfile':
    '|type:localhostProfile=LocalhostProfile 2localhostProfile:S 1type*:s(Localhost|RuntimeDefault|Unconfined)~',
  'core/v1/AttachedVolume': '2devicePath*:s~ 1name*:s~',
  'core/v1/AzureDiskVolumeSource':
    '3cachingMode:S(None|ReadOnly|ReadWrite)="ReadWrite" 1diskName*:s~ 2diskURI*:s~ 4fsType:S="ext4" 6kind:S(Dedicated|Managed|Shared)="Shared" 5readOnly:B~',
  'core/v1/AzureFilePersistentVolumeSource': '3readOnly:b 1secretName*:s~ 4secretNamespace:S 2shareName*:s~',
  'core/v1/AzureFileVolumeSource': '3readOnly:b 1secretName*:s~ 2shareName*:s~',
  'core/v1/Binding': 'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2target*:>ObjectReference~',
  'core/v1/CSIPersistentVolumeSource':
    '9controllerExpandSecretRef:>SecretReference 6controllerPublishSecretRef:>SecretReference 1driver*:s~ 4fsType:s 10nodeExpandSecretRef:>SecretReference 8nodePublishSecretRef:>SecretReference 7nodeStageSecretRef:>SecretReference 3readOnly:b 5volumeAttributes:{s~ 2volumeHandle*:s~',
  'core/v1/CSIVolumeSource':
    '1driver*:s~ 3fsType:S 5nodePublishSecretRef:>LocalObjectReference 2readOnly:B 4volumeAttributes:{s~',
  'core/v1/Capabilities': '1add:[s~ 2drop:[s~',
  'core/v1/CephFSPersistentVolumeSource':
    '1monitors*:[s~ 2path:s 6readOnly:b 4secretFile:s 5secretRef:>SecretReference 3user:s',
  'core/v1/CephFSVolumeSource':
    '1monitors*:[s~ 2path:s 6readOnly:b 4secretFile:s 5secretRef:>LocalObjectReference 3user:s',
  'core/v1/CinderPersistentVolumeSource': '2fsType:s 3readOnly:b 4secretRef:>SecretReference 1volumeID*:s~',
  'core/v1/CinderVolumeSource': '2fsType:s 3readOnly:b 4secretRef:>LocalObjectReference 1volumeID*:s~',
  'core/v1/ClientIPConfig': '1timeoutSeconds:I',
  'core/v1/ClusterTrustBundleProjection':
    '3labelSelector:>meta/v1/LabelSelector 1name:S 5optional:B 4path*:s~ 2signerName:S',
  'core/v1/ComponentCondition': '4error:s 3message:s 2status*:s~ 1type*:s~',
  'core/v1/ComponentStatus':
    'apiVersion:s 2conditions:[>ComponentCondition~^merge+type{type} kind:s 1metadata:>meta/v1/ObjectMeta~',
  'core/v1/ComponentStatusList':
    'apiVersion:s 2items*:[>ComponentStatus~? kind:s 1metadata:>meta/v1/ListMeta~',
  'core/v1/ConfigMap':
    'apiVersion:s 3binaryData:{y 2data:{s~ 4immutable:B kind:s 1metadata:>meta/v1/ObjectMeta~',
  'core/v1/ConfigMapEnvSource': '&1:LocalObjectReference 1.1name:s~ 2optional:B',
  'core/v1/ConfigMapKeySelector': '! &1:LocalObjectReference 2key*:s~ 1.1name:s~ 3optional:B',
  'core/v1/ConfigMapList': 'apiVersion:s 2items*:[>ConfigMap~? kind:s 1metadata:>meta/v1/ListMeta~',
  'core/v1/ConfigMapNodeConfigSource':
    '5kubeletConfigKey*:s~ 2name*:s~ 1namespace*:s~ 4resourceVersion:s 3uid:s',
  'core/v1/ConfigMapProjection': '&1:LocalObjectReference 2items:[>KeyToPath~ 1.1name:s~ 4optional:B',
  'core/v1/ConfigMapVolumeSource':
    '&1:LocalObjectReference 3defaultMode:I 2items:[>KeyToPath~ 1.1name:s~ 4optional:B',
  'core/v1/Container':
    '4args:[s~ 3command:[s~ 7env:[>EnvVar~^merge+name{name} 19envFrom:[>EnvFromSource~ 2image:s 14imagePullPolicy:s(Always|IfNotPresent|Never) 12lifecycle:>Lifecycle 10livenessProbe:>Probe 1name*:s~ 6ports:[>ContainerPort~^merge+containerPort{containerPort,protocol} 11readinessProbe:>Probe 23resizePolicy:[>ContainerResizePolicy~ 8resources:>ResourceRequirements~ 24restartPolicy:S 25restartPolicyRules:[>ContainerRestartRule~ 15securityContext:>SecurityContext 22startupProbe:>Probe 16stdin:b 17stdinOnce:b 13terminationMessagePath:s 20terminationMessagePolicy:s(FallbackToLogsOnError|File) 18tty:b 21volumeDevices:[>VolumeDevice~^merge+devicePath{devicePath} 9volumeMounts:[>VolumeMount~^merge+mountPath{mountPath} 5workingDir:s',
  'core/v1/ContainerExtendedResourceRequest': '1containerName*:s~ 3requestName*:s~ 2resourceName*:s~',
  'core/v1/ContainerImage': '1names:[s~ 2sizeBytes:l',
  'core/v1/ContainerPort': '3containerPort*:i~ 5hostIP:s 2hostPort:i 1name:s 4protocol:s(SCTP|TCP|UDP)="TCP"',
  'core/v1/ContainerResizePolicy': '1resourceName*:s~ 2restartPolicy*:s~',
  'core/v1/ContainerRestartRule': '1action*:s 2exitCodes:>ContainerRestartRuleOnExitCodes',
  'core/v1/ContainerRestartRuleOnExitCodes': '1operator*:s 2values:[i~{}',
  'core/v1/ContainerState':
    '2running:>ContainerStateRunning 3terminated:>ContainerStateTerminated 1waiting:>ContainerStateWaiting',
  'core/v1/ContainerStateRunning': '1startedAt:>meta/v1/Time',
  'core/v1/ContainerStateTerminated':
    '7containerID:s 1exitCode*:i~ 6finishedAt:>meta/v1/Time 4message:s 3reason:s 2signal:i 5startedAt:>meta/v1/Time',
  'core/v1/ContainerStateWaiting': '2message:s 1reason:s',
  'core/v1/ContainerStatus':
    '10allocatedResources:{>resource/Quantity 14allocatedResourcesStatus:[>ResourceStatus~^merge+name{name} 8containerID:s 6image*:s~ 7imageID*:s~ 3lastState:>ContainerState~ 1name*:s~ 4ready*:b~ 11resources:>ResourceRequirements 5restartCount*:i~ 9started:B 2state:>ContainerState~ 15stopSignal:S(SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ) 13user:>ContainerUser 12volumeMounts:[>VolumeMountStatus~^merge+mountPath{mountPath}',
  'core/v1/ContainerUser': '1linux:>LinuxContainerUser',
  'core/v1/DaemonEndpoint': '1Port*:i~',
  'core/v1/DownwardAPIProjection': '1items:[>DownwardAPIVolumeFile~',
  'core/v1/DownwardAPIVolumeFile':
    '2fieldRef:>ObjectFieldSelector 4mode:I 1path*:s~ 3resourceFieldRef:>ResourceFieldSelector',
  'core/v1/DownwardAPIVolumeSource': '2defaultMode:I 1items:[>DownwardAPIVolumeFile~',
  'core/v1/EmptyDirVolumeSource': '1medium:s 2sizeLimit:>resource/Quantity',
  'core/v1/EndpointAddress': '! 3hostname:s 1ip*:s~ 4nodeName:S 2targetRef:>ObjectReference',
  'core/v1/EndpointPort': '! 4appProtocol:S 1name:s 2port*:i~ 3protocol:s(SCTP|TCP|UDP)',
  'core/v1/EndpointSubset':
    '1addresses:[>EndpointAddress~ 2notReadyAddresses:[>EndpointAddress~ 3ports:[>EndpointPort~',
  'core/v1/Endpoints': 'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2subsets:[>EndpointSubset~',
  'core/v1/EndpointsList': 'apiVersion:s 2items*:[>Endpoints~? kind:s 1metadata:>meta/v1/ListMeta~',
  'core/v1/EnvFromSource': '2configMapRef:>ConfigMapEnvSource 1prefix:s 3secretRef:>SecretEnvSource',
  'core/v1/EnvVar': '1name*:s~ 2value:s 3valueFrom:>EnvVarSource',
  'core/v1/EnvVarSource':
    '3configMapKeyRef:>ConfigMapKeySelector 1fieldRef:>ObjectFieldSelector 5fileKeyRef:>FileKeySelector 2resourceFieldRef:>ResourceFieldSelector 4secretKeyRef:>SecretKeySelector',
  'core/v1/EphemeralContainer':
    '&1:EphemeralContainerCommon 1.4args:[s~ 1.3command:[s~ 1.7env:[>EnvVar~^merge+name{name} 1.19envFrom:[>EnvFromSource~ 1.2image:s 1.14imagePullPolicy:s(Always|IfNotPresent|Never) 1.12lifecycle:>Lifecycle 1.10livenessProbe:>Probe 1.1name*:s~ 1.6ports:[>ContainerPort~^merge+containerPort{containerPort,protocol} 1.11readinessProbe:>Probe 1.23resizePolicy:[>ContainerResizePolicy~ 1.8resources:>ResourceRequirements~ 1.24restartPolicy:S 1.25restartPolicyRules:[>ContainerRestartRule~ 1.15securityContext:>SecurityContext 1.22startupProbe:>Probe 1.16stdin:b 1.17stdinOnce:b 2targetContainerName:s 1.13terminationMessagePath:s 1.20terminationMessagePolicy:s(FallbackToLogsOnError|File) 1.18tty:b 1.21volumeDevices:[>VolumeDevice~^merge+devicePath{devicePath} 1.9volumeMounts:[>VolumeMount~^merge+mountPath{mountPath} 1.5workingDir:s',
  'core/v1/EphemeralVolumeSource': '1volumeClaimTemplate:>PersistentVolumeClaimTemplate',
  'core/v1/Event':
    '12action:s apiVersion:s 8count:i 10eventTime:>meta/v1/MicroTime 6firstTimestamp:>meta/v1/Time 2involvedObject*:>ObjectReference~ kind:s 7lastTimestamp:>meta/v1/Time 4message:s 1metadata*:>meta/v1/ObjectMeta~ 3reason:s 13related:>ObjectReference 14reportingComponent:s~ 15reportingInstance:s~ 11series:>EventSeries 5source:>EventSource~ 9type:s',
  'core/v1/EventList': 'apiVersion:s 2items*:[>Event~? kind:s 1metadata:>meta/v1/ListMeta~',
  'core/v1/EventSeries': '1count:i 2lastObservedTime:>meta/v1/MicroTime',
  'core/v1/EventSource': '1component:s 2host:s',
  'core/v1/ExecAction': '1command:[s~',
  'core/v1/FCVolumeSource': '3fsType:s 2lun:I 4readOnly:b 1targetWWNs:[s~ 5wwids:[s~',
  'core/v1/FileKeySelector': '! 3key*:s~ 4optional:B~ 2path*:s~ 1volumeName*:s~',
  'core/v1/FlexPersistentVolumeSource':
    '1driver*:s~ 2fsType:s 5options:{s~ 4readOnly:b 3secretRef:>SecretReference',
  'core/v1/FlexVolumeSource':
    '1driver*:s~ 2fsType:s 5options:{s~ 4readOnly:b 3secretRef:>LocalObjectReference',
  'core/v1/FlockerVolumeSource': '1datasetName:s 2datasetUUID:s',
  'core/v1/GCEPersistentDiskVolumeSource': '2fsType:s 3partition:i 1pdName*:s~ 4readOnly:b',
  'core/v1/GRPCAction': '1port*:i~ 2service:S~',
  'core/v1/GitRepoVolumeSource': '3directory:s 1repository*:s~ 2revision:s',
  'core/v1/GlusterfsPersistentVolumeSource': '1endpoints*:s~ 4endpointsNamespace:S 2path*:s~ 3readOnly:b',
  'core/v1/GlusterfsVolumeSource': '1endpoints*:s~ 2path*:s~ 3readOnly:b',
  'core/v1/HTTPGetAction':
    '3host:s 5httpHeaders:[>HTTPHeader~ 1path:s 2port*:>intstr/IntOrString 4scheme:s(HTTP|HTTPS)',
  'core/v1/HTTPHeader': '1name*:s~ 2value*:s~',
  'core/v1/HostAlias': '2hostnames:[s~ 1ip*:s~',
  'core/v1/HostIP': '1ip*:s~',
  'core/v1/HostPathVolumeSource':
    '1path*:s~ 2type:S(|BlockDevice|CharDevice|Directory|DirectoryOrCreate|File|FileOrCreate|Socket)',
  'core/v1/ISCSIPersistentVolumeSource':
    '8chapAuthDiscovery:b 11chapAuthSession:b 5fsType:s 12initiatorName:S 2iqn*:s~ 4iscsiInterface:s="default" 3lun*:i~ 7portals:[s~ 6readOnly:b 10secretRef:>SecretReference 1targetPortal*:s~',
  'core/v1/ISCSIVolumeSource':
    '8chapAuthDiscovery:b 11chapAuthSession:b 5fsType:s 12initiatorName:S 2iqn*:s~ 4iscsiInterface:s="default" 3lun*:i~ 7portals:[s~ 6readOnly:b 10secretRef:>LocalObjectReference 1targetPortal*:s~',
  'core/v1/ImageVolumeSource': '2pullPolicy:s(Always|IfNotPresent|Never) 1reference:s',
  'core/v1/ImageVolumeStatus': '1imageRef*:s',
  'core/v1/KeyToPath': '1key*:s~ 3mode:I 2path*:s~',
  'core/v1/Lifecycle':
    '1postStart:>LifecycleHandler 2preStop:>LifecycleHandler 3stopSignal:S(SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ)',
  'core/v1/LifecycleHandler':
    '1exec:>ExecAction 2httpGet:>HTTPGetAction 4sleep:>SleepAction 3tcpSocket:>TCPSocketAction',
  'core/v1/LimitRange': 'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>LimitRangeSpec~',
  'core/v1/LimitRangeItem':
    '4default:{>resource/Quantity 5defaultRequest:{>resource/Quantity 2max:{>resource/Quantity 6maxLimitRequestRatio:{>resource/Quantity 3min:{>resource/Quantity 1type*:s~',
  'core/v1/LimitRangeList': 'apiVersion:s 2items*:[>LimitRange~? kind:s 1metadata:>meta/v1/ListMeta~',
  'core/v1/LimitRangeSpec': '1limits*:[>LimitRangeItem~',
  'core/v1/LinuxContainerUser': '2gid*:l~ 3supplementalGroups:[l~ 1uid*:l~',
  'core/v1/LoadBalancerIngress': '2hostname:s 1ip:s 3ipMode:S 4ports:[>PortStatus~',
  'core/v1/LoadBalancerStatus': '1ingress:[>LoadBalancerIngress~',
  'core/v1/LocalObjectReference': '! 1name:s~',
  'core/v1/LocalVolumeSource': '2fsType:S 1path*:s~',
  'core/v1/ModifyVolumeStatus':
    '2status*:s(InProgress|Infeasible|Pending)~ 1targetVolumeAttributesClassName:s',
  'core/v1/NFSVolumeSource': '2path*:s~ 3readOnly:b 1server*:s~',
  'core/v1/Namespace':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>NamespaceSpec~ 3status:>NamespaceStatus~',
  'core/v1/NamespaceCondition':
    '4lastTransitionTime:>meta/v1/Time 6message:s 5reason:s 2status*:s~ 1type*:s~',
  'core/v1/NamespaceList': 'apiVersion:s 2items*:[>Namespace~? kind:s 1metadata:>meta/v1/ListMeta~',
  'core/v1/NamespaceSpec': '1finalizers:[s~',
  'core/v1/NamespaceStatus':
    '2conditions:[>NamespaceCondition~^merge+type{type} 1phase:s(Active|Terminating)',
  'core/v1/Node': 'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>NodeSpec~ 3status:>NodeStatus~',
  'core/v1/NodeAddress': '2address*:s~ 1type*:s~',
  'core/v1/NodeAffinity':
    '2preferredDuringSchedulingIgnoredDuringExecution:[>PreferredSchedulingTerm~ 1requiredDuringSchedulingIgnoredDuringExecution:>NodeSelector',
  'core/v1/NodeAllocatableResourceClaimStatus':
    '2containers:[s~{} 1resourceClaimName*:s~ 3resources*:{>resource/Quantity',
  'core/v1/NodeCondition':
    '3lastHeartbeatTime:>meta/v1/Time 4lastTransitionTime:>meta/v1/Time 6message:s 5reason:s 2status*:s~ 1type*:s~',
  'core/v1/NodeConfigSource': '2configMap:>ConfigMapNodeConfigSource',
  'core/v1/NodeConfigStatus':
    '2active:>NodeConfigSource 1assigned:>NodeConfigSource 4error:s 3lastKnownGood:>NodeConfigSource',
  'core/v1/NodeDaemonEndpoints': '1kubeletEndpoint:>DaemonEndpoint~',
  'core/v1/NodeFeatures': '1supplementalGroupsPolicy:B',
  'core/v1/NodeList': 'apiVersion:s 2items*:[>Node~? kind:s 1metadata:>meta/v1/ListMeta~',
  'core/v1/NodeRuntimeHandler': '2features:>NodeRuntimeHandlerFeatures 1name:s~',
  'core/v1/NodeRuntimeHandlerFeatures': '1recursiveReadOnlyMounts:B 2userNamespaces:B',
  'core/v1/NodeSelector': '! 1nodeSelectorTerms*:[>NodeSelectorTerm~',
  'core/v1/NodeSelectorRequirement': '1key*:s~ 2operator*:s(DoesNotExist|Exists|Gt|In|Lt|NotIn)~ 3values:[s~',
  'core/v1/NodeSelectorTerm':
    '! 1matchExpressions:[>NodeSelectorRequirement~ 2matchFields:[>NodeSelectorRequirement~',
  'core/v1/NodeSpec':
    '6configSource:>NodeConfigSource 2externalID:s 1podCIDR:s 7podCIDRs:[s~^merge{} 3providerID:s 5taints:[>Taint~ 4unschedulable:b',
  'core/v1/NodeStatus':
    '5addresses:[>NodeAddress~^merge+type{type} 2allocatable:{>resource/Quantity 1capacity:{>resource/Quantity 4conditions:[>NodeCondition~^merge+type{type} 11config:>NodeConfigStatus 6daemonEndpoints:>NodeDaemonEndpoints~ 14declaredFeatures:[s~ 13features:>NodeFeatures 8images:[>ContainerImage~ 7nodeInfo:>NodeSystemInfo~ 3phase:s(Pending|Running|Terminated) 12runtimeHandlers:[>NodeRuntimeHandler~ 10volumesAttached:[>AttachedVolume~ 9volumesInUse:[s~',
  'core/v1/NodeSwapStatus': '1capacity:L',
  'core/v1/NodeSystemInfo':
    '10architecture*:s~ 3bootID*:s~ 6containerRuntimeVersion*:s~ 4kernelVersion*:s~ 8kubeProxyVersion*:s~ 7kubeletVersion*:s~ 1machineID*:s~ 9operatingSystem*:s~ 5osImage*:s~ 11swap:>NodeSwapStatus 2systemUUID*:s~',
  'core/v1/ObjectFieldSelector': '! 1apiVersion:s 2fieldPath*:s~',
  'core/v1/ObjectReference':
    '! 5apiVersion:s 7fieldPath:s 1kind:s 3name:s 2namespace:s 6resourceVersion:s 4uid:s',
  'core/v1/PersistentVolume':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>PersistentVolumeSpec~ 3status:>PersistentVolumeStatus~',
  'core/v1/PersistentVolumeClaim':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>PersistentVolumeClaimSpec~ 3status:>PersistentVolumeClaimStatus~',
  'core/v1/PersistentVolumeClaimCondition':
    '3lastProbeTime:>meta/v1/Time 4lastTransitionTime:>meta/v1/Time 6message:s 5reason:s 2status*:s~ 1type*:s~',
  'core/v1/PersistentVolumeClaimList':
    'apiVersion:s 2items*:[>PersistentVolumeClaim~? kind:s 1metadata:>meta/v1/ListMeta~',
  'core/v1/PersistentVolumeClaimSpec':
    '1accessModes:[s(ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod)~ 7dataSource:>TypedLocalObjectReference 8dataSourceRef:>TypedObjectReference 2resources:>VolumeResourceRequirements~ 4selector:>meta/v1/LabelSelector 5storageClassName:S 9volumeAttributesClassName:S 6volumeMode:S(Block|Filesystem) 3volumeName:s',
  'core/v1/PersistentVolumeClaimStatus':
    '2accessModes:[s(ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod)~ 7allocatedResourceStatuses:{s(ControllerResizeInProgress|ControllerResizeInfeasible|NodeResizeInProgress|NodeResizeInfeasible|NodeResizePending)~!! 5allocatedResources:{>resource/Quantity 3capacity:{>resource/Quantity 4conditions:[>PersistentVolumeClaimCondition~^merge+type{type} 8currentVolumeAttributesClassName:S 9modifyVolumeStatus:>ModifyVolumeStatus 1phase:s(Bound|Lost|Pending)',
  'core/v1/PersistentVolumeClaimTemplate':
    '1metadata:>meta/v1/ObjectMeta~ 2spec*:>PersistentVolumeClaimSpec~',
  'core/v1/PersistentVolumeClaimVolumeSource': '1claimName*:s~ 2readOnly:b',
  'core/v1/PersistentVolumeList':
    'apiVersion:s 2items*:[>PersistentVolume~? kind:s 1metadata:>meta/v1/ListMeta~',
  'core/v1/PersistentVolumeSpec':
    '&2:PersistentVolumeSource 3accessModes:[s(ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod)~ 2.2awsElasticBlockStore:>AWSElasticBlockStoreVolumeSource 2.16azureDisk:>AzureDiskVolumeSource 2.13azureFile:>AzureFilePersistentVolumeSource 1capacity:{>resource/Quantity 2.9cephfs:>CephFSPersistentVolumeSource 2.8cinder:>CinderPersistentVolumeSource 4claimRef:>ObjectReference!! 2.22csi:>CSIPersistentVolumeSource 2.10fc:>FCVolumeSource 2.12flexVolume:>FlexPersistentVolumeSource 2.11flocker:>FlockerVolumeSource 2.1gcePersistentDisk:>GCEPersistentDiskVolumeSource 2.4glusterfs:>GlusterfsPersistentVolumeSource 2.3hostPath:>HostPathVolumeSource 2.7iscsi:>ISCSIPersistentVolumeSource 2.20local:>LocalVolumeSource 7mountOptions:[s~ 2.5nfs:>NFSVolumeSource 9nodeAffinity:>VolumeNodeAffinity 5persistentVolumeReclaimPolicy:s(Delete|Recycle|Retain) 2.17photonPersistentDisk:>PhotonPersistentDiskVolumeSource 2.18portworxVolume:>PortworxVolumeSource 2.15quobyte:>QuobyteVolumeSource 2.6rbd:>RBDPersistentVolumeSource 2.19scaleIO:>ScaleIOPersistentVolumeSource 6storageClassName:s 2.21storageos:>StorageOSPersistentVolumeSource 10volumeAttributesClassName:S 8volumeMode:S(Block|Filesystem) 2.14vsphereVolume:>VsphereVirtualDiskVolumeSource',
  'core/v1/PersistentVolumeStatus':
    '4lastPhaseTransitionTime:>meta/v1/Time 2message:s 1phase:s(Available|Bound|Failed|Pending|Released) 3reason:s',
  'core/v1/PhotonPersistentDiskVolumeSource': '2fsType:s 1pdID*:s~',
  'core/v1/Pod': 'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>PodSpec~ 3status:>PodStatus~',
  'core/v1/PodAffinity':
    '2preferredDuringSchedulingIgnoredDuringExecution:[>WeightedPodAffinityTerm~ 1requiredDuringSchedulingIgnoredDuringExecution:[>PodAffinityTerm~',
  'core/v1/PodAffinityTerm':
    '1labelSelector:>meta/v1/LabelSelector 5matchLabelKeys:[s~ 6mismatchLabelKeys:[s~ 4namespaceSelector:>meta/v1/LabelSelector 2namespaces:[s~ 3topologyKey*:s~',
  'core/v1/PodAntiAffinity':
    '2preferredDuringSchedulingIgnoredDuringExecution:[>WeightedPodAffinityTerm~ 1requiredDuringSchedulingIgnoredDuringExecution:[>PodAffinityTerm~',
  'core/v1/PodCertificateProjection':
    '6certificateChainPath:s 4credentialBundlePath:s 5keyPath:s 2keyType*:s 3maxExpirationSeconds:I 1signerName*:s 7userAnnotations:{s~',
  'core/v1/PodCondition':
    '3lastProbeTime:>meta/v1/Time 4lastTransitionTime:>meta/v1/Time 6message:s 7observedGeneration:l 5reason:s 2status*:s~ 1type*:s~',
  'core/v1/PodDNSConfig': '1nameservers:[s~ 3options:[>PodDNSConfigOption~ 2searches:[s~',
  'core/v1/PodDNSConfigOption': '1name:s 2value:S',
  'core/v1/PodExtendedResourceClaimStatus':
    '1requestMappings*:[>ContainerExtendedResourceRequest~ 2resourceClaimName*:s~',
  'core/v1/PodIP': '1ip*:s~',
  'core/v1/PodList': 'apiVersion:s 2items*:[>Pod~? kind:s 1metadata:>meta/v1/ListMeta~',
  'core/v1/PodOS': '1name*:s~',
  'core/v1/PodReadinessGate': '1conditionType*:s~',
  'core/v1/PodResourceClaim': '1name*:s~ 3resourceClaimName:S 4resourceClaimTemplateName:S',
  'core/v1/PodResourceClaimStatus': '1name*:s~ 2resourceClaimName:S',
  'core/v1/PodSchedulingGate': '1name*:s~',
  'core/v1/PodSchedulingGroup': '|:podGroupName=PodGroupName 1podGroupName:S',
  'core/v1/PodSecurityContext':
    '11appArmorProfile:>AppArmorProfile 5fsGroup:L 9fsGroupChangePolicy:S(Always|OnRootMismatch) 6runAsGroup:L 3runAsNonRoot:B 2runAsUser:L 13seLinuxChangePolicy:S 1seLinuxOptions:>SELinuxOptions 10seccompProfile:>SeccompProfile 4supplementalGroups:[l~ 12supplementalGroupsPolicy:S(Merge|Strict) 7sysctls:[>Sysctl~ 8windowsOptions:>WindowsSecurityContextOptions',
  'core/v1/PodSpec':
    '5activeDeadlineSeconds:L 18affinity:>Affinity 21automountServiceAccountToken:B 2containers*:[>Container~^merge+name{name} 26dnsConfig:>PodDNSConfig 6dnsPolicy:s(ClusterFirst|ClusterFirstWithHostNet|Default|None) 30enableServiceLinks:B 34ephemeralContainers:[>EphemeralContainer~^merge+name{name} 23hostAliases:[>HostAlias~^merge+ip{ip} 13hostIPC:b 11hostNetwork:b 12hostPID:b 37hostUsers:B 16hostname:s 41hostnameOverride:S 15imagePullSecrets:[>LocalObjectReference~^merge+name{name} 20initContainers:[>Container~^merge+name{name} 10nodeName:s 7nodeSelector:{s~! 36os:>PodOS 32overhead:{>resource/Quantity 31preemptionPolicy:S(Never|PreemptLowerPriority) 25priority:I 24priorityClassName:s 28readinessGates:[>PodReadinessGate~ 39resourceClaims:[>PodResourceClaim~^merge,retainKeys+name{name} 40resources:>ResourceRequirements 3restartPolicy:s(Always|Never|OnFailure) 29runtimeClassName:S 19schedulerName:s 38schedulingGates:[>PodSchedulingGate~^merge+name{name} 43schedulingGroup:>PodSchedulingGroup 14securityContext:>PodSecurityContext 9serviceAccount:s 8serviceAccountName:s 35setHostnameAsFQDN:B 27shareProcessNamespace:B 17subdomain:s 4terminationGracePeriodSeconds:L 22tolerations:[>Toleration~ 33topologySpreadConstraints:[>TopologySpreadConstraint~^merge+topologyKey{topologyKey,whenUnsatisfiable} 1volumes:[>Volume~^merge,retainKeys+name{name}',
  'core/v1/PodStatus':
    '19allocatedResources:{>resource/Quantity 2conditions:[>PodCondition~^merge+type{type} 8containerStatuses:[>ContainerStatus~ 13ephemeralContainerStatuses:[>ContainerStatus~ 18extendedResourceClaimStatus:>PodExtendedResourceClaimStatus 5hostIP:s 16hostIPs:[>HostIP~^merge+ip 10initContainerStatuses:[>ContainerStatus~ 3message:s 21nodeAllocatableResourceClaimStatuses:[>NodeAllocatableResourceClaimStatus~ 11nominatedNodeName:s 17observedGeneration:l 1phase:s(Failed|Pending|Running|Succeeded|Unknown) 6podIP:s 12podIPs:[>PodIP~^merge+ip{ip} 9qosClass:s(BestEffort|Burstable|Guaranteed) 4reason:s 14resize:s 15resourceClaimStatuses:[>PodResourceClaimStatus~^merge,retainKeys+name{name} 20resources:>ResourceRequirements 7startTime:>meta/v1/Time',
  'core/v1/PodTemplate': 'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2template:>PodTemplateSpec~',
  'core/v1/PodTemplateList': 'apiVersion:s 2items*:[>PodTemplate~? kind:s 1metadata:>meta/v1/ListMeta~',
  'core/v1/PodTemplateSpec': '1metadata:>meta/v1/ObjectMeta~ 2spec:>PodSpec~',
  'core/v1/PortStatus': '3error:S 1port*:i~ 2protocol*:s(SCTP|TCP|UDP)~',
  'core/v1/PortworxVolumeSource': '2fsType:s 3readOnly:b 1volumeID*:s~',
  'core/v1/PreferredSchedulingTerm': '2preference*:>NodeSelectorTerm~ 1weight*:i~',
  'core/v1/Probe':
    '&1:ProbeHandler 1.1exec:>ExecAction 6failureThreshold:i 1.4grpc:>GRPCAction 1.2httpGet:>HTTPGetAction 2initialDelaySeconds:i 4periodSeconds:i 5successThreshold:i 1.3tcpSocket:>TCPSocketAction 7terminationGracePeriodSeconds:L 3timeoutSeconds:i',
  'core/v1/ProjectedVolumeSource': '2defaultMode:I 1sources:[>VolumeProjection~',
  'core/v1/QuobyteVolumeSource': '5group:s 3readOnly:b 1registry*:s~ 6tenant:s 4user:s 2volume*:s~',
  'core/v1/RBDPersistentVolumeSource':
    '3fsType:s 2image*:s~ 6keyring:s="/etc/ceph/keyring" 1monitors*:[s~ 4pool:s="rbd" 8readOnly:b 7secretRef:>SecretReference 5user:s="admin"',
  'core/v1/RBDVolumeSource':
    '3fsType:s 2image*:s~ 6keyring:s="/etc/ceph/keyring" 1monitors*:[s~ 4pool:s="rbd" 8readOnly:b 7secretRef:>LocalObjectReference 5user:s="admin"',
  'core/v1/ReplicationController':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>ReplicationControllerSpec~ 3status:>ReplicationControllerStatus~',
  'core/v1/ReplicationControllerCondition':
    '3lastTransitionTime:>meta/v1/Time 5message:s 4reason:s 2status*:s~ 1type*:s~',
  'core/v1/ReplicationControllerList':
    'apiVersion:s 2items*:[>ReplicationController~? kind:s 1metadata:>meta/v1/ListMeta~',
  'core/v1/ReplicationControllerSpec':
    '4minReadySeconds:i~ 1replicas:I=1 2selector:{s~! 3template:>PodTemplateSpec',
  'core/v1/ReplicationControllerStatus':
    '5availableReplicas:i 6conditions:[>ReplicationControllerCondition~^merge+type{type} 2fullyLabeledReplicas:i 3observedGeneration:l 4readyReplicas:i 1replicas*:i~',
  'core/v1/ResourceClaim': '1name*:s~ 2request:s',
  'core/v1/ResourceFieldSelector': '! 1containerName:s 3divisor:>resource/Quantity 2resource*:s~',
  'core/v1/ResourceHealth': '2health:s 6message:S 1resourceID*:s~',
  'core/v1/ResourceQuota':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>ResourceQuotaSpec~ 3status:>ResourceQuotaStatus~',
  'core/v1/ResourceQuotaList': 'apiVersion:s 2items*:[>ResourceQuota~? kind:s 1metadata:>meta/v1/ListMeta~',
  'core/v1/ResourceQuotaSpec':
    '1hard:{>resource/Quantity 3scopeSelector:>ScopeSelector 2scopes:[s(BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass)~',
  'core/v1/ResourceQuotaStatus': '1hard:{>resource/Quantity 2used:{>resource/Quantity',
  'core/v1/ResourceRequirements':
    '3claims:[>ResourceClaim~{name} 1limits:{>resource/Quantity 2requests:{>resource/Quantity',
  'core/v1/ResourceStatus': '1name*:s~ 2resources:[>ResourceHealth~{resourceID}',
  'core/v1/SELinuxOptions': '4level:s 2role:s 3type:s 1user:s',
  'core/v1/ScaleIOPersistentVolumeSource':
    '9fsType:s="xfs" 1gateway*:s~ 5protectionDomain:s 10readOnly:b 3secretRef*:>SecretReference 4sslEnabled:b 7storageMode:s="ThinProvisioned" 6storagePool:s 2system*:s~ 8volumeName:s',
  'core/v1/ScaleIOVolumeSource':
    '9fsType:s="xfs" 1gateway*:s~ 5protectionDomain:s 10readOnly:b 3secretRef*:>LocalObjectReference 4sslEnabled:b 7storageMode:s="ThinProvisioned" 6storagePool:s 2system*:s~ 8volumeName:s',
  'core/v1/ScopeSelector': '! 1matchExpressions:[>ScopedResourceSelectorRequirement~',
  'core/v1/ScopedResourceSelectorRequirement':
    '2operator*:s(DoesNotExist|Exists|In|NotIn)~ 1scopeName*:s(BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass)~ 3values:[s~',
  'core/v1/SeccompProfile':
    '|type:localhostProfile=LocalhostProfile 2localhostProfile:S 1type*:s(Localhost|RuntimeDefault|Unconfined)~',
  'core/v1/Secret':
    'apiVersion:s 2data:{y 5immutable:B kind:s 1metadata:>meta/v1/ObjectMeta~ 4stringData:{s~ 3type:s',
  'core/v1/SecretEnvSource': '&1:LocalObjectReference 1.1name:s~ 2optional:B',
  'core/v1/SecretKeySelector': '! &1:LocalObjectReference 2key*:s~ 1.1name:s~ 3optional:B',
  'core/v1/SecretList': 'apiVersion:s 2items*:[>Secret~? kind:s 1metadata:>meta/v1/ListMeta~',
  'core/v1/SecretProjection': '&1:LocalObjectReference 2items:[>KeyToPath~ 1.1name:s~ 4optional:B',
  'core/v1/SecretReference': '! 1name:s 2namespace:s',
  'core/v1/SecretVolumeSource': '3defaultMode:I 2items:[>KeyToPath~ 4optional:B 1secretName:s',
  'core/v1/SecurityContext':
    '7allowPrivilegeEscalation:B 12appArmorProfile:>AppArmorProfile 1capabilities:>Capabilities 2privileged:B 9procMount:S(Default|Unmasked) 6readOnlyRootFilesystem:B 8runAsGroup:L 5runAsNonRoot:B 4runAsUser:L 3seLinuxOptions:>SELinuxOptions 11seccompProfile:>SeccompProfile 10windowsOptions:>WindowsSecurityContextOptions',
  'core/v1/Service':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>ServiceSpec~ 3status:>ServiceStatus~',
  'core/v1/ServiceAccount':
    'apiVersion:s 4automountServiceAccountToken:B 3imagePullSecrets:[>LocalObjectReference~ kind:s 1metadata:>meta/v1/ObjectMeta~ 2secrets:[>ObjectReference~^merge+name{name}',
  'core/v1/ServiceAccountList': 'apiVersion:s 2items*:[>ServiceAccount~? kind:s 1metadata:>meta/v1/ListMeta~',
  'core/v1/ServiceAccountTokenProjection': '1audience:s 2expirationSeconds:L 3path*:s~',
  'core/v1/ServiceList': 'apiVersion:s 2items*:[>Service~? kind:s 1metadata:>meta/v1/ListMeta~',
  'core/v1/ServicePort':
    '6appProtocol:S 1name:s 5nodePort:i 3port*:i~ 2protocol:s(SCTP|TCP|UDP)="TCP" 4targetPort:>intstr/IntOrString',
  'core/v1/ServiceSpec':
    '20allocateLoadBalancerNodePorts:B 3clusterIP:s 18clusterIPs:[s~ 5externalIPs:[s~ 10externalName:s 11externalTrafficPolicy:s(Cluster|Local) 12healthCheckNodePort:i 22internalTrafficPolicy:S(Cluster|Local) 19ipFamilies:[s(|IPv4|IPv6)~ 17ipFamilyPolicy:S(PreferDualStack|RequireDualStack|SingleStack) 21loadBalancerClass:S 8loadBalancerIP:s 9loadBalancerSourceRanges:[s~ 1ports:[>ServicePort~^merge+port{port,protocol} 13publishNotReadyAddresses:b 2selector:{s~! 7sessionAffinity:s(ClientIP|None) 14sessionAffinityConfig:>SessionAffinityConfig 23trafficDistribution:S 4type:s(ClusterIP|ExternalName|LoadBalancer|NodePort)',
  'core/v1/ServiceStatus':
    '2conditions:[>meta/v1/Condition~^merge+type{type} 1loadBalancer:>LoadBalancerStatus~',
  'core/v1/SessionAffinityConfig': '1clientIP:>ClientIPConfig',
  'core/v1/SleepAction': '1seconds*:l~',
  'core/v1/StorageOSPersistentVolumeSource':
    '3fsType:s 4readOnly:b 5secretRef:>ObjectReference 1volumeName:s 2volumeNamespace:s',
  'core/v1/StorageOSVolumeSource':
    '3fsType:s 4readOnly:b 5secretRef:>LocalObjectReference 1volumeName:s 2volumeNamespace:s',
  'core/v1/Sysctl': '1name*:s~ 2value*:s~',
  'core/v1/TCPSocketAction': '2host:s 1port*:>intstr/IntOrString',
  'core/v1/Taint':
    '3effect*:s(NoExecute|NoSchedule|PreferNoSchedule)~ 1key*:s~ 4timeAdded:>meta/v1/Time 2value:s',
  'core/v1/Toleration':
    '4effect:s(NoExecute|NoSchedule|PreferNoSchedule) 1key:s 2operator:s(Equal|Exists|Gt|Lt) 5tolerationSeconds:L 3value:s',
  'core/v1/TopologySelectorLabelRequirement': '1key*:s~ 2values*:[s~',
  'core/v1/TopologySelectorTerm': '! 1matchLabelExpressions:[>TopologySelectorLabelRequirement~',
  'core/v1/TopologySpreadConstraint':
    '4labelSelector:>meta/v1/LabelSelector 8matchLabelKeys:[s~ 1maxSkew*:i~ 5minDomains:I 6nodeAffinityPolicy:S(Honor|Ignore) 7nodeTaintsPolicy:S(Honor|Ignore) 2topologyKey*:s~ 3whenUnsatisfiable*:s(DoNotSchedule|ScheduleAnyway)~',
  'core/v1/TypedLocalObjectReference': '! 1apiGroup:S 2kind*:s~ 3name*:s~',
  'core/v1/TypedObjectReference': '1apiGroup:S 2kind*:s~ 3name*:s~ 4namespace:S',
  'core/v1/Volume':
    '&2:VolumeSource 2.4awsElasticBlockStore:>AWSElasticBlockStoreVolumeSource 2.22azureDisk:>AzureDiskVolumeSource 2.18azureFile:>AzureFileVolumeSource 2.14cephfs:>CephFSVolumeSource 2.13cinder:>CinderVolumeSource 2.19configMap:>ConfigMapVolumeSource 2.28csi:>CSIVolumeSource 2.16downwardAPI:>DownwardAPIVolumeSource 2.2emptyDir:>EmptyDirVolumeSource 2.29ephemeral:>EphemeralVolumeSource 2.17fc:>FCVolumeSource 2.12flexVolume:>FlexVolumeSource 2.15flocker:>FlockerVolumeSource 2.3gcePersistentDisk:>GCEPersistentDiskVolumeSource 2.5gitRepo:>GitRepoVolumeSource 2.9glusterfs:>GlusterfsVolumeSource 2.1hostPath:>HostPathVolumeSource 2.30image:>ImageVolumeSource 2.8iscsi:>ISCSIVolumeSource 1name*:s~ 2.7nfs:>NFSVolumeSource 2.10persistentVolumeClaim:>PersistentVolumeClaimVolumeSource 2.23photonPersistentDisk:>PhotonPersistentDiskVolumeSource 2.24portworxVolume:>PortworxVolumeSource 2.26projected:>ProjectedVolumeSource 2.21quobyte:>QuobyteVolumeSource 2.11rbd:>RBDVolumeSource 2.25scaleIO:>ScaleIOVolumeSource 2.6secret:>SecretVolumeSource 2.27storageos:>StorageOSVolumeSource 2.20vsphereVolume:>VsphereVirtualDiskVolumeSource',
  'core/v1/VolumeDevice': '2devicePath*:s~ 1name*:s~',
  'core/v1/VolumeMount':
    '3mountPath*:s~ 5mountPropagation:S(Bidirectional|HostToContainer|None) 1name*:s~ 2readOnly:b 7recursiveReadOnly:S 4subPath:s 6subPathExpr:s',
  'core/v1/VolumeMountStatus':
    '2mountPath*:s~ 1name*:s~ 3readOnly:b 4recursiveReadOnly:S 5volumeStatus:>VolumeStatus',
  'core/v1/VolumeNodeAffinity': '1required:>NodeSelector',
  'core/v1/VolumeProjection':
    '5clusterTrustBundle:>ClusterTrustBundleProjection 3configMap:>ConfigMapProjection 2downwardAPI:>DownwardAPIProjection 6podCertificate:>PodCertificateProjection 1secret:>SecretProjection 4serviceAccountToken:>ServiceAccountTokenProjection',
  'core/v1/VolumeResourceRequirements': '1limits:{>resource/Quantity 2requests:{>resource/Quantity',
  'core/v1/VolumeStatus': '1image:>ImageVolumeStatus',
  'core/v1/VsphereVirtualDiskVolumeSource':
    '2fsType:s 4storagePolicyID:s 3storagePolicyName:s 1volumePath*:s~',
  'core/v1/WeightedPodAffinityTerm': '2podAffinityTerm*:>PodAffinityTerm~ 1weight*:i~',
  'core/v1/WindowsSecurityContextOptions':
    '2gmsaCredentialSpec:S 1gmsaCredentialSpecName:S 4hostProcess:B 3runAsUserName:S',
  'discovery.k8s.io/v1/Endpoint':
    '1addresses*:[s~{} 2conditions:>EndpointConditions~ 5deprecatedTopology:{s~ 8hints:>EndpointHints 3hostname:S 6nodeName:S 4targetRef:>core/v1/ObjectReference 7zone:S',
  'discovery.k8s.io/v1/EndpointConditions': '1ready:B 2serving:B 3terminating:B',
  'discovery.k8s.io/v1/EndpointHints': '2forNodes:[>ForNode~ 1forZones:[>ForZone~',
  'discovery.k8s.io/v1/EndpointPort': '! 4appProtocol:S 1name:S 3port:I 2protocol:S(SCTP|TCP|UDP)',
  'discovery.k8s.io/v1/EndpointSlice':
    '4addressType*:s(FQDN|IPv4|IPv6)~ apiVersion:s 2endpoints:[>Endpoint~ kind:s 1metadata:>meta/v1/ObjectMeta~ 3ports:[>EndpointPort~',
  'discovery.k8s.io/v1/EndpointSliceList':
    'apiVersion:s 2items*:[>EndpointSlice~? kind:s 1metadata:>meta/v1/ListMeta~',
  'discovery.k8s.io/v1/ForNode': '1name*:s~',
  'discovery.k8s.io/v1/ForZone': '1name*:s~',
  'events.k8s.io/v1/Event':
    '6action:s apiVersion:s 15deprecatedCount:i 13deprecatedFirstTimestamp:>meta/v1/Time 14deprecatedLastTimestamp:>meta/v1/Time 12deprecatedSource:>core/v1/EventSource~ 2eventTime*:>meta/v1/MicroTime kind:s 1metadata:>meta/v1/ObjectMeta~ 10note:s 7reason:s 8regarding:>core/v1/ObjectReference~ 9related:>core/v1/ObjectReference 4reportingController:s 5reportingInstance:s 3series:>EventSeries 11type:s',
  'events.k8s.io/v1/EventList': 'apiVersion:s 2items*:[>Event~? kind:s 1metadata:>meta/v1/ListMeta~',
  'events.k8s.io/v1/EventSeries': '1count*:i~ 2lastObservedTime*:>meta/v1/MicroTime',
  'flowcontrol.apiserver.k8s.io/v1/ExemptPriorityLevelConfiguration':
    '2lendablePercent:I 1nominalConcurrencyShares:I',
  'flowcontrol.apiserver.k8s.io/v1/FlowDistinguisherMethod': '1type*:s~',
  'flowcontrol.apiserver.k8s.io/v1/FlowSchema':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>FlowSchemaSpec~ 3status:>FlowSchemaStatus~',
  'flowcontrol.apiserver.k8s.io/v1/FlowSchemaCondition':
    '3lastTransitionTime:>meta/v1/Time 5message:s 4reason:s 2status:s 1type:s',
  'flowcontrol.apiserver.k8s.io/v1/FlowSchemaList':
    'apiVersion:s 2items*:[>FlowSchema~? kind:s 1metadata:>meta/v1/ListMeta~',
  'flowcontrol.apiserver.k8s.io/v1/FlowSchemaSpec':
    '3distinguisherMethod:>FlowDistinguisherMethod 2matchingPrecedence:i~ 1priorityLevelConfiguration*:>PriorityLevelConfigurationReference~ 4rules:[>PolicyRulesWithSubjects~',
  'flowcontrol.apiserver.k8s.io/v1/FlowSchemaStatus': '1conditions:[>FlowSchemaCondition~^merge+type{type}',
  'flowcontrol.apiserver.k8s.io/v1/GroupSubject': '1name*:s~',
  'flowcontrol.apiserver.k8s.io/v1/LimitResponse':
    '|type:queuing=Queuing 2queuing:>QueuingConfiguration 1type*:s~',
  'flowcontrol.apiserver.k8s.io/v1/LimitedPriorityLevelConfiguration':
    '4borrowingLimitPercent:I 3lendablePercent:I 2limitResponse:>LimitResponse~ 1nominalConcurrencyShares:I',
  'flowcontrol.apiserver.k8s.io/v1/NonResourcePolicyRule': '6nonResourceURLs*:[s~{} 1verbs*:[s~{}',
  'flowcontrol.apiserver.k8s.io/v1/PolicyRulesWithSubjects':
    '3nonResourceRules:[>NonResourcePolicyRule~ 2resourceRules:[>ResourcePolicyRule~ 1subjects*:[>Subject~',
  'flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfiguration':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>PriorityLevelConfigurationSpec~ 3status:>PriorityLevelConfigurationStatus~',
  'flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfigurationCondition':
    '3lastTransitionTime:>meta/v1/Time 5message:s 4reason:s 2status:s 1type:s',
  'flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfigurationList':
    'apiVersion:s 2items*:[>PriorityLevelConfiguration~? kind:s 1metadata:>meta/v1/ListMeta~',
  'flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfigurationReference': '1name*:s~',
  'flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfigurationSpec':
    '|type:exempt=Exempt,limited=Limited 3exempt:>ExemptPriorityLevelConfiguration 2limited:>LimitedPriorityLevelConfiguration 1type*:s~',
  'flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfigurationStatus':
    '1conditions:[>PriorityLevelConfigurationCondition~^merge+type{type}',
  'flowcontrol.apiserver.k8s.io/v1/QueuingConfiguration': '2handSize:i~ 3queueLengthLimit:i~ 1queues:i~',
  'flowcontrol.apiserver.k8s.io/v1/ResourcePolicyRule':
    '2apiGroups*:[s~{} 4clusterScope:b 5namespaces:[s~{} 3resources*:[s~{} 1verbs*:[s~{}',
  'flowcontrol.apiserver.k8s.io/v1/ServiceAccountSubject': '2name*:s~ 1namespace*:s~',
  'flowcontrol.apiserver.k8s.io/v1/Subject':
    '|kind:group=Group,serviceAccount=ServiceAccount,user=User 3group:>GroupSubject 1kind*:s~ 4serviceAccount:>ServiceAccountSubject 2user:>UserSubject',
  'flowcontrol.apiserver.k8s.io/v1/UserSubject': '1name*:s~',
  'internal.apiserver.k8s.io/v1alpha1/ServerStorageVersion':
    '1apiServerID*:s 3decodableVersions*:[s~{} 2encodingVersion*:s 4servedVersions:[s~{}',
  'internal.apiserver.k8s.io/v1alpha1/StorageVersion':
    'apiVersion:s kind:s 1metadata*:>meta/v1/ObjectMeta~ 2spec:>StorageVersionSpec~ 3status:>StorageVersionStatus~',
  'internal.apiserver.k8s.io/v1alpha1/StorageVersionCondition':
    '4lastTransitionTime:>meta/v1/Time 6message*:s 3observedGeneration:l 5reason*:s~ 2status*:s~ 1type*:s~',
  'internal.apiserver.k8s.io/v1alpha1/StorageVersionList':
    'apiVersion:s 2items*:[>StorageVersion~? kind:s 1metadata:>meta/v1/ListMeta~',
  'internal.apiserver.k8s.io/v1alpha1/StorageVersionSpec': '{"type":"object"}',
  'internal.apiserver.k8s.io/v1alpha1/StorageVersionStatus':
    '2commonEncodingVersion:S 3conditions:[>StorageVersionCondition~{type} 1storageVersions:[>ServerStorageVersion~{apiServerID}',
  'intstr/IntOrString': '{"format":"int-or-string","oneOf":[{"type":"integer"},{"type":"string"}]}',
  'meta/v1/APIResource':
    '7categories:[s~ 8group:s 3kind*:s~ 1name*:s~ 2namespaced*:b~ 5shortNames:[s~ 6singularName*:s~ 10storageVersionHash:s 4verbs*:[s~? 9version:s',
  'meta/v1/APIResourceList': 'apiVersion:s 1groupVersion*:s~ kind:s 2resources*:[>APIResource~',
  'meta/v1/Condition':
    '4lastTransitionTime*:>Time 6message*:s~ 3observedGeneration:l 5reason*:s~ 2status*:s~ 1type*:s~',
  'meta/v1/DeleteOptions':
    'apiVersion:s 5dryRun:[s~ 1gracePeriodSeconds:L 6ignoreStoreReadErrorWithClusterBreakingPotential:B kind:s 3orphanDependents:B 2preconditions:>Preconditions 4propagationPolicy:S',
  'meta/v1/FieldSelectorRequirement': '1key*:s~ 2operator*:s~ 3values:[s~',
  'meta/v1/FieldsV1': '{"type":"object"}',
  'meta/v1/GroupResource': '1group*:s~ 2resource*:s~',
  'meta/v1/LabelSelector': '! 2matchExpressions:[>LabelSelectorRequirement~ 1matchLabels:{s~',
  'meta/v1/LabelSelectorRequirement': '1key*:s~ 2operator*:s~ 3values:[s~',
  'meta/v1/ListMeta':
    '3continue:s 4remainingItemCount:L 2resourceVersion:s 1selfLink:s 5shardInfo:>ShardInfo',
  'meta/v1/ManagedFieldsEntry':
    '3apiVersion:s 6fieldsType:s 7fieldsV1:>FieldsV1 1manager:s 2operation:s 8subresource:s 4time:>Time',
  'meta/v1/MicroTime': '{"type":"string","format":"date-time"}',
  'meta/v1/ObjectMeta':
    '12annotations:{s~ 8creationTimestamp:>Time 10deletionGracePeriodSeconds:L 9deletionTimestamp:>Time 14finalizers:[s~^merge{} 2generateName:s 7generation:l 11labels:{s~ 17managedFields:[>ManagedFieldsEntry~ 1name:s 3namespace:s 13ownerReferences:[>OwnerReference~^merge+uid{uid} 6resourceVersion:s 4selfLink:s 5uid:s',
  'meta/v1/OwnerReference':
    '! 5apiVersion*:s~ 7blockOwnerDeletion:B 6controller:B 1kind*:s~ 3name*:s~ 4uid*:s~',
  'meta/v1/Patch': '{"type":"object"}',
  'meta/v1/Preconditions': '2resourceVersion:S 1uid:S',
  'meta/v1/ShardInfo': '1selector*:s~',
  'meta/v1/Status':
    'apiVersion:s 6code:i 5details:>StatusDetails kind:s 3message:s 1metadata:>ListMeta~ 4reason:s 2status:s',
  'meta/v1/StatusCause': '3field:s 2message:s 1reason:s',
  'meta/v1/StatusDetails': '4causes:[>StatusCause~ 2group:s 3kind:s 1name:s 5retryAfterSeconds:i 6uid:s',
  'meta/v1/Time': '{"type":"string","format":"date-time"}',
  'meta/v1/WatchEvent': '2object*:>runtime/RawExtension 1type*:s~',
  'networking.k8s.io/v1/HTTPIngressPath':
    '2backend*:>IngressBackend~ 1path:s 3pathType*:S(Exact|ImplementationSpecific|Prefix)',
  'networking.k8s.io/v1/HTTPIngressRuleValue': '1paths*:[>HTTPIngressPath~',
  'networking.k8s.io/v1/IPAddress':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>IPAddressSpec~',
  'networking.k8s.io/v1/IPAddressList':
    'apiVersion:s 2items*:[>IPAddress~? kind:s 1metadata:>meta/v1/ListMeta~',
  'networking.k8s.io/v1/IPAddressSpec': '1parentRef*:>ParentReference',
  'networking.k8s.io/v1/IPBlock': '1cidr*:s~ 2except:[s~',
  'networking.k8s.io/v1/Ingress':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>IngressSpec~ 3status:>IngressStatus~',
  'networking.k8s.io/v1/IngressBackend':
    '3resource:>core/v1/TypedLocalObjectReference 4service:>IngressServiceBackend',
  'networking.k8s.io/v1/IngressClass':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>IngressClassSpec~',
  'networking.k8s.io/v1/IngressClassList':
    'apiVersion:s 2items*:[>IngressClass~? kind:s 1metadata:>meta/v1/ListMeta~',
  'networking.k8s.io/v1/IngressClassParametersReference':
    '1apiGroup:S 2kind*:s~ 3name*:s~ 5namespace:S 4scope:S',
  'networking.k8s.io/v1/IngressClassSpec': '1controller:s 2parameters:>IngressClassParametersReference',
  'networking.k8s.io/v1/IngressList': 'apiVersion:s 2items*:[>Ingress~? kind:s 1metadata:>meta/v1/ListMeta~',
  'networking.k8s.io/v1/IngressLoadBalancerIngress': '2hostname:s 1ip:s 4ports:[>IngressPortStatus~',
  'networking.k8s.io/v1/IngressLoadBalancerStatus': '1ingress:[>IngressLoadBalancerIngress~',
  'networking.k8s.io/v1/IngressPortStatus': '3error:S 1port*:i~ 2protocol*:s(SCTP|TCP|UDP)~',
  'networking.k8s.io/v1/IngressRule': '&2:IngressRuleValue 1host:s 2.1http:>>HTTPIngressRuleValue',
  'networking.k8s.io/v1/IngressServiceBackend': '1name*:s~ 2port:>ServiceBackendPort~',
  'networking.k8s.io/v1/IngressSpec':
    '1defaultBackend:>IngressBackend 4ingressClassName:S 3rules:[>IngressRule~ 2tls:[>IngressTLS~',
  'networking.k8s.io/v1/IngressStatus': '1loadBalancer:>IngressLoadBalancerStatus~',
  'networking.k8s.io/v1/IngressTLS': '1hosts:[s~ 2secretName:s',
  'networking.k8s.io/v1/NetworkPolicy':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>NetworkPolicySpec~',
  'networking.k8s.io/v1/NetworkPolicyEgressRule': '1ports:[>NetworkPolicyPort~ 2to:[>NetworkPolicyPeer~',
  'networking.k8s.io/v1/NetworkPolicyIngressRule': '2from:[>NetworkPolicyPeer~ 1ports:[>NetworkPolicyPort~',
  'networking.k8s.io/v1/NetworkPolicyList':
    'apiVersion:s 2items*:[>NetworkPolicy~? kind:s 1metadata:>meta/v1/ListMeta~',
  'networking.k8s.io/v1/NetworkPolicyPeer':
    '3ipBlock:>IPBlock 2namespaceSelector:>meta/v1/LabelSelector 1podSelector:>meta/v1/LabelSelector',
  'networking.k8s.io/v1/NetworkPolicyPort': '3endPort:I 2port:>intstr/IntOrString 1protocol:S(SCTP|TCP|UDP)',
  'networking.k8s.io/v1/NetworkPolicySpec':
    '3egress:[>NetworkPolicyEgressRule~ 2ingress:[>NetworkPolicyIngressRule~ 1podSelector:>meta/v1/LabelSelector~ 4policyTypes:[s(Egress|Ingress)~',
  'networking.k8s.io/v1/ParentReference': '1group:s 4name*:s 3namespace:s 2resource*:s',
  'networking.k8s.io/v1/ServiceBackendPort': '! 1name:s 2number:i',
  'networking.k8s.io/v1/ServiceCIDR':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>ServiceCIDRSpec~ 3status:>ServiceCIDRStatus~',
  'networking.k8s.io/v1/ServiceCIDRList':
    'apiVersion:s 2items*:[>ServiceCIDR~? kind:s 1metadata:>meta/v1/ListMeta~',
  'networking.k8s.io/v1/ServiceCIDRSpec': '1cidrs:[s~',
  'networking.k8s.io/v1/ServiceCIDRStatus': '1conditions:[>meta/v1/Condition~^merge+type{type}',
  'networking.k8s.io/v1beta1/IPAddress':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>IPAddressSpec~',
  'networking.k8s.io/v1beta1/IPAddressList':
    'apiVersion:s 2items*:[>IPAddress~? kind:s 1metadata:>meta/v1/ListMeta~',
  'networking.k8s.io/v1beta1/IPAddressSpec': '1parentRef*:>ParentReference',
  'networking.k8s.io/v1beta1/ParentReference': '1group:s 4name*:s 3namespace:s 2resource*:s',
  'networking.k8s.io/v1beta1/ServiceCIDR':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>ServiceCIDRSpec~ 3status:>ServiceCIDRStatus~',
  'networking.k8s.io/v1beta1/ServiceCIDRList':
    'apiVersion:s 2items*:[>ServiceCIDR~? kind:s 1metadata:>meta/v1/ListMeta~',
  'networking.k8s.io/v1beta1/ServiceCIDRSpec': '1cidrs:[s~',
  'networking.k8s.io/v1beta1/ServiceCIDRStatus': '1conditions:[>meta/v1/Condition~^merge+type{type}',
  'node.k8s.io/v1/Overhead': '1podFixed:{>resource/Quantity',
  'node.k8s.io/v1/RuntimeClass':
    'apiVersion:s 2handler*:s~ kind:s 1metadata:>meta/v1/ObjectMeta~ 3overhead:>Overhead 4scheduling:>Scheduling',
  'node.k8s.io/v1/RuntimeClassList':
    'apiVersion:s 2items*:[>RuntimeClass~? kind:s 1metadata:>meta/v1/ListMeta~',
  'node.k8s.io/v1/Scheduling': '1nodeSelector:{s~! 2tolerations:[>core/v1/Toleration~',
  'policy/v1/Eviction':
    'apiVersion:s 2deleteOptions:>meta/v1/DeleteOptions kind:s 1metadata:>meta/v1/ObjectMeta~',
  'policy/v1/PodDisruptionBudget':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>PodDisruptionBudgetSpec~ 3status:>PodDisruptionBudgetStatus~',
  'policy/v1/PodDisruptionBudgetList':
    'apiVersion:s 2items*:[>PodDisruptionBudget~? kind:s 1metadata:>meta/v1/ListMeta~',
  'policy/v1/PodDisruptionBudgetSpec':
    '3maxUnavailable:>intstr/IntOrString 1minAvailable:>intstr/IntOrString 2selector:>meta/v1/LabelSelector^replace 4unhealthyPodEvictionPolicy:S(AlwaysAllow|IfHealthyBudget)',
  'policy/v1/PodDisruptionBudgetStatus':
    '7conditions:[>meta/v1/Condition~^merge+type{type} 4currentHealthy:i~ 5desiredHealthy:i~ 2disruptedPods:{>meta/v1/Time 3disruptionsAllowed:i~ 6expectedPods:i~ 1observedGeneration:l',
  'rbac.authorization.k8s.io/v1/AggregationRule': '1clusterRoleSelectors:[>meta/v1/LabelSelector~',
  'rbac.authorization.k8s.io/v1/ClusterRole':
    '3aggregationRule:>AggregationRule apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2rules:[>PolicyRule~',
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 3roleRef*:>RoleRef~ 2subjects:[>Subject~',
  'rbac.authorization.k8s.io/v1/ClusterRoleBindingList':
    'apiVersion:s 2items*:[>ClusterRoleBinding~? kind:s 1metadata:>meta/v1/ListMeta~',
  'rbac.authorization.k8s.io/v1/ClusterRoleList':
    'apiVersion:s 2items*:[>ClusterRole~? kind:s 1metadata:>meta/v1/ListMeta~',
  'rbac.authorization.k8s.io/v1/PolicyRule':
    '2apiGroups:[s~ 5nonResourceURLs:[s~ 4resourceNames:[s~ 3resources:[s~ 1verbs*:[s~',
  'rbac.authorization.k8s.io/v1/Role':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2rules:[>PolicyRule~',
  'rbac.authorization.k8s.io/v1/RoleBinding':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 3roleRef*:>RoleRef~ 2subjects:[>Subject~',
  'rbac.authorization.k8s.io/v1/RoleBindingList':
    'apiVersion:s 2items*:[>RoleBinding~? kind:s 1metadata:>meta/v1/ListMeta~',
  'rbac.authorization.k8s.io/v1/RoleList':
    'apiVersion:s 2items*:[>Role~? kind:s 1metadata:>meta/v1/ListMeta~',
  'rbac.authorization.k8s.io/v1/RoleRef': '! 1apiGroup:s~ 2kind*:s~ 3name*:s~',
  'rbac.authorization.k8s.io/v1/Subject': '! 2apiGroup:s 1kind*:s~ 3name*:s~ 4namespace:s',
  'resource.k8s.io/v1/AllocatedDeviceStatus':
    '4conditions:[>meta/v1/Condition~{type} 5data:>runtime/RawExtension 3device*:s~ 1driver*:s~ 6networkData:>NetworkDeviceData 2pool*:s~ 7shareID:S',
  'resource.k8s.io/v1/AllocationResult':
    '5allocationTimestamp:>meta/v1/Time 1devices:>DeviceAllocationResult~ 3nodeSelector:>core/v1/NodeSelector',
  'resource.k8s.io/v1/CELDeviceSelector': '1expression*:s~',
  'resource.k8s.io/v1/CapacityRequestPolicy':
    '1default:>resource/Quantity 4validRange:>CapacityRequestPolicyRange 3validValues:[>resource/Quantity',
  'resource.k8s.io/v1/CapacityRequestPolicyRange':
    '2max:>resource/Quantity 1min*:>resource/Quantity 3step:>resource/Quantity',
  'resource.k8s.io/v1/CapacityRequirements': '1requests:{>resource/Quantity',
  'resource.k8s.io/v1/Counter': '1value*:>resource/Quantity',
  'resource.k8s.io/v1/CounterSet': '2counters*:{>Counter~ 1name*:s~',
  'resource.k8s.io/v1/Device':
    '7allNodes:B 12allowMultipleAllocations:B 2attributes:{>DeviceAttribute~ 10bindingConditions:[s~ 11bindingFailureConditions:[s~ 9bindsToNode:B 3capacity:{>DeviceCapacity~ 4consumesCounters:[>DeviceCounterConsumption~ 1name*:s~ 13nodeAllocatableResourceMappings:{>NodeAllocatableResourceMapping~ 5nodeName:S 6nodeSelector:>core/v1/NodeSelector 8taints:[>DeviceTaint~',
  'resource.k8s.io/v1/DeviceAllocationConfiguration':
    '&3:DeviceConfiguration 3.1opaque:>OpaqueDeviceConfiguration 2requests:[s~ 1source*:s(FromClaim|FromClass)~',
  'resource.k8s.io/v1/DeviceAllocationResult':
    '2config:[>DeviceAllocationConfiguration~ 1results:[>DeviceRequestAllocationResult~',
  'resource.k8s.io/v1/DeviceAttribute':
    '3bool:B 7bools:[b~ 2int:L 6ints:[l~ 4string:S 8strings:[s~ 5version:S 9versions:[s~',
  'resource.k8s.io/v1/DeviceCapacity': '2requestPolicy:>CapacityRequestPolicy 1value*:>resource/Quantity',
  'resource.k8s.io/v1/DeviceClaim':
    '3config:[>DeviceClaimConfiguration~ 2constraints:[>DeviceConstraint~ 1requests:[>DeviceRequest~',
  'resource.k8s.io/v1/DeviceClaimConfiguration':
    '&2:DeviceConfiguration 2.1opaque:>OpaqueDeviceConfiguration 1requests:[s~',
  'resource.k8s.io/v1/DeviceClass':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>DeviceClassSpec~',
  'resource.k8s.io/v1/DeviceClassConfiguration':
    '&1:DeviceConfiguration 1.1opaque:>OpaqueDeviceConfiguration',
  'resource.k8s.io/v1/DeviceClassList':
    'apiVersion:s 2items*:[>DeviceClass~? kind:s 1metadata:>meta/v1/ListMeta~',
  'resource.k8s.io/v1/DeviceClassSpec':
    '2config:[>DeviceClassConfiguration~ 4extendedResourceName:S 1selectors:[>DeviceSelector~',
  'resource.k8s.io/v1/DeviceConstraint': '3distinctAttribute:S 2matchAttribute:S 1requests:[s~',
  'resource.k8s.io/v1/DeviceCounterConsumption': '1counterSet*:s~ 2counters*:{>Counter~',
  'resource.k8s.io/v1/DeviceRequest':
    '2exactly:>ExactDeviceRequest 3firstAvailable:[>DeviceSubRequest~ 1name*:s~',
  'resource.k8s.io/v1/DeviceRequestAllocationResult':
    '5adminAccess:B 7bindingConditions:[s~ 8bindingFailureConditions:[s~ 10consumedCapacity:{>resource/Quantity 4device*:s~ 2driver*:s~ 3pool*:s~ 1request*:s~ 9shareID:S 6tolerations:[>DeviceToleration~',
  'resource.k8s.io/v1/DeviceSelector': '1cel:>CELDeviceSelector',
  'resource.k8s.io/v1/DeviceSubRequest':
    '4allocationMode:s(All|ExactCount) 7capacity:>CapacityRequirements 5count:l 2deviceClassName*:s~ 1name*:s~ 3selectors:[>DeviceSelector~ 6tolerations:[>DeviceToleration~',
  'resource.k8s.io/v1/DeviceTaint':
    '3effect*:s(NoExecute|NoSchedule|None)~ 1key*:s~ 4timeAdded:>meta/v1/Time 2value:s',
  'resource.k8s.io/v1/DeviceToleration':
    '4effect:s(NoExecute|NoSchedule|None) 1key:s 2operator:s(Equal|Exists)="Equal" 5tolerationSeconds:L 3value:s',
  'resource.k8s.io/v1/ExactDeviceRequest':
    '5adminAccess:B 3allocationMode:s(All|ExactCount) 7capacity:>CapacityRequirements 4count:l 1deviceClassName*:s~ 2selectors:[>DeviceSelector~ 6tolerations:[>DeviceToleration~',
  'resource.k8s.io/v1/NetworkDeviceData': '3hardwareAddress:s 1interfaceName:s 2ips:[s~',
  'resource.k8s.io/v1/NodeAllocatableResourceMapping':
    '2allocationMultiplier:>resource/Quantity 1capacityKey:S',
  'resource.k8s.io/v1/OpaqueDeviceConfiguration': '1driver*:s~ 2parameters*:>runtime/RawExtension',
  'resource.k8s.io/v1/ResourceClaim':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>ResourceClaimSpec~ 3status:>ResourceClaimStatus~',
  'resource.k8s.io/v1/ResourceClaimConsumerReference': '1apiGroup:s 4name*:s~ 3resource*:s~ 5uid*:s~',
  'resource.k8s.io/v1/ResourceClaimList':
    'apiVersion:s 2items*:[>ResourceClaim~? kind:s 1metadata:>meta/v1/ListMeta~',
  'resource.k8s.io/v1/ResourceClaimSpec': '1devices:>DeviceClaim~',
  'resource.k8s.io/v1/ResourceClaimStatus':
    '1allocation:>AllocationResult 4devices:[>AllocatedDeviceStatus~{driver,device,pool,shareID} 2reservedFor:[>ResourceClaimConsumerReference~^merge+uid{uid}',
  'resource.k8s.io/v1/ResourceClaimTemplate':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>ResourceClaimTemplateSpec~',
  'resource.k8s.io/v1/ResourceClaimTemplateList':
    'apiVersion:s 2items*:[>ResourceClaimTemplate~? kind:s 1metadata:>meta/v1/ListMeta~',
  'resource.k8s.io/v1/ResourceClaimTemplateSpec': '1metadata:>meta/v1/ObjectMeta~ 2spec*:>ResourceClaimSpec~',
  'resource.k8s.io/v1/ResourcePool': '2generation*:l~ 1name*:s~ 3resourceSliceCount*:l~',
  'resource.k8s.io/v1/ResourceSlice':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>ResourceSliceSpec~',
  'resource.k8s.io/v1/ResourceSliceList':
    'apiVersion:s 2items*:[>ResourceSlice~? kind:s 1metadata:>meta/v1/ListMeta~',
  'resource.k8s.io/v1/ResourceSliceSpec':
    '5allNodes:B 6devices:[>Device~ 1driver*:s~ 3nodeName:S 4nodeSelector:>core/v1/NodeSelector 7perDeviceNodeSelection:B 2pool*:>ResourcePool~ 8sharedCounters:[>CounterSet~',
  'resource.k8s.io/v1alpha3/DeviceTaint':
    '3effect*:s(NoExecute|NoSchedule|None)~ 1key*:s~ 4timeAdded:>meta/v1/Time 2value:s',
  'resource.k8s.io/v1alpha3/DeviceTaintRule':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>DeviceTaintRuleSpec~ 3status:>DeviceTaintRuleStatus~',
  'resource.k8s.io/v1alpha3/DeviceTaintRuleList':
    'apiVersion:s 2items*:[>DeviceTaintRule~? kind:s 1metadata:>meta/v1/ListMeta~',
  'resource.k8s.io/v1alpha3/DeviceTaintRuleSpec':
    '1deviceSelector:>DeviceTaintSelector 2taint*:>DeviceTaint~',
  'resource.k8s.io/v1alpha3/DeviceTaintRuleStatus': '1conditions:[>meta/v1/Condition~^merge+type{type}',
  'resource.k8s.io/v1alpha3/DeviceTaintSelector': '4device:S 2driver:S 3pool:S',
  'resource.k8s.io/v1alpha3/PoolStatus':
    '5allocatedDevices:I 6availableDevices:I 1driver*:s 9generation*:l~ 3nodeName:S 2poolName*:s 8resourceSliceCount:I 4totalDevices:I 7unavailableDevices:I 10validationError:S',
  'resource.k8s.io/v1alpha3/ResourcePoolStatusRequest':
    'apiVersion:s kind:s 1metadata*:>meta/v1/ObjectMeta~ 2spec*:>ResourcePoolStatusRequestSpec~ 3status:>ResourcePoolStatusRequestStatus',
  'resource.k8s.io/v1alpha3/ResourcePoolStatusRequestList':
    'apiVersion:s 2items*:[>ResourcePoolStatusRequest~? kind:s 1metadata:>meta/v1/ListMeta~',
  'resource.k8s.io/v1alpha3/ResourcePoolStatusRequestSpec': '1driver*:s~ 3limit:I=100 2poolName:S',
  'resource.k8s.io/v1alpha3/ResourcePoolStatusRequestStatus':
    '3conditions:[>meta/v1/Condition~^merge+type{type} 6poolCount*:I 2pools:[>PoolStatus~',
  'resource.k8s.io/v1beta1/AllocatedDeviceStatus':
    '4conditions:[>meta/v1/Condition~{type} 5data:>runtime/RawExtension 3device*:s~ 1driver*:s~ 6networkData:>NetworkDeviceData 2pool*:s~ 7shareID:S',
  'resource.k8s.io/v1beta1/AllocationResult':
    '5allocationTimestamp:>meta/v1/Time 1devices:>DeviceAllocationResult~ 3nodeSelector:>core/v1/NodeSelector',
  'resource.k8s.io/v1beta1/BasicDevice':
    '6allNodes:B 11allowMultipleAllocations:B 1attributes:{>DeviceAttribute~ 9bindingConditions:[s~ 10bindingFailureConditions:[s~ 8bindsToNode:B 2capacity:{>DeviceCapacity~ 3consumesCounters:[>DeviceCounterConsumption~ 12nodeAllocatableResourceMappings:{>NodeAllocatableResourceMapping~ 4nodeName:S 5nodeSelector:>core/v1/NodeSelector 7taints:[>DeviceTaint~',
  'resource.k8s.io/v1beta1/CELDeviceSelector': '1expression*:s~',
  'resource.k8s.io/v1beta1/CapacityRequestPolicy':
    '1default:>resource/Quantity 4validRange:>CapacityRequestPolicyRange 3validValues:[>resource/Quantity',
  'resource.k8s.io/v1beta1/CapacityRequestPolicyRange':
    '2max:>resource/Quantity 1min*:>resource/Quantity 3step:>resource/Quantity',
  'resource.k8s.io/v1beta1/CapacityRequirements': '1requests:{>resource/Quantity',
  'resource.k8s.io/v1beta1/Counter': '1value*:>resource/Quantity',
  'resource.k8s.io/v1beta1/CounterSet': '2counters*:{>Counter~ 1name*:s~',
  'resource.k8s.io/v1beta1/Device': '2basic:>BasicDevice 1name*:s~',
  'resource.k8s.io/v1beta1/DeviceAllocationConfiguration':
    '&3:DeviceConfiguration 3.1opaque:>OpaqueDeviceConfiguration 2requests:[s~ 1source*:s(FromClaim|FromClass)~',
  'resource.k8s.io/v1beta1/DeviceAllocationResult':
    '2config:[>DeviceAllocationConfiguration~ 1results:[>DeviceRequestAllocationResult~',
  'resource.k8s.io/v1beta1/DeviceAttribute':
    '3bool:B 7bools:[b~ 2int:L 6ints:[l~ 4string:S 8strings:[s~ 5version:S 9versions:[s~',
  'resource.k8s.io/v1beta1/DeviceCapacity':
    '2requestPolicy:>CapacityRequestPolicy 1value*:>resource/Quantity',
  'resource.k8s.io/v1beta1/DeviceClaim':
    '3config:[>DeviceClaimConfiguration~ 2constraints:[>DeviceConstraint~ 1requests:[>DeviceRequest~',
  'resource.k8s.io/v1beta1/DeviceClaimConfiguration':
    '&2:DeviceConfiguration 2.1opaque:>OpaqueDeviceConfiguration 1requests:[s~',
  'resource.k8s.io/v1beta1/DeviceClass':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>DeviceClassSpec~',
  'resource.k8s.io/v1beta1/DeviceClassConfiguration':
    '&1:DeviceConfiguration 1.1opaque:>OpaqueDeviceConfiguration',
  'resource.k8s.io/v1beta1/DeviceClassList':
    'apiVersion:s 2items*:[>DeviceClass~? kind:s 1metadata:>meta/v1/ListMeta~',
  'resource.k8s.io/v1beta1/DeviceClassSpec':
    '2config:[>DeviceClassConfiguration~ 4extendedResourceName:S 1selectors:[>DeviceSelector~',
  'resource.k8s.io/v1beta1/DeviceConstraint': '3distinctAttribute:S 2matchAttribute:S 1requests:[s~',
  'resource.k8s.io/v1beta1/DeviceCounterConsumption': '1counterSet*:s~ 2counters*:{>Counter~',
  'resource.k8s.io/v1beta1/DeviceRequest':
    '6adminAccess:B 4allocationMode:s(All|ExactCount) 9capacity:>CapacityRequirements 5count:l 2deviceClassName:s~ 7firstAvailable:[>DeviceSubRequest~ 1name*:s~ 3selectors:[>DeviceSelector~ 8tolerations:[>DeviceToleration~',
  'resource.k8s.io/v1beta1/DeviceRequestAllocationResult':
    '5adminAccess:B 7bindingConditions:[s~ 8bindingFailureConditions:[s~ 10consumedCapacity:{>resource/Quantity 4device*:s~ 2driver*:s~ 3pool*:s~ 1request*:s~ 9shareID:S 6tolerations:[>DeviceToleration~',
  'resource.k8s.io/v1beta1/DeviceSelector': '1cel:>CELDeviceSelector',
  'resource.k8s.io/v1beta1/DeviceSubRequest':
    '4allocationMode:s(All|ExactCount) 8capacity:>CapacityRequirements 5count:l 2deviceClassName*:s~ 1name*:s~ 3selectors:[>DeviceSelector~ 7tolerations:[>DeviceToleration~',
  'resource.k8s.io/v1beta1/DeviceTaint':
    '3effect*:s(NoExecute|NoSchedule|None)~ 1key*:s~ 4timeAdded:>meta/v1/Time 2value:s',
  'resource.k8s.io/v1beta1/DeviceToleration':
    '4effect:s(NoExecute|NoSchedule|None) 1key:s 2operator:s(Equal|Exists)="Equal" 5tolerationSeconds:L 3value:s',
  'resource.k8s.io/v1beta1/NetworkDeviceData': '3hardwareAddress:s 1interfaceName:s 2ips:[s~',
  'resource.k8s.io/v1beta1/NodeAllocatableResourceMapping':
    '2allocationMultiplier:>resource/Quantity 1capacityKey:S',
  'resource.k8s.io/v1beta1/OpaqueDeviceConfiguration': '1driver*:s~ 2parameters*:>runtime/RawExtension',
  'resource.k8s.io/v1beta1/ResourceClaim':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>ResourceClaimSpec~ 3status:>ResourceClaimStatus~',
  'resource.k8s.io/v1beta1/ResourceClaimConsumerReference': '1apiGroup:s 4name*:s~ 3resource*:s~ 5uid*:s~',
  'resource.k8s.io/v1beta1/ResourceClaimList':
    'apiVersion:s 2items*:[>ResourceClaim~? kind:s 1metadata:>meta/v1/ListMeta~',
  'resource.k8s.io/v1beta1/ResourceClaimSpec': '1devices:>DeviceClaim~',
  'resource.k8s.io/v1beta1/ResourceClaimStatus':
    '1allocation:>AllocationResult 4devices:[>AllocatedDeviceStatus~{driver,device,pool,shareID} 2reservedFor:[>ResourceClaimConsumerReference~^merge+uid{uid}',
  'resource.k8s.io/v1beta1/ResourceClaimTemplate':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>ResourceClaimTemplateSpec~',
  'resource.k8s.io/v1beta1/ResourceClaimTemplateList':
    'apiVersion:s 2items*:[>ResourceClaimTemplate~? kind:s 1metadata:>meta/v1/ListMeta~',
  'resource.k8s.io/v1beta1/ResourceClaimTemplateSpec':
    '1metadata:>meta/v1/ObjectMeta~ 2spec*:>ResourceClaimSpec~',
  'resource.k8s.io/v1beta1/ResourcePool': '2generation*:l~ 1name*:s~ 3resourceSliceCount*:l~',
  'resource.k8s.io/v1beta1/ResourceSlice':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>ResourceSliceSpec~',
  'resource.k8s.io/v1beta1/ResourceSliceList':
    'apiVersion:s 2items*:[>ResourceSlice~? kind:s 1metadata:>meta/v1/ListMeta~',
  'resource.k8s.io/v1beta1/ResourceSliceSpec':
    '5allNodes:b 6devices:[>Device~ 1driver*:s~ 3nodeName:s 4nodeSelector:>core/v1/NodeSelector 7perDeviceNodeSelection:B 2pool*:>ResourcePool~ 8sharedCounters:[>CounterSet~',
  'resource.k8s.io/v1beta2/AllocatedDeviceStatus':
    '4conditions:[>meta/v1/Condition~{type} 5data:>runtime/RawExtension 3device*:s~ 1driver*:s~ 6networkData:>NetworkDeviceData 2pool*:s~ 7shareID:S',
  'resource.k8s.io/v1beta2/AllocationResult':
    '5allocationTimestamp:>meta/v1/Time 1devices:>DeviceAllocationResult~ 3nodeSelector:>core/v1/NodeSelector',
  'resource.k8s.io/v1beta2/CELDeviceSelector': '1expression*:s~',
  'resource.k8s.io/v1beta2/CapacityRequestPolicy':
    '1default:>resource/Quantity 4validRange:>CapacityRequestPolicyRange 3validValues:[>resource/Quantity',
  'resource.k8s.io/v1beta2/CapacityRequestPolicyRange':
    '2max:>resource/Quantity 1min*:>resource/Quantity 3step:>resource/Quantity',
  'resource.k8s.io/v1beta2/CapacityRequirements': '1requests:{>resource/Quantity',
  'resource.k8s.io/v1beta2/Counter': '1value*:>resource/Quantity',
  'resource.k8s.io/v1beta2/CounterSet': '2counters*:{>Counter~ 1name*:s~',
  'resource.k8s.io/v1beta2/Device':
    '7allNodes:B 12allowMultipleAllocations:B 2attributes:{>DeviceAttribute~ 10bindingConditions:[s~ 11bindingFailureConditions:[s~ 9bindsToNode:B 3capacity:{>DeviceCapacity~ 4consumesCounters:[>DeviceCounterConsumption~ 1name*:s~ 13nodeAllocatableResourceMappings:{>NodeAllocatableResourceMapping~ 5nodeName:S 6nodeSelector:>core/v1/NodeSelector 8taints:[>DeviceTaint~',
  'resource.k8s.io/v1beta2/DeviceAllocationConfiguration':
    '&3:DeviceConfiguration 3.1opaque:>OpaqueDeviceConfiguration 2requests:[s~ 1source*:s(FromClaim|FromClass)~',
  'resource.k8s.io/v1beta2/DeviceAllocationResult':
    '2config:[>DeviceAllocationConfiguration~ 1results:[>DeviceRequestAllocationResult~',
  'resource.k8s.io/v1beta2/DeviceAttribute':
    '3bool:B 7bools:[b~ 2int:L 6ints:[l~ 4string:S 8strings:[s~ 5version:S 9versions:[s~',
  'resource.k8s.io/v1beta2/DeviceCapacity':
    '2requestPolicy:>CapacityRequestPolicy 1value*:>resource/Quantity',
  'resource.k8s.io/v1beta2/DeviceClaim':
    '3config:[>DeviceClaimConfiguration~ 2constraints:[>DeviceConstraint~ 1requests:[>DeviceRequest~',
  'resource.k8s.io/v1beta2/DeviceClaimConfiguration':
    '&2:DeviceConfiguration 2.1opaque:>OpaqueDeviceConfiguration 1requests:[s~',
  'resource.k8s.io/v1beta2/DeviceClass':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>DeviceClassSpec~',
  'resource.k8s.io/v1beta2/DeviceClassConfiguration':
    '&1:DeviceConfiguration 1.1opaque:>OpaqueDeviceConfiguration',
  'resource.k8s.io/v1beta2/DeviceClassList':
    'apiVersion:s 2items*:[>DeviceClass~? kind:s 1metadata:>meta/v1/ListMeta~',
  'resource.k8s.io/v1beta2/DeviceClassSpec':
    '2config:[>DeviceClassConfiguration~ 4extendedResourceName:S 1selectors:[>DeviceSelector~',
  'resource.k8s.io/v1beta2/DeviceConstraint': '3distinctAttribute:S 2matchAttribute:S 1requests:[s~',
  'resource.k8s.io/v1beta2/DeviceCounterConsumption': '1counterSet*:s~ 2counters*:{>Counter~',
  'resource.k8s.io/v1beta2/DeviceRequest':
    '2exactly:>ExactDeviceRequest 3firstAvailable:[>DeviceSubRequest~ 1name*:s~',
  'resource.k8s.io/v1beta2/DeviceRequestAllocationResult':
    '5adminAccess:B 7bindingConditions:[s~ 8bindingFailureConditions:[s~ 10consumedCapacity:{>resource/Quantity 4device*:s~ 2driver*:s~ 3pool*:s~ 1request*:s~ 9shareID:S 6tolerations:[>DeviceToleration~',
  'resource.k8s.io/v1beta2/DeviceSelector': '1cel:>CELDeviceSelector',
  'resource.k8s.io/v1beta2/DeviceSubRequest':
    '4allocationMode:s(All|ExactCount) 7capacity:>CapacityRequirements 5count:l 2deviceClassName*:s~ 1name*:s~ 3selectors:[>DeviceSelector~ 6tolerations:[>DeviceToleration~',
  'resource.k8s.io/v1beta2/DeviceTaint':
    '3effect*:s(NoExecute|NoSchedule|None)~ 1key*:s~ 4timeAdded:>meta/v1/Time 2value:s',
  'resource.k8s.io/v1beta2/DeviceTaintRule':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>DeviceTaintRuleSpec~ 3status:>DeviceTaintRuleStatus~',
  'resource.k8s.io/v1beta2/DeviceTaintRuleList':
    'apiVersion:s 2items*:[>DeviceTaintRule~? kind:s 1metadata:>meta/v1/ListMeta~',
  'resource.k8s.io/v1beta2/DeviceTaintRuleSpec': '1deviceSelector:>DeviceTaintSelector 2taint*:>DeviceTaint~',
  'resource.k8s.io/v1beta2/DeviceTaintRuleStatus': '1conditions:[>meta/v1/Condition~^merge+type{type}',
  'resource.k8s.io/v1beta2/DeviceTaintSelector': '4device:S 2driver:S 3pool:S',
  'resource.k8s.io/v1beta2/DeviceToleration':
    '4effect:s(NoExecute|NoSchedule|None) 1key:s 2operator:s(Equal|Exists)="Equal" 5tolerationSeconds:L 3value:s',
  'resource.k8s.io/v1beta2/ExactDeviceRequest':
    '5adminAccess:B 3allocationMode:s(All|ExactCount) 7capacity:>CapacityRequirements 4count:l 1deviceClassName*:s~ 2selectors:[>DeviceSelector~ 6tolerations:[>DeviceToleration~',
  'resource.k8s.io/v1beta2/NetworkDeviceData': '3hardwareAddress:s 1interfaceName:s 2ips:[s~',
  'resource.k8s.io/v1beta2/NodeAllocatableResourceMapping':
    '2allocationMultiplier:>resource/Quantity 1capacityKey:S',
  'resource.k8s.io/v1beta2/OpaqueDeviceConfiguration': '1driver*:s~ 2parameters*:>runtime/RawExtension',
  'resource.k8s.io/v1beta2/ResourceClaim':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>ResourceClaimSpec~ 3status:>ResourceClaimStatus~',
  'resource.k8s.io/v1beta2/ResourceClaimConsumerReference': '1apiGroup:s 4name*:s~ 3resource*:s~ 5uid*:s~',
  'resource.k8s.io/v1beta2/ResourceClaimList':
    'apiVersion:s 2items*:[>ResourceClaim~? kind:s 1metadata:>meta/v1/ListMeta~',
  'resource.k8s.io/v1beta2/ResourceClaimSpec': '1devices:>DeviceClaim~',
  'resource.k8s.io/v1beta2/ResourceClaimStatus':
    '1allocation:>AllocationResult 4devices:[>AllocatedDeviceStatus~{driver,device,pool,shareID} 2reservedFor:[>ResourceClaimConsumerReference~^merge+uid{uid}',
  'resource.k8s.io/v1beta2/ResourceClaimTemplate':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>ResourceClaimTemplateSpec~',
  'resource.k8s.io/v1beta2/ResourceClaimTemplateList':
    'apiVersion:s 2items*:[>ResourceClaimTemplate~? kind:s 1metadata:>meta/v1/ListMeta~',
  'resource.k8s.io/v1beta2/ResourceClaimTemplateSpec':
    '1metadata:>meta/v1/ObjectMeta~ 2spec*:>ResourceClaimSpec~',
  'resource.k8s.io/v1beta2/ResourcePool': '2generation*:l~ 1name*:s~ 3resourceSliceCount*:l~',
  'resource.k8s.io/v1beta2/ResourceSlice':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>ResourceSliceSpec~',
  'resource.k8s.io/v1beta2/ResourceSliceList':
    'apiVersion:s 2items*:[>ResourceSlice~? kind:s 1metadata:>meta/v1/ListMeta~',
  'resource.k8s.io/v1beta2/ResourceSliceSpec':
    '5allNodes:B 6devices:[>Device~ 1driver*:s~ 3nodeName:S 4nodeSelector:>core/v1/NodeSelector 7perDeviceNodeSelection:B 2pool*:>ResourcePool~ 8sharedCounters:[>CounterSet~',
  'resource/Quantity': '{"oneOf":[{"type":"string"},{"type":"number"}]}',
  'runtime/RawExtension': '{"type":"object"}',
  'scheduling.k8s.io/v1/PriorityClass':
    'apiVersion:s 4description:s 3globalDefault:b kind:s 1metadata:>meta/v1/ObjectMeta~ 5preemptionPolicy:S(Never|PreemptLowerPriority) 2value:i~',
  'scheduling.k8s.io/v1/PriorityClassList':
    'apiVersion:s 2items*:[>PriorityClass~? kind:s 1metadata:>meta/v1/ListMeta~',
  'scheduling.k8s.io/v1alpha2/BasicSchedulingPolicy': '{"type":"object"}',
  'scheduling.k8s.io/v1alpha2/GangSchedulingPolicy': '1minCount*:i~',
  'scheduling.k8s.io/v1alpha2/PodGroup':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>PodGroupSpec~ 3status:>PodGroupStatus~',
  'scheduling.k8s.io/v1alpha2/PodGroupList':
    'apiVersion:s 2items*:[>PodGroup~? kind:s 1metadata:>meta/v1/ListMeta~',
  'scheduling.k8s.io/v1alpha2/PodGroupResourceClaim':
    '1name*:s~ 2resourceClaimName:S 3resourceClaimTemplateName:S',
  'scheduling.k8s.io/v1alpha2/PodGroupResourceClaimStatus': '1name*:s~ 2resourceClaimName:S',
  'scheduling.k8s.io/v1alpha2/PodGroupSchedulingConstraints': '1topology:[>TopologyConstraint~',
  'scheduling.k8s.io/v1alpha2/PodGroupSchedulingPolicy':
    '|:basic=Basic,gang=Gang 1basic:>BasicSchedulingPolicy 2gang:>GangSchedulingPolicy',
  'scheduling.k8s.io/v1alpha2/PodGroupSpec':
    '5disruptionMode:S(Pod|PodGroup)="Pod" 1podGroupTemplateRef:>PodGroupTemplateReference 7priority:I 6priorityClassName:s 4resourceClaims:[>PodGroupResourceClaim~^merge,retainKeys+name{name} 3schedulingConstraints:>PodGroupSchedulingConstraints 2schedulingPolicy*:>PodGroupSchedulingPolicy~',
  'scheduling.k8s.io/v1alpha2/PodGroupStatus':
    '1conditions:[>meta/v1/Condition~^merge+type{type} 2resourceClaimStatuses:[>PodGroupResourceClaimStatus~^merge,retainKeys+name{name}',
  'scheduling.k8s.io/v1alpha2/PodGroupTemplate':
    '5disruptionMode:S(Pod|PodGroup) 1name*:s~ 7priority:I 6priorityClassName:s 4resourceClaims:[>PodGroupResourceClaim~^merge,retainKeys+name{name} 3schedulingConstraints:>PodGroupSchedulingConstraints 2schedulingPolicy*:>PodGroupSchedulingPolicy~',
  'scheduling.k8s.io/v1alpha2/PodGroupTemplateReference':
    '|:workload=Workload 1workload:>WorkloadPodGroupTemplateReference',
  'scheduling.k8s.io/v1alpha2/TopologyConstraint': '1key*:s~',
  'scheduling.k8s.io/v1alpha2/TypedLocalObjectReference': '1apiGroup:s 2kind*:s~ 3name*:s~',
  'scheduling.k8s.io/v1alpha2/Workload':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>WorkloadSpec~',
  'scheduling.k8s.io/v1alpha2/WorkloadList':
    'apiVersion:s 2items*:[>Workload~? kind:s 1metadata:>meta/v1/ListMeta~',
  'scheduling.k8s.io/v1alpha2/WorkloadPodGroupTemplateReference':
    '2podGroupTemplateName*:s~ 1workloadName*:s~',
  'scheduling.k8s.io/v1alpha2/WorkloadSpec':
    '1controllerRef:>TypedLocalObjectReference 2podGroupTemplates*:[>PodGroupTemplate~{name}',
  'storage.k8s.io/v1/CSIDriver': 'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>CSIDriverSpec~',
  'storage.k8s.io/v1/CSIDriverList': 'apiVersion:s 2items*:[>CSIDriver~? kind:s 1metadata:>meta/v1/ListMeta~',
  'storage.k8s.io/v1/CSIDriverSpec':
    '1attachRequired:B 5fsGroupPolicy:S 9nodeAllocatableUpdatePeriodSeconds:L 2podInfoOnMount:B 11preventPodSchedulingIfMissing:B 7requiresRepublish:B 8seLinuxMount:B 10serviceAccountTokenInSecrets:B 4storageCapacity:B 6tokenRequests:[>TokenRequest~ 3volumeLifecycleModes:[s~{}',
  'storage.k8s.io/v1/CSINode': 'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>CSINodeSpec~',
  'storage.k8s.io/v1/CSINodeDriver':
    '4allocatable:>VolumeNodeResources 1name*:s~ 2nodeID*:s~ 3topologyKeys:[s~',
  'storage.k8s.io/v1/CSINodeList': 'apiVersion:s 2items*:[>CSINode~? kind:s 1metadata:>meta/v1/ListMeta~',
  'storage.k8s.io/v1/CSINodeSpec': '1drivers*:[>CSINodeDriver~^merge+name{name}',
  'storage.k8s.io/v1/CSIStorageCapacity':
    'apiVersion:s 4capacity:>resource/Quantity kind:s 5maximumVolumeSize:>resource/Quantity 1metadata:>meta/v1/ObjectMeta~ 2nodeTopology:>meta/v1/LabelSelector 3storageClassName*:s~',
  'storage.k8s.io/v1/CSIStorageCapacityList':
    'apiVersion:s 2items*:[>CSIStorageCapacity~? kind:s 1metadata:>meta/v1/ListMeta~',
  'storage.k8s.io/v1/StorageClass':
    '6allowVolumeExpansion:B 8allowedTopologies:[>core/v1/TopologySelectorTerm~ apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 5mountOptions:[s~ 3parameters:{s~ 2provisioner*:s~ 4reclaimPolicy:S(Delete|Recycle|Retain) 7volumeBindingMode:S(Immediate|WaitForFirstConsumer)',
  'storage.k8s.io/v1/StorageClassList':
    'apiVersion:s 2items*:[>StorageClass~? kind:s 1metadata:>meta/v1/ListMeta~',
  'storage.k8s.io/v1/TokenRequest': '1audience*:s~ 2expirationSeconds:L',
  'storage.k8s.io/v1/VolumeAttachment':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec*:>VolumeAttachmentSpec~ 3status:>VolumeAttachmentStatus~',
  'storage.k8s.io/v1/VolumeAttachmentList':
    'apiVersion:s 2items*:[>VolumeAttachment~? kind:s 1metadata:>meta/v1/ListMeta~',
  'storage.k8s.io/v1/VolumeAttachmentSource':
    '2inlineVolumeSpec:>core/v1/PersistentVolumeSpec 1persistentVolumeName:S',
  'storage.k8s.io/v1/VolumeAttachmentSpec': '1attacher*:s~ 3nodeName*:s~ 2source*:>VolumeAttachmentSource~',
  'storage.k8s.io/v1/VolumeAttachmentStatus':
    '3attachError:>VolumeError 1attached*:b~ 2attachmentMetadata:{s~ 4detachError:>VolumeError',
  'storage.k8s.io/v1/VolumeAttributesClass':
    'apiVersion:s 2driverName*:s~ kind:s 1metadata:>meta/v1/ObjectMeta~ 3parameters:{s~',
  'storage.k8s.io/v1/VolumeAttributesClassList':
    'apiVersion:s 2items*:[>VolumeAttributesClass~? kind:s 1metadata:>meta/v1/ListMeta~',
  'storage.k8s.io/v1/VolumeError': '3errorCode:I 2message:s 1time:>meta/v1/Time',
  'storage.k8s.io/v1/VolumeNodeResources': '1count:I',
  'storage.k8s.io/v1beta1/VolumeAttributesClass':
    'apiVersion:s 2driverName*:s~ kind:s 1metadata:>meta/v1/ObjectMeta~ 3parameters:{s~',
  'storage.k8s.io/v1beta1/VolumeAttributesClassList':
    'apiVersion:s 2items*:[>VolumeAttributesClass~? kind:s 1metadata:>meta/v1/ListMeta~',
  'storagemigration.k8s.io/v1beta1/StorageVersionMigration':
    'apiVersion:s kind:s 1metadata:>meta/v1/ObjectMeta~ 2spec:>StorageVersionMigrationSpec~ 3status:>StorageVersionMigrationStatus~',
  'storagemigration.k8s.io/v1beta1/StorageVersionMigrationList':
    'apiVersion:s 2items*:[>StorageVersionMigration~? kind:s 1metadata:>meta/v1/ListMeta~',
  'storagemigration.k8s.io/v1beta1/StorageVersionMigrationSpec': '1resource*:>meta/v1/GroupResource~',
  'storagemigration.k8s.io/v1beta1/StorageVersionMigrationStatus':
    '1conditions:[>meta/v1/Condition~^merge+type{type} 2resourceVersion:s',
};
