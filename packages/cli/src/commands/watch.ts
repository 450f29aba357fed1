// `kube-rx watch`: what is there now, then every change until it is interrupted. The watch heals itself: rows go to
// standard output, trouble and recovery to standard error, a line each.

import { Api, type ApiResource, type Client } from '@kube-rx/client';
import {
  ApiError,
  type DynamicObject,
  type HttpRequest,
  KubeError,
  onAbort,
  ResourceRequest,
} from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import {
  type Change,
  createStore,
  type ListWatch,
  type WatcherEvent,
  type WatcherOptions,
  watcher,
} from '@kube-rx/runtime';
import { lastValueFrom, Observable, takeUntil, tap } from 'rxjs';
import { connect, findTargets, readRequestTimeout } from '../connection.ts';
import { UsageError } from '../failure.ts';
import { chooseNamespace, readSelection, showsTable, type WatchFlags } from '../flags.ts';
import { type ChangeText, nameChanges, objectChanges, tableChanges } from '../output/change-text.ts';
import { safeLine } from '../output/safe-text.ts';
import { TroubleReport } from '../output/trouble-report.ts';
import { tableSource } from '../table/table-source.ts';
import type { Target } from '../targets.ts';
import type { Terminal } from '../terminal.ts';

/** Resolves with the exit code when the terminal is interrupted; rejects where the watch cannot begin. */
export async function watch(args: readonly string[], flags: WatchFlags, terminal: Terminal): Promise<number> {
  const selection = readSelection(flags, args.length > 1 || args[0]?.includes('/') === true);
  const client = await connect(flags, terminal);
  try {
    const { resource, names } = onlyTarget(await findTargets(args, client, { flags, terminal }));
    const { source, text } = view(client, resource, { flags, terminal });
    const requests = new ResourceRequest(resource, source.namespace, jsonCodec);
    if (names[0] !== undefined) await requireObject(client, requests.get(names[0]), terminal);
    const timeout = readRequestTimeout(flags);
    const options = {
      labelSelector: selection.labelSelector,
      fieldSelector: names[0] === undefined ? selection.fieldSelector : { 'metadata.name': names[0] },
      pageSize: selection.chunkSize || unpaged,
      ...(timeout && { headersTimeout: timeout, listIdleTimeout: timeout }),
    };
    await follow(source, options, { text, terminal });
    return terminal.exitCode ?? 0;
  } finally {
    await client.close();
  }
}

function onlyTarget([target, ...more]: readonly Target[]): Target {
  if (!target || more.length > 0 || target.names.length > 1)
    throw new UsageError('watch follows one resource, or one object of it: start it once for each');
  const { resource } = target;
  if (resource.verbs.includes('watch')) return target;
  throw new UsageError(`${resource.plural} cannot be watched; they only know ${resource.verbs.join(', ')}`);
}

/**
 * A misspelt name would be waited for in vain.
 *
 * @throws ApiError for an object that is not there, or not for this user. What passes is left to the watch.
 */
async function requireObject(client: Client, request: HttpRequest, { signal }: Terminal): Promise<void> {
  try {
    await client.request(request, { signal, codec: jsonCodec });
  } catch (error) {
    if (!(error instanceof KubeError) || isRefusal(error)) throw error;
  }
}

// No list has so many objects, so it comes as one page.
const unpaged = 2 ** 31 - 1;

interface View {
  readonly source: ListWatch<DynamicObject>;
  readonly text: ChangeText;
}

/**
 * Where the changes come from and how they are shown. Rows are watched as the server's Tables, which is the only way
 * to have kubectl's columns for every kind, custom ones included; documents are watched as objects.
 */
function view(
  client: Client,
  resource: ApiResource,
  { flags, terminal }: { readonly flags: WatchFlags; readonly terminal: Terminal },
): View {
  const { output, showLabels } = flags;
  const namespace = resource.scope === 'Cluster' ? undefined : chooseNamespace(flags, client);
  if (showsTable(flags)) {
    const source = tableSource(client, resource, namespace);
    const layout = {
      wide: output === 'wide',
      withNamespace: namespace === undefined && resource.scope === 'Namespaced',
      withLabels: showLabels === true,
    };
    return { source, text: tableChanges(source, layout, flags) };
  }
  const source =
    namespace === undefined ? Api.all(client, resource) : Api.namespaced(client, resource, namespace);
  const say = (line: string): void => terminal.err(`Warning: ${line}\n`);
  const text = output === 'name' ? nameChanges(resource, flags) : objectChanges(resource, flags, say);
  return { source, text };
}

/** Prints every change. The store turns each new list into its differences, so that a relist prints nothing twice. */
async function follow(
  source: ListWatch<DynamicObject>,
  options: WatcherOptions,
  { text, terminal }: { readonly text: ChangeText; readonly terminal: Terminal },
): Promise<void> {
  const onError = ({ message }: Error): void =>
    terminal.err(`Warning: an object is left out: ${safeLine(message)}\n`);
  const { store, writer } = createStore<DynamicObject>({ onError });
  const trouble = new TroubleReport((line) => terminal.err(`${line}\n`));
  let pending: Change<DynamicObject>[] = [];
  store.observe((change) => void pending.push(change));

  const onEvent = (event: WatcherEvent<DynamicObject>): void => {
    writer.apply(event);
    if (pending.length > 0) terminal.out(text(pending));
    pending = [];
    if (event.type === 'Skipped') trouble.skipped(event);
    if (event.type !== 'Interrupted') return;
    if (store.resourceVersion === undefined && isRefusal(event.error)) throw event.error;
    trouble.interrupted(event);
  };
  const events = watcher(source, { ...options, onStatus: (status) => trouble.follow(status) });
  const ended = new Observable<void>((subscriber) => onAbort(terminal.signal, () => subscriber.next()));
  try {
    await lastValueFrom(events.pipe(tap(onEvent), takeUntil(ended)), { defaultValue: undefined });
  } finally {
    trouble.close();
  }
}

/** Whether an answer to the first request stays the same at a later try: not allowed, not there, not understood. */
function isRefusal(error: Error): boolean {
  if (!(error instanceof ApiError)) return false;
  const { code = 0 } = error.status;
  return code >= 400 && code < 500 && code !== 408 && code !== 410 && code !== 429;
}
