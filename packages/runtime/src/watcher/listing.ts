// An initial state that is read page by page.

import { afterPage, DecodeError, type KubeObject } from '@kube-rx/core';
import { failureOf } from './classify.ts';
import { ObjectWatcherEvent, skipped, type WatcherEvent } from './event.ts';
import type { Knowledge } from './knowledge.ts';
import type { Report } from './message.ts';
import { firstPage, type Listing, type Step } from './state.ts';

// Servers fill their pages. What ends short pages is to ask for all in one.
const mostShortPages = 10;
// Who was not asked for so many, and fills no page with as many, may go on for ever.
const fewObjects = 100;

export function stepListing<K extends KubeObject>(
  state: Listing,
  report: Report<K>,
  knowledge: Knowledge,
): Step<K> | undefined {
  switch (report.type) {
    case 'items': {
      knowledge.lastEventAt = knowledge.now;
      const events: WatcherEvent<K>[] = state.begun ? [] : [knowledge.beginInitialState()];
      knowledge.initialVersions.noteAll(report.items);
      for (const item of report.items) events.push(new ObjectWatcherEvent('InitApply', item));
      const { undecodable = [] } = report;
      for (const error of undecodable) events.push(skipped(error));
      knowledge.noteSkipped(undecodable.length);
      const count = state.count + report.items.length + undecodable.length;
      return { events, enter: { ...state, begun: true, count, last: lastKeyOf(report) ?? state.last } };
    }
    case 'page':
      knowledge.lastEventAt = knowledge.now;
      return endPage(report, state, knowledge);
    case 'failed': {
      const failure = failureOf(report.error);
      const { verdict } = failure;
      if (verdict === 'expired' && state.continue !== undefined && !state.unpaged)
        return { start: { ...firstPage, unpaged: true } };
      // A page that did not arrive is asked for again; any other failure starts the list over.
      const again = verdict === 'retry' || verdict === 'throttled' || verdict === 'notKubernetes';
      const page = {
        ...state,
        count: 0,
        last: undefined,
        begun: state.begun && state.continue !== undefined,
      };
      return { retry: again ? page : knowledge.initialState(), failure };
    }
    default:
      return undefined;
  }
}

function endPage<K extends KubeObject>(
  { list, doubt }: Report<K> & { type: 'page' },
  state: Listing,
  knowledge: Knowledge,
): Step<K> {
  const { unpaged, last, count } = state;
  const more = list.continue;
  const resourceVersion = state.resourceVersion ?? list.resourceVersion;
  if (more !== undefined) {
    const isShort = count < (unpaged ? fewObjects : knowledge.options.pageSize);
    const shortPages = isShort ? state.shortPages + 1 : 0;
    const progress =
      shortPages > mostShortPages && !unpaged
        ? stuckError(shortPages)
        : afterPage(state.progress, { continue: more, last });
    if (progress instanceof DecodeError) {
      knowledge.cannotPage = true;
      return { retry: knowledge.initialState(), failure: failureOf(progress) };
    }
    const next = { continue: more, resourceVersion, progress, shortPages };
    return { start: { ...firstPage, ...next, unpaged, begun: true } };
  }
  const failure = knowledge.acceptInitialState({ resourceVersion, doubt });
  if (failure) return { retry: knowledge.initialState(), failure };
  return { events: [{ type: 'InitDone', resourceVersion }], start: { kind: 'connecting' } };
}

function stuckError(shortPages: number): DecodeError {
  return new DecodeError(
    `the list does not get on: ${shortPages} pages in a row hold fewer objects than were asked for, and each has a continue token`,
    { fault: 'protocol' },
  );
}

function lastKeyOf<K extends KubeObject>({
  items,
  undecodable = [],
}: Report<K> & { type: 'items' }): string | undefined {
  return items.at(-1)?.key ?? undecodable.findLast(({ object }) => object?.key)?.object?.key;
}
