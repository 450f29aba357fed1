// What a column of a custom kind shows: simple paths, as `.spec.size`, `.status.conditions[0].type` and
// `.status.conditions[?(@.type=="Ready")].status`.

import { arrayAt, type Json, valueAt } from '../json/json.ts';

/** What the cells of one table may cost, in characters and items; those that come later are empty. */
export interface Work {
  left: number;
}

export function stepsOf(path: string): string[] {
  return path.match(/(?:\\.|[^.[\]\\])+|\[[^[\]]*\]/g) ?? [];
}

/** What is found one step further; a value that has no such part leads to none. */
export function follow(found: readonly Json[], step: string, work: Work): Json[] {
  return found.flatMap((value) => partsOf(value, step, work)).filter((part) => part !== undefined);
}

function partsOf(value: Json, step: string, work: Work): readonly (Json | undefined)[] {
  if (!step.startsWith('[')) return [valueAt(value, step.replaceAll(/\\(.)/g, '$1'))];
  const items = arrayAt(value);
  if (step === '[*]') {
    work.left -= items.length;
    return items;
  }
  const filter = /^\[\?\(@\.(\w+)\s*==\s*["'](.*)["']\)\]$/.exec(step);
  // Numbers below zero count from the end.
  if (!filter) return [items.at(Number(step.slice(1, -1)))];
  const [, key = '', wanted] = filter;
  work.left -= items.length;
  return items.filter((item) => valueAt(item, key) === wanted);
}
