import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { facadeRoutes } from '../../../infra/sign-in/facade-routes.ts';
import { exampleTool } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';

const Method = z.object({
  HttpMethod: z.string(),
  AuthorizationType: z.string(),
  Integration: z.object({ Type: z.string(), Uri: z.string().optional(), TimeoutInMillis: z.number().optional() }),
});

const template = plainTemplate(exampleTool({}, { registration: true }).stack);
const [signIn] = ofType(template, 'AWS::Lambda::Function').find(([id]) => id.startsWith('GatewaySignIn')) ?? [];
const routes = ofType(template, 'AWS::ApiGateway::Method')
  .map(([, it]) => Method.parse(it))
  .filter(({ Integration }) => Integration.Uri?.includes(`<${signIn}.Arn>`));

describe('the routes of the sign-in', () => {
  test('are those of a browser that signs in and a client that asks for tokens, and no others (A8)', () => {
    expect(routes.map(({ HttpMethod }) => HttpMethod)).toEqual(['GET', 'POST', 'GET', 'POST', 'POST']);
    expect(facadeRoutes({ registration: true }).map(({ path }) => path)).toEqual([
      '/oauth/authorize',
      '/oauth/consent',
      '/oauth/callback',
      '/oauth/token',
      '/oauth/register',
    ]);
  });

  test('answer whole, within the life of the function, and ask no authorizer: nobody has a token yet', () => {
    for (const route of routes) {
      expect(route).toMatchObject({
        AuthorizationType: 'NONE',
        Integration: { Type: 'AWS_PROXY', TimeoutInMillis: 15_000 },
      });
      expect(route.Integration.Uri).toMatch(/\/2015-03-31\/functions\/<\w+\.Arn>\/invocations$/);
    }
  });

  test('start the function from the stage alone, and from no test button (C5)', () => {
    const permissions = ofType(template, 'AWS::Lambda::Permission').filter(
      ([, { FunctionName }]) => FunctionName === `<${signIn}.Arn>`,
    );
    expect(permissions).toHaveLength(5);
    for (const [, { SourceArn }] of permissions) {
      expect(SourceArn).toMatch(/\/<GatewayApiDeploymentStageprod\w+>\/(GET|POST)\/oauth\/[a-z]+$/);
    }
  });
});

test('nobody can register where the pool does not say so (B11)', () => {
  expect(facadeRoutes({ registration: false }).map(({ path }) => path)).not.toContain('/oauth/register');
  const parts = ofType(plainTemplate(exampleTool().stack), 'AWS::ApiGateway::Resource').map(([, it]) => it.PathPart);
  expect(parts).toContain('token');
  expect(parts).not.toContain('register');
});

test('every route has a limit of its own (D6)', () => {
  for (const { rate, burst } of facadeRoutes({ registration: true })) {
    expect(rate).toBeGreaterThan(0);
    expect(burst).toBeGreaterThan(0);
  }
});
