// What a server serves, asked of the server itself: there is no table of kinds in here, so custom resources
// and new versions are known as well as pods.

import { notKubernetes, TransportError } from '@kube-rx/client';
import { ApiError, type CallOptions, type HttpRequest, isNotFound } from '@kube-rx/core';
import { aggregatedAccept, readAggregated } from './aggregated.ts';
import type { Discovery } from './api-resource.ts';
import { type GroupVersion, isPlainRoot, readCoreVersions, readGroups, readResources } from './plain.ts';

/** What discovery needs of a client. */
export interface JsonSource {
  request(request: HttpRequest, options?: CallOptions): Promise<unknown>;
}

/**
 * Two requests where the server knows the aggregated form (1.26 and later), else two and one for each version.
 *
 * @throws TransportError (`NOT_KUBERNETES`) where /api or /apis is something else; what the client throws for
 * them. A version that cannot be asked is only `unavailable`.
 */
export async function discover(source: JsonSource, options: CallOptions = {}): Promise<Discovery> {
  const parts = await Promise.all([
    discoverRoot(source, '/api', readCoreVersions, options),
    discoverRoot(source, '/apis', readGroups, options),
  ]);
  return {
    resources: parts.flatMap(({ resources }) => resources),
    unavailable: parts.flatMap(({ unavailable }) => unavailable),
  };
}

async function discoverRoot(
  source: JsonSource,
  path: string,
  readVersions: (answer: unknown) => GroupVersion[],
  options: CallOptions,
): Promise<Discovery> {
  const answer = await source.request(get(path, aggregatedAccept), options).catch((error: unknown) => {
    throw isNotFound(error) ? foreignAnswer(path, error) : error;
  });
  const aggregated = readAggregated(answer);
  if (aggregated) return aggregated;
  if (!isPlainRoot(answer)) throw foreignAnswer(path);
  const parts = await Promise.all(
    readVersions(answer).map((version) => discoverVersion(source, path, version, options)),
  );
  return {
    resources: parts.flatMap(({ resources }) => resources),
    unavailable: parts.flatMap(({ unavailable }) => unavailable),
  };
}

async function discoverVersion(
  source: JsonSource,
  root: string,
  version: GroupVersion,
  options: CallOptions,
): Promise<Discovery> {
  const path = [root, ...(version.group ? [version.group] : []), version.version].join('/');
  try {
    const answer = await source.request(get(path, 'application/json'), options);
    return { resources: readResources(answer, version), unavailable: [] };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { resources: [], unavailable: [path.slice(root.length + 1)] };
  }
}

function get(path: string, accept: string): HttpRequest {
  return { method: 'GET', path, query: [], headers: { accept } };
}

function foreignAnswer(path: string, cause?: unknown): TransportError {
  return new TransportError(
    `GET ${path}: the server does not say what it serves, so it is no Kubernetes API server: check the server URL`,
    { code: notKubernetes, cause },
  );
}
