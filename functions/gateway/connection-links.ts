import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CONNECT_SECONDS, type ConnectRequest, connectRequestKey, connectUrl } from '../../shared/connect.ts';
import { StateAttribute } from '../../shared/state-table.ts';

/** The links this endpoint gives out to the page where people enter secrets of their own. */
export interface ConnectionLinks {
  /**
   * Makes a link for one call. Whoever opens it must sign in as that call's caller (F12, B10).
   *
   * @throws whatever the table throws: no link is given out that leads nowhere.
   */
  create(request: ConnectRequest, signal: AbortSignal): Promise<string>;
}

interface ConnectionLinksProps {
  readonly table: string;
  readonly resource: string;
  readonly now: () => Date;
  readonly randomBytes: (size: number) => Buffer;
  readonly sha256: (text: string) => string;
  /** @default - a client of this region, loaded at the first link, because most calls need none */
  readonly makeClient?: () => Promise<Pick<DynamoDBClient, 'send'>>;
}

const HANDLE_BYTES = 32;

/** Only the SHA-256 of a link's handle is written down: who reads the table cannot open a page. */
export function connectionLinks({ makeClient = regionalClient, ...props }: ConnectionLinksProps): ConnectionLinks {
  let client: ReturnType<typeof makeClient> | undefined;
  return {
    async create(request, signal) {
      const { PutItemCommand } = await import('@aws-sdk/client-dynamodb');
      client ??= makeClient();
      const handle = props.randomBytes(HANDLE_BYTES).toString('base64url');
      const expiresAt = Math.floor(props.now().getTime() / 1000) + CONNECT_SECONDS;
      const { caller, clientId, tool, secret } = request;
      const put = new PutItemCommand({
        TableName: props.table,
        Item: {
          [StateAttribute.key]: { S: connectRequestKey(props.sha256(handle)) },
          [StateAttribute.expiresAt]: { N: String(expiresAt) },
          caller: { S: caller },
          clientId: { S: clientId },
          tool: { S: tool },
          secret: { S: secret },
        },
      });
      await (await client).send(put, { abortSignal: signal });
      return connectUrl(props.resource, handle);
    },
  };
}

async function regionalClient(): Promise<DynamoDBClient> {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  return new DynamoDBClient();
}
