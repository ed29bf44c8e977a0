import { type Desk, functionsOf } from './desk.ts';
import { anOperator, lentTo } from './everybody-rows.ts';
import { type Asker, type MatrixRow, may, mayNot, STRANGE_ACCOUNT, session, type Wish } from './matrix-row.ts';

/** What operators can do, the function that carries out their orders, and the boundary it writes (B7, C7). */
export function operatorRows(desk: Desk): readonly MatrixRow[] {
  return [...orderRows(desk), ...rewritingRows(desk), ...roleRows(desk)];
}

/** An operator gives orders, and can do nothing else: neither deploy, nor act past the function. */
function orderRows(desk: Desk): readonly MatrixRow[] {
  const { operator, stack } = desk;
  const asker = anOperator(desk);
  const wish = (words: string, action: string, resource: string): Wish => ({
    words,
    requirement: 'C7',
    action,
    resource,
  });
  const start = (words: string, resource: string) => wish(`start ${words}`, 'lambda:InvokeFunction', resource);
  return [
    may(asker, start('the operator function', operator.arn)),
    mayNot(
      asker,
      start('the operator function of another gateway', operator.arn.replace(/mcp-gateway/, 'mcp-eu-gateway')),
    ),
    mayNot(asker, start('a function of its name elsewhere', operator.arn.replace(stack.account, STRANGE_ACCOUNT))),
    ...functionsOf(desk)
      .filter(([, { arn }]) => arn !== operator.arn)
      .map(([name, { arn }]) => mayNot(asker, start(name, arn))),
    ...ON_FUNCTIONS.map((action) =>
      mayNot(asker, wish(`use ${action} on the operator function`, action, operator.arn)),
    ),
    mayNot(asker, wish('write records of his own', 'logs:PutLogEvents', `${desk.auditLog}:log-stream:forged`)),
    ...desk.tools.map((tool) =>
      mayNot(asker, wish(`borrow the role of ${tool.name}`, 'sts:AssumeRole', tool.callerRole)),
    ),
    ...nobodyElse(desk, [asker]).map((other) => mayNot(other, start('the operator function', operator.arn))),
  ];
}

const ON_FUNCTIONS = [
  'lambda:UpdateFunctionCode',
  'lambda:UpdateFunctionConfiguration',
  'lambda:GetFunction',
  'lambda:AddPermission',
  'lambda:CreateFunctionUrlConfig',
  'lambda:DeleteFunction',
];

const REWRITING = [
  'iam:CreatePolicyVersion',
  'iam:DeletePolicyVersion',
  'iam:GetPolicyVersion',
  'iam:ListPolicyVersions',
];

/** What would bring back an older version, or take the policy away. */
const UNDOING = ['iam:SetDefaultPolicyVersion', 'iam:DeletePolicy', 'iam:CreatePolicy'];

/** The operator function writes new versions of the boundary, and of no other policy. */
function rewritingRows(desk: Desk): readonly MatrixRow[] {
  const { loanBoundary, operator, operatorPolicy } = desk;
  const asker = session('the operator function', operator.role);
  const wish = (action: string, words: string, resource: string): Wish => ({
    words: `use ${action} on ${words}`,
    requirement: 'B7',
    action,
    resource,
  });
  const others: { readonly [words: string]: string } = {
    "another gateway's boundary": loanBoundary.replaceAll('mcp', 'mcp-eu'),
    'a policy beside the boundary': `${loanBoundary}-more`,
    'the policy of operators': operatorPolicy,
  };
  return [
    ...REWRITING.flatMap((action) => [
      may(asker, wish(action, 'the boundary', loanBoundary)),
      ...Object.entries(others).map(([words, arn]) => mayNot(asker, wish(action, words, arn))),
      ...nobodyElse(desk, [asker]).map((other) => mayNot(other, wish(action, 'the boundary', loanBoundary))),
    ]),
    ...UNDOING.flatMap((action) =>
      [asker, ...nobodyElse(desk, [asker])].map((one) => mayNot(one, wish(action, 'the boundary', loanBoundary))),
    ),
  ];
}

const ON_ROLES = [
  'iam:AttachRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PutRolePolicy',
  'iam:DeleteRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:DeleteRolePermissionsBoundary',
  'iam:UpdateRole',
  'iam:UpdateAssumeRolePolicy',
  'iam:DeleteRole',
];

/** Whoever may write the boundary must not be able to take it from a role, or to give a role anything. */
function roleRows(desk: Desk): readonly MatrixRow[] {
  const roles: readonly (readonly [string, string])[] = [
    ...desk.tools.map((tool) => [`the role lent to ${tool.name}`, tool.callerRole] as const),
    ['its own role', desk.operator.role],
    ['the role of the gateway', desk.gateway.role],
  ];
  return roles.flatMap(([words, resource]) =>
    ON_ROLES.map((action) =>
      mayNot(session('the operator function', desk.operator.role), {
        words: `use ${action} on ${words}`,
        requirement: 'C7',
        action,
        resource,
        // a role's own policy would let it in if it named it; none does
        elsewhere: [],
      }),
    ),
  );
}

/** Every role that runs or is lent, and an operator, without those who may. */
function nobodyElse(desk: Desk, those: readonly Asker[]): readonly Asker[] {
  return [
    ...functionsOf(desk).map(([name, { role }]) => session(name, role)),
    ...desk.tools.map((tool) => lentTo(tool, 'alice')),
    anOperator(desk),
  ].filter(({ name }) => !those.some((one) => one.name === name));
}
