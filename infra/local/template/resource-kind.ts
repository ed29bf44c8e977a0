/** What a resource's name and ARN are made of. */
export interface ResourceOrigin {
  readonly logicalId: string;
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  /** A string property, resolved; undefined when the template does not give it. */
  property(name: string): string | undefined;
}

/** A resource whose name and ARN are known. */
export interface ResourceIdentity extends ResourceOrigin {
  readonly name: string;
  /** @throws UnknownInTemplate for a type without ARN. */
  readonly arn: string;
}

/** How CloudFormation names one type of resource: the `Return values` section of its reference page. */
export interface ResourceKind {
  name(origin: ResourceOrigin): string;
  readonly arn?: (origin: ResourceOrigin & { readonly name: string }) => string;
  /**
   * What `Ref` gives.
   *
   * @default - the name
   */
  readonly ref?: (identity: ResourceIdentity) => string;
  /** What `Fn::GetAtt` gives, by attribute. */
  readonly attributes?: { readonly [attribute: string]: (identity: ResourceIdentity) => string };
}
