/**
 * What a server sends for an object without values, such as a bookmark. Go omits some fields and sends others as zero;
 * neither OpenAPI nor discovery tells which.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#watch-bookmarks
 */
import { quote } from './print.ts';
import { sortedEntries } from './recording.ts';

/** By apiVersion and kind, as `apps/v1 Deployment`, without these two and without metadata. */
export type ZeroObjects = Readonly<Record<string, object>>;

/** @example write('zeros.ts', printZeros(zeros, header)); */
export function printZeros(zeros: ZeroObjects, header: readonly string[]): string {
  const entries = sortedEntries(zeros).filter(([, zero]) => Object.keys(zero).length > 0);
  return `${header.map((line) => `// ${line}\n`).join('')}
import type { JsonObject } from '../json/json.ts';

/** What is printed where nothing is set, by apiVersion and kind, as \`apps/v1 Deployment\`. */
export const recordedZeros: Readonly<Record<string, JsonObject>> = {
${entries.map(([name, zero]) => `  ${quote(name)}: ${JSON.stringify(zero)},\n`).join('')}};
`;
}
