import { expect, test } from 'vitest';
import { ExternalIssuer } from '../../../../infra/identity/external-issuer.ts';

const TENANT = { domain: 'example.eu.auth0.com', usernameClaim: 'https://example.com/name', clientIds: ['desk'] };

test('Auth0: its issuer ends with a slash, and access tokens are known by their type (B1, B2)', () => {
  const issuer = ExternalIssuer.auth0(TENANT);
  expect(issuer).toMatchObject({
    issuerUrl: 'https://example.eu.auth0.com/',
    jwksUri: 'https://example.eu.auth0.com/.well-known/jwks.json',
    audienceRule: 'resource',
    claimNames: { client: ['client_id', 'azp'], username: ['https://example.com/name'], groups: [] },
  });
  expect(issuer.claimNames.accessToken).toBeUndefined();
});

test('Auth0: groups stand where an Action writes them', () => {
  const { claimNames } = ExternalIssuer.auth0({ ...TENANT, groupsClaim: 'https://example.com/groups' });
  expect(claimNames.groups).toEqual(['https://example.com/groups']);
});
