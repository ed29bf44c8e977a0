import { isDeepStrictEqual } from 'node:util';
import { type Desk, type DeskFunction, functionsOf } from './desk.ts';
import { lentTo, lentToPage } from './everybody-rows.ts';
import {
  type Asker,
  almighty,
  type Context,
  type MatrixRow,
  may,
  mayNot,
  STRANGE_ACCOUNT,
  service,
  session,
  type Wish,
} from './matrix-row.ts';

/** Who can become whom. Askers have every right of their own, so that the trust policy alone decides. */
export function trustRows(desk: Desk): readonly MatrixRow[] {
  return [
    ...lentRolesOf(desk).flatMap((lent) => lentRoleRows(desk, lent)),
    ...executionRoleRows(desk),
    ...apiRoleRows(desk),
  ];
}

const BORROWING = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];

/** What the gateway says when it borrows a role. */
interface Loan {
  readonly tags: { readonly [key: string]: string };
  readonly sourceIdentity?: string;
}

/** A role that one function borrows for one caller at a time. */
interface LentRole {
  readonly name: string;
  readonly arn: string;
  /** Tool it is lent for. */
  readonly tool: string;
  readonly borrower: readonly [name: string, it: DeskFunction];
  readonly session: Asker;
}

function lentRolesOf(desk: Desk): readonly LentRole[] {
  return [
    ...desk.tools.map((tool) => ({
      name: `the role of ${tool.name}`,
      arn: tool.callerRole,
      tool: tool.name,
      borrower: ['the gateway', desk.gateway] as const,
      session: lentTo(tool, 'alice'),
    })),
    {
      name: 'the connector role',
      arn: desk.connectorRole,
      tool: 'connect_account',
      borrower: ['the page for secrets', desk.connect],
      session: lentToPage(desk, 'alice'),
    },
  ];
}

function lentRoleRows(desk: Desk, lent: LentRole): readonly MatrixRow[] {
  const [borrowerName, { role: borrowerRole }] = lent.borrower;
  const borrower = almighty(session(borrowerName, borrowerRole), `${borrowerName}, had it every right,`);
  const right: Loan = { tags: { caller: 'alice', client: 'cli', tool: lent.tool }, sourceIdentity: 'alice' };
  const { caller: _caller, ...noCaller } = right.tags;
  const { client: _client, ...noClient } = right.tags;
  const { tool: _tool, ...noTool } = right.tags;
  const wrong: { readonly [words: string]: Loan } = {
    'without a caller': { ...right, tags: noCaller },
    'without a client': { ...right, tags: noClient },
    'without a tool': { ...right, tags: noTool },
    'without any tag': { ...right, tags: {} },
    'without any tag or source identity': { tags: {} },
    'for an empty caller': { ...right, tags: { ...right.tags, caller: '' } },
    'for an empty caller with an empty source identity': { tags: { ...right.tags, caller: '' }, sourceIdentity: '' },
    'for an empty client': { ...right, tags: { ...right.tags, client: '' } },
    'for an empty tool': { ...right, tags: { ...right.tags, tool: '' } },
    'for another tool': { ...right, tags: { ...right.tags, tool: 'other_tool' } },
    'for an empty tenant': { ...right, tags: { ...right.tags, tenant: '' } },
    'with a tag more': { ...right, tags: { ...right.tags, admin: 'yes' } },
    'without a source identity': { tags: right.tags },
    "with bob's source identity": { ...right, sourceIdentity: 'bob' },
    'with a pattern for a source identity': { ...right, sourceIdentity: '*' },
    'for a caller named like a pattern': { ...right, tags: { ...right.tags, caller: 'al*' } },
  };
  return BORROWING.flatMap((action) => {
    const borrow = (words: string, loan: Loan): Wish => ({
      words: `borrow ${lent.name} ${words}, asking for ${action}`,
      requirement: 'D9',
      action,
      resource: lent.arn,
      context: contextOf(action, loan),
    });
    const differs = (loan: Loan) => !isDeepStrictEqual(contextOf(action, loan), contextOf(action, right));
    const harmless = ({ tags, sourceIdentity }: Loan) =>
      (action === 'sts:SetSourceIdentity' && sourceIdentity) || (action === 'sts:TagSession' && tags.caller === 'al*');
    return [
      may(borrower, borrow('for alice', right)),
      may(borrower, borrow('for alice of a tenant', { ...right, tags: { ...right.tags, tenant: 'acme' } })),
      may(session(borrowerName, borrowerRole), borrow('for alice', right)),
      ...Object.entries(wrong)
        .filter(([, loan]) => differs(loan) && !harmless(loan))
        .map(([words, loan]) => mayNot(borrower, borrow(words, loan))),
      ...others(desk, lent).map((asker) => mayNot(asker, { ...borrow('for alice', right), requirement: 'C5' })),
    ];
  }).concat(
    mayNot(borrower, {
      words: `give ${lent.name} a context of an identity provider`,
      requirement: 'D9',
      action: 'sts:SetContext',
      resource: lent.arn,
      context: loanContext(right),
    }),
  );
}

