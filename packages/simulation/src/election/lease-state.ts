// What the server's Lease says of who leads, read by rules of its own: the witness must not share the elector's mistakes.

/** The Lease as it is stored. */
export interface LeaseState {
  /** `''`: nobody. Undefined where what stands there is no text. */
  readonly holder: string | undefined;
  /** Undefined where it is no whole number of seconds above zero. */
  readonly durationMs: number | undefined;
  /** 0 where it is no whole number that the server's type holds. */
  readonly transitions: number;
  /** Whether the server is to choose who leads. */
  readonly isCoordinated: boolean;
  /** What others see change when it is renewed. */
  readonly text: string;
}

const largest = 2 ** 31 - 1;

/** Reads the `spec` of a Lease, whatever it holds. */
export function leaseStateOf(spec: unknown): LeaseState {
  const fields = isRecord(spec) ? spec : {};
  const { holderIdentity, leaseDurationSeconds, leaseTransitions, strategy } = fields;
  return {
    holder: holderIdentity == null ? '' : typeof holderIdentity === 'string' ? holderIdentity : undefined,
    durationMs:
      isWhole(leaseDurationSeconds) && leaseDurationSeconds > 0 ? leaseDurationSeconds * 1000 : undefined,
    transitions: isWhole(leaseTransitions) && leaseTransitions >= 0 ? leaseTransitions : 0,
    isCoordinated: strategy != null && strategy !== '',
    text: JSON.stringify(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= largest;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
