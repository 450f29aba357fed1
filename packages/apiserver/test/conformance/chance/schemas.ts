// What the server's OpenAPI documents say of the fields of a kind.

import { type HttpService, readBody } from '@kube-rx/core';

export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
}

export class Schemas {
  readonly #byName: ReadonlyMap<string, Schema>;

  private constructor(byName: ReadonlyMap<string, Schema>) {
    this.#byName = byName;
  }

  static async of(service: HttpService): Promise<Schemas> {
    const index = (await read(service, '/openapi/v3')) as {
      readonly paths: Readonly<Record<string, unknown>>;
    };
    const byName = new Map<string, Schema>();
    for (const root of Object.keys(index.paths)) {
      const { components } = (await read(service, `/openapi/v3/${root}`)) as Document;
      for (const [name, schema] of Object.entries(components?.schemas ?? {})) byName.set(name, schema);
    }
    return new Schemas(byName);
  }

  kind({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): Schema {
    for (const schema of this.#byName.values()) {
      const types = schema['x-kubernetes-group-version-kind'] ?? [];
      if (types.length !== 1) continue;
      if (types.some((type) => type.kind === kind && versionOf(type) === apiVersion)) return schema;
    }
    throw new Error(`no schema of ${apiVersion} ${kind}`);
  }

  /** Without references; its last part of the name where it is a type with one. */
  resolve(schema: Schema): Schema & { readonly name?: string } {
    const [inner] = schema.allOf ?? [];
    if (inner) return this.resolve(inner);
    if (schema.$ref === undefined) return schema;
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
    return { ...this.resolve(this.#byName.get(name) ?? {}), name: name.slice(name.lastIndexOf('.') + 1) };
  }
}

interface Document {
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

function versionOf({ group, version }: { readonly group: string; readonly version: string }): string {
  return group === '' ? version : `${group}/${version}`;
}

async function read(service: HttpService, path: string): Promise<unknown> {
  const { body } = await service({ method: 'GET', path, query: [], headers: { accept: 'application/json' } });
  return JSON.parse(new TextDecoder().decode(await readBody(body)));
}
