import { describe, expect, test } from 'vitest';
import type { ApplicablePolicies, AuthorizationRequest, Principal } from '../../../../infra/local/iam/decision.ts';
import { authorize } from '../../../../infra/local/iam/evaluate.ts';
import { ACCOUNT, decide, named, type PolicyCase, type RawStatement, ROLE, SESSION } from './policy-case.ts';

const ALLOW: RawStatement = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' };
const DENY: RawStatement = { ...ALLOW, Effect: 'Deny' };
const OTHER: RawStatement = { ...ALLOW, Action: 's3:GetObject' };
const to = (principal: { AWS: string } | '*', statement = ALLOW): RawStatement => ({
  ...statement,
  Principal: principal,
});
const trusting = (AWS: string): RawStatement => ({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS } });
const ask = (policies: Partial<PolicyCase>) => decide({ action: 'dynamodb:GetItem', ...policies });
const refused = (layer: string, why = 'implicit_deny') => expect.objectContaining({ allowed: false, why, layer });
const allowed = expect.objectContaining({ allowed: true });

describe('an explicit deny wins, in whatever layer', () => {
  const all = { identity: [ALLOW], boundary: [ALLOW], session: [ALLOW], resourcePolicy: [to({ AWS: SESSION })] };

  test('all layers allow', () => expect(ask(all)).toEqual(allowed));
  test.each([
    ['identity', { ...all, identity: [ALLOW, DENY] }],
    ['boundary', { ...all, boundary: [ALLOW, DENY] }],
    ['session', { ...all, session: [ALLOW, DENY] }],
    ['resource', { ...all, resourcePolicy: [to({ AWS: SESSION }), to('*', DENY)] }],
    ['resource', { ...all, resourcePolicy: [to({ AWS: SESSION }), to({ AWS: ACCOUNT }, DENY)] }],
    ['resource', { ...all, resourcePolicy: [to({ AWS: SESSION }), to({ AWS: ROLE }, DENY)] }],
  ])('%s denies', (layer, policies) => expect(ask(policies)).toEqual(refused(layer, 'explicit_deny')));
});

describe('identity, boundary and session policy must all allow (D5)', () => {
  test.each<[string, Partial<PolicyCase>, unknown]>([
    ['nobody allows', {}, refused('identity')],
    ['identity allows', { identity: [ALLOW] }, allowed],
    ['identity allows another action', { identity: [OTHER] }, refused('identity')],
    ['boundary is silent', { identity: [ALLOW], boundary: [OTHER] }, refused('boundary')],
    ['boundary allows alone', { boundary: [ALLOW] }, refused('identity')],
    ['session policy is silent', { identity: [ALLOW], session: [OTHER] }, refused('session')],
    ['session policy is empty', { identity: [ALLOW], session: [] }, refused('session')],
    ['session policy allows alone', { session: [ALLOW] }, refused('identity')],
    ['all allow', { identity: [ALLOW], boundary: [ALLOW], session: [ALLOW] }, allowed],
  ])('%s', (_, policies, decision) => expect(ask(policies)).toEqual(decision));
});

describe("a resource's policy that adds", () => {
  const session = { AWS: SESSION };
  const role = { AWS: ROLE };
  test.each<[string, Partial<PolicyCase>, unknown]>([
    [
      'allows the session it names, whatever is silent',
      { resourcePolicy: [to(session)], boundary: [OTHER], session: [OTHER] },
      allowed,
    ],
    ['allows the role it names', { resourcePolicy: [to(role)] }, allowed],
    [
      'is bound by the session policy where it names the role (D5)',
      { resourcePolicy: [to(role)], session: [OTHER] },
      refused('session'),
    ],
    [
      'is bound by the boundary where it names the role',
      { resourcePolicy: [to(role)], boundary: [OTHER] },
      refused('boundary'),
    ],
    [
      'leaves it to the identity where it names the account',
      { resourcePolicy: [to({ AWS: ACCOUNT })] },
      refused('identity'),
    ],
    [
      'leaves it to the identity where it names the root',
      { resourcePolicy: [to({ AWS: `arn:aws:iam::${ACCOUNT}:root` })], identity: [ALLOW] },
      allowed,
    ],
    ['says nothing to another session', { resourcePolicy: [to({ AWS: `${SESSION}2` })] }, refused('identity')],
    ['says nothing to another role', { resourcePolicy: [to({ AWS: `${ROLE}2` })] }, refused('identity')],
    [
      'says nothing to another account',
      { resourcePolicy: [to({ AWS: '444455556666' })], identity: [] },
      refused('identity'),
    ],
    ['allows anyone where nothing limits', { resourcePolicy: [to('*')] }, allowed],
    ['may be silent where the identity allows', { resourcePolicy: [to(role, OTHER)], identity: [ALLOW] }, allowed],
  ])('%s', (_, policies, decision) => expect(ask(policies)).toEqual(decision));

  test('stops where it allows anyone and a session policy is silent', () => {
    expect(() => ask({ resourcePolicy: [to('*')], identity: [ALLOW], session: [OTHER] })).toThrow('Principal "*"');
  });
});

