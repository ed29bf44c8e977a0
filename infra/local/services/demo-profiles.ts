import { personByName } from '../issuer/people.ts';

/** What the service of profiles knows of a person. */
export interface DemoProfile {
  readonly [field: string]: string;
  readonly name: string;
  readonly email: string;
  readonly memberSince: string;
  readonly tier: string;
}

/** Of alice and bob; carol is no customer. */
const PROFILES: { readonly [username: string]: DemoProfile } = {
  alice: { name: 'Alice Arden', email: 'alice@example.com', memberSince: '2019-04-02', tier: 'gold' },
  bob: { name: 'Bob Bergmann', email: 'bob@example.com', memberSince: '2023-11-17', tier: 'basic' },
};

/** The profile of a person by the `sub` of their tokens. */
export function demoProfile(subject: string): DemoProfile | undefined {
  const found = Object.entries(PROFILES).find(([username]) => personByName(username)?.subject === subject);
  return found?.[1];
}
