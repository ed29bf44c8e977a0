import { CommandError, ExitCode } from './exit-code.ts';

/** Most answers of a sign-in: the request, the page, the choice, and the way back. */
const MOST_STEPS = 5;

const SUBMIT_BUTTON = /<button name="person" value="([\w-]+)"/g;

/**
 * Walks through the sign-in page of local mode for one person, as a browser would.
 *
 * @returns the address the browser would be sent back to, with the code.
 * @throws CommandError when the person does not exist, or the issuer refuses without sending back.
 */
export async function pickPerson(authorizationUrl: URL, redirectUri: string, user: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = authorizationUrl;
  let response = await visit(url, cookies);
  for (let step = 0; step < MOST_STEPS; step++) {
    const location = response.headers.get('location');
    if (location === null) {
      const form = await chooseOn(response, user);
      response = await visit(url, cookies, form);
      continue;
    }
    url = new URL(location, url);
    if (`${url.origin}${url.pathname}` === redirectUri) return url;
    if (url.origin !== authorizationUrl.origin) break;
    response = await visit(url, cookies);
  }
  throw new CommandError(ExitCode.refused, 'The sign-in led somewhere else. Restart local mode and try again.');
}

async function chooseOn(page: Response, user: string): Promise<URLSearchParams> {
  const html = await page.text();
  const people = [...html.matchAll(SUBMIT_BUTTON)].flatMap(([, name]) => name ?? []);
  if (people.includes(user)) return new URLSearchParams({ person: user });
  if (people.length > 0) {
    throw new CommandError(ExitCode.refused, `There is no "${user}" here. Sign in as one of: ${people.join(', ')}.`);
  }
  throw new CommandError(ExitCode.refused, `The issuer refused to start a sign-in (${page.status}): ${wordsOf(html)}`);
}

/** One request without redirects, with the cookies of this sign-in. */
async function visit(url: URL, cookies: Map<string, string>, form?: URLSearchParams): Promise<Response> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { cookie },
    ...(form && { method: 'POST', body: form }),
  });
  for (const line of response.headers.getSetCookie()) {
    const [, name, value] = line.match(/^([^=;]+)=([^;]*)/) ?? [];
    if (name !== undefined && value !== undefined) cookies.set(name, value);
  }
  return response;
}

function wordsOf(html: string): string {
  const body = html.slice(html.indexOf('<body'));
  return body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
