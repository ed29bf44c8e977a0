import { describe, expect, test } from 'vitest';
import { exampleTool } from '../example-gateway.ts';
import { plainTemplate } from '../plain-template.ts';
import { roleOf } from '../policies-of.ts';

const template = plainTemplate(exampleTool().stack);
const { role, statements } = roleOf(template, 'GatewayLookCallerRole');
const trust = role.AssumeRolePolicyDocument.Statement;

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

  test.each(['aws:RequestTag/caller', 'aws:RequestTag/client', 'aws:TagKeys', 'sts:SourceIdentity'])(
    'cannot be borrowed without %s, by any of the three actions (D9)',
    (key) => {
      for (const { Condition } of trust) {
        expect(Condition?.Null).toMatchObject({ [key]: 'false' });
      }
    },
  );

  test('can be borrowed for this tool only (D1)', () => {
    for (const { Condition } of trust) {
      expect(Condition?.StringEquals).toMatchObject({ 'aws:RequestTag/tool': 'look' });
    }
  });

  test('refuses any tag besides caller, client and tool (D9)', () => {
    for (const { Condition } of trust) {
      expect(Condition?.['ForAllValues:StringEquals']).toEqual({ 'aws:TagKeys': ['caller', 'client', 'tool'] });
    }
  });

  test('names the same caller in the tag and in the source identity (D5)', () => {
    for (const { Condition } of trust) {
      expect(Condition?.StringEquals).toMatchObject({ 'sts:SourceIdentity': '${aws:RequestTag/caller}' });
    }
  });

  test('lives under the path of its gateway, for sessions of at most one hour (AD6)', () => {
    expect(role).toMatchObject({ Path: '/sallyport/mcp/', RoleName: 'mcp-look', MaxSessionDuration: 3600 });
  });

  test('holds no right before one is granted (C1)', () => {
    expect(statements).toEqual([]);
  });
});
