import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import type { Connection, ConnectRequest } from '../../shared/connect.ts';
import { LOAN_SECONDS, SessionTag } from '../../shared/session-tags.ts';

/** Where secrets are: what stands before a secret's name in its ARN. */
const ROLE_ARN = /^arn:([^:]+):iam::(\d+):role\//;

const Loan = z.object({
  AccessKeyId: z.string().min(1),
  SecretAccessKey: z.string().min(1),
  SessionToken: z.string().min(1),
});

/** Credentials that can write one secret of one person. */
export interface ConnectorLoan {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface ConnectorSessionProps {
  readonly sts: Pick<STSClient, 'send'>;
  readonly roleArn: string;
  readonly region: string;
}

/** Name of a person's secret. */
export function secretName({ prefix }: Pick<Connection, 'prefix'>, { caller }: Pick<ConnectRequest, 'caller'>): string {
  return `${prefix}/${caller}`;
}

/**
 * Borrows the connector role for the person who signed in: role ∩ tags ∩ a session policy for the one secret (D5, H2).
 *
 * @throws what STS throws, and Error when it answers incompletely.
 */
export async function connectorSession(
  request: ConnectRequest,
  connection: Connection,
  { sts, roleArn, region }: ConnectorSessionProps,
): Promise<ConnectorLoan> {
  const { caller, clientId, tool } = request;
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: caller.slice(0, 64),
      SourceIdentity: caller,
      DurationSeconds: LOAN_SECONDS,
      Tags: [
        { Key: SessionTag.caller, Value: caller },
        { Key: SessionTag.client, Value: clientId },
        { Key: SessionTag.tool, Value: tool },
      ],
      TransitiveTagKeys: Object.values(SessionTag),
      Policy: JSON.stringify(policyOf(request, connection, roleArn, region)),
    }),
  );
  const loan = Loan.parse(Credentials);
  return {
    accessKeyId: loan.AccessKeyId,
    secretAccessKey: loan.SecretAccessKey,
    sessionToken: loan.SessionToken,
  };
}

/** With and without the random end, which a secret has only once it exists. */
function policyOf(request: ConnectRequest, connection: Connection, roleArn: string, region: string) {
  const [, partition, account] = ROLE_ARN.exec(roleArn) ?? [];
  if (account === undefined) throw new Error('the connector role has another kind of ARN');
  const arn = `arn:${partition}:secretsmanager:${region}:${account}:secret:${secretName(connection, request)}`;
  const { keyArn } = connection;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['secretsmanager:CreateSecret', 'secretsmanager:PutSecretValue', 'secretsmanager:TagResource'],
        Resource: [arn, `${arn}-??????`],
      },
      ...(keyArn === undefined
        ? []
        : [{ Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: keyArn }]),
    ],
  };
}
