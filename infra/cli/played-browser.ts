/** A page with its form, as a person sees it. */
export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly html: string;
}

/** A button of the page's form: what pressing it sends. */
export interface Button {
  readonly name: string;
  readonly value: string;
}

const FORM = /<form\b[^>]*>/;
const HIDDEN = /<input\b[^>]*\btype="hidden"[^>]*>/g;
const BUTTON = /<button\b[^>]*>/g;

/** What stands for a browser in a sign-in without one: it keeps cookies and follows nothing by itself. */
export class PlayedBrowser {
  private readonly cookies = new Map<string, string>();

  /** One request; a redirect is for the caller to follow. */
  async open(url: URL, form?: URLSearchParams): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie, ...(form && { origin: url.origin }) },
      ...(form && { method: 'POST', body: form }),
    });
    this.keepCookies(response);
    return response;
  }

  /** Presses a button of the page's form. */
  press(page: Page, button: Button): Promise<Response> {
    return this.open(formAction(page), formFields(page, button));
  }

  /** As a browser does: no value, or no time left, takes a cookie away. */
  private keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=;]+)=([^;]*)/) ?? [];
      if (name === undefined || value === undefined) continue;
      if (value === '' || /;\s*max-age=0\b/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

export async function readPage(url: URL, response: Response): Promise<Page> {
  return { url, status: response.status, html: await response.text() };
}

/** The buttons a person can press, in their order. */
export function buttonsOf({ html }: Page): readonly Button[] {
  return [...html.matchAll(BUTTON)].flatMap(([tag]) => {
    const [name, value] = [attribute(tag, 'name'), attribute(tag, 'value')];
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
}

/** Where the page's form leads. */
export function formAction({ url, html }: Page): URL {
  return new URL(attribute(html.match(FORM)?.[0] ?? '', 'action') ?? url.href, url);
}

/** What the form sends when a button is pressed. */
export function formFields({ html }: Page, { name, value }: Button): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [tag] of html.matchAll(HIDDEN)) {
    fields.append(attribute(tag, 'name') ?? '', attribute(tag, 'value') ?? '');
  }
  fields.append(name, value);
  return fields;
}

function attribute(tag: string, name: string): string | undefined {
  const [, value] = tag.match(new RegExp(`\\s${name}="([^"]*)"`)) ?? [];
  return value === undefined ? undefined : plain(value);
}

/** The pages escape by number; `&amp;` last, so that nothing is read twice. */
function plain(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
