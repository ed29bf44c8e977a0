import { randomBytes } from 'node:crypto';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { digest } from '../../functions/web/digest.ts';
import { PEOPLE } from '../../infra/local/issuer/people.ts';
import { CONNECT_SECONDS, connectRequestKey, connectUrl } from '../../shared/connect.ts';
import type { Running } from './local-mode.ts';

/** A link to the page for secrets as the gateway lays it into the table, also for a person who has a secret already. */
export async function layLink(
  { endpoint, localMode }: Running,
  user: string,
  lifeSeconds: number = CONNECT_SECONDS,
): Promise<string> {
  const { endpoint: aws, region, ...credentials } = localMode.state.aws;
  const [table] = localMode.stack.ofType('AWS::DynamoDB::Table').filter(({ path }) => path.includes('/State/'));
  const handle = randomBytes(32).toString('base64url');
  await new DynamoDBClient({ endpoint: aws, region, credentials }).send(
    new PutItemCommand({
      TableName: table?.physicalId,
      Item: {
        key: { S: connectRequestKey(digest(handle)) },
        expiresAt: { N: String(Math.floor(Date.now() / 1000) + lifeSeconds) },
        caller: { S: callerIdOf(user) },
        clientId: { S: 'desk' },
        tool: { S: 'connect_account' },
        secret: { S: 'parcel_account' },
      },
    }),
  );
  return connectUrl(endpoint, handle);
}

/** Id of a person of local mode. */
export function callerIdOf(user: string): string {
  const person = PEOPLE.find(({ username }) => username === user);
  if (!person) throw new Error(`there is no ${user}`);
  return person.subject;
}
