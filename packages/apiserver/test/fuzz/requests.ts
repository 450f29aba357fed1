// Requests as nobody sends them on purpose: real endpoints with parts of them wrong, or nothing right at all.

import { type HttpMethod, type HttpRequest, printWithBigInts } from '@kube-rx/core';

const methods: readonly HttpMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const meta =
  '/ /api /apis /version /healthz /livez /readyz /openapi/v2 /openapi/v3 /metrics /kube-rx/faults'.split(' ');
const subresources =
  'status scale eviction binding token approval finalize log exec ephemeralcontainers'.split(' ');
const names = ['a', 'b', 'default', 'A', '..', '%2e', '%', '__proto__', 'constructor', 'x'.repeat(300), 'ä'];
const parameters =
  'watch limit continue resourceVersion resourceVersionMatch labelSelector fieldSelector sendInitialEvents allowWatchBookmarks timeoutSeconds dryRun fieldManager fieldValidation force pretty propagationPolicy gracePeriodSeconds'.split(
    ' ',
  );
const values =
  'true false 1 0 -1 9e99 NaN Exact NotOlderThan a=b a!=b,c in( metadata.name=a metadata.name!=a =,= All Strict Orphan {} e30 %00'.split(
    ' ',
  );
const types = [
  'application/json',
  'application/yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
  'application/vnd.kubernetes.protobuf',
  'text/plain; charset=',
  '',
];
const accepts = [
  'application/json',
  'application/json;as=Table;v=v1;g=meta.k8s.io',
  'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
  'application/yaml',
  '*/*;q=x',
  'image/png',
  ';;,,',
];
const keys =
  'metadata spec status apiVersion kind name namespace labels annotations finalizers ownerReferences managedFields resourceVersion uid generateName replicas versions names schema openAPIV3Schema properties type data stringData op path value from __proto__ constructor toString items $patch $setElementOrder/a subresources scale template x-kubernetes-validations'.split(
    ' ',
  );

export class RequestMaker {
  readonly #random: () => number;
  readonly #collections: readonly string[];

  /** `collections`: paths of all that the server keeps, with `{namespace}` where one belongs. */
  constructor(random: () => number, collections: readonly string[]) {
    this.#random = random;
    this.#collections = collections;
  }

  make(): HttpRequest {
    const method = this.#one(methods);
    const body = this.#chance(0.7) && method !== 'GET' && method !== 'HEAD' ? this.#body() : undefined;
    return {
      method,
      path: this.#path(),
      query: this.#some(3, () => [this.#one(parameters), this.#one(values)] as const),
      headers: {
        ...(this.#chance(0.8) && { 'content-type': this.#one(types) }),
        ...(this.#chance(0.5) && { accept: this.#one(accepts) }),
        ...(this.#chance(0.05) && { 'impersonate-user': this.#one(names) }),
        ...(this.#chance(0.05) && { authorization: this.#one(['Bearer x', 'Basic', '']) }),
      },
      ...(body !== undefined && { body }),
    };
  }

  #path(): string {
    if (this.#chance(0.1)) return this.#one(meta) + (this.#chance(0.3) ? `/${this.#one(names)}` : '');
    if (this.#chance(0.05)) return `/${this.#some(6, () => this.#one([...names, ''])).join('/')}`;
    const namespace = this.#chance(0.8) ? 'default' : this.#one(names);
    const collection = this.#one(this.#collections).replace('{namespace}', namespace);
    if (this.#chance(0.4)) return collection;
    const object = `${collection}/${this.#chance(0.8) ? this.#one(['a', 'b']) : this.#one(names)}`;
    return this.#chance(0.3) ? `${object}/${this.#one(subresources)}` : object;
  }

  #body(): string | Uint8Array {
    if (this.#chance(0.1))
      return Uint8Array.from({ length: Math.floor(this.#random() * 200) }, () => this.#random() * 256);
    if (this.#chance(0.1)) return this.#message();
    if (this.#chance(0.2)) return printWithBigInts(this.#some(4, () => this.#value(4)));
    const object = {
      ...this.#object(5),
      metadata: this.#chance(0.9) ? { name: this.#one(names), ...this.#object(2) } : this.#value(2),
    };
    const text = printWithBigInts(object);
    return this.#chance(0.1) ? text.slice(0, Math.floor(this.#random() * text.length)) : text;
  }

  // The magic of protobuf, an envelope that may name a kind, and small numbers, which are tags and lengths.
  #message(): Uint8Array {
    const small = Array.from({ length: Math.floor(this.#random() * 60) }, () =>
      Math.floor(this.#random() * 64),
    );
    const named = this.#chance(0.5)
      ? [10, 9, 10, 2, 118, 49, 18, 3, 80, 111, 100, 18, small.length]
      : [18, small.length];
    return Uint8Array.from([107, 56, 115, 0, ...named, ...small]);
  }

  #object(depth: number): object {
    return Object.fromEntries(this.#some(5, () => [this.#one(keys), this.#value(depth - 1)]));
  }

  #value(depth: number): unknown {
    if (depth > 0 && this.#chance(0.4)) return this.#object(depth);
    if (depth > 0 && this.#chance(0.2)) return this.#some(3, () => this.#value(depth - 1));
    return this.#one([
      null,
      true,
      false,
      0,
      -1,
      1.5,
      1e308,
      9007199254740993n,
      -9223372036854775808n,
      2n ** 64n,
      '',
      'a',
      'add',
      'replace',
      '/spec/a',
      '/-',
      '1',
      'é\u0000',
    ]);
  }

  #some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: Math.floor(this.#random() * (most + 1)) }, make);
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #one<T>(from: readonly T[]): T {
    const found = from[Math.floor(this.#random() * from.length)];
    if (found === undefined) throw new Error('nothing to choose from');
    return found;
  }
}
