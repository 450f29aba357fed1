// The CustomResourceDefinition as the API server takes it.
// https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/

import {
  defineResource,
  type KubeObject,
  type Resource,
  type Scope,
  type StatusCondition,
} from '@kube-rx/core';
import type { JsonSchemaProps } from '../schema/json-schema-props.ts';

/** A kind, as it is defined on a server. */
export interface CustomResourceDefinition extends KubeObject {
  readonly spec: {
    readonly group: string;
    readonly scope: Scope;
    readonly names: DefinitionNames;
    readonly versions: readonly DefinedVersion[];
    readonly conversion?: Conversion;
  };
  readonly status?: {
    readonly conditions?: readonly StatusCondition[];
    /** In which the server may still keep objects. */
    readonly storedVersions?: readonly string[];
    readonly acceptedNames?: DefinitionNames;
  };
}

/** How a kind is called. */
export interface DefinitionNames {
  readonly plural: string;
  readonly singular?: string;
  readonly kind: string;
  readonly listKind?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

/** One version of a kind. */
export interface DefinedVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly deprecated?: boolean;
  readonly deprecationWarning?: string;
  readonly schema?: { readonly openAPIV3Schema?: JsonSchemaProps };
  readonly subresources?: {
    readonly status?: Readonly<Record<string, never>>;
    readonly scale?: ScalePaths;
  };
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
}

/** Where an object has its replicas, for `kubectl scale` and autoscalers. */
export interface ScalePaths {
  /** Below `.spec`, as `.spec.replicas`. */
  readonly specReplicasPath: string;
  /** Below `.status`, as `.status.replicas`. */
  readonly statusReplicasPath: string;
  /** A selector in text form, below `.spec` or `.status`. An autoscaler needs it. */
  readonly labelSelectorPath?: string;
}

/** A column of `kubectl get`. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly jsonPath: string;
  readonly format?: string;
  readonly description?: string;
  /** Above 0: only with `-o wide`. */
  readonly priority?: number;
}

export type ColumnType = 'boolean' | 'date' | 'integer' | 'number' | 'string';

/** How an object of one version becomes one of another. */
export type Conversion =
  | { readonly strategy: 'None' }
  | {
      readonly strategy: 'Webhook';
      readonly webhook: {
        readonly clientConfig: ConversionClient;
        /** As `['v1']`, the best first. */
        readonly conversionReviewVersions: readonly string[];
      };
    };

/** Where the server finds the webhook: a Service, or an address. */
export interface ConversionClient {
  readonly service?: {
    readonly namespace: string;
    readonly name: string;
    readonly path?: string;
    readonly port?: number;
  };
  readonly url?: string;
  /** A certificate authority in base64. */
  readonly caBundle?: string;
}

/** @example await Api.all(client, CustomResourceDefinition).get('websites.shop.example'); */
export const CustomResourceDefinition: Resource<CustomResourceDefinition, 'Cluster', 'status'> =
  defineResource<CustomResourceDefinition, 'status'>({
    group: 'apiextensions.k8s.io',
    version: 'v1',
    kind: 'CustomResourceDefinition',
    plural: 'customresourcedefinitions',
    scope: 'Cluster',
    subresources: ['status'],
  });
