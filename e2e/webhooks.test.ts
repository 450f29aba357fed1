// Admission webhooks: a real server and the embedded one call the same webhook about the same requests.

import { expect, it } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { catalog } from '@kube-rx/k8s/catalog';
import { playWebhooks } from '../packages/apiserver/test/admission/webhook-play.ts';
import { WebhookServer } from '../packages/apiserver/test/admission/webhook-server.ts';
import { realService } from './conformance/real-service.ts';
import { ControlPlane } from './control-plane.ts';

it('asks webhooks what the real server asks them, and answers as it does', async () => {
  await using controlPlane = await ControlPlane.start();
  await using webhook = await WebhookServer.start();
  await using server = new ApiServer({
    resources: catalog,
    serviceCidr: '10.0.0.0/24',
    tokens: { 'admin-token': { name: 'admin', uid: 'admin', groups: ['system:masters'] } },
  });
  const real = await playWebhooks(realService(controlPlane), webhook);
  webhook.replies.clear();
  const embedded = await playWebhooks(server.service, webhook);
  expect(embedded).toEqual(real);
}, 120_000);
