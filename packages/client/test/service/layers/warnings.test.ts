import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { HttpRequest } from '@kube-rx/core';
import { publishWarnings, warningChannel, warnOnce } from '../../../src/service/layers/warnings.ts';
import { get, listPods } from '../../support/requests.ts';

const deprecated = 'policy/v1beta1 PodDisruptionBudget is deprecated in v1.21+';
const secrets = get('/api/v1/namespaces/shop/secrets');

/** What is told of these warnings. */
function told(warnings: readonly string[], request: HttpRequest = listPods): string[] {
  const texts: string[] = [];
  const warn = warnOnce((text) => texts.push(text));
  for (const warning of warnings) warn(warning, request);
  return texts;
}

describe('a warning', () => {
  test('is told once, whichever request it answers', () => {
    expect(told([deprecated, 'another', deprecated, deprecated])).toEqual([deprecated, 'another']);
  });

  test('is remembered among the latest 256', () => {
    const others = Array.from({ length: 255 }, (_, index) => `warning ${index}`);
    expect(told([deprecated, ...others, deprecated])).toHaveLength(256);
    expect(told([deprecated, ...others, 'one more', deprecated])).toHaveLength(258);
  });

  test.each([
    ['without text', ['', '  '], []],
    ['with control characters', ['a\u001b[31m\nb\u202e'], ['a\\u001b[31m\\nb\\u202e']],
    ['that is long', ['x'.repeat(5000)], [`${'x'.repeat(1000)}…`]],
    ['that quotes a token', ['sent bearer s3cret'], ['sent bearer …']],
  ])('%s does no harm to a log', (_what, warnings, expected) => {
    expect(told(warnings)).toEqual(expected);
  });

  test('about a Secret repeats no value of it', () => {
    expect(told(['unknown field "stringDta"', 'invalid value "hunter2"'], secrets)).toEqual([
      'unknown field "stringDta"',
      'invalid value "…"',
    ]);
  });
});

describe('a warning that nobody asked for', () => {
  const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  afterEach(() => {
    emitWarning.mockClear();
  });

  test('goes to the channel where somebody listens, else to the process, once', () => {
    const messages: unknown[] = [];
    const listen = (message: unknown): void => void messages.push(message);
    const warn = publishWarnings();
    warn(deprecated, listPods);
    subscribe(warningChannel, listen);
    warn(deprecated, listPods);
    warn('a "quoted" one', listPods);
    unsubscribe(warningChannel, listen);
    const { method, path } = listPods;
    expect(messages).toEqual([{ method, path, text: 'a "quoted" one' }]);
    expect(emitWarning.mock.calls).toEqual([
      [`list pods in shop: the server warns: "${deprecated}"`, 'KubernetesWarning'],
    ]);
  });
});
