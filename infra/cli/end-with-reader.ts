/**
 * Ends the program quietly when whoever reads its output has read enough, as `sallyport report --json | head` does. Any other
 * trouble with the output stays an error.
 */
export function endWithReader(output: Pick<NodeJS.WritableStream, 'on'>, end: (code: number) => void): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    end(0);
  });
}
