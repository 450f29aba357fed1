// A conversion webhook over real HTTPS, with an authority of its own: v1 of a Widget has a size as `3x4`, v2 a width and
// a height.

import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { CertificateAuthority } from '@kube-rx/apiserver';

export interface ConversionReview {
  readonly apiVersion: string;
  readonly kind: string;
  readonly request: {
    readonly uid: string;
    readonly desiredAPIVersion: string;
    readonly objects: readonly Widget[];
  };
}

export interface Widget {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: unknown;
}

/** Answers by itself. */
export type Reply = (review: ConversionReview, response: ServerResponse) => void | Promise<void>;

export const group = 'conv.example.com';

export class ConversionServer implements AsyncDisposable {
  readonly caBundle: string;
  readonly reviews: ConversionReview[] = [];
  /** In place of what it does by itself. */
  reply: Reply | undefined;
  readonly #server: Server;

  private constructor() {
    const authority = new CertificateAuthority();
    this.caBundle = Buffer.from(authority.certificate).toString('base64');
    const { certificate, key } = authority.issue({
      subject: { commonName: 'w' },
      usage: 'server',
      hosts: ['127.0.0.1', 'converter.default.svc'],
    });
    this.#server = createServer({ cert: certificate, key }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const review = JSON.parse(Buffer.concat(chunks).toString()) as ConversionReview;
        this.reviews.push(review);
        response.setHeader('content-type', 'application/json');
        if (this.reply) void this.reply(review, response);
        else
          response.end(
            answerTo(
              review,
              review.request.objects.map((one) => converted(review, one)),
            ),
          );
      });
    });
  }

  static async start(): Promise<ConversionServer> {
    const webhook = new ConversionServer();
    webhook.#server.listen(0, '127.0.0.1');
    await once(webhook.#server, 'listening');
    return webhook;
  }

  get url(): string {
    const address = this.#server.address();
    return `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export function answerTo(
  { apiVersion, kind, request: { uid } }: ConversionReview,
  convertedObjects: readonly unknown[],
  more: object = {},
): string {
  return JSON.stringify({
    apiVersion,
    kind,
    response: { uid, convertedObjects, result: { status: 'Success' }, ...more },
  });
}

/** The object in the version that is asked for; labels and annotations tell of it. */
export function converted({ request: { desiredAPIVersion } }: ConversionReview, object: Widget): Widget {
  const { size, replicas, width, height, count, ...rest } = object.spec ?? {};
  const isOld = desiredAPIVersion.endsWith('/v1');
  const [w, h] = typeof size === 'string' ? size.split('x').map(Number) : [undefined, undefined];
  const spec = isOld
    ? {
        ...rest,
        ...(width !== undefined && { size: `${Number(width)}x${Number(height)}` }),
        ...(count !== undefined && { replicas: count }),
      }
    : {
        ...rest,
        ...(w !== undefined && { width: w, height: h }),
        ...(replicas !== undefined && { count: replicas }),
      };
  return {
    ...object,
    apiVersion: desiredAPIVersion,
    metadata: { ...object.metadata, labels: { ...object.metadata.labels, shown: isOld ? 'old' : 'new' } },
    spec,
  };
}

export interface DefinitionOptions {
  readonly webhook: Pick<ConversionServer, 'url' | 'caBundle'>;
  readonly storage: 'v1' | 'v2';
  readonly reviews?: readonly string[];
  readonly clientConfig?: object;
}

const text = { type: 'string' };
const integer = { type: 'integer' };

/** The definition of Widgets. */
export function widgetDefinition({
  webhook,
  storage,
  reviews = ['v1'],
  clientConfig,
}: DefinitionOptions): object {
  const version = (name: 'v1' | 'v2', spec: object, more: object): object => ({
    name,
    served: true,
    storage: name === storage,
    schema: {
      openAPIV3Schema: {
        type: 'object',
        properties: {
          spec: {
            type: 'object',
            properties: { ...spec, note: text, mode: { ...text, default: `by-${name}` } },
          },
          status: { type: 'object', properties: { phase: text, replicas: integer } },
        },
      },
    },
    ...more,
  });
  const scale = (path: string): object => ({
    status: {},
    scale: { specReplicasPath: path, statusReplicasPath: '.status.replicas' },
  });
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
      conversion: {
        strategy: 'Webhook',
        webhook: {
          conversionReviewVersions: reviews,
          clientConfig: clientConfig ?? { url: `${webhook.url}/convert`, caBundle: webhook.caBundle },
        },
      },
      versions: [
        version(
          'v1',
          { size: text, replicas: integer },
          {
            subresources: scale('.spec.replicas'),
            additionalPrinterColumns: [{ name: 'Size', type: 'string', jsonPath: '.spec.size' }],
            selectableFields: [{ jsonPath: '.spec.size' }],
          },
        ),
        version(
          'v2',
          { width: { ...integer, maximum: 1000 }, height: integer, count: integer },
          {
            subresources: scale('.spec.count'),
            additionalPrinterColumns: [{ name: 'Width', type: 'integer', jsonPath: '.spec.width' }],
            selectableFields: [{ jsonPath: '.spec.width' }],
          },
        ),
      ],
    },
  };
}
