import { type AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type CheckStops, stopChecker } from '../../../functions/authorizer/check-stops.ts';
import { stateReader } from '../../../functions/authorizer/read-state.ts';
import { stopUserKey } from '../../../shared/state-table.ts';

export const TABLE = 'state';

/** Items by their keys, without the key attribute. */
export type Items = Readonly<Record<string, Record<string, AttributeValue>>>;

/** Attributes of a switch or revocation, as DynamoDB writes them. */
export function stop(attribute: 'revokedAt' | 'disabledAt', seconds: number): Record<string, AttributeValue> {
  return { [attribute]: { N: String(seconds) } };
}

/** A client that a metadata document admitted. */
export const ADMITTED: Record<string, AttributeValue> = {
  name: { S: 'Editor' },
  kind: { S: 'document' },
  document: { S: 'https://editor.example/client.json' },
};

/** Any item on a person other than those that ask: the table is not empty, and the answer to others is. */
export const OF_A_STRANGER: Items = { [stopUserKey('stranger')]: stop('disabledAt', 1) };

// biome-ignore lint/suspicious/noExplicitAny: tests read the fields they expect
type Input = any;

/** A real client whose network is replaced by a table in memory, or by a function. */
export function fakeDynamo(answer: Items | ((input: Input) => unknown)) {
  const requests: Input[] = [];
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  client.middlewareStack.add(
    () => async (args) => {
      const input: Input = args.input;
      requests.push(input);
      const output = typeof answer === 'function' ? await answer(input) : found(input, answer);
      return { response: {}, output: { $metadata: {}, ...Object(output) } };
    },
    { step: 'initialize', priority: 'high' },
  );
  return { client, requests };
}

function found(input: Input, items: Items) {
  const keys: string[] = input.RequestItems[TABLE].Keys.map(({ key }: Input) => key.S);
  return { Responses: { [TABLE]: keys.flatMap((key) => (items[key] ? [{ key: { S: key }, ...items[key] }] : [])) } };
}

/** The check of stops on a table that holds these items. */
export function stopsIn(items: Items): CheckStops {
  return stopChecker(stateReader({ dynamodb: fakeDynamo(items).client, table: TABLE }));
}
