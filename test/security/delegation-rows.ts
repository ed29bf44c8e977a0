import { downstreamsName } from '../../shared/resource-names.ts';
import { type Desk, functionsOf, GATEWAY } from './desk.ts';
import { anOperator, lentTo } from './everybody-rows.ts';
import { type Asker, almighty, type MatrixRow, may, mayNot, session, type Wish } from './matrix-row.ts';
import { type OpenFunction, openRouteRows } from './open-route-rows.ts';
import { administrator, STRANGER } from './trust-rows.ts';

/** Who says for whom a tool acts outside AWS: the gateway, with its own key, from its own configuration (B9). */
export function delegationRows(desk: Desk): readonly MatrixRow[] {
  return [...keyRows(desk), ...parameterRows(desk), ...openRouteRows(desk, publicKey(desk)), ...boundaryRows(desk)];
}

function publicKey(desk: Desk): OpenFunction {
  return { name: 'the function of the public key', of: desk.keys, routes: ['GET/delegation/jwks.json'] };
}

/** A tool that only calls services outside has no right in AWS; its boundary is that of all others all the same. */
function boundaryRows(desk: Desk): readonly MatrixRow[] {
  const resource = 'arn:aws:s3:::of-another-team/price-list.txt';
  return desk.tools
    .filter(({ grant }) => grant === 'nothing in AWS')
    .flatMap((tool) => {
      const read: Wish = { words: 'read a file of another team', requirement: 'D1', action: 's3:GetObject', resource };
      const given = [
        { Effect: 'Allow', Principal: { AWS: tool.callerRole }, Action: 's3:GetObject', Resource: resource },
      ];
      return [
        mayNot(lentTo(tool, 'alice'), read),
        may(lentTo(tool, 'alice'), { ...read, words: `${read.words} that gives it to this role`, elsewhere: given }),
      ];
    });
}

function keyRows(desk: Desk): readonly MatrixRow[] {
  const { signingKey, auditKey, stack } = desk;
  const gateway = session('the gateway', desk.gateway.role);
  const keys = session('the function of the public key', desk.keys.role);
  const admin = administrator(stack.account);
  const use = (action: string, words: string, resource = signingKey): Wish => ({
    words: `use ${action} on ${words}`,
    requirement: 'B9',
    action: `kms:${action}`,
    resource,
  });
  const sign = use('Sign', 'the signing key');
  const read = use('GetPublicKey', 'the signing key');
  return [
    may(gateway, sign),
    may(keys, read),
    ...others(desk, [desk.gateway.arn]).flatMap((asker) => [
      mayNot(asker, sign),
      mayNot(almighty(asker, `${asker.name}, had it every right,`), sign),
    ]),
    ...others(desk, [desk.keys.arn]).map((asker) => mayNot(asker, read)),
    mayNot(admin, sign),
    may(admin, read),
    may(admin, use('PutKeyPolicy', 'the signing key')),
    mayNot(STRANGER, sign),
    mayNot(STRANGER, read),
    ...[gateway, keys].flatMap((asker) => [
      ...CHANGING.map((action) => mayNot(asker, use(action, 'the signing key'))),
      mayNot(asker, use('Sign', 'another key of the account', `${auditKey}2`)),
      mayNot(asker, use('GetPublicKey', 'another key of the account', `${auditKey}2`)),
    ]),
  ];
}

const CHANGING = ['Verify', 'PutKeyPolicy', 'CreateGrant', 'DisableKey', 'ScheduleKeyDeletion', 'ReplicateKey'];

/** What the gateway asks issuers for stands in the template: nothing that runs can change it. */
function parameterRows(desk: Desk): readonly MatrixRow[] {
  const { account, region } = desk.stack;
  const resource = `arn:aws:ssm:${region}:${account}:parameter${downstreamsName(GATEWAY, 'customer_profile')}`;
  const on = (action: string): Wish => ({
    words: `use ${action} on the downstreams of customer_profile`,
    requirement: 'B9',
    action,
    resource,
  });
  const writing = ['ssm:PutParameter', 'ssm:DeleteParameter'];
  const gateway = session('the gateway', desk.gateway.role);
  return [
    may(gateway, on('ssm:GetParameter')),
    ...writing.map((action) => mayNot(gateway, on(action))),
    ...others(desk, [desk.gateway.arn]).flatMap((asker) =>
      ['ssm:GetParameter', ...writing].map((action) => mayNot(asker, on(action))),
    ),
  ];
}

function others(desk: Desk, but: readonly string[] = []): readonly Asker[] {
  return [
    ...desk.tools.map((tool) => lentTo(tool, 'alice')),
    ...functionsOf(desk)
      .filter(([, { arn }]) => !but.includes(arn))
      .map(([name, { role }]) => session(name, role)),
    anOperator(desk),
  ];
}
