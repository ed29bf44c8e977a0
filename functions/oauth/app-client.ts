import {
  type CognitoIdentityProviderClient,
  CreateManagedLoginBrandingCommand,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod';
import { SIGN_IN_CLIENT } from '../../shared/sign-in-client.ts';
import { OAuthError } from './oauth-failure.ts';

export interface AppClientProps {
  readonly cognito: Pick<CognitoIdentityProviderClient, 'send'>;
  readonly userPoolId: string;
  /** The facade's own callback: the only address to which Cognito sends codes. */
  readonly callbackUrl: string;
  /** Scopes as they stand in tokens. */
  readonly scopes: readonly string[];
}

/** Clients as Cognito knows them. Every method throws OAuthError with `issuer_unreachable`. */
export interface AppClients {
  /** @returns the id Cognito gave it. */
  create(name: string): Promise<string>;
  /** Managed login shows no page to a client without branding; Cognito's own will do. */
  addSignInPage(clientId: string): Promise<void>;
  /** Deletes it; one that is gone already is no failure. */
  delete(clientId: string): Promise<void>;
}

const Created = z.object({ UserPoolClient: z.object({ ClientId: z.string().min(1) }) });

/** Makes the way to Cognito's app clients. */
export function appClients({ cognito, ...props }: AppClientProps): AppClients {
  const { userPoolId: UserPoolId } = props;
  return {
    create: (name) =>
      reach(async () => Created.parse(await cognito.send(createClient(name, props))).UserPoolClient.ClientId),
    addSignInPage: (ClientId) =>
      reach(async () => {
        const Branding = { UserPoolId, ClientId, UseCognitoProvidedValues: true };
        await cognito.send(new CreateManagedLoginBrandingCommand(Branding));
      }),
    delete: (ClientId) =>
      reach(async () => {
        try {
          await cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
        } catch (error) {
          if (!(error instanceof ResourceNotFoundException)) throw error;
        }
      }),
  };
}

/** The same as a person's client in the template: public, code only, short tokens, rotation (B6, B11). */
function createClient(name: string, { userPoolId, callbackUrl, scopes }: Omit<AppClientProps, 'cognito'>) {
  const { accessTokenMinutes, refreshTokenMinutes, rotationGraceSeconds } = SIGN_IN_CLIENT;
  return new CreateUserPoolClientCommand({
    UserPoolId: userPoolId,
    ClientName: name,
    GenerateSecret: false,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: [...scopes],
    CallbackURLs: [callbackUrl],
    SupportedIdentityProviders: ['COGNITO'],
    // without a list Cognito adds a refresh flow that goes around rotation
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    AccessTokenValidity: accessTokenMinutes,
    IdTokenValidity: accessTokenMinutes,
    RefreshTokenValidity: refreshTokenMinutes,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: rotationGraceSeconds },
  });
}

async function reach<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new OAuthError({ reason: 'issuer_unreachable' }, { cause });
  }
}
