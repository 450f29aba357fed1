import { describe, expect, it, test } from '@jest/globals';
import { enabledPlugins } from '../../src/admission/enabled-plugins.ts';
import { pluginNames } from '../../src/admission/plugin-names.ts';
import { admissionPlugins, lastPlugins } from '../../src/admission/plugins.ts';
import { ApiServer } from '../../src/api-server.ts';

describe('the plugins of a server', () => {
  test('are those that a cluster has by default, without the one that needs a controller', () => {
    const names = enabledPlugins({});
    expect([...names].filter((name) => pluginNames.get(name) !== 'on')).toEqual([]);
    expect(names).toContain('NamespaceLifecycle');
    expect(names).toContain('Priority');
    expect(names).not.toContain('ServiceAccount');
  });

  test('are without those that are disabled, whether these are here or not', () => {
    const names = enabledPlugins({ disableAdmissionPlugins: ['Priority', 'PodNodeSelector'] });
    expect(names).not.toContain('Priority');
    expect(names).toContain('DefaultTolerationSeconds');
  });

  test('may be named that have nothing to do by default', () => {
    const idle = ['AlwaysAdmit', 'PodGroupProtection', 'PodGroupWorkloadExists', 'JobValidation'];
    expect([...enabledPlugins({ enableAdmissionPlugins: idle })]).toEqual(expect.arrayContaining(idle));
  });

  it.each([
    [{ enableAdmissionPlugins: ['podsecurity'] }, 'has no admission plugin "podsecurity"'],
    [{ disableAdmissionPlugins: ['Nothing'] }, 'disableAdmissionPlugins: Kubernetes 1.36 has no admission'],
    [{ enableAdmissionPlugins: ['ImagePolicyWebhook'] }, 'does not implement ImagePolicyWebhook; it has '],
    [{ enableAdmissionPlugins: ['Priority'], disableAdmissionPlugins: ['Priority'] }, 'take it out of one'],
    [{ disableAdmissionPlugins: ['NamespaceLifecycle'] }, 'always has NamespaceLifecycle'],
  ])('are not %j', (choice, message) => {
    expect(() => new ApiServer(choice)).toThrow(message);
  });
});

describe('the table', () => {
  it.each([
    ['before the webhooks', admissionPlugins],
    ['after them', lastPlugins],
  ])('%s has the names and the order of a cluster', (_, plugins) => {
    const names = plugins.map(({ name }) => name);
    expect(names).toEqual([...pluginNames.keys()].filter((name) => names.includes(name)));
  });
});
