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
      `<p>You will go back to <code>${escapeHtml(redirectTarget(parameters).join(''))}</code>.</p>`,
      '<form method="post">',
      ...PEOPLE.map(
        ({ username }) => `<p><button name="person" value="${username}">Sign in as ${username}</button></p>`,
      ),
      '</form>',
      '<p>These people exist on this machine only.</p>',
    ].join('\n'),
  );
}

/** Where the browser goes after the form: the origin, or the scheme of an app's own link. */
export function redirectTarget({ redirect_uri: uri }: Parameters): readonly string[] {
  if (typeof uri !== 'string' || !URL.canParse(uri)) return [];
  const { origin, protocol } = new URL(uri);
  return [origin === 'null' ? protocol : origin];
}
