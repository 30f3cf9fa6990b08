/** How much is measured. */
export interface Options {
  /** Rounds of the SDK comparison; each runs every variant of every scenario once. */
  readonly rounds: number;
  /** Calls of a scenario are divided by this. */
  readonly divisor: number;
  /** Spans sent to the server per batch size. */
  readonly ingestSpans: number;
  /** Repetitions of each ingest measurement. */
  readonly ingestRounds: number;
  readonly quick: boolean;
}

const FULL: Options = {
  rounds: 6,
  divisor: 1,
  ingestSpans: 60_000,
  ingestRounds: 3,
  quick: false,
};
const QUICK: Options = {
  rounds: 2,
  divisor: 4,
  ingestSpans: 15_000,
  ingestRounds: 2,
  quick: true,
};

/** `--quick`: up to three minutes and rough; otherwise up to fifteen. */
export function parseOptions(args: readonly string[]): Options {
  const unknown = args.find((argument) => argument !== "--quick");
  if (unknown !== undefined) throw new Error(`unknown option ${unknown}; there is only --quick`);
  return args.includes("--quick") ? QUICK : FULL;
}
