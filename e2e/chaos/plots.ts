// The shapes that most cases have.

import type { ConfigMap } from '@kube-rx/k8s';
import type { ReflectorOptions } from '@kube-rx/runtime';
import type { AskKind, Exchange, Faults } from '../chaos-proxy.ts';
import type { ChaosCase } from './case.ts';
import type { Stage } from './stage.ts';

export type Play = ChaosCase['play'];

export interface PlotOptions {
  readonly options?: ReflectorOptions<ConfigMap>;
  /** Done as soon as the fault is there. */
  readonly then?: (stage: Stage) => void;
}

/** A live watch, to which something happens in a moment; then there are news. */
export function live(happens: (stage: Stage) => void | Promise<void>, { options }: PlotOptions = {}): Play {
  return async (stage) => {
    await stage.open(options);
    await stage.write();
    await stage.until('it is live', () => stage.status.phase === 'live');
    stage.fault();
    await happens(stage);
    await stage.write();
  };
}

export interface Beginning {
  /** Default: of the namespace. */
  readonly open?: (stage: Stage) => Promise<void>;
  /** What is waited for, once it is open. */
  readonly first?: (stage: Stage) => Promise<void>;
}

/** A cache that is as the server is, and to which something happens before it has any news; then there are news. */
export function begun(
  happens: (stage: Stage) => void | Promise<void>,
  { open = (stage) => stage.open(), first }: Beginning = {},
): Play {
  return async (stage) => {
    await open(stage);
    await first?.(stage);
    stage.fault();
    await happens(stage);
    await stage.write();
  };
}

/** A live watch that is broken off, so that it is asked for again: this is done to that request alone. */
export function resumed(does: (exchange: Exchange) => void, breakOff = resetOpen): Play {
  return live((stage) => {
    stage.proxy.faults = toFirst(['watch'], does);
    breakOff(stage);
  });
}

/** A live watch, whose proxy then does wrong for so long, while there are news. */
export function during(forMs: number, faults: () => Faults, { options, then }: PlotOptions = {}): Play {
  return async (stage) => {
    await stage.open(options);
    await stage.write();
    await stage.until('it is live', () => stage.status.phase === 'live');
    stage.fault(faults());
    then?.(stage);
    await stage.write();
    await stage.wait(forMs);
    await stage.write();
    stage.heal();
  };
}

/** A proxy that never does better: the cache has to. */
export function always(faults: () => Faults, { options, then }: PlotOptions = {}): Play {
  return async (stage) => {
    stage.fault(faults());
    await stage.open({ ...options, isAwaited: false });
    await stage.write();
    then?.(stage);
  };
}

/** A cache that begins while the proxy does wrong, for so long. */
export function atFirst(forMs: number, faults: () => Faults, { options }: PlotOptions = {}): Play {
  return async (stage) => {
    stage.fault(faults());
    await stage.open({ ...options, isAwaited: false });
    await stage.write();
    await stage.wait(forMs);
    stage.heal();
  };
}

/** Does this to the first request of these kinds alone. */
export function toFirst(kinds: readonly AskKind[], does: (exchange: Exchange) => void): Faults {
  let isDone = false;
  return {
    ask: (exchange) => {
      if (isDone || !kinds.includes(exchange.kind)) return false;
      isDone = true;
      does(exchange);
      return true;
    },
  };
}

/** Does this to every request. */
export function toEach(does: (exchange: Exchange) => void): Faults {
  return {
    ask: (exchange) => {
      does(exchange);
      return true;
    },
  };
}

/** Hands on each request of a kind with other parameters than it has. */
export function rewritten(
  { proxy }: Stage,
  kind: AskKind,
  changes: Readonly<Record<string, string | undefined>>,
): Faults {
  return {
    ask: (exchange) => {
      if (exchange.kind !== kind) return false;
      proxy.pass(exchange, changes);
      return true;
    },
  };
}

/** Breaks off what is open, so that the watch must be asked for again. */
export function resetOpen({ proxy }: Stage): void {
  for (const exchange of proxy.open) exchange.reset();
}

/** The same in good order. */
export function endOpen({ proxy }: Stage): void {
  for (const exchange of proxy.open) exchange.end();
}
