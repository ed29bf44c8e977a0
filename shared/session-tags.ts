/** Keys of the STS session tags that the gateway sets and the caller roles' trust policies require. */
export const SessionTag = { caller: 'caller', client: 'client', tool: 'tool' } as const;

/** Policy variable for the caller the credentials were lent for. */
export const CALLER_VARIABLE = `\${aws:PrincipalTag/${SessionTag.caller}}`;

/** How long lent credentials live, in seconds: the shortest STS allows. */
export const LOAN_SECONDS = 900;
