import { type Mutation, mutationsOf } from './mutation.ts';

const HANDLES = ['test/security/sign-in-handles.test.ts'];

/** What ties a consent, a state and a code to one browser and one client. */
export const HANDLE_MUTATIONS: readonly Mutation[] = [
  ...mutationsOf('functions/oauth/callback.ts', HANDLES, [
    ['B10', 'a sign-in ends in the browser that began it', ' || !isSame(digest(browser), signIn.browser)', ''],
  ]),
  ...mutationsOf('functions/oauth/consent.ts', HANDLES, [
    ['B10', 'a form comes from the page that was shown', ' || !isTicketed(key, form)', ''],
  ]),
  ...mutationsOf('functions/oauth/consent-ticket.ts', HANDLES, [
    ['B10', 'a ticket is for one client', "  'client_id',\n  'redirect_uri'", "  'redirect_uri'"],
    ['B10', 'a ticket is for one browser', "createHmac('sha256', key)", "createHmac('sha256', 'key')"],
  ]),
  ...mutationsOf('functions/oauth/exchange-code.ts', HANDLES, [
    ['B10', 'a code is for one client', 'issued?.clientId !== clientId', 'issued === undefined'],
  ]),
];
