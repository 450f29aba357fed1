import { describe, expect, test } from '@jest/globals';
import { getAnnotation, getLabel, withAnnotations, withLabels } from '../../src/resource/labels.ts';
import { pod } from '../support/objects.ts';

describe('labels and annotations', () => {
  const web = pod('web-0', { labels: { app: 'web' }, annotations: { note: 'x' } });

  test('are read, and absent when nobody set them', () => {
    expect([getLabel(web, 'app'), getLabel(web, 'tier'), getLabel(web, 'constructor')]).toEqual([
      'web',
      undefined,
      undefined,
    ]);
    expect([getAnnotation(web, 'note'), getAnnotation(pod('bare'), 'note')]).toEqual(['x', undefined]);
  });

  test('are changed in a copy; undefined removes', () => {
    expect(withLabels(web, { app: undefined, tier: 'front' }).metadata.labels).toEqual({ tier: 'front' });
    expect(withAnnotations(pod('bare'), { note: 'y' }).metadata.annotations).toEqual({ note: 'y' });
    expect(web.metadata.labels).toEqual({ app: 'web' });
  });
});
