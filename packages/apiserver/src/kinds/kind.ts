// What sets a built-in kind apart from the others: a value of this type for each of them, written down from
// pkg/registry and pkg/apis of Kubernetes 1.36. A kind that leaves something out does what most kinds do.

import type { Clock } from '@kube-rx/core';
import type { User } from '../access/user.ts';
import type { JsonObject } from '../json/json.ts';
import type { FieldFault } from '../status-error.ts';
import type { ResourceStore } from '../storage/resource-store.ts';
import type { GroupVersionKind } from '../types/type-names.ts';
import type { Cells } from './cell.ts';
import type { Completion } from './defaults.ts';

export interface Kind {
  readonly group: string;
  readonly kind: string;
  /** Counts the changes of the desired state in metadata.generation; `first`: has one that never changes. */
  readonly generation?: true | 'first';
  /** A replace without resourceVersion is refused. */
  readonly requiresVersion?: true;
  /** A replace of what does not exist creates it. */
  readonly createOnUpdate?: true;
  /** A delete answers with the object in place of a Status. */
  readonly returnsDeleted?: true;
  /** Which rule metadata.name follows. Default: that of subdomains. */
  readonly names?: 'label' | 'segment' | 'cronJob' | 'ipAddress' | 'groupVersion' | 'configKey';
  /** What its name becomes a part of; a name that is no label is warned of. */
  readonly namesPart?: string;
  /** Field selectors besides metadata.name and metadata.namespace. */
  readonly fields?: SelectableFields;
  /** How a selector of another field is refused, where not as usual. */
  readonly unknownField?: (field: string, kind: GroupVersionKind) => string;
  /** What every answer warns of. */
  readonly deprecation?: string;
  /** By version, then by stored apiVersion: where these two have different fields. */
  readonly conversions?: Readonly<Record<string, Readonly<Record<string, Conversion>>>>;
  /** Where objects are kept, if another kind's collection holds them too. */
  readonly storedAs?: { readonly collection: string; readonly apiVersion: string };
  /** Values that the server fills in where a request says nothing. */
  readonly defaults?: Completion;
  /** Complaints beyond the names and types of fields, about objects in the version that is stored. */
  readonly validate?: (object: JsonObject, old: JsonObject | undefined) => readonly FieldFault[];
  /** The same about an update of the status alone. */
  readonly validateStatus?: (object: JsonObject, old: JsonObject) => readonly FieldFault[];
  /** What is changed by itself, at a path of its own, by the name of the path. */
  readonly subresources?: Readonly<Record<string, KindSubresource>>;
  /** What the client should know although its write succeeds. */
  readonly warnings?: (object: JsonObject, old: JsonObject | undefined) => readonly string[];
  /** The same about an update of the status alone. */
  readonly statusWarnings?: (object: JsonObject, old: JsonObject | undefined) => readonly string[];
  /**
   * What the server decides before it validates, after webhooks have changed the object, as addresses that it gives
   * out. No manager owns it.
   *
   * @throws StatusError where there is nothing to give.
   */
  readonly prepare?: (write: KindAdmission) => JsonObject;
  /** What it prepares depends on all objects of the kind. */
  readonly allocates?: true;
  /** Fields that the server sets whatever the request says; no manager owns them. */
  readonly prepareForCreate?: (write: KindCreation) => JsonObject;
  readonly prepareForUpdate?: (write: KindUpdate) => JsonObject;
  /** The same at an update of the status alone. */
  readonly prepareForStatusUpdate?: (write: KindUpdate) => JsonObject;
  /** Takes from the old object what an update may not change. */
  readonly keepOnUpdate?: (next: JsonObject, old: JsonObject) => JsonObject;
  /** Takes from the old object what an update of the status may not change. */
  readonly keepOnStatusUpdate?: (next: JsonObject, old: JsonObject) => JsonObject;
  /** A create may set the status: objects of this kind report themselves. */
  readonly createsStatus?: true;
  /** A change of the annotations counts in metadata.generation as well. */
  readonly countsAnnotations?: true;
  /** A change of the labels counts in metadata.generation as well. */
  readonly countsLabels?: true;
  /** Dependents are orphaned where a delete does not say otherwise; the warning of the answer. */
  readonly orphansDependents?: string;
  readonly deletion?: DeletionRules;
  /** The real server keeps no watch cache for it, so that its watches have no periodic bookmarks. */
  readonly uncached?: true;
  /** How `kubectl get` shows an object. */
  readonly cells?: Cells;
  /** What is said of a row in a table besides its cells. */
  readonly rowConditions?: (object: JsonObject) => readonly JsonObject[] | undefined;
}

export interface KindSubresource {
  /** Takes from the old object what may not change there. */
  readonly keep: (next: JsonObject, old: JsonObject) => JsonObject;
  readonly validate: (object: JsonObject, old: JsonObject) => readonly FieldFault[];
}

/** Between a served version and the stored one. Takes and gives whole objects; the caller sets apiVersion and kind. */
export interface Conversion {
  readonly toStored: (object: JsonObject) => JsonObject;
  readonly fromStored: (object: JsonObject) => JsonObject;
}

/** By label: what an absent value counts as, and the path of the value in the stored object if it is not the label. */
export type SelectableFields = Readonly<
  Record<string, string | { readonly absent: string; readonly path: string }>
>;

/** How an object goes, where finalizers alone do not decide it. */
interface DeletionRules {
  /** @throws StatusError where the object of this name must stay. */
  readonly require?: (name: string) => void;
  /** The object as it is while it goes, the same one where it may go at once, undefined where nothing changes. */
  readonly begin?: (write: KindWrite) => JsonObject | undefined;
  /** How many seconds the object goes on; `requested` by the client. */
  readonly gracePeriod?: (object: JsonObject, requested: number | bigint | undefined) => number | bigint;
  /** Whether more than metadata.finalizers holds the object back. */
  readonly isHeld?: (object: JsonObject) => boolean;
}

export interface KindWrite {
  readonly server: KindServer;
  /** The objects of the kind. */
  readonly store: ResourceStore;
  readonly object: JsonObject;
}

export interface KindCreation extends KindWrite {
  /** Who creates it; undefined where the object says so itself, as one that is seeded does. */
  readonly user: User | undefined;
}

export interface KindUpdate extends KindWrite {
  readonly old: JsonObject;
}

export interface KindAdmission extends KindWrite {
  /** What an update replaces; undefined for a new object. */
  readonly old: JsonObject | undefined;
  /** Nothing will be stored. */
  readonly dryRun: boolean;
  /** What the client should know is added here. */
  readonly warnings: string[];
}

/** What a kind may ask of the server around it. */
export interface KindServer {
  readonly clock: Clock;
  readonly random: () => number;
  /** Where services get their addresses, as `10.96.0.0/12`. */
  readonly serviceCidr: string;
  readonly registry: {
    find(group: string, version: string, plural: string): { readonly store: ResourceStore } | undefined;
  };
}

/** Custom kinds differ from each other by their definitions alone. */
export const customKind: Kind = { group: '', kind: '', generation: true, requiresVersion: true };
