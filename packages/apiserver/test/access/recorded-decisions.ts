// What the real server decided, a line a question.

import { readFileSync, writeFileSync } from 'node:fs';

export const recordedSeed = 1_000;
export const recordedRounds = 6;

const file = new URL('recorded-decisions.json', import.meta.url);

export function readDecisions(): readonly string[] {
  return JSON.parse(readFileSync(file, 'utf8')) as readonly string[];
}

export function writeDecisions(answers: readonly string[]): void {
  writeFileSync(file, `[\n${answers.map((answer) => JSON.stringify(answer)).join(',\n')}\n]\n`);
}
