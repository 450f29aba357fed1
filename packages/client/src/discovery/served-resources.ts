// Asks a server what it serves.

import { ApiError, apiVersionOf, type CallOptions, DecodeError, isNotFound } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/encoding';
import type { Client } from '../client.ts';
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

/** The answers to /api and /apis, and where those are not aggregated, to each version. */
export async function discoverServed(source: JsonSource, options: CallOptions): Promise<ServedResources> {
  // Whatever else a server speaks, discovery is JSON.
  const inJson = { ...options, codec: jsonCodec };
  const get = (path: string, accept: string): Promise<unknown> =>
    source.request({ method: 'GET', path, query: [], headers: { accept } }, inJson);
  return joined(['/api', '/apis'].map((path) => discoverRoot(path, get)));
}

type Get = (path: string, accept: string) => Promise<unknown>;

async function discoverRoot(path: string, get: Get): Promise<ServedResources> {
  const answer = await get(path, aggregatedAccept).catch((error: unknown) => {
    throw isNotFound(error) ? foreignAnswer(path, error) : error;
  });
  const served = read(path, () => readAggregated(answer) ?? readVersions(answer));
  if (!served) throw foreignAnswer(path);
  if ('resources' in served) return served;
  return joined(served.map((version) => discoverVersion(path, version, get)));
}

async function discoverVersion(root: string, version: GroupVersion, get: Get): Promise<ServedResources> {
  const groupVersion = apiVersionOf(version);
  const path = `${root}/${groupVersion}`;
  try {
    const answer = await get(path, jsonCodec.accept);
    return { resources: read(path, () => readResources(answer, version)), unavailable: [] };
  } catch (error) {
    const isForeign = error instanceof TransportError && error.code === notKubernetes;
    if (!isForeign && !(error instanceof ApiError || error instanceof DecodeError)) throw error;
    return { resources: [], unavailable: [groupVersion] };
  }
}

function read<T>(path: string, reader: () => T): T {
  try {
    return reader();
  } catch (cause) {
    throw foreignAnswer(path, cause);
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
