import { AssumeRoleCommand, PackedPolicyTooLargeException, type STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { CallError } from '../../shared/call-failure.ts';
import type { Caller } from '../../shared/caller.ts';
import type { Envelope } from '../../shared/envelope.ts';
import { callerRoleName } from '../../shared/resource-names.ts';
import { LOAN_SECONDS, SessionTag, TENANT_TAG } from '../../shared/session-tags.ts';

interface CallerSession {
  readonly sts: Pick<STSClient, 'send'>;
  /** ARN of the caller roles up to and including the gateway's IAM path. */
  readonly rolePrefix: string;
  readonly gateway: string;
  readonly tool: string;
  readonly caller: Caller;
  /** Session policy as JSON; the role and the tags alone bind the loan without one. */
  readonly policy: string | undefined;
  readonly signal: AbortSignal;
}

const Loan = z.object({
  AccessKeyId: z.string().min(1),
  SecretAccessKey: z.string().min(1),
  SessionToken: z.string().min(1),
  Expiration: z.date(),
});

/**
 * Borrows a tool's role for one call of one caller: role ∩ tags ∩ session policy (D5, B9). Never cached: one gateway serves
 * every caller, and a narrowed loan fits one call's arguments alone (D4).
 *
 * @throws CallError with `loan_too_large` when tags and policy do not fit into a session together.
 * @throws CallError with `loan_refused` when STS refuses, fails or answers incompletely.
 */
export async function callerSession(session: CallerSession): Promise<Envelope['credentials']> {
  try {
    const { Credentials } = await session.sts.send(assumeRole(session), { abortSignal: session.signal });
    const loan = Loan.parse(Credentials);
    return {
      accessKeyId: loan.AccessKeyId,
      secretAccessKey: loan.SecretAccessKey,
      sessionToken: loan.SessionToken,
      expiration: loan.Expiration.toISOString(),
    };
  } catch (cause) {
    const reason = cause instanceof PackedPolicyTooLargeException ? 'loan_too_large' : 'loan_refused';
    throw new CallError({ reason }, { cause });
  }
}

function assumeRole({ rolePrefix, gateway, tool, caller, policy }: CallerSession): AssumeRoleCommand {
  const tags = [
    { Key: SessionTag.caller, Value: caller.id },
    { Key: SessionTag.client, Value: caller.clientId },
    { Key: SessionTag.tool, Value: tool },
    ...(caller.tenant === undefined ? [] : [{ Key: TENANT_TAG, Value: caller.tenant }]),
  ];
  return new AssumeRoleCommand({
    RoleArn: `${rolePrefix}${callerRoleName(gateway, tool)}`,
    RoleSessionName: caller.id.slice(0, 64),
    SourceIdentity: caller.id,
    DurationSeconds: LOAN_SECONDS,
    Tags: tags,
    // Whoever a tool may become with the loan is still acting for this caller, and cannot say otherwise.
    TransitiveTagKeys: tags.map(({ Key }) => Key),
    ...(policy !== undefined && { Policy: policy }),
  });
}
