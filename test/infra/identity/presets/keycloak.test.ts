import { expect, test } from 'vitest';
import { ExternalIssuer } from '../../../../infra/identity/external-issuer.ts';

test('Keycloak: the realm is the issuer, realm roles are groups, and an ID token is no access token (B1, B2)', () => {
  const issuer = ExternalIssuer.keycloak({
    url: 'https://sso.example.com/auth/',
    realm: 'my team',
    clientIds: ['desk'],
  });
  expect(issuer).toMatchObject({
    issuerUrl: 'https://sso.example.com/auth/realms/my%20team',
    jwksUri: 'https://sso.example.com/auth/realms/my%20team/protocol/openid-connect/certs',
    audienceRule: 'resource',
    claimNames: {
      subject: ['sub'],
      client: ['azp'],
      username: ['preferred_username'],
      groups: [['realm_access', 'roles']],
      scope: ['scope'],
      accessToken: { claim: 'typ', value: 'Bearer' },
    },
  });
});

test('Keycloak: fails when it is not behind https (B2)', () => {
  expect(() => ExternalIssuer.keycloak({ url: 'http://sso.example.com', realm: 'team', clientIds: [] })).toThrow(
    'issuerUrl starts with https://',
  );
});

test('Keycloak: scopes have no prefix unless the team has one', () => {
  const props = { url: 'https://sso.example.com', realm: 'team', clientIds: ['desk'] };
  const resource = { url: 'https://mcp.example.com/mcp', scopes: () => [] };
  expect(ExternalIssuer.keycloak(props).attach(undefined, resource)).toBe('');
  expect(ExternalIssuer.keycloak({ ...props, scopePrefix: 'mcp.' }).attach(undefined, resource)).toBe('mcp.');
});
