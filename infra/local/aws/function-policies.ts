import * as z from 'zod';
import type { Json } from '../../../shared/json-schema.ts';
import type { NamedPolicy } from '../iam/decision.ts';
import { type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import { readPolicy } from './read-policy.ts';

/** `AWS::Lambda::Permission`, as far as local mode understands it. */
const Permission = z.strictObject({
  FunctionName: z.string(),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});
type Permission = z.infer<typeof Permission>;

/** The resource policies of the template's functions, by function ARN: one statement for each permission. */
export function functionPolicies(stack: DeployedStack): ReadonlyMap<string, NamedPolicy> {
  const statements = new Map<string, Json[]>();
  for (const resource of stack.ofType('AWS::Lambda::Permission')) {
    const permission = Permission.safeParse(resource.properties);
    if (!permission.success) throw new UnknownInTemplate(z.prettifyError(permission.error), resource.path);
    const arn = stack.find(permission.data.FunctionName, 'AWS::Lambda::Function')?.arn;
    if (arn === undefined) throw new UnknownInTemplate(`the function ${permission.data.FunctionName}`, resource.path);
    statements.set(arn, [...(statements.get(arn) ?? []), statementOf(resource.logicalId, arn, permission.data)]);
  }
  return new Map(
    [...statements].map(([arn, Statement]) => {
      const document = { Version: '2012-10-17', Statement };
      return [arn, readPolicy('resource', `permissions of ${arn}`, document)];
    }),
  );
}

function statementOf(sid: string, arn: string, { Action, Principal, SourceArn, SourceAccount }: Permission): Json {
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: Principal.endsWith('.amazonaws.com') ? { Service: Principal } : { AWS: Principal },
    Action,
    Resource: arn,
    Condition: {
      ...(SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': SourceArn } }),
      ...(SourceAccount === undefined ? {} : { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
    },
  };
}
