import { expect, test } from 'vitest';
import { explainDenial } from '../../../../infra/local/iam/explain.ts';
import { ACCOUNT, decide, type PolicyCase, type RawStatement, ROLE, requestOf, SESSION, TABLE } from './policy-case.ts';

const OWN: RawStatement = {
  Sid: 'OwnRows',
  Effect: 'Allow',
  Action: 'dynamodb:GetItem',
  Resource: TABLE,
  Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/caller}'] } },
};
const asked = {
  action: 'dynamodb:GetItem',
  context: { 'aws:PrincipalTag/caller': 'alice', 'dynamodb:LeadingKeys': ['bob'] },
};

function explain(question: PolicyCase): string {
  const decision = decide(question);
  if (decision.allowed) throw new Error('the request was allowed');
  return explainDenial(requestOf(question), decision);
}

test('says who may not do what, which statement came nearest, and what its condition wanted and got', () => {
  const elsewhere = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:*:*:table/other' };
  expect(explain({ ...asked, identity: [elsewhere, OWN] })).toBe(
    [
      `User: ${SESSION} is not authorized to perform: dynamodb:GetItem on resource: ${TABLE} because no identity-based policy allows the dynamodb:GetItem action`,
      '  nearest: role policy, OwnRows',
      '  but its condition failed: ForAllValues:StringEquals dynamodb:LeadingKeys: wanted alice, got bob',
    ].join('\n'),
  );
});

test('names an absent key and a variable without a value', () => {
  const strict = { ...OWN, Condition: { StringEquals: { 'aws:RequestTag/tool': '${aws:PrincipalTag/team}' } } };
  expect(explain({ ...asked, identity: [strict] })).toContain(
    'StringEquals aws:RequestTag/tool: wanted ${aws:PrincipalTag/team} (no value), got (absent)',
  );
});

test('points at the statement for another resource when none is nearer', () => {
  const elsewhere = { ...OWN, Resource: 'arn:aws:dynamodb:*:*:table/other' };
  expect(explain({ ...asked, identity: [elsewhere] })).toContain(
    'nearest: role policy, OwnRows\n  but it is for another resource',
  );
});

test('says so when no statement names the action', () => {
  expect(explain({ ...asked, action: 'dynamodb:Scan', identity: [OWN] })).toContain(
    'no statement there allows this action',
  );
});

const ANY = { Effect: 'Allow', Action: '*', Resource: '*' };
const DENY = { Effect: 'Deny', Action: '*', Resource: '*', Sid: 'Never' };
const LENT = `arn:aws:iam::${ACCOUNT}:role/lent`;
const trust = (AWS: string) => [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS } }];

test.each<[string, Partial<PolicyCase>, string]>([
  [
    'the identity policy denied',
    { identity: [DENY] },
    'with an explicit deny in an identity-based policy\n  denied by: role policy, Never',
  ],
  [
    'the boundary denied',
    { boundary: [DENY] },
    'with an explicit deny in a permissions boundary\n  denied by: boundary, Never',
  ],
  [
    'the boundary was silent',
    { identity: [ANY], boundary: [OWN] },
    'because no permissions boundary allows the dynamodb:GetItem action\n  nearest: boundary, OwnRows',
  ],
  [
    'the session policy was silent',
    { identity: [ANY], session: [OWN] },
    'because no session policy allows the dynamodb:GetItem action\n  nearest: session policy, OwnRows',
  ],
  [
    'the resource denied',
    { resourcePolicy: [{ ...DENY, Principal: '*' }] },
    'with an explicit deny in a resource-based policy\n  denied by: table policy, Never',
  ],
  [
    'the role trusts another',
    { action: 'sts:AssumeRole', resource: LENT, identity: [ANY], trust: trust(`${ROLE}2`) },
    'because no role trust policy allows the sts:AssumeRole action\n  nearest: trust policy, statement 1\n  but it is for another principal',
  ],
])('names the layer when %s', (_, policies, text) => expect(explain({ ...asked, ...policies })).toContain(text));
