import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { InvalidRequestError } from '../../src/errors.ts';
import {
  type DeleteParams,
  deleteOptions,
  getQuery,
  type ListParams,
  listQuery,
  type PatchParams,
  type WatchParams,
  watchQuery,
  writeQuery,
} from '../../src/request/params.ts';
import { exists } from '../../src/selector/label-query.ts';

describe('getQuery', () => {
  test.each([
    [{}, []],
    [{ resourceVersion: '0' }, [['resourceVersion', '0']]],
    [{ resourceVersion: '' }, []],
  ])('%j', (params, query) => {
    expect(getQuery(params)).toEqual(query);
  });
});

describe('listQuery', () => {
  test.each<[ListParams, string[]]>([
    [{}, []],
    [{ limit: 500 }, ['limit=500']],
    [{ limit: 0 }, []],
    [{ limit: 500, continue: 'token' }, ['limit=500', 'continue=token']],
    [{ continue: '' }, []],
    [{ continue: 'token', resourceVersion: '' }, ['continue=token']],
    [{ continue: 'token', resourceVersion: '0' }, ['continue=token', 'resourceVersion=0']],
    [{ resourceVersion: '' }, []],
    [{ resourceVersion: '0' }, ['resourceVersion=0']],
    [{ resourceVersion: '7' }, ['resourceVersion=7']],
    [
      { resourceVersion: '7', resourceVersionMatch: 'Exact' },
      ['resourceVersion=7', 'resourceVersionMatch=Exact'],
    ],
    [
      { resourceVersion: '0', resourceVersionMatch: 'NotOlderThan' },
      ['resourceVersion=0', 'resourceVersionMatch=NotOlderThan'],
    ],
    [{ timeoutSeconds: 0 }, ['timeoutSeconds=0']],
    [{ labelSelector: '' }, []],
    [{ labelSelector: {} }, []],
    [{ labelSelector: ' a = b ' }, ['labelSelector=a=b']],
    [{ labelSelector: { a: exists() } }, ['labelSelector=a']],
    [{ fieldSelector: '' }, []],
    [{ fieldSelector: { 'metadata.name': 'a' } }, ['fieldSelector=metadata.name=a']],
  ])('%j', (params, query) => {
    expect(listQuery(params).map((pair) => pair.join('='))).toEqual(query);
  });

  // https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/apis/meta/internalversion/validation/validation.go
  test.each<[ListParams, string]>([
    [{ resourceVersionMatch: 'Exact' }, 'resourceVersionMatch=Exact needs a resourceVersion'],
    [{ resourceVersionMatch: 'NotOlderThan' }, 'resourceVersionMatch=NotOlderThan needs a resourceVersion'],
    [
      { resourceVersionMatch: 'NotOlderThan', resourceVersion: '' },
      'resourceVersionMatch=NotOlderThan needs a resourceVersion',
    ],
    [
      { resourceVersionMatch: 'Exact', resourceVersion: '0' },
      "resourceVersionMatch=Exact cannot be used with resourceVersion '0'",
    ],
    [
      { resourceVersionMatch: 'NotOlderThan', resourceVersion: '0', continue: 'token' },
      'resourceVersionMatch cannot be used together with continue',
    ],
    [{ resourceVersion: '7', continue: 'token' }, 'resourceVersion cannot be used together with continue'],
    [{ limit: -1 }, 'limit must be a whole number of at least 0, not -1'],
    [{ limit: 1.5 }, 'limit must be a whole number of at least 0, not 1.5'],
    [{ limit: Number.NaN }, 'limit must be a whole number of at least 0, not NaN'],
    [{ limit: Number.POSITIVE_INFINITY }, 'limit must be a whole number of at least 0, not Infinity'],
    [{ limit: 2 ** 53 }, 'limit must be a whole number of at least 0, not 9007199254740992'],
    [{ timeoutSeconds: -1 }, 'timeoutSeconds must be a whole number of at least 0, not -1'],
    [{ labelSelector: 'a b' }, 'label selector "a b": expected'],
    [{ fieldSelector: 'a' }, 'field selector "a": "a" is not of the form'],
    [{ continue: '\ud83d' }, 'continue holds half of a surrogate pair, which no URL can'],
    [{ fieldSelector: { a: '\ude00' } }, 'fieldSelector holds half of a surrogate pair, which no URL can'],
  ])('refuses %j', (params, problem) => {
    expect(() => listQuery(params)).toThrow(problem);
  });

  const version = fc.constantFrom(undefined, '', '0', '7');
  const match = fc.constantFrom(undefined, 'Exact' as const, 'NotOlderThan' as const);
  test.prop([version, match, fc.constantFrom(undefined, '', 'token')])(
    'refuses just what the server refuses of resourceVersion, its match and continue',
    (resourceVersion, resourceVersionMatch, token) => {
      const params: ListParams = {
        ...(resourceVersion !== undefined && { resourceVersion }),
        ...(resourceVersionMatch !== undefined && { resourceVersionMatch }),
        ...(token !== undefined && { continue: token }),
      };
      const versioned = resourceVersion !== undefined && resourceVersion !== '';
      const refused =
        (resourceVersionMatch !== undefined &&
          (!versioned ||
            token === 'token' ||
            (resourceVersionMatch === 'Exact' && resourceVersion === '0'))) ||
        (token === 'token' && versioned && resourceVersion !== '0');
      if (refused) expect(() => listQuery(params)).toThrow(InvalidRequestError);
      else expect(() => listQuery(params)).not.toThrow();
    },
  );
});

