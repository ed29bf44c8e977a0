/** Rows that the deployment does not fulfil, by a part of their sentence, and what would close them. */
export const KNOWN_HOLES: readonly { readonly sentence: string; readonly closedBy: string }[] = [
  {
    sentence: 'API Gateway under its log role cannot forge or read records',
    closedBy: 'a Deny on the audit log in the role for access logs, whose managed policy names every log group',
  },
  {
    sentence: 'with the audit key for another log of this account',
    closedBy: 'a fixed name for the audit log, which the key policy then names instead of every log group',
  },
];
