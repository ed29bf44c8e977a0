/** Below the host instead of the stage: API Gateway answers 403 there, local mode 404, and clients go on after either. */
const HOST_ROOT = /^\/\.well-known\//;

/** The HTTP requests of a client, kept as lines a test can state: `GET /prod/mcp 401`. */
export class Dialogue {
  readonly lines: string[] = [];

  async send(url: string | URL, request: RequestInit = {}): Promise<Response> {
    const response = await fetch(url, { redirect: 'manual', ...request });
    const { pathname } = new URL(url);
    const isMiss = HOST_ROOT.test(pathname) && [403, 404].includes(response.status);
    this.lines.push(`${request.method ?? 'GET'} ${pathname} ${isMiss ? 'missing' : response.status}`);
    return response;
  }

  /** Something that is no request of the client, such as what the person does in the browser. */
  note(line: string): void {
    this.lines.push(line);
  }

  postForm(url: string | URL, form: Readonly<Record<string, string>>): Promise<Response> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    return this.send(url, { method: 'POST', headers, body: new URLSearchParams(form).toString() });
  }
}

/** Fails the way a client gives up. */
export function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`the client gives up: ${what}`);
}
