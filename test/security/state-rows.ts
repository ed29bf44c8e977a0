import { connectRequestKey } from '../../shared/connect.ts';
import {
  admittedClientKey,
  clientDocumentKey,
  STOP_ALL_KEY,
  StatePrefix,
  stopClientKey,
  stopUserKey,
} from '../../shared/state-table.ts';
import { type Desk, functionsOf } from './desk.ts';
import { anOperator, lentTo, lentToPage } from './everybody-rows.ts';
import { type Asker, type MatrixRow, may, mayNot, session, type Wish } from './matrix-row.ts';

/** Who reads and writes which items of the state table: a stop is the operators' alone to write (B7, C7). */
export function stateRows(desk: Desk): readonly MatrixRow[] {
  return [...usersOf(desk).flatMap((user) => userRows(desk, user)), ...lookUpRows(desk), ...strangerRows(desk)];
}

/** One key of each kind that the table holds, and one of no kind. */
const ITEMS = {
  "alice's stop": stopUserKey('alice'),
  'the stop of everything': STOP_ALL_KEY,
  'an admitted client': admittedClientKey('app'),
  'a client document': clientDocumentKey('0f'),
  'a sign-in under way': `${StatePrefix.signIn}state#abc`,
  'a link to the page for secrets': connectRequestKey('0f'),
  'a sign-in to the page for secrets': `${StatePrefix.connectPage}state#abc`,
  'an item of no kind': 'alice',
};
type Item = keyof typeof ITEMS;
const ALL = Object.entries(ITEMS);

const STOPS: readonly Item[] = ["alice's stop", 'the stop of everything'];
const LINK: readonly Item[] = ['a link to the page for secrets'];
const PAGE: readonly Item[] = ['a sign-in to the page for secrets'];
const SIGN_INS: readonly Item[] = ['a client document', 'a sign-in under way'];

/** Every way to items by their keys. `Scan` carries none. */
const ACTIONS = [
  'dynamodb:BatchGetItem',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:ConditionCheckItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:PartiQLSelect',
  'dynamodb:PartiQLUpdate',
] as const;
type Action = (typeof ACTIONS)[number];

/** A function that the table is for. */
interface StateUser {
  readonly asker: Asker;
  readonly requirement: string;
  /** Which items it reaches by which action; none by an action that is not here. */
  readonly reach: { readonly [action in Action]?: readonly Item[] };
}

function usersOf({ authorizer, operator, facade, gateway, connect }: Desk): readonly StateUser[] {
  const own: readonly Item[] = ['an admitted client', ...SIGN_INS];
  return [
    {
      asker: session('the authorizer', authorizer.role),
      requirement: 'B7',
      reach: { 'dynamodb:BatchGetItem': [...STOPS, 'an admitted client'] },
    },
    {
      asker: session('the operator function', operator.role),
      requirement: 'C7',
      reach: {
        'dynamodb:GetItem': [...STOPS, 'an admitted client', 'a client document'],
        'dynamodb:UpdateItem': STOPS,
      },
    },
    {
      asker: session('the sign-in facade', facade.role),
      requirement: 'B11',
      reach: {
        'dynamodb:GetItem': own,
        'dynamodb:PutItem': own,
        'dynamodb:UpdateItem': own,
        'dynamodb:DeleteItem': own,
      },
    },
    {
      asker: session('the gateway', gateway.role),
      requirement: 'F12',
      reach: { 'dynamodb:PutItem': LINK },
    },
    {
      asker: session('the page for secrets', connect.role),
      requirement: 'B10',
      reach: {
        'dynamodb:GetItem': LINK,
        'dynamodb:PutItem': PAGE,
        'dynamodb:DeleteItem': [...LINK, ...PAGE],
      },
    },
  ];
}

function userRows({ stateTable }: Desk, { asker, requirement, reach }: StateUser): readonly MatrixRow[] {
  return ACTIONS.flatMap((action) => {
    const wish = (words: string, keys: readonly string[], resource = stateTable): Wish => ({
      words: `use ${action} on ${words}`,
      requirement,
      action,
      resource,
      ...(keys.length > 0 && { context: { 'dynamodb:LeadingKeys': keys } }),
    });
    const reached: readonly string[] = reach[action] ?? [];
    const mine = ALL.filter(([item]) => reached.includes(item));
    const foreign = ALL.filter(([item]) => !reached.includes(item));
    return [
      ...mine.map(([item, key]) => may(asker, wish(item, [key]))),
      ...foreign.map(([item, key]) => mayNot(asker, wish(item, [key]))),
      ...mine.flatMap(([item, key]) =>
        foreign.map(([other, otherKey]) => mayNot(asker, wish(`${item} beside ${other}`, [key, otherKey]))),
      ),
      ...mine.map(([item, key]) => mayNot(asker, wish(`${item} in another table`, [key], `${stateTable}-copy`))),
      mayNot(asker, wish('items without naming them', [])),
    ];
  });
}

/** What the authorizer asks on every request: all stops that could concern it, and the client, in one read. */
function lookUpRows({ authorizer, stateTable }: Desk): readonly MatrixRow[] {
  const keys = [STOP_ALL_KEY, stopUserKey('alice'), stopClientKey('app'), admittedClientKey('app')];
  return [
    may(session('the authorizer', authorizer.role), {
      words: 'read every stop of a request and its client at once',
      requirement: 'B7',
      action: 'dynamodb:BatchGetItem',
      resource: stateTable,
      context: { 'dynamodb:LeadingKeys': keys },
    }),
  ];
}

/** The tools, all loans and an operator himself: not an item, by no action. */
function strangerRows(desk: Desk): readonly MatrixRow[] {
  const users = [desk.authorizer, desk.operator, desk.facade, desk.gateway, desk.connect];
  const strangers = [
    ...functionsOf(desk)
      .filter(([, it]) => !users.includes(it))
      .map(([name, { role }]) => session(name, role)),
    ...desk.tools.map((tool) => lentTo(tool, 'alice')),
    lentToPage(desk, 'alice'),
    anOperator(desk),
  ];
  const { "alice's stop": stop, 'a sign-in under way': signIn } = ITEMS;
  const keys = { "alice's stop": stop, 'a sign-in under way': signIn, 'items without naming them': undefined };
  return strangers.flatMap((asker) =>
    ACTIONS.flatMap((action) =>
      Object.entries(keys).map(([words, key]) =>
        mayNot(asker, {
          words: `use ${action} on ${words}`,
          requirement: 'C4',
          action,
          resource: desk.stateTable,
          ...(key !== undefined && { context: { 'dynamodb:LeadingKeys': [key] } }),
        }),
      ),
    ),
  );
}
