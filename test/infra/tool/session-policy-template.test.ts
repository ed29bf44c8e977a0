import { Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  fromInput,
  type NarrowedStatement,
  sessionPolicyTemplate,
} from '../../../infra/tool/session-policy-template.ts';
import { jsonSchemaOf } from '../../../shared/json-schema.ts';
import { CALLER_VARIABLE } from '../../../shared/session-tags.ts';

const INPUT = jsonSchemaOf(
  z.strictObject({
    orderId: z
      .string()
      .regex(/^ord_[a-z0-9]{4}$/)
      .max(8),
    number: z.int().min(1).max(9),
    id: z.uuid(),
    kind: z.enum(['order', 'refund']),
    note: z.string().max(9),
    begins: z.string().regex(/^ord/).max(9),
    wild: z.enum(['order', '*']),
    price: z.number().min(0).max(9),
    flag: z.boolean(),
    limit: z.int().min(1).max(9).default(1),
    perhaps: z.string().regex(/^a$/).max(1).optional(),
    list: z.array(z.int().min(0).max(1)).max(2),
  }),
  'input',
);

const GET: NarrowedStatement = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::desk/a'] };
const at = (field: string): NarrowedStatement => ({ ...GET, resources: [`arn:aws:s3:::desk/${fromInput(field)}`] });
const template = (...statements: readonly NarrowedStatement[]) => sessionPolicyTemplate(statements, INPUT);

describe('the template of session policies (B9)', () => {
  test('says what IAM will read, with markers where arguments come', () => {
    const conditions = {
      StringLike: { 's3:prefix': `users/${CALLER_VARIABLE}/${fromInput('orderId')}/*` },
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a', fromInput('number')] },
      NumericLessThan: { 's3:max-keys': '10' },
    };
    expect(template({ ...GET, conditions })).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['s3:GetObject'],
          Resource: ['arn:aws:s3:::desk/a'],
          Condition: {
            StringLike: { 's3:prefix': ['users/${aws:PrincipalTag/caller}/${input.orderId}/*'] },
            'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a', '${input.number}'] },
            NumericLessThan: { 's3:max-keys': ['10'] },
          },
        },
      ],
    });
  });

  test.each(['orderId', 'number', 'id', 'kind'])('waits for the closed field %s', (field) => {
    expect(() => template(at(field))).not.toThrow();
  });

  test.each([
    ['gone', /fromInput\("gone"\) names no field of the input/],
    ['constructor', /names no field/],
    ['note', /no integer and no text with a pattern/],
    ['begins', /no integer and no text with a pattern/],
    ['wild', /no integer and no text with a pattern/],
    ['price', /no integer and no text with a pattern/],
    ['flag', /no integer and no text with a pattern/],
    ['list', /no integer and no text with a pattern/],
    ['limit', /may be absent/],
    ['perhaps', /may be absent/],
  ])('does not wait for %s', (field, why) => {
    expect(() => template(at(field))).toThrow(why);
  });

  const marked = fromInput('orderId');
  test.each<readonly [string, NarrowedStatement, RegExp]>([
    ['an action for all', { ...GET, actions: ['s3:*'] }, /without wildcards/],
    ['an action from an argument', { ...GET, actions: [`s3:${marked}`] }, /without wildcards/],
    ['no action', { ...GET, actions: [] }, /names actions and resources/],
    ['no resource', { ...GET, resources: [] }, /names actions and resources/],
    ['an argument beside a wildcard', { ...GET, resources: [`arn:aws:s3:::desk/${marked}*`] }, /wildcard beside/],
    [
      'an argument in a variable',
      { ...GET, resources: [`\${aws:PrincipalTag/${marked}}`] },
      /inside a policy variable/,
    ],
    ['a marker by hand', { ...GET, resources: ['arn:aws:s3:::desk/${input}'] }, /fromInput\(\) did not write/],
    ['a reference of Systems Manager', { ...GET, resources: ['{{ssm:x}}'] }, /Systems Manager/],
    ...['StringNotEquals', 'StringNotLike', 'NumericGreaterThan', 'IpAddress', 'StringEqualsIfExists', 'Null'].map(
      (operator) =>
        [
          `an argument under ${operator}`,
          { ...GET, conditions: { [operator]: { 's3:prefix': marked } } },
          /StringEquals, StringLike, ArnEquals or ArnLike/,
        ] as const,
    ),
    [
      'an argument in the name of a key',
      { ...GET, conditions: { StringEquals: { [`aws:PrincipalTag/${marked}`]: 'x' } } },
      /values of conditions/,
    ],
  ])('is refused with %s', (_, statement, why) => {
    expect(() => template(statement)).toThrow(why);
  });

  test('is refused when no call could ever borrow with it, names that are not known yet left out', () => {
    const bucket = new s3.Bucket(new Stack(), 'Bucket');
    const resources = (length: number) => [`${bucket.bucketArn}/${'x'.repeat(length)}/${fromInput('orderId')}`];
    expect(() => template({ ...GET, resources: resources(1_900) })).not.toThrow();
    expect(() => template({ ...GET, resources: resources(2_000) })).toThrow(/at most 2048 characters/);
  });

  test('is refused when it does not fit into a parameter', () => {
    const resources = Array.from({ length: 300 }, () => fromInput('orderId'));
    expect(() => template({ ...GET, resources })).toThrow(/its template 4096/);
  });
});
