import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fillMarkers,
  inputMarker,
  mapMarkedTexts,
  markedFields,
  markerProblem,
  plainArgument,
  SessionPolicy,
} from '../../shared/session-policy.ts';

const NAME = inputMarker('name');

describe('an argument that may stand in a policy (B9)', () => {
  test.each(['ord_1', 'a', 'report 2026.txt', 'Some-Name_1', 'a.b', 'me@example.com', 'a=b+c', 'x'.repeat(128)])(
    'is plain: %j',
    (value) => expect(plainArgument(value)).toBe(value),
  );

  test.each([0, 7, -7, Number.MAX_SAFE_INTEGER])('is an integer: %d', (value) => {
    expect(plainArgument(value)).toBe(String(value));
  });

  test.each([
    ['a wildcard', '*'],
    ['a wildcard inside', 'a*b'],
    ['a placeholder', 'a?b'],
    ['a policy variable', '${aws:PrincipalTag/caller}'],
    ['a marker', '${input.name}'],
    ['the start of a variable', '$'],
    ['a brace', '{'],
    ['a separator of keys', 'a/b'],
    ['a separator of ARNs', 'a:b'],
    ['a backslash', 'a\\b'],
    ['a quote', 'a"b'],
    ['a step up', '..'],
    ['a step up inside', 'a..b'],
    ['the place itself', '.'],
    ['nothing', ''],
    ['a blank in front', ' a'],
    ['a blank behind', 'a '],
    ['a new line', 'a\nb'],
    ['a new line behind', 'a\n'],
    ['a zero', 'a\u0000b'],
    ['a full-width star', 'a\uff0a'],
    ['a full-width solidus', 'a\uff0fb'],
    ['a division slash', 'a\u2215b'],
    ['a one dot leader, twice', '\u2024\u2024'],
    ['a Cyrillic a', '\u0430'],
    ['an invisible blank', 'a\u200bb'],
    ['a half of a pair', '\ud800'],
    ['too much', 'x'.repeat(129)],
  ])('is not %s', (_, value) => expect(plainArgument(value)).toBeUndefined());

  test.each([[1.5], [Number.NaN], [Number.POSITIVE_INFINITY], [2 ** 53], [true], [null], [undefined], [['a']], [{}]])(
    'is not %j',
    (value) => expect(plainArgument(value)).toBeUndefined(),
  );

  test('has only plain characters, whatever is tried', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (value) => {
        const plain = plainArgument(value);
        if (plain !== undefined) expect(plain).toMatch(/^[A-Za-z0-9_.@=+\- ]+$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a text with a marker', () => {
  test.each([
    'arn:aws:s3:::b/users/${aws:PrincipalTag/caller}/${input.name}',
    'arn:aws:s3:::b/${input.a}/${input.b}',
    'arn:aws:s3:::b/${input.name}/*',
    'arn:aws:s3:::*/${input.name}',
    '${Token[TOKEN.12]}/users/${input.name}',
    '${*}/${input.name}',
    'no marker: *',
  ])('can be filled: %s', (text) => expect(markerProblem(text)).toBeUndefined());

  test.each([
    ['chooses a variable', '${aws:PrincipalTag/${input.name}}', /chooses? the variable|inside a policy variable/],
    ['stands beside a star', 'arn:aws:s3:::b/${input.name}*', /wildcard/],
    ['stands behind a star', 'arn:aws:s3:::b/*${input.name}', /wildcard/],
    ['stands beside a question mark', '${input.name}?', /wildcard/],
    ['is parted from a star by what a value may hold', '${input.name}-*', /wildcard/],
    ['is written with a blank', '${ input.name }', /fromInput/],
    ['is written in capitals', '${INPUT.name}', /fromInput/],
    ['has no name', '${input.}', /fromInput/],
    ['has a default', "${input.name, 'x'}", /fromInput/],
    ['comes together from two', '${${input.a}input.b}', /fromInput|inside/],
  ])('is refused when it %s (B9)', (_, text, why) => expect(markerProblem(text)).toMatch(why));

  test('is filled once: a value that looks like a marker stays what it is', () => {
    expect(fillMarkers(`${NAME}/${inputMarker('b')}`, (field) => (field === 'name' ? '${input.b}' : 'B'))).toBe(
      '${input.b}/B',
    );
  });

  test('takes a value as it is, without meaning for a replacement', () => {
    expect(fillMarkers(`a/${NAME}`, () => '$&$1')).toBe('a/$&$1');
  });

  test('is not filled when it has a problem', () => {
    expect(() => fillMarkers(`${NAME}*`, () => 'x')).toThrow(/wildcard/);
  });

  test('names its fields', () => {
    expect(markedFields(`${NAME}/\${aws:PrincipalTag/caller}/${inputMarker('b')}`)).toEqual(['name', 'b']);
  });
});

describe('a session policy', () => {
  const statement = { Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['a'] };
  const policy = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });

  test('changes in resources and values of conditions, and nowhere else', () => {
    const Condition = { StringLike: { 's3:prefix': ['p'] } };
    const read = SessionPolicy.parse(policy({ ...statement, Condition }));
    expect(mapMarkedTexts(read, (text) => `<${text}>`)).toEqual(
      policy({ ...statement, Resource: ['<a>'], Condition: { StringLike: { 's3:prefix': ['<p>'] } } }),
    );
  });

  test.each([
    ['no statement', policy()],
    ['no action', policy({ ...statement, Action: [] })],
    ['no resource', policy({ ...statement, Resource: [] })],
    ['a NotAction', policy({ Effect: 'Allow', NotAction: ['s3:*'], Resource: ['*'] })],
    ['another version', { ...policy(statement), Version: '2008-10-17' }],
    ['a condition without values', policy({ ...statement, Condition: { StringLike: { 's3:prefix': [] } } })],
  ])('is refused with %s', (_, document) => expect(SessionPolicy.safeParse(document).success).toBe(false));
});