describe('watchQuery', () => {
  test.each<[WatchParams, string[]]>([
    [{}, ['watch=true', 'allowWatchBookmarks=true']],
    [{ allowWatchBookmarks: false }, ['watch=true']],
    [{ resourceVersion: '' }, ['watch=true', 'allowWatchBookmarks=true']],
    [{ resourceVersion: '7' }, ['watch=true', 'resourceVersion=7', 'allowWatchBookmarks=true']],
    [
      { sendInitialEvents: true },
      [
        'watch=true',
        'resourceVersionMatch=NotOlderThan',
        'allowWatchBookmarks=true',
        'sendInitialEvents=true',
      ],
    ],
    [
      { sendInitialEvents: false, allowWatchBookmarks: false },
      ['watch=true', 'resourceVersionMatch=NotOlderThan', 'sendInitialEvents=false'],
    ],
    [
      { labelSelector: { a: 'b' }, fieldSelector: { c: { not: 'd' } }, timeoutSeconds: 290 },
      [
        'watch=true',
        'labelSelector=a=b',
        'fieldSelector=c!=d',
        'allowWatchBookmarks=true',
        'timeoutSeconds=290',
      ],
    ],
  ])('%j', (params, query) => {
    expect(watchQuery(params).map((pair) => pair.join('='))).toEqual(query);
  });

  test.each<[WatchParams, string]>([
    [
      { sendInitialEvents: true, allowWatchBookmarks: false },
      'sendInitialEvents needs allowWatchBookmarks, or the end of the initial events is never told',
    ],
    [{ timeoutSeconds: 0.5 }, 'timeoutSeconds must be a whole number of at least 0, not 0.5'],
    [{ labelSelector: { a: [] } }, '"a" needs at least one value for In'],
  ])('refuses %j', (params, problem) => {
    expect(() => watchQuery(params)).toThrow(problem);
  });
});

describe('writeQuery', () => {
  test.each<[PatchParams, string[]]>([
    [{}, []],
    [{ dryRun: true }, ['dryRun=All']],
    [{ dryRun: false, force: false }, []],
    [{ fieldManager: 'kube-rx' }, ['fieldManager=kube-rx']],
    [{ fieldValidation: 'Strict' }, ['fieldValidation=Strict']],
    [{ fieldManager: 'a', force: true }, ['fieldManager=a', 'force=true']],
  ])('%j', (params, query) => {
    expect(writeQuery(params).map((pair) => pair.join('='))).toEqual(query);
  });

  test.each([
    ['a name', 'kube-rx'],
    ['blanks and signs', 'kube rx (v1) \u20ac+'],
    ['letters of any script', '\u540d\u524d'],
    ['128 letters', 'a'.repeat(128)],
    ['42 letters of three bytes', '\u540d'.repeat(42)],
    ['32 letters of four bytes', '\u{1f600}'.repeat(32)],
  ])('takes %s for a field manager', (_what, fieldManager) => {
    expect(writeQuery({ fieldManager })).toEqual([['fieldManager', fieldManager]]);
  });

  test.each([
    ['nothing', ''],
    ['129 letters', 'a'.repeat(129)],
    ['43 letters of three bytes, as the server counts bytes', '\u540d'.repeat(43)],
    ['33 letters of four bytes', '\u{1f600}'.repeat(33)],
    ['a tab', 'a\tb'],
    ['a line break', 'a\n'],
    ['a no-break space', 'a\u00a0b'],
    ['a NUL', 'a\0'],
    ['an invisible mark', 'a\u200bb'],
    ['half of a surrogate pair', 'a\ud83d'],
  ])('refuses %s for a field manager', (_what, fieldManager) => {
    expect(() => writeQuery({ fieldManager })).toThrow(
      'fieldManager must be 1 to 128 bytes of printable characters',
    );
  });
});

describe('deleteOptions', () => {
  test.each<[DeleteParams, object | undefined]>([
    [{}, undefined],
    [{ dryRun: false }, undefined],
    [{ dryRun: true }, { dryRun: ['All'] }],
    [{ gracePeriodSeconds: 0 }, { gracePeriodSeconds: 0 }],
    [{ propagationPolicy: 'Foreground' }, { propagationPolicy: 'Foreground' }],
    [{ preconditions: { uid: 'u' } }, { preconditions: { uid: 'u' } }],
  ])('%j', (params, options) => {
    expect(deleteOptions(params)).toEqual(options && { apiVersion: 'v1', kind: 'DeleteOptions', ...options });
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses %d seconds of grace',
    (gracePeriodSeconds) => {
      expect(() => deleteOptions({ gracePeriodSeconds })).toThrow(
        `gracePeriodSeconds must be a whole number of at least 0, not ${gracePeriodSeconds}`,
      );
    },
  );
});
