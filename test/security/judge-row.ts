import { readPolicy } from '../../infra/local/aws/read-policy.ts';
import type { ApplicablePolicies, AuthorizationRequest, NamedPolicy } from '../../infra/local/iam/decision.ts';
import { authorize } from '../../infra/local/iam/evaluate.ts';
import { fillMarkers, plainArgument } from '../../shared/session-policy.ts';
import { type Context, EVERYTHING, type MatrixRow, STRANGE_ACCOUNT } from './matrix-row.ts';
import { type PolicyPaper, RawStatement } from './policy-paper.ts';

/** The raw policies that apply to a row. */
export interface RowPolicies {
  readonly identity: readonly (readonly RawStatement[])[];
  /** What bounds the asker's role; absent where nothing does. */
  readonly boundary?: readonly RawStatement[];
  /** What the loan was narrowed to, filled from the call's arguments; absent where nothing narrows it. */
  readonly session?: readonly RawStatement[];
  readonly resource: readonly (readonly RawStatement[])[];
  readonly resourceRule: 'adds' | 'must-allow';
  /** What the endpoint on the way lets through; absent where there is none. */
  readonly endpoint?: readonly RawStatement[];
}

/** What local mode's evaluator answers, given these documents. */
export function judgeRow(row: MatrixRow, papers: readonly PolicyPaper[]): MatrixRow['expected'] {
  const { identity, boundary, session, resource, resourceRule, endpoint } = rowPolicies(row, papers);
  const { principal } = row.asker;
  const asked: AuthorizationRequest = {
    principal,
    action: row.action,
    resource: row.resource,
    context: contextOf(row),
  };
  const policies: ApplicablePolicies = {
    identity: identity.map((statements) => read('identity', statements)),
    ...(boundary && { boundary: read('identity', boundary) }),
    ...(session && { session: [read('identity', session)] }),
    ...(resource.length > 0 && {
      resource: together(isRole(row.resource) ? 'trust' : 'resource', resource),
      resourceRule,
    }),
  };
  const passes = endpoint === undefined || authorize(asked, asGate(endpoint)).allowed;
  return passes && authorize(asked, policies).allowed ? 'allowed' : 'denied';
}

/** An endpoint's policy gives nothing and lets through what it allows; whoever asks. */
function asGate(endpoint: readonly RawStatement[]): ApplicablePolicies {
  const resource = together('resource', [endpoint]);
  return { identity: [read('identity', EVERYTHING)], resource, resourceRule: 'must-allow' };
}

/** Finds the documents that speak about a row: those of the asker's role and those of the resource. */
export function rowPolicies(
  { asker, resource, elsewhere, through }: MatrixRow,
  papers: readonly PolicyPaper[],
): RowPolicies {
  const { roleArn } = asker.principal;
  const own = papers.filter(({ holder }) => holder === roleArn);
  const rights = own.filter(({ kind }) => kind === 'identity');
  const boundary = asker.rights ? undefined : own.find(({ kind }) => kind === 'boundary');
  const narrowed = asker.input && own.find(({ kind }) => kind === 'session');
  const ofResource = papers.filter(({ kind, holder }) => OF_RESOURCES.includes(kind) && isOf(holder, resource));
  return {
    identity: asker.rights ? [asker.rights] : rights.map((paper) => paper.statements),
    ...(boundary && { boundary: boundary.statements }),
    ...(narrowed && { session: filled(narrowed.statements, asker.input ?? {}) }),
    resource: elsewhere ? [elsewhere] : ofResource.map((paper) => paper.statements),
    resourceRule: mustAllow(asker, resource) ? 'must-allow' : 'adds',
    ...(through !== undefined && { endpoint: endpointOf(through, papers) }),
  };
}

/** A row through an endpoint that says nothing would prove nothing. */
function endpointOf(id: string, papers: readonly PolicyPaper[]): readonly RawStatement[] {
  const paper = papers.find(({ kind, holder }) => kind === 'endpoint' && holder === id);
  if (!paper) throw new Error(`${id} is no endpoint with a policy`);
  return paper.statements;
}

/** The statements of a template with the arguments in them, as the gateway fills them. */
function filled(statements: readonly RawStatement[], input: NonNullable<MatrixRow['asker']['input']>) {
  return statements.map((statement) =>
    RawStatement.parse(
      JSON.parse(JSON.stringify(statement), (_, value: unknown) =>
        typeof value === 'string' ? fillMarkers(value, (field) => plainArgument(input[field]) ?? '') : value,
      ),
    ),
  );
}

const OF_RESOURCES: readonly PolicyPaper['kind'][] = ['trust', 'resource'];

/** The keys AWS fills for every request of a session, and the row's own on top. */
export function contextOf({ asker, context }: MatrixRow): Context {
  const { kind, roleArn } = asker.principal;
  return {
    'aws:SecureTransport': 'true',
    ...(kind === 'session' && roleArn !== undefined && { 'aws:PrincipalArn': roleArn }),
    ...Object.fromEntries(Object.entries(asker.tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
    ...context,
  };
}

function isOf(holder: string, resource: string): boolean {
  return holder === resource || (holder.startsWith('arn:aws:s3:::') && resource.startsWith(`${holder}/`));
}

/** Roles and keys answer for themselves, and so does everything when somebody of another account asks. */
function mustAllow({ principal }: MatrixRow['asker'], resource: string): boolean {
  return isRole(resource) || resource.startsWith('arn:aws:kms:') || principal.account === STRANGE_ACCOUNT;
}

function isRole(resource: string): boolean {
  return /^arn:aws:iam::\d{12}:role\//.test(resource);
}

/** One policy of a resource that the template writes in pieces, as it does for functions. */
function together(kind: 'trust' | 'resource', parts: readonly (readonly RawStatement[])[]): NamedPolicy {
  return { name: kind, document: { statements: parts.flatMap((part) => read(kind, part).document.statements) } };
}

/** The same statements are read once: the matrix is asked again for every piece that is taken out. */
const readings = new WeakMap<readonly RawStatement[], NamedPolicy>();

function read(kind: 'identity' | 'trust' | 'resource', statements: readonly RawStatement[]): NamedPolicy {
  const known = readings.get(statements);
  if (known) return known;
  const policy =
    statements.length === 0
      ? { name: kind, document: { statements: [] } }
      : readPolicy(kind, kind, { Version: '2012-10-17', Statement: [...statements] });
  readings.set(statements, policy);
  return policy;
}
