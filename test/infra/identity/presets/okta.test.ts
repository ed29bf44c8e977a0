import { expect, test } from 'vitest';
import { ExternalIssuer } from '../../../../infra/identity/external-issuer.ts';

test('Okta: the caller is the id that stays, and only access tokens name a client in cid (B1, B2)', () => {
  const issuer = ExternalIssuer.okta({
    domain: 'example.okta.com',
    authorizationServerId: 'default',
    clientIds: ['desk'],
    machineClientIds: ['nightly'],
    scopePrefix: 'mcp.',
  });
  expect(issuer).toMatchObject({
    issuerUrl: 'https://example.okta.com/oauth2/default',
    jwksUri: 'https://example.okta.com/oauth2/default/v1/keys',
    audienceRule: 'resource',
    claimNames: {
      subject: ['uid', 'sub'],
      client: ['cid'],
      username: ['sub'],
      groups: ['groups'],
      scope: ['scp'],
      accessToken: { claim: 'cid' },
    },
  });
  expect(issuer.machineClientIds()).toEqual(['nightly']);
});
