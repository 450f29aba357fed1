// Asks a server what it serves.

import { ApiError, apiVersionOf, DecodeError, isNotFound } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/encoding';
import type { Client, RequestOptions } from '../client.ts';
import { notKubernetes, TransportError } from '../errors.ts';
import type { ServedResources } from './api-resource.ts';
import { type GroupVersion, readAggregated, readResources, readVersions } from './discovery-answer.ts';

/** What discovery needs of a client. */
export type JsonSource = Pick<Client, 'request'>;

// Asks for the aggregated form, with the plain one as the fallback that every server knows.
const aggregatedAccept = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

/** Asks for a path, and reads the answer, for which `read` relies on the shape that the API promises. */
type Get = <T>(path: string, accept: string, read: (answer: unknown) => T) => Promise<T>;

/** The answers to /api and /apis, and where those are not aggregated, to each version. */
export async function discoverServed(source: JsonSource, options: RequestOptions): Promise<ServedResources> {
  const get: Get = async (path, accept, read) => {
    const request = { method: 'GET', path, query: [], headers: { accept } } as const;
    // Whatever else a server speaks, discovery is JSON.
    const answer = await source.request(request, { ...options, codec: jsonCodec });
    try {
      return read(answer);
    } catch (cause) {
      throw foreignAnswer(path, cause);
    }
  };
  return joined(['/api', '/apis'].map((path) => discoverRoot(path, get)));
}

async function discoverRoot(path: string, get: Get): Promise<ServedResources> {
  const readRoot = (answer: unknown) => readAggregated(answer) ?? readVersions(answer);
  const served = await get(path, aggregatedAccept, readRoot).catch((error: unknown) => {
    throw isNotFound(error) ? foreignAnswer(path, error) : error;
  });
  if (!served) throw foreignAnswer(path);
  if ('resources' in served) return served;
  return joined(served.map((version) => discoverVersion(path, version, get)));
}

async function discoverVersion(root: string, version: GroupVersion, get: Get): Promise<ServedResources> {
  const groupVersion = apiVersionOf(version);
  const readRows = (answer: unknown) => readResources(answer, version);
  try {
    const resources = await get(`${root}/${groupVersion}`, jsonCodec.accept, readRows);
    return { resources, unavailable: [] };
  } catch (error) {
    const isForeign = error instanceof TransportError && error.code === notKubernetes;
    if (!isForeign && !(error instanceof ApiError || error instanceof DecodeError)) throw error;
    return { resources: [], unavailable: [groupVersion] };
  }
}

async function joined(parts: readonly Promise<ServedResources>[]): Promise<ServedResources> {
  const all = await Promise.all(parts);
  return {
    resources: all.flatMap(({ resources }) => resources),
    unavailable: all.flatMap(({ unavailable }) => unavailable),
  };
}

function foreignAnswer(path: string, cause?: unknown): TransportError {
  return new TransportError(
    `GET ${path}: the server does not say what it serves, so it is no Kubernetes API server: check the server URL`,
    { code: notKubernetes, cause },
  );
}
