// Roles, bindings and questions made by chance: what one server decides, another must decide as well.

import { type HttpService, readBody } from '@kube-rx/core';

const rbacGroup = 'rbac.authorization.k8s.io';
const rbac = `/apis/${rbacGroup}/v1`;
const namespaces = ['decisions-a', 'decisions-b'];

/** Asks a server about `rounds` policies; what it answered, a line a question. */
export async function decisions(
  service: HttpService,
  { seed, rounds }: { readonly seed: number; readonly rounds: number },
): Promise<string[]> {
  const asker = new Asker(service);
  for (const name of namespaces) await asker.post('/api/v1/namespaces', { metadata: { name } });
  await asker.bind('writers', writers);
  const answers: string[] = [];
  for (let round = 0; round < rounds; round += 1)
    answers.push(...(await decide(asker, new Policy(seed + round, `r${round}`))));
  return answers;
}

// May write roles and bindings, and give nothing by that alone.
const writers = [
  {
    verbs: ['create'],
    apiGroups: [rbacGroup],
    resources: ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'],
  },
];

const questionsInARound = 60;
const grantsInARound = 20;

async function decide(asker: Asker, policy: Policy): Promise<string[]> {
  for (const [path, body] of policy.objects()) await asker.post(path, body);
  await asker.bind(`last-${policy.name}`, [], 'decisions-a');
  await asker.bind(`last-${policy.name}`, []);
  const answers: string[] = [];
  for (let at = 0; at < questionsInARound; at += 1) answers.push(await asker.review(policy.question()));
  for (let at = 0; at < grantsInARound; at += 1) {
    const { path, body, headers } = policy.grant();
    answers.push(await asker.tryPost(path, body, headers));
  }
  return answers;
}

/** A server, and how its answers are told. */
class Asker {
  readonly #service: HttpService;

  constructor(service: HttpService) {
    this.#service = service;
  }

  async post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const { status, body: bytes } = await this.#service({
      method: 'POST',
      path,
      query: headers['impersonate-user'] === undefined ? [] : [['dryRun', 'All']],
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { code: status, ...(JSON.parse(new TextDecoder().decode(await readBody(bytes))) as object) };
  }

  async review(spec: object): Promise<string> {
    const review = await this.post('/apis/authorization.k8s.io/v1/subjectaccessreviews', { spec });
    const { code, status, message = '' } = review;
    if (typeof status !== 'object') return `${code} ${message}`;
    // Which binding is told of those that allow the same is chance.
    const { allowed, reason = '', evaluationError = '' } = status;
    return `${allowed ? 'allowed' : `denied ${inOrder(reason)}`.trim()} ${evaluationError}`.trim();
  }

  async tryPost(path: string, body: object, headers: Readonly<Record<string, string>>): Promise<string> {
    const { code, message = '' } = await this.post(path, body, headers);
    return code === 201 ? 'created' : `${code} ${inOrder(message)}`;
  }

  /** Gives everybody rules, and waits until they hold: then all that came before does too. */
  async bind(name: string, rules: readonly object[], namespace = ''): Promise<void> {
    const mark = { verbs: ['get'], apiGroups: ['mark'], resources: ['mark'] };
    const [at, kind] =
      namespace === '' ? [`${rbac}/cluster`, 'ClusterRole'] : [`${rbac}/namespaces/${namespace}/`, 'Role'];
    await this.post(`${at}roles`, { metadata: { name }, rules: [...rules, mark] });
    const marked = `${name}${namespace}`;
    const subjects = [marked, ...(rules.length > 0 ? ['system:authenticated'] : [])].map((group) => ({
      kind: 'Group',
      name: group,
    }));
    await this.post(`${at}rolebindings`, {
      metadata: { name },
      roleRef: { kind, name },
      subjects,
    });
    const resourceAttributes = { verb: 'get', group: 'mark', resource: 'mark', namespace };
    const spec = { groups: [marked], resourceAttributes };
    for (let tries = 0; tries < 1_000; tries += 1) if ((await this.review(spec)) === 'allowed') return;
    throw new Error(`the binding ${name} does not hold`);
  }
}

interface Answer {
  readonly code: number;
  readonly message?: string;
  readonly status?:
    | string
    | { readonly allowed: boolean; readonly reason?: string; readonly evaluationError?: string };
}

