import { init } from 'z3-solver';

/** A solver for questions in SMT-LIB. */
export interface Solver {
  /**
   * `sat`: there is such a case. `unsat`: there is none, proven. `unknown`: neither was found in time.
   *
   * @throws Error when the question cannot be read.
   */
  ask(question: string): Promise<'sat' | 'unsat' | 'unknown'>;
  close(): void;
}

/** Longest time for one question, in milliseconds. Most take a tenth of a second. */
const TIMEOUT_MS = 60_000;

export async function startSolver(): Promise<Solver> {
  const { Z3, em } = await init();
  return {
    async ask(question) {
      const context = Z3.mk_context(Z3.mk_config());
      try {
        const solver = Z3.mk_solver(context);
        Z3.solver_inc_ref(context, solver);
        const parameters = Z3.mk_params(context);
        Z3.params_set_uint(context, parameters, Z3.mk_string_symbol(context, 'timeout'), TIMEOUT_MS);
        Z3.solver_set_params(context, solver, parameters);
        // not eval_smtlib2_string: it gives the text to another thread and frees it
        Z3.solver_from_string(context, solver, question);
        if (Z3.get_error_code(context) !== 0) throw new Error(`z3 does not read this question: ${question}`);
        const answer = await Z3.solver_check(context, solver);
        return answer === 1 ? 'sat' : answer === -1 ? 'unsat' : 'unknown';
      } finally {
        Z3.del_context(context);
      }
    },
    /** Its threads would keep the process. */
    close: () => em.PThread.terminateAllThreads(),
  };
}
