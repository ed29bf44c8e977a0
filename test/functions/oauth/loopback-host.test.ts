import { expect, test } from 'vitest';
import { isLoopbackAllowed } from '../../../functions/oauth/loopback-host.ts';

test.each([
  'https://abc.execute-api.eu-west-1.amazonaws.com/prod/mcp',
  'https://127.0.0.1/mcp',
  'https://localhost:3000/mcp',
  'https://[::1]/mcp',
  'http://mcp.example.com/mcp',
  'http://127.0.0.1.example.com/mcp',
  'http://localhost.example.com/mcp',
])('a facade at %s never reads documents from its own machine (F9)', (resource) => {
  expect(isLoopbackAllowed(resource)).toBe(false);
});

test.each(['http://127.0.0.1:4000/prod/mcp', 'http://localhost:4000/mcp', 'http://[::1]:4000/mcp'])(
  'a facade at %s, which is this machine, may read documents from it',
  (resource) => {
    expect(isLoopbackAllowed(resource)).toBe(true);
  },
);
