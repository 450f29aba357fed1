// The four kinds of patch that the API server knows.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply

/** One step of an RFC 6902 JSON patch. */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string };

/** `merge`: RFC 7386. `strategic`: built-in kinds only. `apply`: server-side apply of a whole intent. */
export type Patch =
  | { readonly type: 'merge' | 'strategic' | 'apply'; readonly body: object }
  | { readonly type: 'json'; readonly body: readonly JsonPatchOperation[] };

/** The media type that tells the server which patch a body is. */
export const patchContentType: Readonly<Record<Patch['type'], string>> = {
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  // JSON is YAML, and there is no name for JSON alone.
  apply: 'application/apply-patch+yaml',
};
