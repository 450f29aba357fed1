// An embedded server with a kind of two versions, and webhooks that convert it as a test wants.

import { expect } from '@jest/globals';
import { ApiServer, type ApiServerOptions } from '@kube-rx/apiserver';
import { type HttpMethod, readBody } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { catalog } from '@kube-rx/k8s/catalog';
import {
  answerTo,
  type ConversionServer,
  converted,
  type DefinitionOptions,
  group,
  type Reply,
  widgetDefinition,
} from './conversion-server.ts';

interface Answer {
  readonly status: number;
  readonly message: string;
  readonly apiVersion: string;
  readonly metadata: { readonly resourceVersion: string; readonly labels?: object };
  readonly spec: unknown;
  readonly items: readonly Answer[];
}

export class Server extends ApiServer {
  constructor(options: ApiServerOptions = {}) {
    super({ resources: catalog, ...options });
  }

  async send(method: HttpMethod, path: string, body?: object): Promise<Answer> {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const content = body === undefined ? {} : { body: jsonCodec.encode(body) };
    const headers = { 'content-type': type };
    const response = await this.service({ method, path, query: [], headers, ...content });
    const text = new TextDecoder().decode(await readBody(response.body));
    return { ...(JSON.parse(text) as Answer), status: response.status };
  }

  /** The events of a watch, one by one. */
  async *watch(path: string, query: Readonly<Record<string, string>> = {}): AsyncGenerator<string, void> {
    const wanted = Object.entries({ watch: '1', ...query });
    const { body } = await this.service({ method: 'GET', path, query: wanted, headers: {} });
    for await (const chunk of body) {
      const { type, object } = JSON.parse(new TextDecoder().decode(chunk)) as Event;
      yield `${type} ${object.metadata.name ?? ''} ${String(object.spec?.width ?? object.message)}`;
    }
  }
}

interface Event {
  readonly type: string;
  readonly object: {
    readonly metadata: { readonly name?: string };
    readonly spec?: { readonly width?: number };
    readonly message?: string;
  };
}

export const v1 = `/apis/${group}/v1/namespaces/default/widgets`;
export const v2 = `/apis/${group}/v2/namespaces/default/widgets`;
export const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

export function widget(version: string, name: string, spec: object): object {
  return { apiVersion: `${group}/${version}`, kind: 'Widget', metadata: { name }, spec };
}

export async function defined(server: Server, options: DefinitionOptions): Promise<void> {
  expect(await server.send('POST', definitions, widgetDefinition(options))).toMatchObject({ status: 201 });
}

export async function redefined(server: Server, options: DefinitionOptions): Promise<void> {
  const path = `${definitions}/widgets.${group}`;
  const { metadata } = await server.send('GET', path);
  const next = { ...widgetDefinition(options), metadata };
  expect(await server.send('PUT', path, next)).toMatchObject({ status: 200 });
}

interface Held {
  /** Once the next review is there. */
  readonly arrived: () => Promise<void>;
  readonly release: () => void;
}

/** Answers that wait until they are let go, the oldest first. */
export function held(webhook: ConversionServer): Held {
  const waiting: (() => void)[] = [];
  const arrivals: (() => void)[] = [];
  webhook.reply = (review, response) => {
    waiting.push(() => {
      response.end(
        answerTo(
          review,
          review.request.objects.map((one) => converted(review, one)),
        ),
      );
    });
    arrivals.shift()?.();
  };
  return {
    arrived: (): Promise<void> => new Promise((resolve) => arrivals.push(resolve)),
    release: (): void => waiting.shift()?.(),
  };
}

/** Fails what it is asked, with this word. */
export function failing(message: string): Reply {
  return (review, response) => {
    response.end(answerTo(review, [], { result: { status: 'Failure', message } }));
  };
}
