import { expect, test } from '@jest/globals';
import { TestServer } from '../support/test-server.ts';

test('an Event of events.k8s.io is one of core as well, where nobody says what is served', async () => {
  const server = new TestServer();
  const answer = await server.post('/apis/events.k8s.io/v1/namespaces/default/events', {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: { name: 'a' },
    regarding: { kind: 'Pod', name: 'p', namespace: 'default' },
    note: 'pulled',
    eventTime: '2024-01-02T03:04:05.000000Z',
    reason: 'Pulled',
    action: 'Pull',
    type: 'Normal',
    reportingController: 'c',
    reportingInstance: 'i',
  });
  const core = await server.get('/api/v1/namespaces/default/events/a');
  expect([answer.status, core.body]).toMatchObject([
    201,
    { involvedObject: { name: 'p' }, message: 'pulled' },
  ]);
});
