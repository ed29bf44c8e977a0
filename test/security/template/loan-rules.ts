import * as z from 'zod';
import type { DeployedResource } from '../../../infra/local/template/deployed-stack.ts';
import { added, changed, drop, put, type TemplateRule, without } from './template-rule.ts';

const ROLE = 'AWS::IAM::Role';
const MANAGED_POLICY = 'AWS::IAM::ManagedPolicy';
type Properties = DeployedResource['properties'];

/** IAM paths of what is lent, to tools and to the page for secrets, and the name of what bounds it. */
const PATHS = ['/sallyport/mcp/', '/sallyport-connect/mcp/'];
const BOUNDARY = 'mcp-loans';

const Role = z.object({
  Path: z.string().optional(),
  PermissionsBoundary: z.string().optional(),
  ManagedPolicyArns: z.array(z.string()).default([]),
});
const isLent = ({ Path }: Properties) => typeof Path === 'string' && PATHS.includes(Path);
const isBoundary = ({ ManagedPolicyName }: Properties) => ManagedPolicyName === BOUNDARY;

/** Credentials that are lent cannot be taken back; the boundary of their role is judged at every use of them. */
export const boundedLoans: TemplateRule = {
  problemsOf(stack) {
    const boundaries = stack.ofType(MANAGED_POLICY).filter(({ properties }) => isBoundary(properties));
    const arns = boundaries.map(({ arn }) => arn);
    const roles = stack.ofType(ROLE).map(({ path, properties }) => ({ path, ...Role.parse(properties) }));
    const lent = roles.filter(({ Path = '' }) => PATHS.includes(Path));
    return [
      ...(arns.length === 1 ? [] : [`${arns.length} policies bound what is lent`]),
      ...(PATHS.every((path) => lent.some(({ Path }) => Path === path)) ? [] : ['nothing is lent']),
      ...lent
        .filter(({ PermissionsBoundary }) => !PermissionsBoundary || !arns.includes(PermissionsBoundary))
        .map(({ path }) => `${path} is not bound by this gateway's boundary`),
      ...roles
        .filter(({ ManagedPolicyArns }) => ManagedPolicyArns.some((arn) => arns.includes(arn)))
        .map(({ path }) => `${path} has all rights, by the boundary`),
      ...boundaries
        .filter(({ properties }) => ['Roles', 'Users', 'Groups'].some((name) => name in properties))
        .map(({ path }) => `${path} is attached to somebody`),
    ];
  },
  losses: {
    'a lent role has no boundary': changed(ROLE, drop('PermissionsBoundary'), isLent),
    'a lent role has a boundary of another name': changed(
      ROLE,
      put({ PermissionsBoundary: 'arn:aws:iam::123456789012:policy/sallyport/mcp-eu/mcp-eu-loans' }),
      isLent,
    ),
    'a lent role has a boundary of AWS': changed(
      ROLE,
      put({ PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
      isLent,
    ),
    'the boundary has another name': changed(MANAGED_POLICY, put({ ManagedPolicyName: 'mcp-other' }), isBoundary),
    'the boundary is gone': without(MANAGED_POLICY, isBoundary),
    'there is a second boundary': added(MANAGED_POLICY, { ManagedPolicyName: BOUNDARY }),
    'the boundary is granted to a role': (stack) => {
      const boundary = stack.ofType(MANAGED_POLICY).find(({ properties }) => isBoundary(properties));
      return changed(ROLE, put({ ManagedPolicyArns: [boundary?.arn ?? ''] }))(stack);
    },
    'the boundary is granted to a person': changed(MANAGED_POLICY, put({ Users: ['somebody'] }), isBoundary),
    'tools borrow roles from elsewhere': (stack) => ({
      ...stack,
      ofType: (type) => stack.ofType(type).filter(({ properties }) => !isLent(properties)),
    }),
  },
};
