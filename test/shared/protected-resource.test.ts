import { expect, test } from 'vitest';
import { bearerChallenge, resourceMetadataUrl } from '../../shared/protected-resource.ts';

const resource = 'https://api.example.com/prod/mcp';

test('the metadata stands beside the endpoint, with the endpoint’s path at its end (RFC 9728 §3.1)', () => {
  expect(resourceMetadataUrl(resource)).toBe('https://api.example.com/prod/.well-known/oauth-protected-resource/mcp');
});

test('a challenge names the error, all scopes and the metadata (B3)', () => {
  expect(bearerChallenge({ resource, scopes: ['p/a', 'p/b'], error: 'insufficient_scope' })).toBe(
    'Bearer error="insufficient_scope", scope="p/a p/b", ' +
      'resource_metadata="https://api.example.com/prod/.well-known/oauth-protected-resource/mcp"',
  );
});
