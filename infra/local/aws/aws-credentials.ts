/** Temporary AWS credentials of local mode: random, never constants. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** When the endpoint stops honouring them. */
  readonly expiration: Date;
}

/** What the AWS endpoint offers to the rest of local mode. */
export interface AwsEndpoint {
  /** `http://127.0.0.1:<port>` for every service. */
  readonly url: string;
  /** Credentials of a function's own role, as Lambda puts them into its environment. */
  credentialsForFunction(functionName: string): AwsCredentials;
  /** Credentials that may do everything, for the person who runs local mode (`sallyport audit`) and for seeding. */
  operatorCredentials(): AwsCredentials;
  close(): Promise<void>;
}
