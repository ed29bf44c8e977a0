import * as z from 'zod';
import type { DeployedResource, DeployedStack } from '../../../infra/local/template/deployed-stack.ts';
import { ConnectPath } from '../../../shared/connect.ts';
import { facadeIssuer, OAuthPath } from '../../../shared/oauth-paths.ts';
import { changed, drop, put, type TemplateRule } from './template-rule.ts';

const FACADE = 'SupportDesk/Gateway/SignIn/Resource';
const CLIENT = 'AWS::Cognito::UserPoolClient';
/** The client with which the page for secrets signs people in. */
const PAGE_CLIENT = 'sallyport-connect-page';
const isPageClient = ({ ClientName }: DeployedResource['properties']) => ClientName === PAGE_CLIENT;

const Client = z.object({
  ClientName: z.string().optional(),
  AllowedOAuthScopes: z.array(z.string()).default([]),
  AccessTokenValidity: z.number().optional(),
  TokenValidityUnits: z.object({ AccessToken: z.string().optional() }).default({}),
  EnableTokenRevocation: z.boolean().optional(),
  AllowedOAuthFlows: z.array(z.string()).default([]),
  CallbackURLs: z.array(z.string()).default([]),
  RefreshTokenRotation: z.object({ Feature: z.string(), RetryGracePeriodSeconds: z.number().optional() }).optional(),
});
type Client = z.infer<typeof Client>;

/** The shortest life Cognito gives. */
const MINUTES = 5;
/** Seconds in which a replaced refresh token still works, for clients whose answer got lost. Cognito takes up to 60. */
const LONGEST_GRACE = 10;

/** Tokens that are lost are lost for minutes. */
export const shortTokens: TemplateRule = {
  problemsOf(stack) {
    const clients = stack.ofType(CLIENT);
    return [
      ...(clients.length === 0 ? ['there is no client'] : []),
      ...clients.flatMap(({ properties, path }) => {
        const { AccessTokenValidity, TokenValidityUnits, EnableTokenRevocation } = Client.parse(properties);
        // without a unit Cognito counts hours, and without a number it gives one hour
        const short = AccessTokenValidity === MINUTES && TokenValidityUnits.AccessToken === 'minutes';
        return [
          ...(short
            ? []
            : [`${path}: tokens live ${AccessTokenValidity ?? 1} ${TokenValidityUnits.AccessToken ?? 'hours'}`]),
          ...(EnableTokenRevocation === true ? [] : [`${path}: tokens cannot be revoked`]),
        ];
      }),
    ];
  },
  losses: {
    'tokens live an hour': changed(CLIENT, put({ AccessTokenValidity: 60 })),
    'the unit is hours': changed(CLIENT, put({ TokenValidityUnits: { AccessToken: 'hours' } })),
    'the unit is left to Cognito': changed(CLIENT, drop('TokenValidityUnits')),
    'the life is left to Cognito': changed(CLIENT, drop('AccessTokenValidity')),
    'tokens cannot be revoked': changed(CLIENT, put({ EnableTokenRevocation: false })),
  },
};

/** A refresh token that was stolen serves once, or its owner's next use of it ends both. */
export const rotatedTokens: TemplateRule = {
  problemsOf: (stack) =>
    peopleClients(stack).flatMap(([path, client]) => (rotates(client) ? [] : [`${path} keeps its refresh token`])),
  losses: {
    'refresh tokens are not replaced': changed(CLIENT, put({ RefreshTokenRotation: { Feature: 'DISABLED' } })),
    'replacing them is left to Cognito': changed(CLIENT, drop('RefreshTokenRotation')),
    'a replaced one works for a minute': changed(
      CLIENT,
      put({ RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 } }),
    ),
  },
};

function rotates({ RefreshTokenRotation: rotation }: Client): boolean {
  return rotation?.Feature === 'ENABLED' && (rotation.RetryGracePeriodSeconds ?? 0) <= LONGEST_GRACE;
}

/** Cognito sends codes to the facade, those of the page for secrets to the page, and nowhere else: an address of a client would let them past the consent page. */
export const exactCallbacks: TemplateRule = {
  problemsOf(stack) {
    return peopleClients(stack).flatMap(([path, { CallbackURLs, ClientName, AllowedOAuthScopes: scopes }]) => {
      const isPage = ClientName === PAGE_CLIENT;
      const wanted = callbackOf(stack, isPage ? ConnectPath.callback : OAuthPath.callback);
      return [
        ...(CallbackURLs.includes(wanted) ? [] : [`${path} gets no code where it should`]),
        ...CallbackURLs.filter((url) => url !== wanted).map((url) => `${path} may send codes to ${url}`),
        ...(isPage && scopes.join() !== 'openid' ? [`${path} may ask for more than who is there`] : []),
      ];
    });
  },
  losses: {
    'a client does not know the facade': changed(CLIENT, put({ CallbackURLs: ['http://127.0.0.1/callback'] })),
    'codes go to an address of the client too': changed(CLIENT, alsoTo('https://app.example.com/callback')),
    'codes for the page go to the facade': changed(
      CLIENT,
      (it) => ({ ...it, CallbackURLs: [String(it.CallbackURLs).replace('/connect/', '/oauth/')] }),
      isPageClient,
    ),
    'the page’s client may ask for tools': changed(
      CLIENT,
      put({ AllowedOAuthScopes: ['openid', 'x/orders.read'] }),
      isPageClient,
    ),
    'codes go anywhere below a host': changed(CLIENT, alsoTo('https://app.example.com/*')),
    'codes go to every host of a domain': changed(CLIENT, alsoTo('https://*.example.com/callback')),
    'codes go to a host without TLS': changed(CLIENT, alsoTo('http://app.example.com/callback')),
    'codes go to an address with a fragment': changed(CLIENT, alsoTo('https://app.example.com/#callback')),
  },
};

const Variables = z.object({ Environment: z.object({ Variables: z.object({ RESOURCE: z.string() }) }) });

function callbackOf(stack: DeployedStack, path: string): string {
  const facade = stack.ofType('AWS::Lambda::Function').find(({ path }) => path === FACADE);
  const { RESOURCE } = Variables.parse(facade?.properties).Environment.Variables;
  return `${facadeIssuer(RESOURCE)}${path}`;
}

function peopleClients(stack: DeployedStack): readonly (readonly [string, Client])[] {
  const clients = stack.ofType(CLIENT).map(({ path, properties }) => [path, Client.parse(properties)] as const);
  return clients.filter(([, { AllowedOAuthFlows }]) => AllowedOAuthFlows.includes('code'));
}

function alsoTo(url: string) {
  return (properties: DeployedResource['properties']) => ({
    ...properties,
    CallbackURLs: [...Client.parse(properties).CallbackURLs, url],
  });
}
