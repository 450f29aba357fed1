// What a program's metrics say, read as a scraper reads them.

import { prometheusMetrics } from '../../src/metrics/prometheus-metrics.ts';
import type { PrometheusMetrics, PrometheusOptions } from '../../src/metrics/prometheus-options.ts';

/** A line of the text: a name, its labels, and the value. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Prometheus' text format. @throws Error for a line that is none of it. */
export function parseText(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !/^# (?:HELP|TYPE) [\w:]+ /.test(line))
    .map((line) => {
      const found = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
      const [, name, inner = '', value] = found ?? [];
      if (name === undefined || value === undefined) throw new Error(`no sample: ${line}`);
      const labels: Record<string, string> = {};
      const rest = inner.replaceAll(/([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)",?/g, (_all, label, of) => {
        labels[label as string] = (of as string).replaceAll(/\\(.)/g, (_escape, what) =>
          what === 'n' ? '\n' : (what as string),
        );
        return '';
      });
      if (rest !== '') throw new Error(`no labels: ${line}`);
      return { name, labels, value: value === '+Inf' ? Infinity : Number(value) };
    });
}

export class Scraper implements Disposable {
  readonly metrics: PrometheusMetrics;

  private constructor(metrics: PrometheusMetrics) {
    this.metrics = metrics;
  }

  static async start(options: PrometheusOptions = {}): Promise<Scraper> {
    return new Scraper(await prometheusMetrics(options));
  }

  async samples(name?: string): Promise<Sample[]> {
    const samples = parseText(await this.metrics.text());
    return name === undefined ? samples : samples.filter((sample) => sample.name === name);
  }

  /** Of the only sample with these labels, whatever else it has; undefined where there is none. */
  async value(name: string, labels: Sample['labels'] = {}): Promise<number | undefined> {
    const found = (await this.samples(name)).filter((sample) =>
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
    );
    if (found.length > 1) throw new Error(`${found.length} samples of ${name}`);
    return found[0]?.value;
  }

  /** Those that are not 0, as text, such as `success 3`. */
  async counts(name: string, label: string): Promise<string[]> {
    const samples = await this.samples(name);
    return samples.flatMap(({ labels, value }) => (value === 0 ? [] : [`${labels[label]} ${value}`]));
  }

  [Symbol.dispose](): void {
    this.metrics.close();
  }
}