describe("a resource's policy that must allow", () => {
  const assume = { action: 'sts:AssumeRole', resource: `arn:aws:iam::${ACCOUNT}:role/lent` };
  const may: RawStatement = { Effect: 'Allow', Action: 'sts:*', Resource: '*' };
  test.each<[string, Partial<PolicyCase>, unknown]>([
    ['allows together with the identity', { trust: [trusting(ROLE)], identity: [may] }, allowed],
    ['allows the account together with the identity', { trust: [trusting(ACCOUNT)], identity: [may] }, allowed],
    ['does not allow without the identity, stricter than AWS', { trust: [trusting(ROLE)] }, refused('identity')],
    [
      'is needed whatever the identity allows (B9)',
      { trust: [trusting(`${ROLE}2`)], identity: [may] },
      refused('resource'),
    ],
    [
      'does not lift the session policy',
      { trust: [trusting(SESSION)], identity: [may], session: [OTHER] },
      refused('session'),
    ],
  ])('%s', (_, policies, decision) => expect(ask({ ...assume, ...policies })).toEqual(decision));

  test('is needed and missing', () => {
    expect(authorize(by(tool), { identity: [named('p', [ALLOW], 'identity')], resourceRule: 'must-allow' })).toEqual(
      refused('resource'),
    );
  });
});

describe('a resource of another account must allow too', () => {
  const foreign = { resource: 'arn:aws:dynamodb:eu-west-1:444455556666:table/orders', identity: [ALLOW] };

  test('and denies without a policy', () => expect(ask(foreign)).toEqual(refused('resource')));
  test('and allows with one', () => expect(ask({ ...foreign, resourcePolicy: [to({ AWS: ROLE })] })).toEqual(allowed));
  test('and is not enough', () => {
    expect(ask({ ...foreign, identity: [], resourcePolicy: [to({ AWS: SESSION })] })).toEqual(refused('identity'));
  });
});

const tool: Principal = { kind: 'session', arn: SESSION, account: ACCOUNT, roleArn: ROLE };
const logs: Principal = { kind: 'service', arn: 'logs.amazonaws.com', account: ACCOUNT };
const by = (principal: Principal): AuthorizationRequest => ({
  principal,
  action: 'dynamodb:GetItem',
  resource: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/orders`,
  context: {},
});

describe('a service of AWS', () => {
  const toLogs = (effect: string): RawStatement => ({
    ...ALLOW,
    Effect: effect,
    Principal: { Service: 'logs.amazonaws.com' },
  });
  const resource = (...statements: RawStatement[]): ApplicablePolicies => ({
    identity: [named('p', [ALLOW], 'identity')],
    resource: named('table policy', statements, 'resource'),
  });

  test('is allowed by name', () => expect(authorize(by(logs), resource(toLogs('Allow')))).toEqual(allowed));
  test('is denied by name', () => {
    expect(authorize(by(logs), resource(toLogs('Allow'), toLogs('Deny')))).toEqual(
      refused('resource', 'explicit_deny'),
    );
  });
  test.each([
    ['no policy', { identity: [named('p', [ALLOW], 'identity')] }],
    ['a policy for a role', resource(to({ AWS: ROLE }))],
    ['a policy for its account', resource(to({ AWS: ACCOUNT }))],
    ['a policy for another service', resource({ ...ALLOW, Principal: { Service: 'sns.amazonaws.com' } })],
  ])('is refused with %s', (_, policies) => expect(authorize(by(logs), policies)).toEqual(refused('resource')));
  test('is not meant where a session bears its name', () => {
    expect(authorize(by({ ...tool, arn: 'logs.amazonaws.com' }), resource(toLogs('Deny')))).toEqual(allowed);
  });
});

test('stops at a session whose role is not told, rather than miss a denial of the role', () => {
  const { roleArn: _, ...nameless } = tool;
  const denied = { identity: [], resource: named('table policy', [to({ AWS: ROLE }, DENY)], 'resource') };
  expect(() => authorize(by(nameless), denied)).toThrow(`the role behind ${SESSION}`);
});

test('the operator of local mode may do everything', () => {
  const denied = { identity: [named('p', [DENY], 'identity')] };
  expect(authorize(by({ kind: 'operator', arn: 'arn:aws:iam::111122223333:root', account: ACCOUNT }), denied)).toEqual(
    allowed,
  );
});

describe('statements mean what they select', () => {
  test.each<[string, RawStatement, boolean]>([
    ['NotAction with the action', { Effect: 'Allow', NotAction: 'dynamodb:*', Resource: '*' }, false],
    ['NotAction with another', { Effect: 'Allow', NotAction: 's3:*', Resource: '*' }, true],
    [
      'NotResource with the resource',
      { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:dynamodb:*:*:table/orders' },
      false,
    ],
    ['NotResource with another', { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::x' }, true],
    ['an action in other letters', { ...ALLOW, Action: 'DynamoDB:getITEM' }, true],
    ['an action with a question mark', { ...ALLOW, Action: 'dynamodb:?etItem' }, true],
    ['an action cut short', { ...ALLOW, Action: 'dynamodb:Get' }, false],
  ])('%s', (_, statement, result) => expect(ask({ identity: [statement] }).allowed).toBe(result));

  test('a request for no resource fits only "*"', () => {
    const list = { action: 'dynamodb:ListTables', resource: '*' };
    const arn = 'arn:aws:dynamodb:*:*:*';
    expect(decide({ ...list, identity: [{ Effect: 'Allow', Action: '*', Resource: arn }] }).allowed).toBe(false);
    expect(decide({ ...list, identity: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }).allowed).toBe(true);
  });
});
