import type * as kms from 'aws-cdk-lib/aws-kms';

/** A secret that people enter themselves, as `SecretCallerGrants.perCaller` describes it. */
export interface SecretConnection {
  /** Beginning of the secrets' names; the caller's id follows after a slash. */
  readonly prefix: string;
  /** Name of what is asked for, for the page. Undefined: made of the secret's name. */
  readonly label: string | undefined;
  readonly encryptionKey: kms.IKey | undefined;
}

/** Such a secret as a tool has it. */
export interface ToolConnection extends SecretConnection {
  readonly toolName: string;
  /** Title of the tool. */
  readonly title: string;
  /** Name of the secret, as in `addSecret`. */
  readonly secretName: string;
}

/** What a tool needs of its gateway so that people can enter secrets of their own (F12). */
export interface ConnectionHost {
  /**
   * Puts a secret on the gateway's page; makes the page when it is the first one.
   *
   * @throws Error when the identity source cannot sign people in to a page, or the label has another length.
   */
  offer(connection: ToolConnection): void;
}
