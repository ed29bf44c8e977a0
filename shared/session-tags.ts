/** Keys of the STS session tags that the gateway sets and the caller roles' trust policies require. */
export const SessionTag = { caller: 'caller', client: 'client', tool: 'tool' } as const;

/** Key of the tag for the caller's tenant, on loans of callers whose issuer names one. */
export const TENANT_TAG = 'tenant';

/** Every tag a loan may have; the trust policies let through no other. */
export const LOAN_TAGS: readonly string[] = [...Object.values(SessionTag), TENANT_TAG];

/** Policy variable for the caller the credentials were lent for. */
export const CALLER_VARIABLE = `\${aws:PrincipalTag/${SessionTag.caller}}`;

/**
 * Policy variable for the tenant of that caller. A statement with it gives nothing to a caller without a tenant: a variable
 * without a value matches nothing.
 */
export const TENANT_VARIABLE = `\${aws:PrincipalTag/${TENANT_TAG}}`;

/** How long lent credentials live, in seconds: the shortest STS allows. */
export const LOAN_SECONDS = 900;
