import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { SIGN_IN_CLIENT } from '../../shared/sign-in-client.ts';

export interface PoolPageClientProps {
  readonly userPool: cognito.IUserPool;
  readonly callbackUrl: string;
}

/** The shortest life Cognito gives a refresh token. The page keeps none. */
const REFRESH_MINUTES = 60;

/**
 * The app client of a page that only needs to know who is there: scope `openid` alone, so its tokens open no tool, and the
 * authorizer knows no such client.
 */
export class PoolPageClient extends Construct {
  readonly clientId: string;

  constructor(scope: Construct, id: string, { userPool, callbackUrl }: PoolPageClientProps) {
    super(scope, id);
    const client = new cognito.CfnUserPoolClient(this, 'Resource', {
      userPoolId: userPool.userPoolId,
      clientName: 'sallyport-connect-page',
      generateSecret: false,
      allowedOAuthFlowsUserPoolClient: true,
      allowedOAuthFlows: ['code'],
      allowedOAuthScopes: ['openid'],
      callbackUrLs: [callbackUrl],
      supportedIdentityProviders: ['COGNITO'],
      explicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      preventUserExistenceErrors: 'ENABLED',
      enableTokenRevocation: true,
      accessTokenValidity: SIGN_IN_CLIENT.accessTokenMinutes,
      idTokenValidity: SIGN_IN_CLIENT.accessTokenMinutes,
      refreshTokenValidity: REFRESH_MINUTES,
      tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'minutes' },
      refreshTokenRotation: { feature: 'ENABLED', retryGracePeriodSeconds: SIGN_IN_CLIENT.rotationGraceSeconds },
    });
    this.clientId = client.ref;
    // Managed login shows no page to a client without branding; Cognito's own will do.
    new cognito.CfnManagedLoginBranding(this, 'SignInPage', {
      userPoolId: userPool.userPoolId,
      clientId: this.clientId,
      useCognitoProvidedValues: true,
    });
  }
}
