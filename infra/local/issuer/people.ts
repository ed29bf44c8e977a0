/** Someone who can sign in to local mode. */
export interface Person {
  /** Sign-in name. */
  readonly username: string;
  /** The `sub` of the person's tokens, the same on every start, so that demo data can be keyed by it. */
  readonly subject: string;
  readonly email: string;
  /** Groups of the user pool the person would belong to; those the template lacks are left out. */
  readonly groups: readonly string[];
}

/** The people of local mode: two customers, and one of the support group who approves. */
export const PEOPLE: readonly Person[] = [
  {
    username: 'alice',
    subject: 'a11ce000-0000-4000-8000-000000000001',
    email: 'alice@example.com',
    groups: [],
  },
  {
    username: 'bob',
    subject: 'b0b00000-0000-4000-8000-000000000002',
    email: 'bob@example.com',
    groups: [],
  },
  {
    username: 'carol',
    subject: 'ca401000-0000-4000-8000-000000000003',
    email: 'carol@example.com',
    groups: ['support', 'approvers'],
  },
];

/** Finds a person by sign-in name. */
export function personByName(username: string): Person | undefined {
  return PEOPLE.find((person) => person.username === username);
}

/** Finds a person by `sub`. */
export function personBySubject(subject: string): Person | undefined {
  return PEOPLE.find((person) => person.subject === subject);
}