/** Everybody who is not the borrower. */
function others(desk: Desk, lent: LentRole): readonly Asker[] {
  const { account } = desk.stack;
  return [
    ...functionsOf(desk)
      .filter(([, { arn }]) => arn !== lent.borrower[1].arn)
      .map(([name, { role }]) => almighty(session(name, role))),
    almighty(lent.session),
    almighty(session('the gateway of another name', `arn:aws:iam::${account}:role/OtherGatewayRole`)),
    administrator(account),
    STRANGER,
    ...['lambda.amazonaws.com', 'apigateway.amazonaws.com'].map((host) => service(host, host, account)),
  ];
}

/** The roles functions run under: Lambda's alone. */
function executionRoleRows(desk: Desk): readonly MatrixRow[] {
  const { account } = desk.stack;
  const lambda = service('Lambda', 'lambda.amazonaws.com', account);
  return functionsOf(desk).flatMap(([name, { role }]) => {
    const become = (action: string): Wish => ({
      words: `ask for ${action} on the role of ${name}`,
      requirement: 'D1',
      action,
      resource: role,
    });
    return [
      may(lambda, become('sts:AssumeRole')),
      mayNot(lambda, become('sts:TagSession')),
      ...[
        service('API Gateway', 'apigateway.amazonaws.com', account),
        almighty(session('the gateway', desk.gateway.role), 'the gateway, had it every right,'),
        administrator(account),
        STRANGER,
      ].map((asker) => mayNot(asker, become('sts:AssumeRole'))),
    ];
  });
}

/** The role API Gateway writes the access log under. */
function apiRoleRows({ apiLogRole: resource, stack: { account } }: Desk): readonly MatrixRow[] {
  const apiGateway = service('API Gateway', 'apigateway.amazonaws.com', account);
  const become = (action: string): Wish => ({
    words: `ask for ${action} on the role for access logs`,
    requirement: 'D1',
    action,
    resource,
  });
  return [
    may(apiGateway, become('sts:AssumeRole')),
    mayNot(apiGateway, become('sts:TagSession')),
    ...[service('Lambda', 'lambda.amazonaws.com', account), administrator(account), STRANGER].map((asker) =>
      mayNot(asker, become('sts:AssumeRole')),
    ),
  ];
}

/** Somebody of the account whose policies allow everything. */
export function administrator(account: string): Asker {
  return almighty(session('an administrator of the account', `arn:aws:iam::${account}:role/Administrator`));
}

/** Somebody whose own account allows everything. */
export const STRANGER = almighty(
  session('an administrator of another account', `arn:aws:iam::${STRANGE_ACCOUNT}:role/Administrator`),
);

/** The keys STS has for an action: no source identity for `TagSession`, no tags for `SetSourceIdentity`. */
function contextOf(action: string, { tags, sourceIdentity }: Loan): Context {
  switch (action) {
    case 'sts:TagSession':
      return loanContext({ tags });
    case 'sts:SetSourceIdentity':
      return loanContext({ tags: {}, ...(sourceIdentity !== undefined && { sourceIdentity }) });
    default:
      return loanContext({ tags, ...(sourceIdentity !== undefined && { sourceIdentity }) });
  }
}

function loanContext({ tags, sourceIdentity }: Loan): Context {
  return {
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    ...(Object.keys(tags).length > 0 && { 'aws:TagKeys': Object.keys(tags) }),
    ...(sourceIdentity !== undefined && { 'sts:SourceIdentity': sourceIdentity }),
  };
}
