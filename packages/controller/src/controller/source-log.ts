// What the log is told of sources.

import type { LogLevel } from '@kube-rx/runtime';
import type { SourceListener } from '../source/source-trigger.ts';
import { failureOf } from './failure.ts';

type Write = (level: LogLevel, message: string, fields: object) => void;

export function sourceLog(write: Write): Required<Pick<SourceListener, 'onTrouble' | 'onHealth'>> {
  return {
    onTrouble: ({ message, cause, ...where }) =>
      write('error', message, { ...where, ...(cause !== undefined && failureOf(cause)) }),
    onHealth: ({ news, ...where }) =>
      news.type === 'trouble'
        ? write('warn', 'a source is in trouble, and is tried again', { ...where, reason: news.reason })
        : write('info', 'a source is well again', where),
  };
}
