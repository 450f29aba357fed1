// Asks a server what it serves.

import {
  ApiError,
  apiVersionOf,
  DecodeError,
  forEachBounded,
  InvalidRequestError,
  isForbidden,
  isNotFound,
  printable,
} from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import type { Client, RequestOptions } from '../client.ts';
import { clientClosed, DeadlineError, notKubernetes, TransportError } from '../errors.ts';
import type { ApiResource } from './api-resource.ts';
import { type GroupVersion, readAggregated, readResources, readVersions } from './discovery-answer.ts';

/** What discovery needs of a client. */
export type JsonSource = Pick<Client, 'request'> & Partial<Pick<Client, 'clock'>>;

// Asks for the aggregated form, with the plain one as the fallback that every server knows.
const aggregatedAccept = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

// Of each root. A server may name any number of versions, and every question may take a connection of its own.
const mostQuestionsAtOnce = 32;
// Ten times what is installed on the fullest clusters.
const mostVersions = 10_000;

/** Asks for a path, and reads the answer, for which `read` relies on the shape that the API promises. */
type Get = <T>(path: string, accept: string, read: (answer: unknown) => T) => Promise<T>;

/** A version that is registered and did not say what it serves. */
export interface UnavailableVersion {
  /** As `metrics.k8s.io/v1beta1`. */
  readonly groupVersion: string;
  /** What went wrong; undefined where the server only says that it does not know. */
  readonly reason: Error | undefined;
}

/** What the answers say of which versions. */
interface Discovered {
  readonly resources: readonly ApiResource[];
  readonly unavailable: readonly UnavailableVersion[];
}

/**
 * The answers to /api and /apis, and where those are not aggregated, to each version. What is wrong with one version
 * hides no other; where none has answered, that is the server's failure.
 */
export async function discoverServed(source: JsonSource, options: RequestOptions): Promise<Discovered> {
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
  const refusals: ApiError[] = [];
  const refused = (error: unknown): Discovered => {
    // A server of extensions alone has no /api, and a user may not be allowed to see all.
    if (!(error instanceof ApiError && (isNotFound(error) || isForbidden(error)))) throw error;
    refusals.push(error);
    return { resources: [], unavailable: [] };
  };
  const roots = ['/api', '/apis'].map((path) => discoverRoot(path, get).catch(refused));
  const { resources, unavailable } = merged(await Promise.all(roots));
  const [refusal] = refusals;
  if (refusal && refusals.length === roots.length)
    throw isNotFound(refusal) ? foreignAnswer('/api', refusal) : refusal;
  const failure = unavailable.find(({ reason }) => reason)?.reason;
  if (failure && resources.length === 0) throw failure;
  return { resources, unavailable };
}

async function discoverRoot(path: string, get: Get): Promise<Discovered> {
  const readRoot = (answer: unknown) => readAggregated(answer) ?? readVersions(answer);
  const served = await get(path, aggregatedAccept, readRoot).catch((error: unknown) => {
    // What stands before some servers does not know a media type with parameters.
    if (!isNotAcceptable(error)) throw error;
    return get(path, jsonCodec.accept, readRoot);
  });
  if (!served) throw foreignAnswer(path);
  if (Array.isArray(served)) return discoverVersions(path, served, get);
  const { resources, unavailable } = served;
  return { resources, unavailable: unavailable.map((groupVersion) => ({ groupVersion, reason: undefined })) };
}

async function discoverVersions(
  root: string,
  versions: readonly GroupVersion[],
  get: Get,
): Promise<Discovered> {
  if (versions.length > mostVersions) throw foreignAnswer(root);
  const answers: Discovered[] = [];
  await forEachBounded(versions.entries(), mostQuestionsAtOnce, async ([at, version]) => {
    answers[at] = await discoverVersion(root, version, get);
  });
  return merged(answers);
}

async function discoverVersion(root: string, version: GroupVersion, get: Get): Promise<Discovered> {
  const groupVersion = apiVersionOf(version);
  const readRows = (answer: unknown) => readResources(answer, version);
  try {
    const resources = await get(`${root}/${groupVersion}`, jsonCodec.accept, readRows);
    return { resources, unavailable: [] };
  } catch (error) {
    if (!isOfOneVersion(error)) throw error;
    return { resources: [], unavailable: [{ groupVersion, reason: error }] };
  }
}

/** Whether a failure need not be one of the whole server, or of this client. */
function isOfOneVersion(error: unknown): error is Error {
  if (error instanceof TransportError) return error.code !== clientClosed;
  // Of a name that leads elsewhere, so that nobody is asked.
  if (error instanceof InvalidRequestError) return true;
  return error instanceof ApiError || error instanceof DecodeError || error instanceof DeadlineError;
}

function merged(all: readonly Discovered[]): Discovered {
  return {
    resources: all.flatMap(({ resources }) => resources),
    unavailable: all.flatMap(({ unavailable }) => unavailable),
  };
}

function isNotAcceptable(error: unknown): boolean {
  return error instanceof ApiError && error.status.code === 406;
}

function foreignAnswer(path: string, cause?: unknown): TransportError {
  return new TransportError(
    `GET ${printable(path)}: the server does not say what it serves, so it is no Kubernetes API server: check the server URL`,
    { code: notKubernetes, cause },
  );
}
