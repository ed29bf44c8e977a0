import { Duration, Token } from 'aws-cdk-lib';
import { DOWNSTREAM_NAME, type Downstream } from '../../shared/downstream.ts';
import type { DownstreamProps } from './downstream-props.ts';

/** AWS lends for 15 minutes at least; a token is lent for no longer than that. */
const LONGEST = Duration.minutes(15);
/** One scope (RFC 6749 §3.3), without a wildcard. */
const SCOPE = /^[\x21\x23-\x29\x2b-\x5b\x5d-\x7e]+$/;
/** Entra's word for all that was ever consented to. */
const ALL_OF_THEM = /(^|\/)\.default$/;

/**
 * Reads what a team says of a downstream, with the defaults filled in.
 *
 * What a token of the CDK hides until deployment is checked at the call.
 *
 * @param callersIssuer - issuer of the callers' tokens.
 * @throws Error in words that say what to change.
 */
export function readDownstream(name: string, props: DownstreamProps, callersIssuer: string): Downstream {
  const downstream = withDefaults(name, props);
  const problem = problemOf(downstream, callersIssuer);
  if (problem) throw new Error(problem);
  return downstream;
}

/** Whether the gateway signs anything for this downstream: who the caller is, who acts, or who itself is. */
export function needsKey({ subject, actor, grant, clientSecretArn }: Downstream): boolean {
  return subject === 'assertion' || clientSecretArn === undefined || (grant === 'token-exchange' && actor === 'act');
}

function withDefaults(name: string, props: DownstreamProps): Downstream {
  const { issuer, audience, scopes, clientCredential, grant = 'token-exchange', maxTokenLife = LONGEST } = props;
  const subject = props.subject ?? (grant === 'token-exchange' ? 'assertion' : 'caller-token');
  return {
    name,
    issuer,
    audience,
    scopes: [...scopes],
    clientId: clientCredential.clientId,
    ...(clientCredential.secretArn !== undefined && { clientSecretArn: clientCredential.secretArn }),
    grant,
    subject,
    actor: props.actor ?? (subject === 'assertion' ? 'act' : 'client'),
    maxLifeSeconds: maxTokenLife.toSeconds({ integral: false }),
  };
}

function problemOf(downstream: Downstream, callersIssuer: string): string | undefined {
  const { name, audience, clientId, grant, subject, maxLifeSeconds } = downstream;
  if (!DOWNSTREAM_NAME.test(name)) return `a downstream is named in snake_case, 1 to 40 characters, got ${quote(name)}`;
  if (audience === '' || clientId === '') return `${name}: audience and client id are not empty`;
  if (grant === 'on-behalf-of' && subject === 'assertion') {
    return `${name}: on-behalf-of shows the caller's own token; with subject 'assertion' the grant is 'token-exchange'`;
  }
  if (!Number.isInteger(maxLifeSeconds) || maxLifeSeconds < 1 || maxLifeSeconds > LONGEST.toSeconds()) {
    return `${name}: maxTokenLife is 1 second to 15 minutes, in whole seconds, got ${maxLifeSeconds} seconds`;
  }
  return issuerProblem(downstream, callersIssuer) ?? scopeProblem(downstream);
}

function issuerProblem({ name, issuer, subject }: Downstream, callersIssuer: string): string | undefined {
  if (Token.isUnresolved(issuer)) return undefined;
  if (!isIssuer(issuer)) {
    return `${name}: an issuer is an https URL without user, query and fragment (RFC 8414 §2), got ${quote(issuer)}`;
  }
  if (subject === 'assertion' || Token.isUnresolved(callersIssuer) || issuer === callersIssuer) return undefined;
  return `${name}: the caller's token is shown to the issuer it came from alone, ${quote(callersIssuer)}, got ${quote(issuer)}; leave the subject to the gateway's assertion (B8)`;
}

function isIssuer(text: string): boolean {
  if (!URL.canParse(text) || /[?#\s]/.test(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username === '' && password === '';
}

function scopeProblem({ name, scopes }: Downstream): string | undefined {
  if (scopes.length === 0) return `${name}: a downstream names the scopes it needs, got none`;
  const plain = scopes.filter((scope) => !Token.isUnresolved(scope));
  const unfit = plain.find((scope) => !SCOPE.test(scope) || ALL_OF_THEM.test(scope));
  if (unfit !== undefined) return `${name}: scopes are named one by one, without wildcards, got ${quote(unfit)}`;
  if (new Set(scopes).size < scopes.length) return `${name}: each scope is named once, got ${quote(scopes.join(' '))}`;
  return undefined;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
