import { type Desk, functionsOf } from './desk.ts';
import { anOperator, lentTo } from './everybody-rows.ts';
import { type Asker, type MatrixRow, may, mayNot, STRANGE_ACCOUNT, session, type Wish } from './matrix-row.ts';

/** What the facade and the operator function do to the user pool: each its own few actions, on this pool (B11, C7). */
export function signInRows(desk: Desk): readonly MatrixRow[] {
  const facade = session('the sign-in facade', desk.facade.role);
  const operator = session('the operator function', desk.operator.role);
  return [
    ...poolRows(desk, { asker: facade, requirement: 'B11', mine: ADMITTING }),
    ...poolRows(desk, { asker: operator, requirement: 'C7', mine: SIGNING_OUT }),
    ...strangersOf(desk).flatMap((asker) => poolRows(desk, { asker, requirement: 'C4', mine: [] })),
  ];
}

/** A client that is admitted gets an app client and its sign-in page; one that came too late loses it again. */
const ADMITTING = [
  'cognito-idp:CreateUserPoolClient',
  'cognito-idp:DeleteUserPoolClient',
  'cognito-idp:CreateManagedLoginBranding',
];

/** A person is found by name and signed out. */
const SIGNING_OUT = ['cognito-idp:AdminGetUser', 'cognito-idp:AdminUserGlobalSignOut'];

/** What would show secrets, make people, sign in as them, or change what the pool asks of them. */
const FORBIDDEN = [
  'cognito-idp:DescribeUserPoolClient',
  'cognito-idp:ListUserPoolClients',
  'cognito-idp:UpdateUserPoolClient',
  'cognito-idp:AdminCreateUser',
  'cognito-idp:AdminDeleteUser',
  'cognito-idp:AdminDisableUser',
  'cognito-idp:AdminEnableUser',
  'cognito-idp:AdminSetUserPassword',
  'cognito-idp:AdminResetUserPassword',
  'cognito-idp:AdminUpdateUserAttributes',
  'cognito-idp:AdminAddUserToGroup',
  'cognito-idp:AdminInitiateAuth',
  'cognito-idp:AdminSetUserMFAPreference',
  'cognito-idp:ListUsers',
  'cognito-idp:UpdateUserPool',
  'cognito-idp:DeleteUserPool',
  'cognito-idp:DescribeUserPool',
  'cognito-idp:SetUserPoolMfaConfig',
  'cognito-idp:CreateIdentityProvider',
  'cognito-idp:CreateResourceServer',
  'cognito-idp:UpdateResourceServer',
  'cognito-idp:CreateUserPoolDomain',
];

interface PoolUser {
  readonly asker: Asker;
  readonly requirement: string;
  readonly mine: readonly string[];
}

function poolRows({ userPool }: Desk, { asker, requirement, mine }: PoolUser): readonly MatrixRow[] {
  const wish = (action: string, words: string, resource: string): Wish => ({
    words: `use ${action} on ${words}`,
    requirement,
    action,
    resource,
  });
  const others = [...ADMITTING, ...SIGNING_OUT, ...FORBIDDEN].filter((action) => !mine.includes(action));
  const account = userPool.split(':')[4] ?? '';
  return [
    ...mine.flatMap((action) => [
      may(asker, wish(action, 'the user pool', userPool)),
      mayNot(asker, wish(action, 'another user pool', `${userPool}x`)),
      mayNot(asker, wish(action, 'a pool of another account', userPool.replace(account, STRANGE_ACCOUNT))),
    ]),
    ...others.map((action) => mayNot(asker, wish(action, 'the user pool', userPool))),
  ];
}

function strangersOf(desk: Desk): readonly Asker[] {
  return [
    ...functionsOf(desk)
      .filter(([, it]) => it !== desk.facade && it !== desk.operator)
      .map(([name, { role }]) => session(name, role)),
    ...desk.tools.map((tool) => lentTo(tool, 'alice')),
    anOperator(desk),
  ];
}
