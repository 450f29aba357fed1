// What a health endpoint answers, as those of Kubernetes' own components do, and with the reasons, which these withhold.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/server/healthz/healthz.go

import { printable, quotedText } from '@kube-rx/core';

/** One check, as it came out. */
export type CheckResult =
  | { readonly name: string; readonly type: 'ok' }
  /** It was not asked, as the question leaves it out. */
  | { readonly name: string; readonly type: 'excluded' }
  | { readonly name: string; readonly type: 'failed'; readonly reason: string };

export interface HealthAnswer {
  readonly status: 200 | 500;
  readonly text: string;
}

export interface HealthQuestion {
  /** As `readyz`. */
  readonly endpoint: string;
  /** `?verbose`: a line for each check. Where one fails there are all of them in any case. */
  readonly isVerbose: boolean;
  /** Names that were to be left out, and are of no check. */
  readonly unknown: readonly string[];
}

/** Of a whole endpoint. */
export function healthAnswer(
  results: readonly CheckResult[],
  { endpoint, isVerbose, unknown }: HealthQuestion,
): HealthAnswer {
  const isWell = results.every(({ type }) => type !== 'failed');
  if (isWell && !isVerbose) return { status: 200, text: 'ok' };
  const lines = results.map(lineOf);
  if (unknown.length > 0) {
    const names = unknown.map((name) => quotedText(name)).join(', ');
    lines.push(`warn: some health checks cannot be excluded: no matches for ${names}`);
  }
  lines.push(`${endpoint} check ${isWell ? 'passed' : 'failed'}`);
  return { status: isWell ? 200 : 500, text: lines.map((line) => `${line}\n`).join('') };
}

/** Of the path of one check. */
export function checkAnswer(result: CheckResult): HealthAnswer {
  if (result.type !== 'failed') return { status: 200, text: 'ok' };
  return { status: 500, text: `internal server error: ${shownReason(result.reason)}\n` };
}

function lineOf(result: CheckResult): string {
  const name = printable(result.name, mostNameCharacters);
  switch (result.type) {
    case 'ok':
      return `[+]${name} ok`;
    case 'excluded':
      return `[+]${name} excluded: ok`;
    case 'failed':
      return `[-]${name} failed: ${shownReason(result.reason)}`;
  }
}

// Enough for the trouble of several sources.
function shownReason(reason: string): string {
  return printable(reason, 2000);
}

const mostNameCharacters = 253;
