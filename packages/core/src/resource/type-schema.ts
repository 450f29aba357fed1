// The schema of a built-in type. The k8s package has the table.

/** The value of a field, of an item of a list or of a key of a map. */
export interface ValueSchema {
  /** Quantity and the like are references, to types without fields. */
  readonly kind:
    | 'string'
    | 'int32'
    | 'int64'
    | 'double'
    | 'boolean'
    | 'bytes'
    | 'object'
    | 'reference'
    | 'list'
    | 'map';
  /** Of a reference: `core/v1/Container`. */
  readonly type?: string;
  /** Of a list its items, of a map its values. */
  readonly items?: ValueSchema;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  /** A scalar that is a pointer in Go: zero differs from absent. */
  readonly pointer?: boolean;
  /** A reference that OpenAPI does not wrap in `allOf`, as it does most. */
  readonly bare?: boolean;
}

export interface FieldSchema extends ValueSchema {
  readonly name: string;
  readonly required: boolean;
  /** The protobuf number; for a field of an embedded Go struct the path of numbers. Empty: not in protobuf. */
  readonly numbers: readonly number[];
  readonly patchStrategy?: string;
  readonly patchMergeKey?: string;
  readonly listType?: 'atomic' | 'set' | 'map';
  readonly listMapKeys?: readonly string[];
  readonly mapType?: 'atomic' | 'granular';
}

export interface UnionSchema {
  readonly discriminator?: string;
  /** Field to the discriminator's value. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface TypeSchema {
  /** `core/v1/PodSpec`. */
  readonly type: string;
  /** `io.k8s.api.core.v1.PodSpec`. */
  readonly openApiName: string;
  readonly fields: ReadonlyMap<string, FieldSchema>;
  /** Merged only as a whole. */
  readonly atomic: boolean;
  /** Structs that Go embeds, by the protobuf number of their message: `1` to `ProbeHandler`, `2.2` to `Rule`. */
  readonly embedded: ReadonlyMap<string, string>;
  readonly unions: readonly UnionSchema[];
  /** The schema itself, as JSON, of a type without fields, as Quantity. */
  readonly opaque?: Readonly<Record<string, unknown>>;
}
