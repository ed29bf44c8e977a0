import type { VerifiedRequest } from './aws-service.ts';
import { tagKeys } from './resource-tags.ts';

/** Condition keys of one question. */
export type ContextKeys = { readonly [key: string]: string | readonly string[] };

/** Keys of a role's own request: those every service fills, whatever is asked for. */
export function callerContext(request: VerifiedRequest, region: string, now: Date): ContextKeys {
  const { session, sourceIp } = request;
  return {
    'aws:PrincipalArn': session.identityArn,
    'aws:PrincipalAccount': session.account,
    'aws:PrincipalType': session.kind === 'operator' ? 'User' : 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    'aws:userid': session.userId,
    ...tagKeys('aws:PrincipalTag', session.tags),
    ...(session.sourceIdentity === undefined ? {} : { 'aws:SourceIdentity': session.sourceIdentity }),
    ...(session.sourceFunctionArn === undefined ? {} : { 'lambda:SourceFunctionArn': session.sourceFunctionArn }),
    'aws:TokenIssueTime': timeText(session.issuedAt),
    'aws:SourceIp': sourceIp,
    // Nothing leaves the machine over loopback. AWS SDKs speak TLS to AWS, so this is what a deployed policy would see.
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    'aws:RequestedRegion': region,
    // Nothing here belongs to another account.
    'aws:ResourceAccount': session.account,
    ...clockContext(now),
  };
}

/** The keys of the clock. */
export function clockContext(now: Date): ContextKeys {
  return { 'aws:CurrentTime': timeText(now), 'aws:EpochTime': String(Math.floor(now.getTime() / 1000)) };
}

function timeText(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
