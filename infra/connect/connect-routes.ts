import { ConnectPath } from '../../shared/connect.ts';
import type { OpenRoute } from '../gateway/open-routes.ts';

/** What the page answers. Slow on purpose: a person opens it, seldom, and each opening leaves an entry. */
export const CONNECT_ROUTES: readonly OpenRoute[] = [
  {
    path: ConnectPath.start,
    method: 'GET',
    rate: 5,
    burst: 20,
    reason: 'A person opens a link here and is sent to sign in; the link itself opens nothing.',
  },
  {
    path: ConnectPath.callback,
    method: 'GET',
    rate: 5,
    burst: 20,
    reason: 'The issuer sends the browser back here, with a code and a state that serve once.',
  },
  {
    path: ConnectPath.save,
    method: 'POST',
    rate: 5,
    burst: 20,
    reason: 'The form of a person who has signed in; bound to the browser that was shown it.',
  },
];
