import { expect, test } from 'vitest';
import { narrowingOf } from '../../../infra/report/narrowing-of.ts';
import { fromInput } from '../../../infra/tool/session-policy-template.ts';

const policy = (resource: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: [resource] }],
  });

test('the example of a session policy has the names of the arguments where their values will stand (B9)', () => {
  const narrowing = narrowingOf(policy(`<Documents.Arn>/users/\${aws:PrincipalTag/caller}/${fromInput('name')}`));
  expect(narrowing).toMatchObject({
    example: { Statement: [{ Resource: ['<Documents.Arn>/users/${aws:PrincipalTag/caller}/‹name›'] }] },
  });
});

test.each([
  ['no JSON', 'nothing'],
  ['another form', JSON.stringify({ Statement: [{ Effect: 'Deny' }] })],
  ['a marker that cannot be filled safely', policy(`arn:x/${fromInput('name')}*`)],
])('%s is shown raw', (_, value) => {
  expect(narrowingOf(value)).toEqual({ raw: value });
});
