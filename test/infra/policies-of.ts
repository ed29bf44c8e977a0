import * as z from 'zod';
import { ofType, type PlainTemplate } from './plain-template.ts';

const List = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: List,
  Resource: List.optional(),
  Principal: z.unknown().optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
export type Statement = z.infer<typeof Statement>;

const Document = z.object({ Statement: z.array(Statement) });
const Policy = z.object({ PolicyDocument: Document, Roles: z.array(z.string()) });
const Role = z.object({
  AssumeRolePolicyDocument: Document,
  Policies: z.array(z.object({ PolicyDocument: Document })).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  RoleName: z.string().optional(),
  Path: z.string().optional(),
  MaxSessionDuration: z.number().optional(),
});

/** One role of a template and everything its identity policies say. */
export interface RoleRights {
  readonly id: string;
  readonly role: z.infer<typeof Role>;
  readonly statements: readonly Statement[];
}

/** All roles of a template with their rights. */
export function rolesOf(template: PlainTemplate): readonly RoleRights[] {
  const policies = ofType(template, 'AWS::IAM::Policy').map(([, properties]) => Policy.parse(properties));
  return ofType(template, 'AWS::IAM::Role').map(([id, properties]) => {
    const role = Role.parse(properties);
    const attached = policies.filter(({ Roles }) => Roles.includes(`<${id}>`));
    return {
      id,
      role,
      statements: [...role.Policies, ...attached].flatMap((policy) => policy.PolicyDocument.Statement),
    };
  });
}

/** The one role whose logical id begins so. */
export function roleOf(template: PlainTemplate, idBegins: string): RoleRights {
  const [found, ...others] = rolesOf(template).filter(({ id }) => id.startsWith(idBegins));
  if (!found || others.length > 0) throw new Error(`${idBegins} names ${found ? others.length + 1 : 0} roles`);
  return found;
}

/** Every action a role is allowed, sorted. */
export function actionsOf({ statements }: RoleRights): readonly string[] {
  return [...new Set(statements.flatMap(({ Action }) => Action))].toSorted();
}
