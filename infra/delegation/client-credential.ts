import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { grantKey } from '../grants/grant-key.ts';
import type { GrantableSecret } from '../grants/secret-caller-grants.ts';
import { SecretReaders } from '../grants/secret-readers.ts';
import type { DownstreamClient } from '../tool/downstream-props.ts';

/** How the gateway proves to the issuer of a downstream who it is (RFC 6749 §2.3). */
export class ClientCredential implements DownstreamClient {
  /**
   * A secret that the issuer gave out, kept in Secrets Manager. The gateway reads it, and tools do not.
   *
   * A secret of the same app also gets a policy of its own, which denies its value to everybody else in the account.
   *
   * @param secret - its whole value is the client's secret.
   * @throws Error when a secret is imported without the random end of its ARN: a policy would have to guess it.
   */
  static secret(secret: GrantableSecret, clientId: string): ClientCredential {
    const arn = secret.secretFullArn;
    if (arn === undefined || (!Token.isUnresolved(arn) && /[*?$]/.test(arn))) {
      throw new Error(`${secret.node.path}: the secret of a client is named by its complete ARN, without wildcards`);
    }
    return new ClientCredential(clientId, { secret, arn });
  }

  /**
   * The gateway's own key: it signs who it is, and no secret exists (RFC 7523 §2.2, `private_key_jwt`).
   *
   * The issuer finds the public key below the endpoint, at `/delegation/jwks.json`.
   */
  static gatewayKey(clientId: string): ClientCredential {
    return new ClientCredential(clientId, undefined);
  }

  readonly clientId: string;
  private readonly source: { readonly secret: GrantableSecret; readonly arn: string } | undefined;

  private constructor(clientId: string, source: ClientCredential['source']) {
    this.clientId = clientId;
    this.source = source;
  }

  get secretArn(): string | undefined {
    return this.source?.arn;
  }

  admit(gatewayRole: iam.IRole): void {
    if (!this.source) return;
    const { secret, arn } = this.source;
    grantKey(gatewayRole, secret.encryptionKey, { service: 'secretsmanager', actions: ['kms:Decrypt'] });
    SecretReaders.of(secret).admit(gatewayRole.roleArn);
    iam.Grant.addToPrincipal({
      grantee: gatewayRole,
      actions: ['secretsmanager:GetSecretValue'],
      resourceArns: [arn],
    });
  }
}
