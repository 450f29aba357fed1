// `kube-rx get`: what is there now, as kubectl shows it.

import { type Client, discovery } from '@kube-rx/client';
import { ApiError, type DynamicObject, type HttpRequest, ResourceRequest } from '@kube-rx/core';
import { connect } from '../connection.ts';
import { describeFailure } from '../failure.ts';
import { chooseNamespace, type QueryFlags, readSelection, type Selection } from '../flags.ts';
import {
  asList,
  formatJson,
  formatName,
  kindName,
  presentable,
  yamlFormatter,
} from '../output/object-text.ts';
import { type Answer, fetchTable, objectsOf } from '../table/fetch-table.ts';
import type { TablePage } from '../table/table.ts';
import { TableText } from '../table/table-text.ts';
import { resolveTargets, type Target } from '../targets.ts';
import type { Terminal } from '../terminal.ts';

/** Returns the exit code: 0, or 1 if any of the objects could not be fetched. */
export async function get(args: readonly string[], flags: QueryFlags, terminal: Terminal): Promise<number> {
  const selection = readSelection(flags, args.length > 1 || args.some((arg) => arg.includes('/')));
  const client = await connect(flags, terminal);
  try {
    const targets = await resolveTargets(args, discovery(client), terminal);
    const { signal } = terminal;
    const query = new Query({ client, selection, namespace: chooseNamespace(flags, client), signal });
    const printing = { query, targets, flags, terminal };
    if (flags.output === undefined || flags.output === 'wide') await printTables(printing);
    else await printObjects(printing);
    for (const problem of query.problems) terminal.err(`${describeFailure(problem)}\n`);
    return query.problems.length > 0 ? 1 : 0;
  } finally {
    await client.close();
  }
}

interface QueryOptions {
  readonly client: Client;
  readonly selection: Selection;
  readonly namespace: string | undefined;
  readonly signal: AbortSignal;
}

/** Fetches the objects of targets. API errors are collected, so that one of them does not hide the rest. */
class Query {
  readonly problems: ApiError[] = [];
  readonly namespace: string | undefined;
  readonly #options: QueryOptions;

  constructor(options: QueryOptions) {
    this.namespace = options.namespace;
    this.#options = options;
  }

  /** The pages of a target as Tables; an object asked for by name is a page of its own. */
  async *tables({ resource, names }: Target): AsyncGenerator<TablePage, void, undefined> {
    const { client, signal } = this.#options;
    const options = { resource, now: Date.now(), signal };
    yield* this.#pages({ resource, names }, (request) => fetchTable(client, request, options));
  }

  async *objects({ resource, names }: Target): AsyncGenerator<DynamicObject, void, undefined> {
    const { client, signal } = this.#options;
    const pages = this.#pages({ resource, names }, async (request) => {
      const answer = (await client.request(request, { signal })) as Answer;
      return { items: objectsOf(answer, resource), continue: answer.metadata.continue || undefined };
    });
    for await (const { items } of pages) yield* items;
  }

  async *#pages<P extends { readonly continue: string | undefined }>(
    { resource, names }: Target,
    fetch: (request: HttpRequest) => Promise<P>,
  ): AsyncGenerator<P, void, undefined> {
    const namespace = resource.scope === 'Cluster' ? undefined : this.namespace;
    const requests = new ResourceRequest(resource, namespace, this.#options.client.codec);
    const { labelSelector, fieldSelector, chunkSize: limit } = this.#options.selection;
    try {
      let next: string | undefined;
      do {
        if (names.length > 0) break;
        const params = { labelSelector, fieldSelector, limit, ...(next !== undefined && { continue: next }) };
        const page = await fetch(requests.list(params));
        yield page;
        next = page.continue;
      } while (next !== undefined);
    } catch (error) {
      this.#keepApiError(error);
    }
    for (const name of names)
      try {
        yield await fetch(requests.get(name));
      } catch (error) {
        this.#keepApiError(error);
      }
  }

  #keepApiError(error: unknown): void {
    if (!(error instanceof ApiError)) throw error;
    this.problems.push(error);
  }
}

interface Printing {
  readonly query: Query;
  readonly targets: readonly Target[];
  readonly flags: QueryFlags;
  readonly terminal: Terminal;
}

async function printTables({ query, targets, flags, terminal }: Printing): Promise<void> {
  const resources = new Set(targets.map(({ resource }) => resource));
  let printed = 0;
  for (const target of grouped(targets)) {
    const { resource } = target;
    const text = new TableText({
      wide: flags.output === 'wide',
      withNamespace: query.namespace === undefined && resource.scope === 'Namespaced',
      withLabels: flags.showLabels === true,
      ...(resources.size > 1 && { namePrefix: `${kindName(resource)}/` }),
    });
    const lines: string[][] = [];
    for await (const { columns, rows } of query.tables(target)) {
      if (lines.length === 0 && flags.headers) lines.push(text.header(columns));
      lines.push(...rows.map((row) => text.cells(columns, row)));
    }
    const isEmpty = lines.length === (flags.headers ? 1 : 0);
    if (isEmpty) continue;
    terminal.out((printed > 0 ? '\n' : '') + text.lines(lines));
    printed += 1;
  }
  if (printed === 0 && query.problems.length === 0) terminal.err(nothingFound(query, targets));
}

async function printObjects({ query, targets, flags, terminal }: Printing): Promise<void> {
  const shown: object[] = [];
  for (const target of targets)
    for await (const object of query.objects(target)) {
      if (flags.output === 'name') terminal.out(formatName(target.resource, object));
      else shown.push(presentable(object, target.resource, flags));
    }
  if (flags.output === 'name') return;
  const isOne = targets.length === 1 && targets[0]?.names.length === 1;
  if (isOne && shown.length === 0) return;
  const value = isOne && shown[0] ? shown[0] : asList(shown);
  terminal.out(flags.output === 'json' ? formatJson(value) : (await yamlFormatter())(value));
}

/** One target for each resource, so that `pod/a pod/b` share a table. */
function grouped(targets: readonly Target[]): Target[] {
  const byResource = Map.groupBy(targets, ({ resource }) => resource);
  return Array.from(byResource, ([resource, all]) => ({
    resource,
    names: all.flatMap(({ names }) => names),
  }));
}

function nothingFound({ namespace }: Query, targets: readonly Target[]): string {
  const within = namespace !== undefined && targets.some(({ resource }) => resource.scope === 'Namespaced');
  return within ? `No resources found in ${namespace} namespace.\n` : 'No resources found\n';
}
