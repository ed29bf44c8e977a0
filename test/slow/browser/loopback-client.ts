import { createServer } from 'node:http';

/** A client that waits on loopback for the answer of a sign-in, as command line clients do. */
export interface LoopbackClient {
  readonly redirectUri: string;
  /** Parameters of the answers that arrived. */
  readonly answers: readonly URLSearchParams[];
  close(): void;
}

export async function startLoopbackClient(): Promise<LoopbackClient> {
  const answers: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname === '/callback') answers.push(searchParams);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><html lang="en"><title>Back</title><h1>You can close this page.</h1></html>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return {
    redirectUri: `http://127.0.0.1:${address.port}/callback`,
    answers,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
