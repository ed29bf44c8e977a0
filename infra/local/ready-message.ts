import type { DevState } from '../dev-state.ts';
import { PEOPLE } from './issuer/people.ts';

/** What a person reads when local mode is ready: where it is, who can sign in, what to try first. */
export function readyMessage({ endpoint, issuer, clients }: DevState, seconds: number): string {
  const people = PEOPLE.map(({ username }) => username);
  const client = clients.find(({ secret }) => secret === undefined);
  return `
Sallyport is ready after ${seconds.toFixed(1)} s.

  Endpoint   ${endpoint}
  Issuer     ${issuer} (of tokens; clients find by themselves where to sign in)
  People     ${people.join(', ')} (no passwords here; choose one on the sign-in page)
  Client id  ${client?.id ?? 'none: the template has no client that signs people in'}

In a second terminal, in this folder:

  npx sallyport call list_orders '{}' --user alice
  npx sallyport audit --follow

Any MCP client that speaks Streamable HTTP connects to the endpoint with that client id. With the MCP Inspector:

  npx mcp-inspector --cli ${endpoint} --method tools/list \\
    --header "Authorization: Bearer $(npx sallyport token --user alice)"

Denied AWS calls show up below, with the policy statement that decided. Ctrl-C stops everything.
`;
}
