/** Headers of the connection between client and API Gateway, which no function gets to see. */
const HOP_BY_HOP = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** A request's headers in the client's spelling; names that differ only in case are one header. */
export class RequestHeaders {
  private readonly byName = new Map<string, { readonly name: string; readonly values: string[] }>();

  /** @param raw names and values in turn, as `IncomingMessage.rawHeaders`. */
  constructor(raw: readonly string[]) {
    for (let index = 0; index + 1 < raw.length; index += 2) this.append(raw[index] ?? '', raw[index + 1] ?? '');
  }

  /** The last value, as in `event.headers`. */
  get(name: string): string | undefined {
    return this.byName.get(name.toLowerCase())?.values.at(-1);
  }

  all(name: string): readonly string[] {
    return this.byName.get(name.toLowerCase())?.values ?? [];
  }

  set(name: string, value: string): void {
    this.byName.set(name.toLowerCase(), { name, values: [value] });
  }

  /** `event.headers`. */
  single(): { [name: string]: string } {
    return Object.fromEntries(this.visible().map(({ name, values }) => [name, values.at(-1) ?? '']));
  }

  /** `event.multiValueHeaders`. */
  multiple(): { [name: string]: string[] } {
    return Object.fromEntries(this.visible().map(({ name, values }) => [name, [...values]]));
  }

  private append(name: string, value: string): void {
    const known = this.byName.get(name.toLowerCase());
    if (known) known.values.push(value);
    else this.set(name, value);
  }

  private visible() {
    return [...this.byName].filter(([lower]) => !HOP_BY_HOP.has(lower)).map(([, header]) => header);
  }
}
