import { expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { decisions } from './random-policy.ts';
import { readDecisions, recordedRounds, recordedSeed } from './recorded-decisions.ts';

test('the server decides about roles made by chance as the real one does', async () => {
  const tokens = { admin: { name: 'admin', groups: ['system:masters'] } };
  const { service } = new ApiServer({ rbac: true, tokens });
  const answers = await decisions(
    (request, call) =>
      service({ ...request, headers: { authorization: 'Bearer admin', ...request.headers } }, call),
    { seed: recordedSeed, rounds: recordedRounds },
  );
  expect(answers).toEqual(readDecisions());
});
