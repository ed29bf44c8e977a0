import { endWithReader } from './end-with-reader.ts';
import { runProgram } from './run-program.ts';

endWithReader(process.stdout, process.exit);
process.exitCode = await runProgram(process.argv.slice(2));