// Bindings are walked in the order of chance, so missing roles are told in it.
function inOrder(text: string): string {
  return text
    .replace(/; resolution errors: .*$/s, '')
    .replace(
      /\[([^[\]"]*"[^[\]]* not found)\]/g,
      (_, list: string) => `[${list.split(', ').sort().join(', ')}]`,
    );
}

/** What one round is about; its users are its own. */
class Policy {
  readonly name: string;
  #state: number;

  constructor(seed: number, name: string) {
    this.#state = seed;
    this.name = name;
  }

  /** Paths and bodies, in the order in which they are created. */
  *objects(): Generator<readonly [path: string, body: object]> {
    for (const [at, name] of this.#roleNames.entries()) {
      const namespace = namespaces[at % 2] ?? '';
      const rules = this.#rules(true);
      yield [`${rbac}/namespaces/${namespace}/roles`, { metadata: { name }, rules }];
      yield [`${rbac}/clusterroles`, { metadata: { name }, rules: this.#rules(false) }];
    }
    for (let at = 0; at < 7; at += 1) {
      const metadata = { name: `${this.name}-${at}` };
      yield [`${rbac}/namespaces/${this.#of(namespaces)}/rolebindings`, { metadata, ...this.#binding(true) }];
      yield [`${rbac}/clusterrolebindings`, { metadata, ...this.#binding(false) }];
    }
  }

  /** The spec of a SubjectAccessReview. */
  question(): object {
    const who = this.#who();
    if (this.#chance(0.2))
      return {
        ...who,
        nonResourceAttributes: { verb: this.#of(['get', 'post', '']), path: this.#of(paths) },
      };
    const [resource = '', subresource = ''] = this.#of(asked).split(' ');
    const name = this.#of(['', '', 'a', 'b', '*']);
    const namespace = this.#of(['', ...namespaces]);
    return {
      ...who,
      resourceAttributes: {
        verb: this.#of(verbs),
        group: this.#of(groups),
        resource,
        subresource,
        name,
        namespace,
        ...(this.#chance(0.2) && this.#selectors()),
      },
    };
  }

  // A role knows no selectors, so they change nothing.
  #selectors(): object {
    const rawSelector = this.#of(['metadata.name=a', 'a in (b)', '!!', 'a=b']);
    const requirements = [
      { key: 'metadata.name', operator: this.#of(['In', 'Exists', 'Like']), values: ['a'] },
    ];
    return {
      ...(this.#chance(0.5) && { fieldSelector: { rawSelector } }),
      ...(this.#chance(0.5) && { labelSelector: { rawSelector } }),
      ...(this.#chance(0.2) && { labelSelector: { requirements } }),
    };
  }

  /** A write of a role or a binding in somebody's name. */
  grant(): {
    readonly path: string;
    readonly body: object;
    readonly headers: Readonly<Record<string, string>>;
  } {
    const { user = 'nobody', groups: own = [] } = this.#who();
    const [group] = own;
    const headers = { 'impersonate-user': user, ...(group !== undefined && { 'impersonate-group': group }) };
    const namespaced = this.#chance(0.5);
    const at = namespaced ? `${rbac}/namespaces/${this.#of(namespaces)}/` : `${rbac}/cluster`;
    const metadata = { name: 'granted' };
    if (this.#chance(0.5))
      return { path: `${at}roles`, body: { metadata, rules: this.#rules(namespaced) }, headers };
    return { path: `${at}rolebindings`, body: { metadata, ...this.#binding(namespaced) }, headers };
  }

  get #roleNames(): string[] {
    return [0, 1, 2, 3].map((at) => `${this.name}-role-${at}`);
  }

  #rules(namespaced: boolean): object[] {
    return this.#some(4, () =>
      namespaced || this.#chance(0.75)
        ? {
            verbs: this.#list(verbs),
            apiGroups: this.#list(groups),
            resources: this.#list(resources),
            ...(this.#chance(0.3) && { resourceNames: this.#list(['a', 'b', '*']) }),
          }
        : { verbs: this.#list(['get', 'post', '*']), nonResourceURLs: this.#list(urls) },
    );
  }

  #binding(namespaced: boolean): object {
    const kind = namespaced && this.#chance(0.6) ? 'Role' : 'ClusterRole';
    const subjects = this.#some(3, () => {
      switch (this.#of(['User', 'Group', 'ServiceAccount'])) {
        case 'User':
          return { kind: 'User', name: this.#of(this.#users) };
        case 'Group':
          return { kind: 'Group', name: this.#of(this.#groups) };
        default:
          return {
            kind: 'ServiceAccount',
            name: `${this.name}-robot`,
            ...((!namespaced || this.#chance(0.5)) && { namespace: this.#of(namespaces) }),
          };
      }
    });
    return { roleRef: { kind, name: this.#of([...this.#roleNames, 'missing', ...defaultRoles]) }, subjects };
  }

  #who(): { readonly user?: string; readonly groups?: readonly string[] } {
    const own = this.#some(2, () => this.#of(this.#groups));
    if (this.#chance(0.1)) return { groups: own };
    return { user: this.#of(this.#users), groups: own };
  }

  get #users(): string[] {
    const robots = namespaces.map((one) => `system:serviceaccount:${one}:${this.name}-robot`);
    return [`${this.name}-jane`, `${this.name}-joe`, ...robots];
  }

  get #groups(): string[] {
    return [`${this.name}-devs`, `${this.name}-ops`];
  }

  #some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: 1 + Math.floor(this.#random() * most) }, make);
  }

  #list(values: readonly string[]): string[] {
    return this.#some(2, () => this.#of(values));
  }

  #of(values: readonly string[]): string {
    return values[Math.floor(this.#random() * values.length)] ?? '';
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  // https://en.wikipedia.org/wiki/Xorshift, with a state that is never 0.
  #random(): number {
    let state = this.#state || 1;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return (state >>> 0) / 0x1_0000_0000;
  }
}

// Of those that every cluster has.
const defaultRoles = ['system:node', 'system:auth-delegator', 'system:discovery'];

const verbs = ['get', 'get', 'list', 'create', 'escalate', 'bind', '*', 'Get'];
const groups = ['', '', 'apps', rbacGroup, '*'];
const resources = [
  'pods',
  'pods/log',
  'pods/*',
  '*/log',
  '*/scale',
  '*',
  '*/*',
  'deployments/scale',
  'roles',
  'clusterroles',
  'pods/log/x',
  '/log',
];
const asked = [
  'pods',
  'pods log',
  'pods/log',
  'pods *',
  '* log',
  'deployments scale',
  'roles',
  'clusterroles',
  '*',
  'pods log/x',
  ' log',
];
const urls = ['/a', '/a/', '/a/*', '/a*', '/a**', '*', '**', '/b/c', '/b*c', '/', '/*', 'a'];
const paths = ['/a', '/a/', '/a/b', '/ab', '/b/c', '/bxc', '/', '', 'a', '*', '/a*', '/a**'];
