import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { StateAttribute, StatePrefix } from '../../shared/state-table.ts';
import { digest } from './digest.ts';
import { OAuthError } from './oauth-failure.ts';

const Text = z.object({ S: z.string() }).transform(({ S }) => S);

/** A sign-in a person consented to and that is under way at the pool. */
const PendingSignIn = z.object({
  clientId: Text,
  appClientId: Text,
  redirectUri: Text,
  /** The client's own state, to be given back. */
  clientState: Text.optional(),
  /** Names parted by spaces. */
  scope: Text,
  /** SHA-256 of the cookie of the one browser that may end it. */
  browser: Text,
});
export type PendingSignIn = z.output<typeof PendingSignIn>;

/** A code on its way through the client: whose it is, and what it may be exchanged with. */
const IssuedCode = z.object({ clientId: Text, appClientId: Text, redirectUri: Text, scope: Text });
export type IssuedCode = z.output<typeof IssuedCode>;

/** Sign-ins under way and codes given out, by a secret of which only the digest is kept. Each can be taken once. */
export interface SignInStore {
  /** @throws OAuthError `state_unreachable`, also when there is such an item already. */
  putSignIn(state: string, signIn: PendingSignIn): Promise<void>;
  /**
   * Takes a sign-in out of the store, so that no other request finds it any more.
   *
   * @throws OAuthError `state_unreachable`.
   */
  takeSignIn(state: string): Promise<PendingSignIn | undefined>;
  /** @throws OAuthError `state_unreachable`, also when there is such an item already. */
  putCode(code: string, issued: IssuedCode): Promise<void>;
  /** @throws OAuthError `state_unreachable`. */
  takeCode(code: string): Promise<IssuedCode | undefined>;
}

/** How long a person may take at the pool, in seconds. */
const SIGN_IN_SECONDS = 600;
/** Cognito's codes live as long (RFC 6749 §4.1.2 wants at most ten minutes). */
const CODE_SECONDS = 300;

/** What the store works with. */
export interface SignInStoreProps {
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
  readonly now: () => Date;
}

/** Makes the store in the state table. */
export function signInStore(props: SignInStoreProps): SignInStore {
  return {
    putSignIn: (state, signIn) => put(props, stateKey(state), signIn, SIGN_IN_SECONDS),
    takeSignIn: (state) => take(props, stateKey(state), PendingSignIn),
    putCode: (code, issued) => put(props, codeKey(code), issued, CODE_SECONDS),
    takeCode: (code) => take(props, codeKey(code), IssuedCode),
  };
}

function stateKey(state: string): string {
  return `${StatePrefix.signIn}state#${digest(state)}`;
}

function codeKey(code: string): string {
  return `${StatePrefix.signIn}code#${digest(code)}`;
}

type Texts = Readonly<Record<string, string | undefined>>;

async function put({ dynamodb, table, now }: SignInStoreProps, key: string, texts: Texts, seconds: number) {
  const attributes = Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, { S: text }]]));
  const command = new PutItemCommand({
    TableName: table,
    Item: {
      ...Object.fromEntries(attributes),
      [StateAttribute.key]: { S: key },
      [StateAttribute.expiresAt]: { N: String(secondsOf(now()) + seconds) },
    },
    ConditionExpression: 'attribute_not_exists(#key)',
    ExpressionAttributeNames: { '#key': StateAttribute.key },
  });
  await reach(() => dynamodb.send(command));
}

/** Reads and deletes in one step, so that of two requests with the same secret one finds nothing (B11). */
async function take<Schema extends z.ZodType>(
  { dynamodb, table, now }: SignInStoreProps,
  key: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  const command = new DeleteItemCommand({
    TableName: table,
    Key: { [StateAttribute.key]: { S: key } },
    ReturnValues: 'ALL_OLD',
  });
  const { Attributes: item } = await reach(() => dynamodb.send(command));
  // DynamoDB deletes expired items when it gets to it, which may be days later.
  if (item === undefined || !(Number(item[StateAttribute.expiresAt]?.N) > secondsOf(now()))) return undefined;
  return schema.parse(item);
}

async function reach<Result>(step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (cause) {
    throw new OAuthError({ reason: 'state_unreachable' }, { cause });
  }
}

function secondsOf(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
