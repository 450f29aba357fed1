// Who a request is from, where no recording can hold it: client certificates side by side with a real server, and the
// real kubectl with the kubeconfig and the tokens that the command gives.

import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiServer, CertificateAuthority, type HttpListener, type KeyPair } from '@kube-rx/apiserver';
import { catalog } from '@kube-rx/k8s/catalog';
import { findKubectl, kubectl } from '../packages/apiserver/test/support/kubectl.ts';
import { Child } from '../packages/cli/test/support/child.ts';
import { ControlPlane } from './control-plane.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kube-rx-authentication-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Sent {
  readonly identity?: KeyPair | undefined;
  readonly token?: string | undefined;
}

describe('a client certificate', () => {
  const authority = new CertificateAuthority('users');
  const actor = { name: 'actor', token: 'actor-token', groups: ['actors'] };
  let real: ControlPlane;
  let embedded: ApiServer;
  let listener: HttpListener;

  beforeAll(async () => {
    const file = join(folder, 'users.crt');
    await writeFile(file, authority.certificate);
    real = await ControlPlane.start({ users: [actor], apiServerFlags: [`--client-ca-file=${file}`] });
    const tokens = { [actor.token]: { name: actor.name, uid: actor.name, groups: actor.groups } };
    embedded = new ApiServer({ resources: catalog, rbac: true, tokens });
    listener = await embedded.listen({ tls: true, clientAuthority: authority.certificate });
  });

  afterAll(async () => {
    await embedded.close();
    await real.stop();
  });

  async function asked(url: string, ca: string, { identity, token }: Sent): Promise<unknown> {
    const agent = new Agent({ ca, ...(identity && { cert: identity.certificate, key: identity.key }) });
    const outgoing = request(`${url}/apis/authentication.k8s.io/v1/selfsubjectreviews`, {
      agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
    }).end('{}');
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    const body = JSON.parse(await text(answer)) as { readonly status: unknown; readonly message?: string };
    agent.destroy();
    return { code: answer.statusCode, status: body.status, message: body.message };
  }

  const jane = { commonName: 'jane', organizations: ['devs', 'ops, and more'] };
  const issued: Readonly<Record<string, () => KeyPair | undefined>> = {
    none: () => undefined,
    'of a user': () => authority.issue({ usage: 'client', subject: jane }),
    'of a user without groups': () => authority.issue({ usage: 'client', subject: { commonName: 'bob' } }),
    'with a uid': () => authority.issue({ usage: 'client', subject: { ...jane, uid: '7' } }),
    'with an empty uid': () => authority.issue({ usage: 'client', subject: { ...jane, uid: '' } }),
    'without a name': () =>
      authority.issue({ usage: 'client', subject: { commonName: '', organizations: ['system:masters'] } }),
    'of somebody authenticated': () =>
      authority.issue({ usage: 'client', subject: { ...jane, organizations: ['system:authenticated'] } }),
    'of somebody anonymous': () =>
      authority.issue({ usage: 'client', subject: { commonName: 'system:anonymous' } }),
    'of another authority': () => new CertificateAuthority('users').issue({ usage: 'client', subject: jane }),
    'for servers': () => authority.issue({ usage: 'server', subject: jane }),
    'that has ended': () =>
      authority.issue({ usage: 'client', subject: jane, notAfter: new Date(Date.now() - 60_000) }),
    'that has not begun': () =>
      authority.issue({ usage: 'client', subject: jane, notBefore: new Date(Date.now() + 3_600_000) }),
  };

  test.each(Object.entries(issued))('%s: says the same to both servers', async (_, issue) => {
    const identity = issue();
    for (const token of [undefined, actor.token, 'nobody']) {
      const expected = await asked(real.url, real.ca, { identity, token });
      const ca = listener.certificateAuthority ?? '';
      expect(await asked(listener.url, ca, { identity, token })).toEqual(expected);
    }
  });
});

const path = findKubectl();

(path === undefined ? describe.skip : describe)('kubectl', () => {
  test('has all rights by the kubeconfig of the administrator, and those of a service account by its token', async () => {
    const [config, state] = [join(folder, 'admin'), join(folder, 'state')];
    const flags = ['apiserver', '--tls', '--rbac', '--admin-kubeconfig', config, '--state', state];
    const child = new Child(flags);
    await child.shows((shown) => shown.endsWith('\n'));
    expect((await stat(config)).mode & 0o777).toBe(0o600);
    const url = child.stdout.trim();
    using admin = kubectl(path ?? '', url, { KUBECONFIG: config });
    expect(JSON.parse((await admin('auth whoami -o json')).stdout)).toMatchObject({
      status: {
        userInfo: { username: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] },
      },
    });
    await admin('create serviceaccount robot');
    await admin('create role reader --verb=list --resource=configmaps');
    await admin('create rolebinding robot --role=reader --serviceaccount=default:robot');
    const { stdout } = await admin('create token robot --duration=20m');
    const token = stdout.trim();
    const who = {
      status: { userInfo: { username: 'system:serviceaccount:default:robot' } },
    };
    using robot = kubectl(path ?? '', url);
    const as = `--insecure-skip-tls-verify --token ${token}`;
    expect(JSON.parse((await robot(`auth whoami -o json ${as}`)).stdout)).toMatchObject(who);
    expect(await robot(`get configmaps ${as}`)).toMatchObject({ code: 0 });
    expect((await robot(`get secrets ${as}`)).stderr).toContain(
      'User "system:serviceaccount:default:robot" cannot list resource "secrets"',
    );
    expect((await robot('get configmaps --insecure-skip-tls-verify --token nobody')).stderr).toContain(
      'Unauthorized',
    );
    child.process.kill('SIGTERM');
    expect(await child.exit()).toBe(0);
    // The key is in the state; the administrator's token is of one run.
    const again = new Child(flags);
    await again.shows((shown) => shown.endsWith('\n'));
    using later = kubectl(path ?? '', again.stdout.trim());
    expect(JSON.parse((await later(`auth whoami -o json ${as}`)).stdout)).toMatchObject(who);
    for (const { stdout: out, stderr } of [child, again]) {
      expect(out + stderr).not.toContain(token);
      expect(out + stderr).not.toContain('PRIVATE');
    }
    again.process.kill('SIGTERM');
    expect(await again.exit()).toBe(0);
  });
});
