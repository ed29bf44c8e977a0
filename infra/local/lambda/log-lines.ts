import type { Readable } from 'node:stream';

/** Longest event CloudWatch Logs keeps: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const LONGEST_LINE = 256 * 1024;

/**
 * Hands over a process's output line by line. A line that does not end is cut into pieces, so that no function can fill
 * the host's memory. The runtime client writes a line break inside a message as a carriage return; it is undone here.
 */
export function forEachLine(output: Readable, onLine: (text: string) => void): void {
  let rest = '';
  output.setEncoding('utf8');
  output.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line.replaceAll('\r', '\n').trimEnd());
    if (rest.length < LONGEST_LINE) return;
    onLine(rest);
    rest = '';
  });
  output.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}
