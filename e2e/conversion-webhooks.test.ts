// Conversion webhooks: a real server and the embedded one have the same webhook convert a kind of two versions.

import { expect, it } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { catalog } from '@kube-rx/k8s/catalog';
import { playConversions } from '../packages/apiserver/test/conversion/conversion-play.ts';
import { ConversionServer } from '../packages/apiserver/test/conversion/conversion-server.ts';
import { realService } from './conformance/real-service.ts';
import { ControlPlane } from './control-plane.ts';

it('converts as the real server does, and answers as it does', async () => {
  await using controlPlane = await ControlPlane.start();
  await using webhook = await ConversionServer.start();
  await using server = new ApiServer({
    resources: catalog,
    tokens: { 'admin-token': { name: 'admin', uid: 'admin', groups: ['system:masters'] } },
  });
  const real = await playConversions(realService(controlPlane), webhook);
  const embedded = await playConversions(server.service, webhook);
  expect(embedded).toEqual(real);
}, 180_000);
