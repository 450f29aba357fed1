// A cluster that answers as an embedded server does, but with texts of its own choice, over HTTP.

import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HttpService, readBody } from '@kube-rx/core';
import { hostile, hostileHeader, type Json, type Path, pathsOf, poison } from './hostile-text.ts';

type Document = { [key: string]: Json };

export interface Hostility {
  /** Which texts of which documents are hostile; `kind` is that of the document. Default: none. */
  readonly isChosen?: (path: Path, kind: string) => boolean;
  /** Makes neither Tables nor documents of all groups at once. */
  readonly isOld?: boolean;
  /** What is answered in place of what was asked for; undefined for what there is. */
  readonly refuse?: (path: string) => Refusal | undefined;
}

export interface Refusal {
  readonly code: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export class HostileCluster {
  /** May be changed between two commands. */
  hostility: Hostility = {};
  /** As they were sent. */
  readonly sent: Document[] = [];
  /** Where the documents of each kind have texts. */
  readonly paths = new Map<string, Set<Path>>();
  readonly #server: Server;
  readonly #behind: HttpService;

  private constructor(behind: HttpService) {
    this.#behind = behind;
    this.#server = createServer((request, response) => {
      this.#answer(request.url ?? '', request.headers, response).catch((error: unknown) =>
        response.destroy(error as Error),
      );
    });
  }

  static async start(behind: HttpService): Promise<HostileCluster> {
    const cluster = new HostileCluster(behind);
    await new Promise<void>((resolve) => void cluster.#server.listen(0, '127.0.0.1', resolve));
    return cluster;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => void this.#server.close(resolve));
  }

  async #answer(url: string, { accept = '' }: IncomingHttpHeaders, response: ServerResponse): Promise<void> {
    const { isOld, refuse } = this.hostility;
    const refusal = refuse?.(url);
    if (refusal) {
      response.writeHead(refusal.code, { 'content-type': 'application/json', ...refusal.headers });
      response.end(refusal.body);
      return;
    }
    const { pathname, searchParams } = new URL(url, this.url);
    const isWatch = searchParams.has('watch');
    const answer = await this.#behind({
      method: 'GET',
      path: pathname,
      query: isWatch ? [] : [...searchParams],
      headers: { accept: isOld ? 'application/json' : accept },
    });
    const document = JSON.parse(Buffer.from(await readBody(answer.body)).toString()) as Document;
    response.writeHead(answer.status, {
      'content-type': answer.headers['content-type'],
      warning: `299 - "${hostileHeader}"`,
    });
    const parts = isWatch ? eventsOf(document) : [document];
    response.end(parts.map((part) => `${this.#document(part)}\n`).join(''));
  }

  /** As it is sent; C1 and all beyond it are no escapes. */
  #document(document: Document): string {
    const { isChosen = () => false } = this.hostility;
    const kind = kindOf(document);
    const known = this.paths.get(kind) ?? new Set();
    this.paths.set(kind, known);
    for (const path of pathsOf(document)) known.add(path);
    const sent = poison(document, (path) => isChosen(path, kind)) as Document;
    this.sent.push(sent);
    return JSON.stringify(sent);
  }
}

/** All that can come of the objects of a list, and then an error, by which the watch is over. */
function eventsOf(list: Document): Document[] {
  const objects = list['kind'] === 'Table' ? tablesOf(list) : itemsOf(list);
  const changes = objects.flatMap((object) =>
    ['ADDED', 'MODIFIED', 'DELETED'].map((type, at) => ({ type, object: newer(object, at) })),
  );
  const status = { apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Failure', code: 500 };
  return [...changes, { type: 'ERROR', object: { ...status, reason: 'InternalError', message: 'no' } }];
}

function itemsOf({ apiVersion = '', items, ...list }: Document): Document[] {
  const typeMeta = { apiVersion, kind: kindOf(list).replace(/List$/, '') };
  return (items as Document[]).map((item) => ({ ...typeMeta, ...item }));
}

function kindOf({ kind, openapi }: Document): string {
  if (typeof kind === 'string') return kind;
  return openapi === undefined ? 'event' : 'OpenAPI';
}

function tablesOf({ rows, ...table }: Document): Document[] {
  return (rows as Document[]).map((row) => ({ ...table, rows: [row] }));
}

/** The revisions of the list are small. */
function newer(value: Json, by: number): Json {
  const text = JSON.stringify(value);
  return JSON.parse(text.replaceAll(/"resourceVersion":"\d+"/g, `"resourceVersion":"${1000 + by}"`)) as Json;
}

/** A `Status` all of whose texts are hostile. */
export function hostileStatus(code: number, reason: string): string {
  const causes = [{ reason: hostile, message: hostile, field: hostile }];
  const details = { name: hostile, group: hostile, kind: hostile, uid: hostile, causes };
  return JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code,
    reason,
    message: hostile,
    details,
  });
}
