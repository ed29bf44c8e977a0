/**
 * The three functions of aws-lambda-ric's native addon, in JavaScript, so that no one has to build it.
 *
 * The client calls `done` and `error` without waiting for them, so posts go into one chain and `next` waits for the
 * chain's end: a response is always sent before the following poll. A post that fails ends the process, as on AWS.
 * Source: the Lambda Runtime API, https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
const { Agent, request } = require('node:http');

const [hostname, port] = String(process.env.AWS_LAMBDA_RUNTIME_API).split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

let posts = Promise.resolve();

exports.next = async () => {
  await posts;
  const { status, headers, body } = await call('GET', 'next');
  if (status !== 200) throw new Error(`the Runtime API answered next with ${status}`);
  return { bodyJson: body, headers };
};

exports.done = (id, body) => post(`${id}/response`, body, {});

exports.error = (id, body) => post(`${id}/error`, body, { 'Lambda-Runtime-Function-Error-Type': errorTypeOf(body) });

function post(path, body, headers) {
  posts = posts.then(() => accepted(path, body, headers)).catch(endProcess);
}

async function accepted(path, body, headers) {
  const { status } = await call('POST', path, body, { 'Content-Type': 'application/json', ...headers });
  if (status < 200 || status > 299) throw new Error(`the Runtime API answered ${path} with ${status}`);
}

function call(method, path, body = '', headers = {}) {
  const length = method === 'POST' ? { 'Content-Length': Buffer.byteLength(body) } : {};
  const options = { agent, hostname, port, method, path: `/2018-06-01/runtime/invocation/${path}` };
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, headers: { ...headers, ...length } }, async (response) => {
      try {
        const chunks = await response.toArray();
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() });
      } catch (error) {
        reject(error);
      }
    });
    sent.on('error', reject).end(body);
  });
}

/** Header values hold no control characters and only Latin-1. */
function errorTypeOf(body) {
  const { errorType } = JSON.parse(body);
  return typeof errorType === 'string' && /^[\x20-\x7e]{1,256}$/.test(errorType) ? errorType : 'Unhandled';
}

function endProcess(error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
