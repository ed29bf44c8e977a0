import { expect, test } from 'vitest';
import { ExternalIssuer } from '../../../../infra/identity/external-issuer.ts';

const TENANT = '00000000-0000-4000-8000-000000000000';

test('Entra: tokens of version 1 name the endpoint’s URL, the caller is one in the tenant (B1, B2)', () => {
  expect(ExternalIssuer.entra({ tenantId: TENANT, clientIds: ['desk'] })).toMatchObject({
    issuerUrl: `https://sts.windows.net/${TENANT}/`,
    jwksUri: `https://login.microsoftonline.com/${TENANT}/discovery/keys`,
    audienceRule: 'resource',
    claimNames: {
      subject: ['oid'],
      client: ['appid'],
      username: ['upn', 'unique_name'],
      groups: ['roles', 'groups'],
      scope: ['scp'],
      accessToken: { claim: 'scp' },
    },
  });
});

test.each(['common', 'organizations', 'example.onmicrosoft.com', `${TENANT}/`, ''])(
  'Entra: fails when the tenant is %j, which stands in no token (B2)',
  (tenantId) => {
    expect(() => ExternalIssuer.entra({ tenantId, clientIds: ['desk'] })).toThrow(
      `tenantId is a GUID in lower case, got ${JSON.stringify(tenantId)}`,
    );
  },
);
