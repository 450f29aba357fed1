// What the manager's server answers to a path: health, readiness and metrics. Sockets are left to `http-server.ts`.

import type { Clock } from '@kube-rx/core';
import type { MetricsPage } from '../metrics/metrics-page.ts';
import { type CheckResult, checkAnswer, type HealthAnswer, healthAnswer } from './health.ts';
import { type NamedCheck, resultOf } from './health-check.ts';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface EndpointsOptions {
  readonly clock: Clock;
  /** Asked for each probe: there may be more of them later. */
  readonly liveness: () => readonly NamedCheck[];
  readonly readiness: () => readonly NamedCheck[];
  /** Undefined: there is no `/metrics`. */
  readonly metrics: MetricsPage | undefined;
}

const text = 'text/plain; charset=utf-8';

const ping: NamedCheck = { name: 'ping', check: () => undefined };

export class Endpoints {
  readonly #options: EndpointsOptions;
  /**
   * Those that are being asked: however many probes there are, each is asked once at a time. Not by their names, or one
   * would be answered for another that has its name.
   */
  readonly #asked = new Map<NamedCheck['check'], Promise<CheckResult>>();
  /** Whoever scrapes while a page is made gets that one. */
  #page: Promise<Answer> | undefined;

  constructor(options: EndpointsOptions) {
    this.#options = options;
  }

  /** To a target as `/readyz?verbose`. Never rejects. */
  async answer(target: string): Promise<Answer> {
    const url = urlOf(target);
    if (!url) return { status: 400, contentType: text, body: 'bad request\n' };
    const [, endpoint = '', ...rest] = url.pathname.split('/');
    const isWhole = rest.length === 0;
    if (endpoint === 'metrics' && isWhole) return this.#metrics();
    const checks = this.#checksOf(endpoint);
    if (!checks) return notFound(this.#paths);
    if (isWhole || rest.join('/') === '') return this.#health(endpoint, checks, url.searchParams);
    const named = rest.map(decoded).join('/');
    const check = checks.find(({ name }) => name === named);
    if (!check) return notFound(checks.map(({ name }) => `/${endpoint}/${encodeURI(name)}`));
    return asText(checkAnswer(await this.#resultOf(check)));
  }

  #checksOf(endpoint: string): readonly NamedCheck[] | undefined {
    const { liveness, readiness } = this.#options;
    switch (endpoint) {
      case 'healthz':
      case 'livez':
        return [ping, ...liveness()];
      case 'readyz':
        return [ping, ...readiness()];
      default:
        return undefined;
    }
  }

  async #health(
    endpoint: string,
    checks: readonly NamedCheck[],
    parameters: URLSearchParams,
  ): Promise<Answer> {
    const excluded = new Set(parameters.getAll('exclude').flatMap((names) => names.split(',')));
    const known = new Set(checks.map(({ name }) => name));
    const unknown = [...excluded].filter((name) => name !== '' && !known.has(name));
    const results = checks.map(async (check) =>
      excluded.has(check.name) ? ({ name: check.name, type: 'excluded' } as const) : this.#resultOf(check),
    );
    const isVerbose = parameters.has('verbose');
    return asText(healthAnswer(await Promise.all(results), { endpoint, isVerbose, unknown }));
  }

  async #resultOf(check: NamedCheck): Promise<CheckResult> {
    const asked = this.#asked.get(check.check);
    if (asked) return { ...(await asked), name: check.name };
    const result = resultOf(check, this.#options.clock).finally(() => this.#asked.delete(check.check));
    this.#asked.set(check.check, result);
    return result;
  }

  async #metrics(): Promise<Answer> {
    const { metrics } = this.#options;
    if (!metrics) return notFound(this.#paths);
    this.#page ??= pageOf(metrics).finally(() => {
      this.#page = undefined;
    });
    return this.#page;
  }

  get #paths(): readonly string[] {
    return ['/healthz', '/livez', '/readyz', ...(this.#options.metrics ? ['/metrics'] : [])];
  }
}

async function pageOf(metrics: MetricsPage): Promise<Answer> {
  try {
    return { status: 200, contentType: metrics.contentType, body: await metrics.text() };
  } catch {
    // What is in the error is of the program, and is none of the scraper's business.
    return { status: 500, contentType: text, body: 'the metrics cannot be read\n' };
  }
}

function asText({ status, text: body }: HealthAnswer): Answer {
  return { status, contentType: text, body };
}

function notFound(paths: readonly string[]): Answer {
  return { status: 404, contentType: text, body: `not found; there is ${paths.join(', ')}\n` };
}

const base = 'http://localhost';

function urlOf(target: string): URL | undefined {
  if (!target.startsWith('/') || target.startsWith('//') || !URL.canParse(target, base)) return undefined;
  const url = new URL(target, base);
  // What is there may be taken for the name of a host, as `/\\host` is.
  return url.origin === base ? url : undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
