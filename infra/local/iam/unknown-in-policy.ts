/** Thrown when a policy asks for something this model of IAM does not know. Names it, so that nothing is guessed. */
export class UnknownInPolicy extends Error {
  constructor(what: string, where: string) {
    super(`local IAM does not know ${what} (in ${where}); it stops here rather than guess what AWS would do`);
    this.name = 'UnknownInPolicy';
  }
}
