/**
 * What a server sends for an object without values, such as a bookmark. Go omits some fields and sends others as zero;
 * neither OpenAPI nor discovery tells which.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#watch-bookmarks
 */
import { quote } from './print.ts';

/** By apiVersion and kind, as `apps/v1 Deployment`, without these two and without metadata. */
export type ZeroObjects = Readonly<Record<string, object>>;

/**
 * One kind a line, small enough to commit.
 *
 * @example write('zeros.json', printZeroExtract(zeros));
 */
export function printZeroExtract(zeros: ZeroObjects): string {
  const lines = sorted(zeros).map(([name, zero]) => `\n  ${JSON.stringify(name)}: ${JSON.stringify(zero)}`);
  return `{${lines.join(',')}\n}\n`;
}

/** @example write('zeros.ts', printZeros(zeros, header)); */
export function printZeros(zeros: ZeroObjects, header: readonly string[]): string {
  const entries = sorted(zeros).filter(([, zero]) => Object.keys(zero).length > 0);
  return `${header.map((line) => `// ${line}\n`).join('')}
import type { JsonObject } from '../json/json.ts';

/** What is printed where nothing is set, by apiVersion and kind, as \`apps/v1 Deployment\`. */
export const recordedZeros: Readonly<Record<string, JsonObject>> = {
${entries.map(([name, zero]) => `  ${quote(name)}: ${JSON.stringify(zero)},\n`).join('')}};
`;
}

function sorted(zeros: ZeroObjects): [string, object][] {
  return Object.entries(zeros).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
