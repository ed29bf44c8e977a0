import { ClientCredential } from '../../../infra/delegation/client-credential.ts';
import type { DownstreamProps } from '../../../infra/tool/downstream-props.ts';

/** A service outside AWS that says the least. */
export function exampleDownstream(changes: Partial<DownstreamProps> = {}): DownstreamProps {
  return {
    issuer: 'https://login.ledger.example.com',
    audience: 'https://ledger.example.com',
    scopes: ['entries.read'],
    clientCredential: ClientCredential.gatewayKey('desk'),
    ...changes,
  };
}
