import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** One request a tool sent to AWS. */
export interface AwsRequest {
  readonly method: string;
  readonly path: string;
  readonly action: string | undefined;
  readonly authorization: string;
  readonly body: string;
}

export interface AwsAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

/** A server every AWS client of this process talks to. */
export interface FakeAws {
  readonly requests: AwsRequest[];
  answer: (request: AwsRequest) => AwsAnswer;
  close(): void;
}

export async function fakeAws(): Promise<FakeAws> {
  const aws: FakeAws = { requests: [], answer: () => ({ body: '{}' }), close: () => stop(server) };
  const server = createServer((request, response) => void serve(aws, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  process.env.AWS_REGION = 'eu-central-1';
  return aws;
}

async function serve(aws: FakeAws, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '', headers } = request;
  const target = headers['x-amz-target'];
  const seen: AwsRequest = {
    method,
    path: url,
    action: typeof target === 'string' ? target.split('.')[1] : undefined,
    authorization: headers.authorization ?? '',
    body: await text(request),
  };
  aws.requests.push(seen);
  const { status = 200, headers: answered = { 'content-type': 'application/x-amz-json-1.0' }, body } = aws.answer(seen);
  response.writeHead(status, answered).end(body);
}

function stop(server: Server): void {
  server.closeAllConnections();
  server.close();
}
