// `kube-rx get`: what is there now, as kubectl shows it.

import type { ApiResource, Client } from '@kube-rx/client';
import { ApiError, afterPage, DecodeError, noPages, type PageProgress, ResourceRequest } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { connect, findTargets } from '../connection.ts';
import { describeFailure } from '../failure.ts';
import { chooseNamespace, type QueryFlags, readSelection, type Selection, showsTable } from '../flags.ts';
import { asList, formatJson, formatName, formatYaml, kindName, presentable } from '../output/object-text.ts';
import { safeLine } from '../output/safe-text.ts';
import { type Answer, continueOf, lastOf, objectsOf, tableOf } from '../table/answer.ts';
import { type TablePage, tableAccept } from '../table/table.ts';
import { TableText } from '../table/table-text.ts';
import type { Target } from '../targets.ts';
import type { Terminal } from '../terminal.ts';

interface Query {
  readonly client: Client;
  readonly selection: Selection;
  readonly namespace: string | undefined;
  readonly targets: readonly Target[];
  readonly flags: QueryFlags;
  readonly terminal: Terminal;
  /** API errors are collected, so that one of them does not hide the rest. */
  readonly problems: ApiError[];
}

/** Returns the exit code: 0, or 1 if any of the objects could not be fetched. */
export async function get(args: readonly string[], flags: QueryFlags, terminal: Terminal): Promise<number> {
  const selection = readSelection(flags, args.length > 1 || args.some((arg) => arg.includes('/')));
  const client = await connect(flags, terminal);
  try {
    const targets = await findTargets(args, client, { flags, terminal });
    const namespace = chooseNamespace(flags, client);
    const query: Query = { client, selection, namespace, targets, flags, terminal, problems: [] };
    if (showsTable(flags)) await printTables(query);
    else await printObjects(query);
    for (const problem of query.problems) terminal.err(`${describeFailure(problem)}\n`);
    return query.problems.length > 0 ? 1 : 0;
  } finally {
    await client.close();
  }
}

/** The pages of a list, or the objects that are asked for by name. */
async function* answers(
  { client, selection, namespace, terminal, problems }: Query,
  { resource, names }: Target,
  accept = jsonCodec.accept,
): AsyncGenerator<Answer, void, undefined> {
  const scope = resource.scope === 'Cluster' ? undefined : namespace;
  const requests = new ResourceRequest(resource, scope, { ...jsonCodec, accept });
  const { labelSelector, fieldSelector, chunkSize: limit } = selection;
  const params = { labelSelector, fieldSelector, limit };
  const due = names.length > 0 ? names.map((name) => requests.get(name)) : [requests.list(params)];
  // What was printed cannot be taken back.
  let progress: PageProgress = { ...noPages, inAnyOrder: true };
  for (const request of due)
    try {
      const answer = (await client.request(request, { signal: terminal.signal })) as Answer;
      yield answer;
      const next = continueOf(answer);
      if (next === undefined || names.length > 0) continue;
      const then = afterPage(progress, { continue: next, last: lastOf(answer) });
      if (then instanceof DecodeError) throw then;
      progress = then;
      due.push(requests.list({ ...params, continue: next }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      problems.push(error);
    }
}

/** What came one after the other of one resource; it shares a table. */
interface Block {
  readonly resource: ApiResource;
  readonly pages: TablePage[];
}

async function printTables(query: Query): Promise<void> {
  const { targets, flags, terminal, problems } = query;
  const blocks: Block[] = [];
  const now = Date.now();
  for (const target of targets)
    for await (const answer of answers(query, target, tableAccept)) {
      const { resource } = target;
      if (blocks.at(-1)?.resource !== resource) blocks.push({ resource, pages: [] });
      blocks.at(-1)?.pages.push(tableOf(answer, resource, now));
    }
  const first = blocks[0]?.resource;
  // Where only one of several kinds was found, its names need no kind.
  const withKind = blocks.some(({ resource }) => resource !== first);
  const texts = blocks.map((block) => formatBlock(block, query, withKind)).filter((text) => text !== '');
  // Without headers there is nothing to set apart.
  if (texts.length > 0) terminal.out(texts.join(flags.headers ? '\n' : ''));
  else if (problems.length === 0) terminal.err(nothingFound(query));
}

/** Empty where there are no rows. */
function formatBlock({ resource, pages }: Block, { namespace, flags }: Query, withKind: boolean): string {
  const text = new TableText({
    wide: flags.output === 'wide',
    withNamespace: namespace === undefined && resource.scope === 'Namespaced',
    withLabels: flags.showLabels === true,
    ...(withKind && { namePrefix: `${kindName(resource)}/` }),
  });
  const lines: string[][] = [];
  for (const { columns, rows } of pages) {
    if (lines.length === 0 && rows.length > 0 && flags.headers) lines.push(text.header(columns));
    lines.push(...rows.map((row) => text.cells(columns, row)));
  }
  return text.lines(lines);
}

async function printObjects(query: Query): Promise<void> {
  const { targets, flags, terminal } = query;
  const shown: object[] = [];
  for (const target of targets)
    for await (const answer of answers(query, target))
      for (const object of objectsOf(answer, target.resource))
        if (flags.output === 'name') terminal.out(formatName(target.resource, object));
        else shown.push(presentable(object, target.resource, flags));
  if (flags.output === 'name') return;
  const isOne = targets.length === 1 && targets[0]?.names.length === 1;
  if (isOne && shown.length === 0) return;
  const value = isOne && shown[0] ? shown[0] : asList(shown);
  terminal.out(flags.output === 'json' ? formatJson(value) : formatYaml(value));
}

function nothingFound({ namespace, targets }: Query): string {
  const within = namespace !== undefined && targets.every(({ resource }) => resource.scope === 'Namespaced');
  return within ? `No resources found in ${safeLine(namespace)} namespace.\n` : 'No resources found\n';
}
