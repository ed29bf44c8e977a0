import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import { LoanBoundary } from '../../../infra/state/loan-boundary.ts';
import { CallerRole } from '../../../infra/tool/caller-role.ts';
import { exampleTool, quickApp } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';
import { roleOf } from '../policies-of.ts';

const template = plainTemplate(exampleTool().stack);
const { role, statements } = roleOf(template, 'GatewayLookCallerRole');
const trust = role.AssumeRolePolicyDocument.Statement;

function conditionOf(action: string): unknown {
  return trust.find(({ Action }) => [Action].flat().includes(action))?.Condition;
}

describe('the role that is lent to a tool', () => {
  test('trusts the role of its gateway and nobody else (C5)', () => {
    const gatewayRole = roleOf(template, 'GatewayFunctionRole').id;
    for (const { Effect, Principal } of trust) {
      expect({ Effect, Principal }).toEqual({ Effect: 'Allow', Principal: { AWS: `<${gatewayRole}.Arn>` } });
    }
  });

  test('can be assumed, tagged and given a source identity, and nothing more', () => {
    const actions = trust.flatMap(({ Action }) => Action);
    expect(actions.toSorted()).toEqual(['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession']);
  });

  test('is borrowed for a client that is named, for this tool only, and for one caller in tag and source identity (D1, D5, D9)', () => {
    expect(conditionOf('sts:AssumeRole')).toEqual({
      StringEquals: { 'aws:RequestTag/tool': 'look', 'sts:SourceIdentity': '${aws:RequestTag/caller}' },
      StringLike: { 'aws:RequestTag/client': '?*' },
      StringLikeIfExists: { 'aws:RequestTag/tenant': '?*' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['caller', 'client', 'tool', 'tenant'] },
    });
  });

  test('takes the three tags and perhaps a tenant, none of them empty, and no other (D9)', () => {
    expect(conditionOf('sts:TagSession')).toEqual({
      StringEquals: { 'aws:RequestTag/tool': 'look' },
      StringLike: { 'aws:RequestTag/caller': '?*', 'aws:RequestTag/client': '?*' },
      StringLikeIfExists: { 'aws:RequestTag/tenant': '?*' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['caller', 'client', 'tool', 'tenant'] },
    });
  });

  test('names for each action only keys that STS has for it, so that AWS can grant it at all', () => {
    expect(JSON.stringify(conditionOf('sts:TagSession'))).not.toContain('sts:SourceIdentity');
    expect(conditionOf('sts:SetSourceIdentity')).toEqual({ StringLike: { 'sts:SourceIdentity': '?*' } });
  });

  test('lives under the path of its gateway, for sessions of at most one hour (AD6)', () => {
    expect(role).toMatchObject({ Path: '/sallyport/mcp/', RoleName: 'mcp-look', MaxSessionDuration: 3600 });
  });

  test('is bounded by the policy that ends lent sessions (B7)', () => {
    const stack = new Stack(quickApp(), 'Example');
    const { policy } = new LoanBoundary(stack, 'Loans', { gatewayName: 'mcp' });
    const gatewayRole = new iam.Role(stack, 'GatewayRole', { assumedBy: new iam.AccountRootPrincipal() });
    new CallerRole(stack, 'Lent', { gatewayName: 'mcp', toolName: 'look', gatewayRole, boundary: policy });
    const roles = ofType(plainTemplate(stack), 'AWS::IAM::Role');
    const lent = roles.find(([id]) => id.startsWith('Lent'))?.[1];
    expect(lent?.PermissionsBoundary).toMatch(/^<Loans\w+>$/);
  });

  test('holds no right before one is granted (C1)', () => {
    expect(statements).toEqual([]);
  });
});
