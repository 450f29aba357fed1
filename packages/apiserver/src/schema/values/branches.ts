// The branches of a schema: anyOf, oneOf, allOf and not. Of those that a value fails, it is told of the one of which
// most was right.
// https://github.com/kubernetes/kube-openapi/blob/43fb72c5454a/pkg/validation/validate/schema_props.go

import { isJsonObject, type Json, objectsAt, valueAt } from '../../json/json.ts';
import type { Schema } from '../structural.ts';
import type { Place } from './place.ts';
import { Result } from './result.ts';

/** What looks at a value as a whole, branches included. */
interface BranchCheck {
  checkAll(schema: Schema, value: Json, place: Place): Result;
  sayLoosely(result: Result, text: string): void;
}

interface Checked {
  readonly schema: Schema;
  readonly value: Json;
  readonly place: Place;
}

const keywords = ['anyOf', 'oneOf', 'allOf', 'not'];

export function checkBranches(check: BranchCheck, { schema, value, place }: Checked): Result {
  const result = new Result();
  result.matches += 2;
  if (!keywords.some((keyword) => Object.hasOwn(schema, keyword))) return result;
  const resultsOf = (keyword: string): Result[] =>
    objectsAt(schema, keyword).map((branch) => check.checkAll(branch, value, place));
  const name = JSON.stringify(place.path);
  const any = anyUntilValid(check, { schema, value, place });
  const [one, all] = [resultsOf('oneOf'), resultsOf('allOf')];
  const first = any.find((branch) => branch.isValid);
  if (any.length > 0 && !first) check.sayLoosely(result, `${name} must validate at least one schema (anyOf)`);
  const told = first ?? best(any);
  if (told) result.merge(told);
  if (one.length > 0) mergeOne(check, { result, name, one });
  for (const branch of all) result.merge(branch);
  const passed = all.filter((branch) => branch.isValid).length;
  if (passed < all.length) {
    const more = passed === 0 ? '. None validated' : '';
    check.sayLoosely(result, `${name} must validate all the schemas (allOf)${more}`);
  }
  const not = valueAt(schema, 'not');
  if (isJsonObject(not) && check.checkAll(not, value, place).isValid)
    check.sayLoosely(result, `${name} must not validate the schema (not)`);
  return result;
}

function anyUntilValid(check: BranchCheck, { schema, value, place }: Checked): Result[] {
  const results: Result[] = [];
  for (const branch of objectsAt(schema, 'anyOf')) {
    const result = check.checkAll(branch, value, place);
    results.push(result);
    if (result.isValid) break;
  }
  return results;
}

function mergeOne(
  check: BranchCheck,
  { result, name, one }: { readonly result: Result; readonly name: string; readonly one: readonly Result[] },
): void {
  const passed = one.filter((branch) => branch.isValid);
  const [first] = passed;
  if (first && passed.length === 1) {
    result.merge(first);
    return;
  }
  const found = passed.length === 0 ? 'none valid' : `${passed.length} valid alternatives`;
  check.sayLoosely(result, `${name} must validate one and only one schema (oneOf). Found ${found}`);
  // Of those before the first that passed.
  const failed = passed.length === 0 ? best(one) : undefined;
  if (failed) result.merge(failed);
}

function best(results: readonly Result[]): Result | undefined {
  return results.reduce<Result | undefined>(
    (most, one) => (most === undefined || one.matches > most.matches ? one : most),
    undefined,
  );
}
