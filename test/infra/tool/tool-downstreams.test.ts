import type { Stack } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, test } from 'vitest';
import { ClientCredential } from '../../../infra/delegation/client-credential.ts';
import { Downstreams } from '../../../shared/downstream.ts';
import { exampleTool } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';
import { exampleDownstream } from './downstream-example.ts';

const parameters = (stack: Stack) =>
  ofType(plainTemplate(stack), 'AWS::SSM::Parameter').filter(([, { Name }]) => String(Name).endsWith('/downstreams'));

describe('the downstreams of a tool', () => {
  test('stand in one parameter that the gateway may read, in the form it expects (B9)', () => {
    const { stack, tool } = exampleTool();
    tool
      .addDownstream('ledger', exampleDownstream())
      .addDownstream('archive', exampleDownstream({ scopes: ['papers.read'] }));
    const [[, parameter] = [], ...others] = parameters(stack);
    expect(others).toEqual([]);
    expect(parameter).toMatchObject({ Name: '/sallyport/mcp/look/downstreams', Tier: 'Standard' });
    const read = Downstreams.parse(JSON.parse(String(parameter?.Value)));
    expect(read.map(({ name, scopes }) => [name, scopes])).toEqual([
      ['ledger', ['entries.read']],
      ['archive', ['papers.read']],
    ]);
  });

  test('name the secret of the client and never say it (H1)', () => {
    const { stack, tool } = exampleTool();
    const clientCredential = ClientCredential.secret(new secretsmanager.Secret(stack, 'Client'), 'desk');
    tool.addDownstream('ledger', exampleDownstream({ clientCredential }));
    const [[, parameter] = []] = parameters(stack);
    const [read] = Downstreams.parse(JSON.parse(String(parameter?.Value)));
    expect(read?.clientSecretArn).toMatch(/^<Client\w+>$/);
  });

  test('are known to those who read contracts; a tool without any is not delegated', () => {
    const { stack, gateway, tool } = exampleTool();
    expect(tool.settleLoans().delegated).toBe(false);
    plainTemplate(stack);
    expect(gateway.node.tryFindChild('Delegation')?.node.children).toEqual([]);
    const other = exampleTool().tool.addDownstream('ledger', exampleDownstream());
    expect(other.settleLoans().delegated).toBe(true);
  });

  test('cannot be added after the contract was written', () => {
    const { stack, tool } = exampleTool();
    plainTemplate(stack);
    expect(() => tool.addDownstream('ledger', exampleDownstream())).toThrow(
      'Example/Gateway/Look: downstreams are added before the app is synthesised',
    );
  });

  test('have different names, and are five at most', () => {
    const { tool } = exampleTool();
    for (const name of ['a', 'b', 'c', 'd', 'e']) tool.addDownstream(name, exampleDownstream());
    expect(() => tool.addDownstream('a', exampleDownstream())).toThrow(
      'Example/Gateway/Look: there is a downstream "a"',
    );
    expect(() => tool.addDownstream('f', exampleDownstream())).toThrow('at most 5 downstreams');
  });

  test('are checked with the tool’s path in the words of the error', () => {
    expect(() => exampleTool().tool.addDownstream('ledger', exampleDownstream({ scopes: [] }))).toThrow(
      'Example/Gateway/Look: ledger: a downstream names the scopes it needs',
    );
  });

  test('fit into a parameter, and refer to none (Systems Manager)', () => {
    const long = exampleDownstream({ audience: 'a'.repeat(4096) });
    expect(() => exampleTool().tool.addDownstream('ledger', long)).toThrow('at most 4096 characters');
    const braced = exampleDownstream({ audience: '{{ssm:other}}' });
    expect(() => exampleTool().tool.addDownstream('ledger', braced)).toThrow('{{ is what Systems Manager reads');
  });
});
