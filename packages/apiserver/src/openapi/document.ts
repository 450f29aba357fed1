// OpenAPI v3, for `kubectl explain`, client-side validation and code generation. A document is made at its first
// request and kept until a kind of its group changes.
// https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3

import { createHash } from 'node:crypto';
import { kubernetesVersion } from '@kube-rx/k8s/catalog';
import { schemas } from '@kube-rx/k8s/schemas';
import { isJsonObject, jsonText, parseJsonText } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { type GroupVersionKind, kindIn, typeOf } from '../types/type-names.ts';
import { customJson, customListJson } from './custom-json.ts';
import { type ComponentNames, pathsOf } from './paths.ts';
import { swaggerOf } from './swagger.ts';
import { referencesOf, referenceTo, type SchemaJson, typeJson } from './type-json.ts';

interface Kept {
  readonly served: readonly ServedResource[];
  readonly hash: string;
  document?: string;
}

export interface OpenApiDocument {
  /** JSON. */
  readonly text: string;
  readonly hash: string;
  /** Where it is, with its hash. */
  readonly url: string;
}

function urlOf(root: string, hash: string): string {
  return `/openapi/v3/${root}?hash=${hash}`;
}

/** The documents of one server. */
export class OpenApiDocuments {
  readonly #kept: Map<string, Kept> = new Map();
  #swagger: OpenApiDocument | undefined;

  /** Where the documents are, each with a hash that changes with its kinds. */
  index(resources: readonly ServedResource[]): object {
    const paths = [...this.#roots(resources)].map(([root, served]) => {
      const { hash } = this.#keep(root, served);
      return [root, { serverRelativeURL: urlOf(root, hash) }];
    });
    return { paths: Object.fromEntries(paths) as Readonly<Record<string, object>> };
  }

  /** The document of `apis/apps/v1`; undefined where nothing is served there. */
  document(resources: readonly ServedResource[], root: string): OpenApiDocument | undefined {
    const served = this.#roots(resources).get(root);
    if (!served) return undefined;
    const kept = this.#keep(root, served);
    const { hash } = kept;
    const text = (kept.document ??= jsonText(documentOf(root, served)));
    return { text, hash, url: urlOf(root, hash) };
  }

  /** All of them as one document of version 2, which is made when it is asked for. */
  swagger(resources: readonly ServedResource[]): OpenApiDocument {
    const roots = this.#roots(resources);
    const documents = [...roots].map(([root, served]) => this.#keep(root, served));
    const hash = createHash('sha512')
      .update(documents.map((one) => one.hash).join())
      .digest('hex')
      .toUpperCase();
    if (this.#swagger?.hash !== hash) {
      const all = [...roots.keys()].map((root) =>
        parseJsonText(this.document(resources, root)?.text ?? '{}'),
      );
      const text = jsonText(swaggerOf(all.filter((one) => isJsonObject(one))));
      this.#swagger = { text, hash, url: '/openapi/v2' };
    }
    return this.#swagger;
  }

  /** How many are kept. */
  get size(): number {
    return this.#kept.size;
  }

  // What is served no longer is kept no longer: definitions come and go, and are large.
  #roots(resources: readonly ServedResource[]): Map<string, ServedResource[]> {
    const roots = byRoot(resources);
    for (const root of this.#kept.keys()) if (!roots.has(root)) this.#kept.delete(root);
    return roots;
  }

  #keep(root: string, served: readonly ServedResource[]): Kept {
    const before = this.#kept.get(root);
    const isSame =
      before?.served.length === served.length && before.served.every((one, at) => one === served[at]);
    if (isSame) return before;
    const kept = { served, hash: hashOf(served) };
    this.#kept.set(root, kept);
    return kept;
  }
}

function byRoot(resources: readonly ServedResource[]): Map<string, ServedResource[]> {
  return Map.groupBy(resources, ({ resource: { group, version } }) =>
    group === '' ? `api/${version}` : `apis/${group}/${version}`,
  );
}

function hashOf(served: readonly ServedResource[]): string {
  const said = served.map((one) => [one.resource, one.schema, one.verbs, one.subresources]);
  return createHash('sha256').update(jsonText(said)).digest('hex').toUpperCase();
}

const metadataType = 'meta/v1/ObjectMeta';
const listMetadataType = 'meta/v1/ListMeta';
const always = ['meta/v1/DeleteOptions', 'meta/v1/Status', 'meta/v1/APIResourceList', 'meta/v1/WatchEvent'];

function documentOf(root: string, served: readonly ServedResource[]): object {
  const components = new Components();
  const paths = served
    .map(withoutStreams)
    .flatMap((one) => Object.entries(pathsOf(one, `/${root}`, components.addKind(one))));
  for (const type of [metadataType, listMetadataType, ...always]) components.add(type);
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: kubernetesVersion },
    paths: Object.fromEntries(paths),
    components: { schemas: components.all() },
  };
}

// exec, attach and the like: their options have no schema, and this server does not support them.
function withoutStreams(served: ServedResource): ServedResource {
  return { ...served, subresources: served.subresources.filter(({ kind }) => !kind.endsWith('Options')) };
}

/** Schemas of a document, with everything that they refer to. */
class Components {
  readonly #named: Map<string, SchemaJson> = new Map();

  all(): SchemaJson {
    return Object.fromEntries([...this.#named].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  addKind(served: ServedResource): ComponentNames {
    const { resource, listKind, schema, subresources } = served;
    const list = { ...resource, kind: listKind };
    const known = schemas(typeOf(resource));
    const named = { object: this.#name(resource), list: this.#name(list) };
    if (known && !served.custom) {
      this.add(known.type, resource);
      this.add(typeOf(list), list);
    } else {
      const [metadata, listMetadata] = [this.#reference(metadataType), this.#reference(listMetadataType)];
      this.#named.set(named.object, { ...customJson(schema, metadata), ...markOf(resource) });
      this.#named.set(named.list, { ...customListJson(named.object, listMetadata), ...markOf(list) });
    }
    const others = new Map(
      subresources.map(({ name, kind, apiVersion }) => {
        const own = apiVersion === undefined ? { ...resource, kind } : kindIn(apiVersion, kind);
        if (kind !== resource.kind) this.add(typeOf(own), own);
        return [name, kind === resource.kind ? named.object : this.#name(own)];
      }),
    );
    return { ...named, subresource: (name) => others.get(name) ?? named.object };
  }

  /** A type with all that it refers to; unknown types are left out. */
  add(type: string, kind?: GroupVersionKind): void {
    const schema = schemas(type);
    if (!schema || this.#named.has(schema.openApiName)) return;
    const json = typeJson(schema);
    this.#named.set(schema.openApiName, kind ? { ...json, ...markOf(kind) } : json);
    for (const field of schema.fields.values()) for (const inner of referencesOf(field)) this.add(inner);
  }

  #name(kind: GroupVersionKind): string {
    const schema = schemas(typeOf(kind));
    if (schema) return schema.openApiName;
    const reversed = (kind.group === '' ? 'core' : kind.group).split('.').toReversed().join('.');
    return `${reversed}.${kind.version}.${kind.kind}`;
  }

  #reference(type: string): SchemaJson {
    const schema = schemas(type);
    return schema ? { allOf: [referenceTo(schema.openApiName)] } : { type: 'object' };
  }
}

function markOf({ group, version, kind }: GroupVersionKind): SchemaJson {
  return { 'x-kubernetes-group-version-kind': [{ group, version, kind }] };
}
