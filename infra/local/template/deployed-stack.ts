import type { Json } from '../../../shared/json-schema.ts';

/** One resource of the synthesised template, with every intrinsic resolved. */
export interface DeployedResource {
  readonly logicalId: string;
  /** CloudFormation type, for example `AWS::Lambda::Function`. */
  readonly type: string;
  /** What `Ref` gives. */
  readonly physicalId: string;
  /** Undefined for types that have none. */
  readonly arn: string | undefined;
  readonly properties: { readonly [name: string]: Json };
  readonly metadata: { readonly [name: string]: Json };
  /** Construct path, for people: `SupportDesk/Gateway/Function`. */
  readonly path: string;
}

/** A synthesised stack as local mode sees it. */
export interface DeployedStack {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly resources: readonly DeployedResource[];
  readonly outputs: { readonly [name: string]: string };
  /** All resources of one type. */
  ofType(type: string): readonly DeployedResource[];
  /** The resource with this `Ref` or ARN. Names are unique only within a type; ARNs need none. */
  find(physicalIdOrArn: string, type?: string): DeployedResource | undefined;
  /** Absolute folder of the asset behind a function or layer. */
  assetFolder(resource: DeployedResource): string;
}

/** Where the addresses of AWS in the template lead on this machine. Base URLs without a trailing slash. */
export interface LocalAddresses {
  /** Replaces `https://<api>.execute-api.<region>.<suffix>`. */
  readonly api: string;
  /** Replaces `https://cognito-idp.<region>.amazonaws.com` (the pool id stays as the path). */
  readonly issuer: string;
  /** Services outside AWS that have a stand-in here. None by default. */
  readonly services?: readonly { readonly aws: string; readonly local: string }[];
}

/** Thrown when the template asks for something local mode does not know. Names it and says what to do. */
export class UnknownInTemplate extends Error {
  constructor(what: string, where: string) {
    super(`local mode does not know ${what} (at ${where}); it stops here rather than guess what AWS would do`);
    this.name = 'UnknownInTemplate';
  }
}
