// What a server says of a definition that was applied a moment ago.

import { getCondition, printable } from '@kube-rx/core';
import type { CustomResourceDefinition, DefinitionNames } from '../definition/custom-resource-definition.ts';

/** `conflict`: another definition has one of the names. */
export type DefinitionReadiness =
  | { readonly type: 'established' }
  | { readonly type: 'waiting'; readonly reason: string }
  | { readonly type: 'conflict'; readonly reason: string };

export function definitionReadiness(definition: CustomResourceDefinition): DefinitionReadiness {
  if (definition.metadata.deletionTimestamp !== undefined)
    return { type: 'waiting', reason: 'it is being deleted' };
  const names = getCondition(definition, 'NamesAccepted');
  // The condition may be of the names before; the accepted ones tell.
  if (!isAccepted(definition.spec.names, definition.status?.acceptedNames)) {
    if (names?.status !== 'False') return { type: 'waiting', reason: 'its names are not accepted yet' };
    return { type: 'conflict', reason: `${said(names.message)} (${said(names.reason)})` };
  }
  return getCondition(definition, 'Established')?.status === 'True'
    ? { type: 'established' }
    : { type: 'waiting', reason: 'it is not established yet' };
}

function isAccepted(wanted: DefinitionNames, accepted: Partial<DefinitionNames> = {}): boolean {
  const { plural, singular, kind, listKind, shortNames = [], categories = [] } = wanted;
  return (
    plural === accepted.plural &&
    kind === accepted.kind &&
    (singular === undefined || singular === accepted.singular) &&
    (listKind === undefined || listKind === accepted.listKind) &&
    shortNames.every((name) => accepted.shortNames?.includes(name)) &&
    categories.every((name) => accepted.categories?.includes(name))
  );
}

function said(text: string | undefined): string {
  return printable((text ?? '').slice(0, 500));
}
