// A webhook over real HTTPS, with an authority of its own.

import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import { CertificateAuthority } from '@kube-rx/apiserver';

export interface AdmissionReview {
  readonly apiVersion: string;
  readonly kind: string;
  readonly request: {
    readonly uid: string;
    readonly operation: string;
    readonly object: { readonly metadata: { readonly name?: string } } | null;
    readonly userInfo: { readonly username: string };
    readonly [field: string]: unknown;
  };
}

/** The response of a review, without its uid; `raw`: the status and body as they are. */
export type WebhookReply = object | { readonly raw: readonly [number, string] };

export class WebhookServer implements AsyncDisposable {
  readonly caBundle: string;
  readonly reviews: { readonly path: string; readonly review: AdmissionReview }[] = [];
  /** By path; what has none is allowed. */
  readonly replies: Map<string, (review: AdmissionReview) => WebhookReply | Promise<WebhookReply>> =
    new Map();
  readonly #server: Server;

  private constructor(hosts: readonly string[]) {
    const authority = new CertificateAuthority();
    this.caBundle = Buffer.from(authority.certificate).toString('base64');
    const { certificate, key } = authority.issue({ subject: { commonName: 'w' }, usage: 'server', hosts });
    this.#server = createServer({ cert: certificate, key }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const path = (request.url ?? '').split('?')[0] ?? '';
        const review = JSON.parse(Buffer.concat(chunks).toString()) as AdmissionReview;
        this.reviews.push({ path, review });
        void Promise.resolve(this.replies.get(path)?.(review) ?? { allowed: true }).then((reply) => {
          const [status, body] =
            'raw' in reply ? (reply.raw as [number, string]) : [200, this.#answer(review, reply)];
          response.writeHead(status, { 'content-type': 'application/json' }).end(body);
        });
      });
    });
  }

  static async start(hosts: readonly string[] = ['127.0.0.1']): Promise<WebhookServer> {
    const webhook = new WebhookServer(hosts);
    webhook.#server.listen(0, '127.0.0.1');
    await once(webhook.#server, 'listening');
    return webhook;
  }

  get url(): string {
    const address = this.#server.address();
    return `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  #answer({ apiVersion, kind, request: { uid } }: AdmissionReview, reply: object): string {
    return JSON.stringify({ apiVersion, kind, response: { uid, ...reply } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** The response that changes the object. */
export function patching(...operations: readonly object[]): object {
  const patch = Buffer.from(JSON.stringify(operations)).toString('base64');
  return { allowed: true, patchType: 'JSONPatch', patch };
}
