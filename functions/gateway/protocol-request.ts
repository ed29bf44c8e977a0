/** Only what the protocol reads. The token, cookies and whatever else came stay out (B8). */
const PROTOCOL_HEADERS = ['accept', 'content-type', 'mcp-method', 'mcp-name', 'mcp-protocol-version'];

/** The request as the SDK sees it. Its body is handed over parsed. */
export function protocolRequest(resource: string, headers: Headers, signal: AbortSignal): Request {
  const kept = PROTOCOL_HEADERS.flatMap((name): [string, string][] => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return new Request(resource, { method: 'POST', headers: kept, signal });
}
