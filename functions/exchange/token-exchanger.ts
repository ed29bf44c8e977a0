import type { GatewayEnvironment } from '../../shared/environment.ts';
import { clientSecretReader } from './read-client-secret.ts';
import { assertionSigner } from './sign-assertion.ts';
import type { ExchangeParts, ExchangeToken } from './token-exchange.ts';

interface TokenExchanger extends Pick<ExchangeParts, 'fetch' | 'now' | 'randomUUID'> {
  readonly environment: Pick<GatewayEnvironment, 'RESOURCE' | 'ISSUER' | 'SIGNING_KEY_ARN'>;
}

/** Loads what exchanges tokens with the first call that needs it, from a file of its own: most tools need none. */
export function tokenExchanger({ environment, ...given }: TokenExchanger): ExchangeToken {
  let parts: ExchangeParts | undefined;
  return async (exchange) => {
    const [{ exchangeToken }, { issuerFinder }] = await Promise.all([
      import('./exchange-token.ts'),
      import('./find-issuer.ts'),
    ]);
    parts ??= {
      ...given,
      resource: environment.RESOURCE,
      callerIssuer: environment.ISSUER,
      findIssuer: issuerFinder(given),
      sign: assertionSigner({ keyArn: environment.SIGNING_KEY_ARN }),
      readSecret: clientSecretReader(),
    };
    return exchangeToken(exchange, parts);
  };
}
