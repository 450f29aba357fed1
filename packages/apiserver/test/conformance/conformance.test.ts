// The same requests to this server and to the real one, whose answers are recorded: `npm run conformance` at the
// root does the same, also with a real server that is at hand.

import { describe, expect, test } from '@jest/globals';
import { reasonFor } from './accepted.ts';
import { differences } from './compare.ts';
import { playEmbedded } from './play.ts';
import { readRecording } from './recording.ts';
import { isRefused, isTaken } from './refusals.ts';
import { refusedGroups } from './refused/groups.ts';
import { groups } from './script.ts';

describe('the embedded server answers as the real one', () => {
  test.each(Object.keys(groups))(
    'to the group %s',
    async (group) => {
      const [real, embedded] = [readRecording(group), await playEmbedded(group)];
      expect(embedded).toHaveLength(real.length);
      expect(differences(real, embedded).filter((one) => !reasonFor(one))).toEqual([]);
    },
    60_000,
  );
});

describe('the recording of what is refused', () => {
  const noted = Object.keys(refusedGroups).flatMap((group) =>
    readRecording(group).map((exchange) => ({ ...exchange, group })),
  );

  test.each([
    [isRefused, (status: number) => status >= 400],
    [isTaken, (status: number) => status < 300],
  ])('has what is %swith that answer of the real server', (note, isSo) => {
    const others = noted.filter(({ request, status }) => request.includes(note) && !isSo(status));
    expect(others.map(({ group, request, status }) => `${group}: ${request}: ${status}`)).toEqual([]);
  });
});
