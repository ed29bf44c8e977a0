import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { ConnectRequest, connectRequestKey } from '../../shared/connect.ts';
import { StateAttribute, StatePrefix } from '../../shared/state-table.ts';
import { STEP_SECONDS } from '../web/cookies.ts';
import { digest } from '../web/digest.ts';
import { handleItems, isAlive, TextAttribute as Text } from '../web/handle-items.ts';
import { orFail } from './connect-failure.ts';

/** A sign-in under way, by its state. */
const PageSignIn = z.object({
  /** Digest of the link's handle. */
  request: Text,
  /** SHA-256 of the cookie of the one browser that may end it. */
  browser: Text,
  nonce: Text,
  verifier: Text,
});
export type PageSignIn = z.output<typeof PageSignIn>;

/** A form that was shown to the right person, by the cookie it was shown with. */
const ShownForm = z.object({
  /** Digest of the link's handle. */
  request: Text,
  /** Who signed in: from the verified ID token, never from the form. */
  caller: Text,
  /** What that person is called, for the page. */
  name: Text,
});
export type ShownForm = z.output<typeof ShownForm>;

const RequestItem = z.object({ caller: Text, clientId: Text, tool: Text, secret: Text }).pipe(ConnectRequest);

/** The page's part of the state table. Every method throws ConnectError `state_unreachable`. */
export interface ConnectStore {
  /** Looks at what waits behind a link and leaves it there. */
  findRequest(handleDigest: string): Promise<ConnectRequest | undefined>;
  /** Uses a link up: of many that try, one gets it (B10). */
  takeRequest(handleDigest: string): Promise<ConnectRequest | undefined>;
  putSignIn(state: string, signIn: PageSignIn): Promise<void>;
  takeSignIn(state: string): Promise<PageSignIn | undefined>;
  putForm(key: string, form: ShownForm): Promise<void>;
  takeForm(key: string): Promise<ShownForm | undefined>;
}

export interface ConnectStoreProps {
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
  readonly now: () => Date;
}

/** Makes the store in the state table. */
export function connectStore(props: ConnectStoreProps): ConnectStore {
  const items = handleItems(props);
  return {
    findRequest: (handleDigest) => reach(() => find(connectRequestKey(handleDigest), props)),
    takeRequest: (handleDigest) => reach(() => items.take(connectRequestKey(handleDigest), RequestItem)),
    putSignIn: (state, signIn) => reach(() => items.put(stateKey(state), signIn, STEP_SECONDS)),
    takeSignIn: (state) => reach(() => items.take(stateKey(state), PageSignIn)),
    putForm: (key, form) => reach(() => items.put(formKey(key), form, STEP_SECONDS)),
    takeForm: (key) => reach(() => items.take(formKey(key), ShownForm)),
  };
}

async function find(key: string, { dynamodb, table, now }: ConnectStoreProps): Promise<ConnectRequest | undefined> {
  const read = new GetItemCommand({
    TableName: table,
    Key: { [StateAttribute.key]: { S: key } },
    ConsistentRead: true,
  });
  const { Item: item } = await dynamodb.send(read);
  return isAlive(item, Math.floor(now().getTime() / 1000)) ? RequestItem.parse(item) : undefined;
}

function stateKey(state: string): string {
  return `${StatePrefix.connectPage}state#${digest(state)}`;
}

function formKey(key: string): string {
  return `${StatePrefix.connectPage}form#${digest(key)}`;
}

function reach<Result>(step: () => Promise<Result>): Promise<Result> {
  return orFail('state_unreachable', step);
}
