import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, type AgentOptions, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  ApiServer,
  CertificateAuthority,
  type HttpListener,
  type IssueOptions,
  type KeyPair,
} from '@kube-rx/apiserver';

interface Answered {
  readonly status: number;
  readonly userInfo: Readonly<Record<string, unknown>> | undefined;
}

describe('a client certificate', () => {
  const authority = new CertificateAuthority();
  let server: ApiServer;
  let listener: HttpListener;

  beforeEach(async () => {
    server = new ApiServer({ tokens: { root: { name: 'root', groups: ['system:masters'] } } });
    listener = await server.listen({ tls: true, clientAuthority: authority.certificate });
  });

  afterEach(() => server.close());

  async function whoami(identity?: KeyPair, token?: string): Promise<Answered> {
    const options: AgentOptions = {
      ca: listener.certificateAuthority ?? '',
      ...(identity && { cert: identity.certificate, key: identity.key }),
    };
    const agent = new Agent(options);
    const outgoing = request(`${listener.url}/apis/authentication.k8s.io/v1/selfsubjectreviews`, {
      agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
    }).end('{}');
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    const body = JSON.parse(await text(answer)) as {
      readonly status?: { readonly userInfo?: Record<string, unknown> };
    };
    agent.destroy();
    return { status: answer.statusCode ?? 0, userInfo: body.status?.userInfo };
  }

  function issue(subject: IssueOptions['subject'], more: Partial<IssueOptions> = {}): KeyPair {
    return authority.issue({ usage: 'client', subject, ...more });
  }

  test('names the user and the groups', async () => {
    const jane = { commonName: 'jane', organizations: ['devs', 'ops, and more', 'a\nb'] };
    const { status, userInfo } = await whoami(issue(jane));
    expect([status, userInfo]).toEqual([
      201,
      {
        username: 'jane',
        groups: [...jane.organizations, 'system:authenticated'],
        extra: {
          'authentication.kubernetes.io/credential-id': [expect.stringMatching(/^X509SHA256=[0-9a-f]{64}$/)],
        },
      },
    ]);
  });

  test('has the uid of the user, where it names one', async () => {
    const { userInfo } = await whoami(issue({ commonName: 'jane', uid: '7' }));
    expect(userInfo).toMatchObject({ username: 'jane', uid: '7' });
    expect((await whoami(issue({ commonName: 'jane', uid: '' }))).status).toBe(401);
  });

  test('without a name is nobody', async () => {
    expect(
      (await whoami(issue({ commonName: '', organizations: ['system:masters'] }))).userInfo,
    ).toMatchObject({
      username: 'system:anonymous',
    });
  });

  test('may be left away', async () => {
    expect((await whoami()).userInfo).toMatchObject({ username: 'system:anonymous' });
    expect((await whoami(undefined, 'root')).userInfo).toMatchObject({ username: 'root' });
    expect((await whoami(undefined, 'none')).status).toBe(401);
  });

  // What was verified in the first handshake says nothing of a certificate that is shown in a second one.
  test('is the one that the connection began with: there is no second handshake', async () => {
    const { certificate, key } = issue({ commonName: 'jane' });
    const { hostname: host, port } = new URL(listener.url);
    const ca = listener.certificateAuthority ?? '';
    const socket = connect({ host, port: Number(port), ca, cert: certificate, key, maxVersion: 'TLSv1.2' });
    await once(socket, 'secureConnect');
    const refused = once(socket, 'error') as Promise<[Error]>;
    socket.renegotiate({}, (error) => {
      socket.destroy(error ?? new Error('the handshake was made'));
    });
    const [error] = await refused;
    expect(error.message).toMatch(/no renegotiation/i);
  });

  test('counts before a token', async () => {
    for (const token of ['root', 'none'])
      expect((await whoami(issue({ commonName: 'jane' }), token)).userInfo).toMatchObject({
        username: 'jane',
      });
  });

  test.each([
    [
      'of another authority',
      () => new CertificateAuthority().issue({ usage: 'client', subject: { commonName: 'jane' } }),
    ],
    ['for servers', () => issue({ commonName: 'jane' }, { usage: 'server' })],
    ['that has ended', () => issue({ commonName: 'jane' }, { notAfter: new Date(Date.now() - 60_000) })],
    [
      'that has not begun',
      () => issue({ commonName: 'jane' }, { notBefore: new Date(Date.now() + 3_600_000) }),
    ],
  ])('%s is a 401, unless a token says who it is', async (_, identity) => {
    expect((await whoami(identity())).status).toBe(401);
    expect((await whoami(identity(), 'root')).userInfo).toMatchObject({ username: 'root' });
  });

  test('names users where nobody has to be known, too', async () => {
    await server.close();
    server = new ApiServer();
    listener = await server.listen({ tls: true, clientAuthority: authority.certificate });
    expect((await whoami(issue({ commonName: 'jane' }))).userInfo).toMatchObject({ username: 'jane' });
    expect((await whoami(undefined, 'none')).userInfo).toMatchObject({ username: 'system:anonymous' });
  });

  test('is asked for where there is TLS alone, and by whoever has an authority', async () => {
    const clientAuthority = authority.certificate;
    await expect(server.listen({ clientAuthority })).rejects.toThrow(
      'clientAuthority: it works with TLS alone',
    );
    await expect(server.listen({ clientAuthority: 'secret', tls: true })).rejects.toThrow(
      /^clientAuthority: it holds no certificate; give certificates as PEM$/,
    );
  });
});
