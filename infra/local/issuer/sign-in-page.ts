import { OAuthPath } from '../../../shared/oauth-paths.ts';
import { escapeHtml, page } from './page.ts';
import { PEOPLE } from './people.ts';

/** Parameters of the authorization request, as the provider checked them. */
type Parameters = { readonly [name: string]: unknown };

/** One button per person, under what the client asks for. */
export function signInPage(clientName: string, parameters: Parameters): string {
  const scopes = String(parameters.scope ?? '')
    .split(' ')
    .filter((scope) => scope !== '');
  return page(
    'Sign in to Sallyport',
    [
      `<p><strong>${escapeHtml(clientName)}</strong> asks for:</p>`,
      `<ul>${scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')}</ul>`,
      `<p>You will go back to <code>${escapeHtml(redirectTarget(parameters) ?? '')}</code>.</p>`,
      '<form method="post">',
      ...PEOPLE.map(
        ({ username }) => `<p><button name="person" value="${username}">Sign in as ${username}</button></p>`,
      ),
      '</form>',
      '<p>These people exist on this machine only.</p>',
    ].join('\n'),
  );
}

/**
 * Where the form may lead; undefined where that cannot be known.
 *
 * Chrome holds every redirect after a form against `form-action`. A client's own callback is the end of the way, so its
 * origin is enough. The sign-in facade's callback leads on to the address of the real client, which this page never learns
 * and which may have a scheme of its own (`cursor:`, `vscode:`): no list would hold for every client. What is given up is
 * little: the page has one form, no scripts, no secrets, and every text on it is escaped.
 */
export function formTargets(parameters: Parameters): readonly string[] | undefined {
  const { redirect_uri: uri } = parameters;
  if (typeof uri === 'string' && URL.canParse(uri) && isFacade(new URL(uri))) return undefined;
  const target = redirectTarget(parameters);
  return target === undefined ? [] : [target];
}

/** The origin, or the scheme of an app's own link. */
function redirectTarget({ redirect_uri: uri }: Parameters): string | undefined {
  if (typeof uri !== 'string' || !URL.canParse(uri)) return undefined;
  const { origin, protocol } = new URL(uri);
  return origin === 'null' ? protocol : origin;
}

/** The facade's callback, below whatever stage local mode serves it. */
function isFacade({ protocol, hostname, pathname }: URL): boolean {
  return protocol === 'http:' && hostname === '127.0.0.1' && pathname.endsWith(OAuthPath.callback);
}
