import { Stack, Stage, Validations } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { customDomain } from '../../../infra/gateway/custom-domain.ts';
import { exampleTool, quickApp } from '../example-gateway.ts';
import { documentsAt } from '../fixed-documents.ts';
import { ofType, plainTemplate } from '../plain-template.ts';

const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/example';
const certificate = acm.Certificate.fromCertificateArn(new Stack(quickApp(), 'Certificates'), 'Certificate', ARN);

describe('a domain name of its own', () => {
  const { stack, gateway } = exampleTool({ domainName: 'mcp.example.com', certificate });
  const template = plainTemplate(stack);
  const [[domain] = []] = ofType(template, 'AWS::ApiGateway::DomainName');

  test('is regional and refuses TLS below 1.2 and ciphers without forward secrecy (A1)', () => {
    expect(ofType(template, 'AWS::ApiGateway::DomainName')).toEqual([
      [
        domain,
        {
          DomainName: 'mcp.example.com',
          EndpointConfiguration: { Types: ['REGIONAL'] },
          RegionalCertificateArn: ARN,
          SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
          EndpointAccessMode: 'STRICT',
        },
      ],
    ]);
  });

  test('leads its root to the stage, and the address of API Gateway is switched off (A1)', () => {
    expect(ofType(template, 'AWS::ApiGateway::BasePathMapping')).toEqual([
      [
        expect.any(String),
        {
          DomainName: `<${domain}>`,
          RestApiId: expect.stringMatching(/^<GatewayApi\w+>$/),
          Stage: expect.stringMatching(/^<GatewayApiDeploymentStageprod\w+>$/),
        },
      ],
    ]);
    expect(ofType(template, 'AWS::ApiGateway::RestApi')).toMatchObject([
      [expect.any(String), { DisableExecuteApiEndpoint: true }],
    ]);
  });

  test('is the resource, the issuer and the place of all metadata, without a stage (B4, B5)', () => {
    expect(gateway.endpointUrl).toBe('https://mcp.example.com/mcp');
    const [resource] = documentsAt(template, ['oauth-protected-resource']);
    expect(resource).toMatchObject({
      resource: 'https://mcp.example.com/mcp',
      authorization_servers: ['https://mcp.example.com'],
    });
    const [server] = documentsAt(template, ['oauth-authorization-server']);
    expect(server).toMatchObject({
      issuer: 'https://mcp.example.com',
      token_endpoint: 'https://mcp.example.com/oauth/token',
    });
  });

  test('has a target for DNS', () => {
    expect(gateway.domain?.domainNameAliasDomainName).toBeDefined();
    expect(exampleTool().gateway.domain).toBeUndefined();
  });
});

test('every finding of cdk-nag is mended or acknowledged, also with a domain and open registration', () => {
  const { stack, pool, gateway } = exampleTool({ domainName: 'mcp.example.com', certificate }, { registration: true });
  Validations.of(stack.node.root).addPlugins(new AwsSolutionsChecks(stack.node.root));
  // decisions of the team that makes the pool, acknowledged by the reference deployment too
  for (const id of ['AwsSolutions-COG2', 'AwsSolutions-COG8']) {
    Validations.of(pool).acknowledge({ id, reason: 'Not what is tested here.' });
  }
  expect(() => Stage.of(gateway)?.synth()).not.toThrow();
});

test('without one the endpoint has the address of API Gateway', () => {
  expect(customDomain('Gateway', {})).toEqual({});
});

test('fails when a domain name comes without certificate, or the other way round (A1)', () => {
  expect(() => exampleTool({ domainName: 'mcp.example.com' })).toThrow(
    'Example/Gateway: domainName and certificate come together, got no certificate',
  );
  expect(() => exampleTool({ certificate })).toThrow(
    'Example/Gateway: domainName and certificate come together, got no domainName',
  );
});

test.each(['https://mcp.example.com', 'MCP.example.com', 'mcp.example.com/', '*.example.com', 'example', ''])(
  'fails when the domain name is %j (B4)',
  (domainName) => {
    expect(() => exampleTool({ domainName, certificate })).toThrow(
      `Example/Gateway: domainName is a host in lower case, got ${JSON.stringify(domainName)}`,
    );
  },
);
