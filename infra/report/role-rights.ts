import type { Json } from '../../shared/json-schema.ts';
import { readStatements } from './read-statements.ts';
import type { ReportDocument, ReportRole, ReportStatement } from './report-document.ts';
import { type ReportResource, type ReportStacks, refersTo } from './report-stack.ts';
import { asList, isRecord, textOf } from './template-text.ts';

const ROLE = 'AWS::IAM::Role';
const MANAGED = 'AWS::IAM::ManagedPolicy';
/** Policies that name the roles they hang on. */
const ATTACHED = ['AWS::IAM::Policy', MANAGED, 'AWS::IAM::RolePolicy'];

/** Gathers all that the templates say a role may do, from wherever they say it. */
export function roleRights(role: ReportResource, stacks: ReportStacks): ReportRole {
  const { properties, name: place } = role;
  const managed = texts(properties.ManagedPolicyArns);
  const known = managed.flatMap((arn) => policyBehind(arn, stacks) ?? []);
  const attached = stacks.resources.filter(
    (policy) =>
      ATTACHED.includes(policy.type) && !known.includes(policy) && roleNames(policy).some((name) => isRole(name, role)),
  );
  return {
    name: typeof properties.RoleName === 'string' ? properties.RoleName : place,
    place,
    statements: [
      ...asList(properties.Policies).flatMap(inlineStatements),
      ...[...attached, ...known].flatMap(statementsOf),
      ...statementsElsewhere(role, stacks),
    ],
    trust: [...readStatements(properties.AssumeRolePolicyDocument, 'trust policy')],
    elsewhere: managed.filter((arn) => !policyBehind(arn, stacks)),
    ...boundaryOf(role, stacks),
  };
}

/** What may give rights to a role here and cannot be placed: policies of roles that are not here, and templates in templates. */
export function unplacedRights(stacks: ReportStacks): ReportDocument['unplaced'] {
  const roles = stacks.ofType(ROLE);
  const policies = stacks.resources.filter(({ type }) => ATTACHED.includes(type));
  const nested = stacks.ofType('AWS::CloudFormation::Stack');
  return [
    ...policies.flatMap((policy) =>
      roleNames(policy)
        .filter((name) => !roles.some((role) => isRole(name, role)))
        .map((name) => ({ place: policy.name, what: `a policy for ${name}, which is no role of these templates` })),
    ),
    ...nested.map(({ name }) => ({ place: name, what: 'a nested stack, whose template is not read' })),
  ];
}

/** Whether a drawn text names this role: by reference or by its name. */
function isRole(text: string, { name, properties }: ReportResource): boolean {
  return refersTo(text, name) || text === properties.RoleName;
}

function roleNames({ properties }: ReportResource): readonly string[] {
  return [...texts(properties.Roles), ...texts(properties.RoleName)];
}

function inlineStatements(policy: Json): readonly ReportStatement[] {
  const { PolicyName, PolicyDocument } = isRecord(policy) ? policy : { PolicyName: 'policy', PolicyDocument: policy };
  return readStatements(PolicyDocument, `inline policy ${textOf(PolicyName)}`);
}

function statementsOf(policy: ReportResource): readonly ReportStatement[] {
  return readStatements(policy.properties.PolicyDocument, policy.name);
}

function policyBehind(arn: string, stacks: ReportStacks): ReportResource | undefined {
  const found = stacks.behind(arn);
  return found?.type === MANAGED ? found : undefined;
}

function boundaryOf({ properties }: ReportResource, stacks: ReportStacks): Pick<ReportRole, 'boundary'> {
  if (properties.PermissionsBoundary === undefined) return {};
  const name = textOf(properties.PermissionsBoundary);
  const policy = policyBehind(name, stacks);
  return { boundary: { name: policy?.name ?? name, statements: policy ? [...statementsOf(policy)] : [] } };
}

/** In one account a resource's own policy grants by itself, so a statement there that names the role is a right too. */
function statementsElsewhere(role: ReportResource, stacks: ReportStacks): readonly ReportStatement[] {
  return stacks.resources
    .filter(({ type }) => type !== ROLE && !ATTACHED.includes(type))
    .flatMap((resource) =>
      policiesIn(resource.properties).flatMap((policy) => readStatements(policy, `policy at ${resource.name}`)),
    )
    .filter((statement) => mentions(JSON.stringify(statement), role));
}

function mentions(text: string, { name, properties }: ReportResource): boolean {
  const { Path = '/', RoleName } = properties;
  const arn = typeof RoleName === 'string' ? `:role${textOf(Path)}${RoleName}` : undefined;
  if (text.includes(`<${name}.Arn>`) || text.includes(`<${name}>`)) return true;
  return arn !== undefined && new RegExp(`${RegExp.escape(arn)}(?![\\w+=,.@-])`).test(text);
}

/** Every policy inside a value, also one written as text: whatever has statements that say Allow or Deny. */
function policiesIn(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(policiesIn);
  if (typeof value === 'string' && value.includes('"Statement"')) return policiesIn(jsonIn(value));
  if (!isRecord(value)) return [];
  return [...(hasStatements(value) ? [value] : []), ...Object.values(value).flatMap(policiesIn)];
}

function jsonIn(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function hasStatements({ Statement }: { readonly [key: string]: Json }): boolean {
  return asList(Statement).some((statement) => !isRecord(statement) || 'Effect' in statement);
}

function texts(value: Json | undefined): readonly string[] {
  return asList(value).map(textOf);
}
